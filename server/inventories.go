package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent/inventory"
)

// Inventories is the answer of GET /inventories.
type Inventories struct {
	Inventories []InventorySummary `json:"inventories" doc:"by name"`
}

// InventorySummary says how much of a character's inventory there is, and how old it is.
type InventorySummary struct {
	CharacterName string     `json:"character_name"`
	ItemCount     int        `json:"item_count"`
	SkippedItems  int        `json:"skipped_items" doc:"what came and could not be kept"`
	FullAsOf      *time.Time `json:"full_as_of" doc:"when all of it was last told; null: changes alone have come"`
	AsOf          *time.Time `json:"as_of" doc:"of the newest event that counted"`
}

// InventoryCharacters is the answer of GET /inventory-characters.
type InventoryCharacters struct {
	Characters []string `json:"characters" doc:"by name"`
}

// registerInventories are GET /inventories and GET /inventory-characters.
func (s *Server) registerInventories() {
	operate(s, Reader, huma.Operation{
		OperationID: "inventories", Method: http.MethodGet, Path: "/inventories", Tags: []string{"items"},
		Summary: "Every inventory that is known, with how many items are in it",
	}, s.inventories)
	operate(s, Reader, huma.Operation{
		OperationID: "inventory-characters", Method: http.MethodGet, Path: "/inventory-characters", Tags: []string{"items"},
		Summary: "The names of the characters whose inventories are known",
	}, s.inventoryCharacters)
}

func (s *Server) inventories(ctx context.Context, _ *struct{}) (*struct{ Body Inventories }, error) {
	rows, err := s.options.DB.Ent.Inventory.Query().Order(inventory.ByCharacterName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read inventories: %w", err)
	}
	out := Inventories{Inventories: make([]InventorySummary, 0, len(rows))}
	for _, r := range rows {
		out.Inventories = append(out.Inventories, InventorySummary{
			CharacterName: r.CharacterName, ItemCount: r.ItemCount, SkippedItems: r.SkippedItems, FullAsOf: utc(r.FullAsOf), AsOf: utc(r.AsOf),
		})
	}
	return &struct{ Body Inventories }{out}, nil
}

func (s *Server) inventoryCharacters(ctx context.Context, _ *struct{}) (*struct{ Body InventoryCharacters }, error) {
	names, err := s.options.DB.Ent.Inventory.Query().Order(inventory.ByCharacterName()).Select(inventory.FieldCharacterName).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("read inventories: %w", err)
	}
	if names == nil {
		names = []string{}
	}
	return &struct{ Body InventoryCharacters }{InventoryCharacters{names}}, nil
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	out := t.UTC()
	return &out
}
