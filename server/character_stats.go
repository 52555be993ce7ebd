package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/charactersheet"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/fault"
)

// CharacterSheet is the answer of GET /character-stats/{character}: the last character_stats event, with numbers as
// numbers.
type CharacterSheet struct {
	CharacterName    string               `json:"character_name"`
	AsOf             time.Time            `json:"as_of"`
	Level            *int64               `json:"level"`
	Race             string               `json:"race"`
	Gender           string               `json:"gender"`
	Birth            string               `json:"birth"`
	Deaths           *int64               `json:"deaths"`
	SkillCredits     *int64               `json:"skill_credits"`
	TotalXP          *int64               `json:"total_xp"`
	UnassignedXP     *int64               `json:"unassigned_xp"`
	LuminanceEarned  *int64               `json:"luminance_earned"`
	LuminanceTotal   *int64               `json:"luminance_total"`
	CurrentTitle     *int64               `json:"current_title"`
	CurrentTitleName string               `json:"current_title_name" doc:"empty where the number has no name"`
	Attributes       map[string]Attribute `json:"attributes"`
	Vitals           map[string]Vital     `json:"vitals"`
	Skills           map[string]Skill     `json:"skills"`
	Allegiance       *Allegiance          `json:"allegiance"`
	Titles           []int64              `json:"titles"`
	TitleNames       []string             `json:"title_names" doc:"of titles, in their order; empty where a number has no name"`
	Properties       map[string]*int64    `json:"properties" doc:"property id → value"`
}

// Attribute is one of the six: its value, and what it was when the character was made.
type Attribute struct {
	Base     *int64 `json:"base"`
	Creation *int64 `json:"creation"`
}

// Vital is health, stamina or mana at most.
type Vital struct {
	Base *int64 `json:"base"`
}

// Skill is a skill's value and whether it is trained.
type Skill struct {
	Base     *int64 `json:"base"`
	Training string `json:"training" example:"Specialized"`
}

// Allegiance is where the character stands in its allegiance.
type Allegiance struct {
	Name      string    `json:"name"`
	Monarch   *Follower `json:"monarch"`
	Patron    *Follower `json:"patron"`
	Rank      *int64    `json:"rank"`
	Followers *int64    `json:"followers"`
}

// Follower is a member of an allegiance; race and gender are the game's numbers.
type Follower struct {
	Name   string `json:"name"`
	Race   *int64 `json:"race"`
	Rank   *int64 `json:"rank"`
	Gender *int64 `json:"gender"`
}

// registerCharacterStats is GET /character-stats/{character}.
func (s *Server) registerCharacterStats() {
	operate(s, Reader, huma.Operation{
		OperationID: "character-stats", Method: http.MethodGet, Path: "/character-stats/{character}", Tags: []string{"characters"},
		Summary: "A character's last sheet", Description: "Attributes, skills, allegiance and titles as of the last character_stats event.",
	}, s.characterStats)
}

func (s *Server) characterStats(ctx context.Context, in *CharacterPath) (*struct{ Body CharacterSheet }, error) {
	row, err := s.options.DB.Ent.CharacterSheet.Query().Where(charactersheet.CharacterName(in.Character)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, fault.New(fault.NotFound, "No sheet of this character has come yet.")
	}
	if err != nil {
		return nil, fmt.Errorf("read character sheet: %w", err)
	}
	out := CharacterSheet{
		CharacterName: row.CharacterName, AsOf: row.AsOf.UTC(), Level: row.Level, Race: row.Race, Gender: row.Gender, Birth: row.Birth,
		Deaths: row.Deaths, SkillCredits: row.SkillCredits, TotalXP: row.TotalXp, UnassignedXP: row.UnassignedXp,
		LuminanceEarned: row.LuminanceEarned, LuminanceTotal: row.LuminanceTotal, CurrentTitle: row.CurrentTitle,
	}
	out.fill(row.Payload)
	return &struct{ Body CharacterSheet }{out}, nil
}

// fill reads the parts that have no column. A part that is not as the contract has it is left empty: one odd value
// must not hide the sheet.
func (c *CharacterSheet) fill(payload json.RawMessage) {
	var parts struct{ Attributes, Vitals, Skills, Allegiance, Titles, Properties json.RawMessage }
	_ = json.Unmarshal(payload, &parts)

	c.Attributes = map[string]Attribute{}
	for name, a := range wireMap[struct{ Base, Creation event.Int }](parts.Attributes) {
		c.Attributes[name] = Attribute{a.Base.Ptr(), a.Creation.Ptr()}
	}
	c.Vitals = map[string]Vital{}
	for name, v := range wireMap[struct{ Base event.Int }](parts.Vitals) {
		c.Vitals[name] = Vital{v.Base.Ptr()}
	}
	c.Skills = map[string]Skill{}
	for name, v := range wireMap[struct {
		Base     event.Int
		Training string
	}](parts.Skills) {
		c.Skills[name] = Skill{v.Base.Ptr(), v.Training}
	}
	c.Properties = map[string]*int64{}
	for id, v := range wireMap[event.Int](parts.Properties) {
		c.Properties[id] = v.Ptr()
	}
	c.CurrentTitleName = titleName(c.CurrentTitle)
	c.Titles, c.TitleNames = []int64{}, []string{}
	var titles []event.Int
	if json.Unmarshal(parts.Titles, &titles) == nil {
		for _, t := range titles {
			if t.Known {
				c.Titles = append(c.Titles, t.V)
				c.TitleNames = append(c.TitleNames, titleName(&t.V))
			}
		}
	}
	type member struct {
		Name               string
		Race, Rank, Gender event.Int
	}
	var a *struct {
		Name            string
		Monarch, Patron *member
		Rank, Followers event.Int
	}
	if json.Unmarshal(parts.Allegiance, &a) == nil && a != nil {
		follower := func(m *member) *Follower {
			if m == nil {
				return nil
			}
			return &Follower{m.Name, m.Race.Ptr(), m.Rank.Ptr(), m.Gender.Ptr()}
		}
		c.Allegiance = &Allegiance{a.Name, follower(a.Monarch), follower(a.Patron), a.Rank.Ptr(), a.Followers.Ptr()}
	}
}

// titleName is a title in words, "" for none and for one that nobody has named.
func titleName(id *int64) string {
	if id == nil {
		return ""
	}
	name, _ := gamedata.TitleName(int(*id))
	return name
}

// wireMap reads an object of the plugin's; an entry that does not fit is left out.
func wireMap[T any](part json.RawMessage) map[string]T {
	var raw map[string]json.RawMessage
	_ = json.Unmarshal(part, &raw)
	out := make(map[string]T, len(raw))
	for name, text := range raw {
		var v T
		if json.Unmarshal(text, &v) == nil {
			out[name] = v
		}
	}
	return out
}
