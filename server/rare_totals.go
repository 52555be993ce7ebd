package server

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/rareevent"
)

// RareCount counts rares by tier.
type RareCount struct {
	Total  int64 `json:"total"`
	Great  int64 `json:"great"`
	Common int64 `json:"common" doc:"total less these two are of no known tier"`
}

// CharacterRares is one finder's share.
type CharacterRares struct {
	CharacterName string `json:"character_name"`
	RareCount
}

// RareTotals is the answer of GET /rares/totals.
type RareTotals struct {
	RareCount
	Characters []CharacterRares `json:"characters" nullable:"false" doc:"the most first"`
}

// RareTotalsQuery says which rares are counted.
type RareTotalsQuery struct {
	Character string    `query:"character" maxLength:"64"`
	Tier      string    `query:"tier" enum:"common,great"`
	From      time.Time `query:"from" doc:"not before"`
	To        time.Time `query:"to" doc:"before"`
}

func (s *Server) rareTotals(ctx context.Context, in *RareTotalsQuery) (*struct{ Body RareTotals }, error) {
	asked, err := EventQuery{Character: in.Character, From: in.From, To: in.To}.where()
	if err != nil {
		return nil, err
	}
	var rows []struct {
		CharacterName string          `json:"character_name"`
		Name          string          `json:"name"`
		Tier          *rareevent.Tier `json:"tier"`
		Count         int64           `json:"count"`
	}
	err = s.options.DB.Ent.RareEvent.Query().Where(asked).
		GroupBy(rareevent.FieldCharacterName, rareevent.FieldName, rareevent.FieldTier).Aggregate(ent.Count()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count rares: %w", err)
	}
	var out RareTotals
	finders := map[string]*RareCount{}
	for _, row := range rows {
		tier := (*string)(row.Tier)
		if tier == nil {
			tier = tierByName(row.Name)
		}
		if in.Tier != "" && (tier == nil || *tier != in.Tier) {
			continue
		}
		finder := finders[row.CharacterName]
		if finder == nil {
			finder = &RareCount{}
			finders[row.CharacterName] = finder
		}
		out.add(tier, row.Count)
		finder.add(tier, row.Count)
	}
	out.Characters = make([]CharacterRares, 0, len(finders))
	for name, count := range finders {
		out.Characters = append(out.Characters, CharacterRares{name, *count})
	}
	slices.SortFunc(out.Characters, func(a, b CharacterRares) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.CharacterName, b.CharacterName))
	})
	return &struct{ Body RareTotals }{out}, nil
}

// add counts n more of a tier, nil where it is not known.
func (c *RareCount) add(tier *string, n int64) {
	c.Total += n
	switch {
	case tier == nil:
	case *tier == string(rareevent.TierGreat):
		c.Great += n
	default:
		c.Common += n
	}
}
