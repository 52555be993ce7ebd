package server

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/server/items"
)

// GameSet is one equipment set.
type GameSet struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// GameSpell is one spell.
type GameSpell struct {
	ID      int    `json:"id"`
	Name    string `json:"name"`
	School  string `json:"school"`
	Family  int    `json:"family"`
	Level   int    `json:"level" doc:"1 to 8; 0 for none"`
	Tier    string `json:"tier" doc:"of a cantrip"`
	Cantrip bool   `json:"cantrip"`
}

// GameMaterial is one material.
type GameMaterial struct {
	ID    int    `json:"id"`
	Name  string `json:"name"`
	Group string `json:"group"`
}

// GameSets, GameSpells and GameMaterials are the answers of the lists.
type (
	GameSets struct {
		Sets []GameSet `json:"sets" nullable:"false"`
	}
	GameSpells struct {
		Spells []GameSpell `json:"spells" nullable:"false"`
	}
	GameMaterials struct {
		Materials []GameMaterial `json:"materials" nullable:"false"`
	}
)

// registerGameLists is /sets/list, /spells/list and /materials/list: the game's facts, the same for every server.
func (s *Server) registerGameLists() {
	operation := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{"items"}, Summary: summary}
	}
	operate(s, Reader, operation("sets-list", "/sets/list", "All equipment sets"), listSets)
	operate(s, Reader, operation("spells-list", "/spells/list", "Spells, by number"), listSpells)
	operate(s, Reader, operation("materials-list", "/materials/list", "All materials"), listMaterials)
}

func listSets(context.Context, *struct{}) (*struct{ Body GameSets }, error) {
	out := GameSets{Sets: []GameSet{}}
	for _, set := range gamedata.EquipmentSets() {
		out.Sets = append(out.Sets, GameSet{ID: set.ID, Name: items.SetName(set.ID), Kind: set.Kind})
	}
	return &struct{ Body GameSets }{out}, nil
}

func listSpells(_ context.Context, in *struct {
	Q        string `query:"q" maxLength:"100" doc:"a part of the name"`
	Cantrips bool   `query:"cantrips" doc:"cantrips only"`
	Limit    int    `query:"limit" minimum:"1" maximum:"10000" default:"10000"`
}) (*struct{ Body GameSpells }, error) {
	out := GameSpells{Spells: []GameSpell{}}
	wanted := strings.ToLower(in.Q)
	for _, spell := range gamedata.Spells() {
		if in.Cantrips && !spell.Cantrip || !strings.Contains(strings.ToLower(spell.Name), wanted) || len(out.Spells) == in.Limit {
			continue
		}
		out.Spells = append(out.Spells, GameSpell{
			ID: spell.ID, Name: spell.Name, School: spell.School, Family: spell.Family, Level: spell.Level,
			Tier: string(spell.Tier), Cantrip: spell.Cantrip,
		})
	}
	return &struct{ Body GameSpells }{out}, nil
}

func listMaterials(context.Context, *struct{}) (*struct{ Body GameMaterials }, error) {
	out := GameMaterials{Materials: []GameMaterial{}}
	for _, m := range gamedata.Materials() {
		out.Materials = append(out.Materials, GameMaterial{ID: m.ID, Name: m.Name, Group: m.Group})
	}
	return &struct{ Body GameMaterials }{out}, nil
}
