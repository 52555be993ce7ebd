package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/itemchange"
)

// InventoryChanges is one page of GET /inventory/{character}/changes.
type InventoryChanges struct {
	Changes    []InventoryChange `json:"changes"`
	NextCursor string            `json:"next_cursor" doc:"empty on the last page"`
}

// InventoryChange is one gain, loss or change of an item.
type InventoryChange struct {
	ID        int            `json:"id"`
	Timestamp time.Time      `json:"timestamp"`
	Change    string         `json:"change" enum:"gained,lost,changed"`
	ObjectID  int64          `json:"object_id" doc:"unsigned 32 bits"`
	Name      string         `json:"name" doc:"at the time"`
	Detail    map[string]any `json:"detail" doc:"what changed, before and after; empty where that is not known"`
}

type inventoryChangesInput struct {
	CharacterPath
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Cursor string `query:"cursor" maxLength:"64" doc:"next_cursor of the page before"`
}

// registerInventoryChanges is GET /inventory/{character}/changes.
func (s *Server) registerInventoryChanges() {
	operate(s, Reader, huma.Operation{
		OperationID: "inventory-changes", Method: http.MethodGet, Path: "/inventory/{character}/changes", Tags: []string{"items"},
		Summary: "What a character has gained, lost and changed, newest first", Description: "Kept 30 days.",
	}, s.inventoryChanges)
}

func (s *Server) inventoryChanges(ctx context.Context, in *inventoryChangesInput) (*struct{ Body InventoryChanges }, error) {
	if err := s.mustBeKnown(ctx, in.Character); err != nil {
		return nil, err
	}
	after, err := pageAfter(in.Cursor, itemchange.FieldTimestamp)
	if err != nil {
		return nil, err
	}
	rows, err := s.options.DB.Ent.ItemChange.Query().Where(itemchange.CharacterName(in.Character), after).Limit(in.Limit+1).
		Order(itemchange.ByTimestamp(sql.OrderDesc()), itemchange.ByID(sql.OrderDesc())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	rows, next := pageOf(rows, in.Limit, func(c *ent.ItemChange) cursor { return cursor{c.Timestamp, c.ID} })
	out := InventoryChanges{Changes: make([]InventoryChange, 0, len(rows)), NextCursor: next}
	for _, c := range rows {
		change := InventoryChange{
			ID: c.ID, Timestamp: c.Timestamp.UTC(), Change: string(c.Change), ObjectID: c.ObjectID, Name: c.Name, Detail: map[string]any{},
		}
		if len(c.Detail) > 0 {
			if err := json.Unmarshal(c.Detail, &change.Detail); err != nil {
				return nil, fmt.Errorf("read change %d: %w", c.ID, err)
			}
		}
		out.Changes = append(out.Changes, change)
	}
	return &struct{ Body InventoryChanges }{out}, nil
}
