package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/charactersheet"
	"github.com/mosswart/overlord/gamedata"
)

// KnownCharacter is one character of GET /characters.
type KnownCharacter struct {
	Name        string    `json:"name"`
	Server      string    `json:"server" doc:"the game server; empty while unknown"`
	Tag         string    `json:"tag" doc:"the plugin's newest char_tag"`
	FirstSeenAt time.Time `json:"first_seen_at"`
	LastSeenAt  time.Time `json:"last_seen_at"`
	Level       *int64    `json:"level"`
	TotalKills  int64     `json:"total_kills"`
	TotalRares  int64     `json:"total_rares"`
	TotalDeaths *int64    `json:"total_deaths" doc:"deaths of the character's life, as the game counts them"`
	EW          *float64  `json:"ew" doc:"where it was last, map units; null inside, where coordinates mean nothing on the map"`
	NS          *float64  `json:"ns" doc:"as ew"`
	MayCommand  bool      `json:"may_command" doc:"whether the caller may send commands to it"`
}

// Characters is the answer of GET /characters.
type Characters struct {
	Characters []KnownCharacter `json:"characters"`
}

// registerCharacters is GET /characters.
func (s *Server) registerCharacters() {
	operate(s, Reader, huma.Operation{
		OperationID: "characters", Method: http.MethodGet, Path: "/characters", Tags: []string{"characters"},
		Summary: "All known characters, by name", Description: "Hidden ones are left out.",
	}, s.characters)
}

func (s *Server) characters(ctx context.Context, _ *struct{}) (*struct{ Body Characters }, error) {
	client := s.options.DB.Ent
	rows, err := client.Character.Query().Where(character.Hidden(false)).Order(character.ByName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read characters: %w", err)
	}
	var sheets []struct {
		CharacterName string `json:"character_name"`
		Level         *int64 `json:"level"`
	}
	err = client.CharacterSheet.Query().Select(charactersheet.FieldCharacterName, charactersheet.FieldLevel).Scan(ctx, &sheets)
	if err != nil {
		return nil, fmt.Errorf("read levels: %w", err)
	}
	levels := make(map[string]*int64, len(sheets))
	for _, sheet := range sheets {
		levels[sheet.CharacterName] = sheet.Level
	}
	may, err := s.mayCommand(ctx, PrincipalFrom(ctx))
	if err != nil {
		return nil, err
	}
	totals := s.totals.get(ctx)

	out := Characters{Characters: make([]KnownCharacter, 0, len(rows))}
	for _, c := range rows {
		t := totals[c.Name]
		ew, ns := c.Ew, c.Ns
		if c.Landcell != nil && gamedata.IsIndoors(uint32(*c.Landcell)) { //nolint:gosec // a cell id has 32 bits
			ew, ns = nil, nil
		}
		out.Characters = append(out.Characters, KnownCharacter{
			Name: c.Name, Server: c.Server, Tag: c.Tag, FirstSeenAt: c.FirstSeenAt.UTC(), LastSeenAt: c.LastSeenAt.UTC(),
			Level: levels[c.Name], TotalKills: t.kills, TotalRares: t.rares, TotalDeaths: c.TotalDeaths,
			EW: ew, NS: ns, MayCommand: may(c.Name),
		})
	}
	return &struct{ Body Characters }{out}, nil
}
