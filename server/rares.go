package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/rareevent"
	"github.com/mosswart/overlord/gamedata"
)

// Rare is one rare of the rare log.
type Rare struct {
	CharacterName string    `json:"character_name"`
	Name          string    `json:"name"`
	Timestamp     time.Time `json:"timestamp"`
	Tier          *string   `json:"tier" doc:"common or great, as the plugin ranks it, else as the game's table does; null for a name that is in neither"`
	EW            *float64  `json:"ew"`
	NS            *float64  `json:"ns"`
	Z             *float64  `json:"z"`
}

// Rares is one page of GET /rares.
type Rares struct {
	Rares      []Rare `json:"rares"`
	NextCursor string `json:"next_cursor" doc:"empty on the last page"`
}

type raresInput struct {
	EventQuery
	Tier string `query:"tier" enum:"common,great"`
}

// registerRares is GET /rares; its totals are rare_totals.go's.
func (s *Server) registerRares() {
	operate(s, Reader, huma.Operation{
		OperationID: "rares", Method: http.MethodGet, Path: "/rares", Tags: []string{"events"}, Summary: "The rare log, newest first",
	}, s.rares)
	operate(s, Reader, huma.Operation{
		OperationID: "rare-totals", Method: http.MethodGet, Path: "/rares/totals", Tags: []string{"events"},
		Summary: "How many rares were found, by tier and character",
	}, s.rareTotals)
}

func (s *Server) rares(ctx context.Context, in *raresInput) (*struct{ Body Rares }, error) {
	asked, err := in.where()
	if err != nil {
		return nil, err
	}
	query := s.options.DB.Ent.RareEvent.Query().Where(asked).Limit(in.Limit+1).
		Order(rareevent.ByTimestamp(sql.OrderDesc()), rareevent.ByID(sql.OrderDesc()))
	if in.Tier != "" {
		query.Where(rareevent.Or(
			rareevent.TierEQ(rareevent.Tier(in.Tier)), rareevent.And(rareevent.TierIsNil(), rareevent.NameIn(raresOfTier(in.Tier)...)),
		))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read rares: %w", err)
	}
	rows, next := pageOf(rows, in.Limit, func(r *ent.RareEvent) cursor { return cursor{r.Timestamp, r.ID} })
	out := Rares{Rares: make([]Rare, 0, len(rows)), NextCursor: next}
	for _, r := range rows {
		out.Rares = append(out.Rares, Rare{
			CharacterName: r.CharacterName, Name: r.Name, Timestamp: r.Timestamp.UTC(), Tier: tierOf(r), EW: r.Ew, NS: r.Ns, Z: r.Z,
		})
	}
	return &struct{ Body Rares }{out}, nil
}

// tierOf is the plugin's word for a rare's tier, or the game's table's where the plugin gave none.
func tierOf(r *ent.RareEvent) *string {
	if r.Tier != nil {
		return (*string)(r.Tier)
	}
	return tierByName(r.Name)
}

// tierByName is a rare's tier by the game's table; nil for a name that is not in it.
func tierByName(name string) *string {
	known, ok := gamedata.RareByName(name)
	if !ok {
		return nil
	}
	tier := known.TierName()
	return &tier
}

// raresOfTier names the rares of a tier, "common" or "great".
func raresOfTier(tier string) []string {
	var names []string
	for _, r := range gamedata.Rares() {
		if r.TierName() == tier {
			names = append(names, r.Name)
		}
	}
	return names
}
