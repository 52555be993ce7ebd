package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/deathevent"
)

// Death is one death.
type Death struct {
	CharacterName string    `json:"character_name"`
	Timestamp     time.Time `json:"timestamp"`
	Killer        string    `json:"killer" doc:"empty while unknown"`
	Text          string    `json:"text" doc:"the game's own words"`
	TotalDeaths   *int64    `json:"total_deaths" doc:"the character's counter after it"`
	Vitae         *int64    `json:"vitae" doc:"% lost afterwards"`
	EW            *float64  `json:"ew"`
	NS            *float64  `json:"ns"`
	Z             *float64  `json:"z"`
	Landcell      *int64    `json:"landcell"`
}

// Deaths is one page of GET /deaths.
type Deaths struct {
	Deaths     []Death `json:"deaths"`
	NextCursor string  `json:"next_cursor" doc:"empty on the last page"`
}

// registerDeaths is GET /deaths.
func (s *Server) registerDeaths() {
	operate(s, Reader, huma.Operation{
		OperationID: "deaths", Method: http.MethodGet, Path: "/deaths", Tags: []string{"events"}, Summary: "Deaths, newest first",
	}, s.deaths)
}

func (s *Server) deaths(ctx context.Context, in *EventQuery) (*struct{ Body Deaths }, error) {
	asked, err := in.where()
	if err != nil {
		return nil, err
	}
	rows, err := s.options.DB.Ent.DeathEvent.Query().Where(asked).Limit(in.Limit+1).
		Order(deathevent.ByTimestamp(sql.OrderDesc()), deathevent.ByID(sql.OrderDesc())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read deaths: %w", err)
	}
	rows, next := pageOf(rows, in.Limit, func(d *ent.DeathEvent) cursor { return cursor{d.Timestamp, d.ID} })
	out := Deaths{Deaths: make([]Death, 0, len(rows)), NextCursor: next}
	for _, d := range rows {
		out.Deaths = append(out.Deaths, Death{
			CharacterName: d.CharacterName, Timestamp: d.Timestamp.UTC(), Killer: d.Killer, Text: d.Text, TotalDeaths: d.TotalDeaths,
			Vitae: d.Vitae, EW: d.Ew, NS: d.Ns, Z: d.Z, Landcell: d.Landcell,
		})
	}
	return &struct{ Body Deaths }{out}, nil
}
