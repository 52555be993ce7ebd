package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// registerInventorySearch is GET /inventory/{character}/search.
func (s *Server) registerInventorySearch() {
	operate(s, Reader, huma.Operation{
		OperationID: "search-inventory", Method: http.MethodGet, Path: "/inventory/{character}/search", Tags: []string{"items"},
		Summary: "Search what one character carries and wears", Parameters: rangeParameters(),
		Description: "As /search/items, of one character's items alone.",
	}, s.searchInventory)
}

func (s *Server) searchInventory(ctx context.Context, in *struct {
	CharacterPath
	ItemSearch
},
) (*foundAnswer, error) {
	if err := s.mustBeKnown(ctx, in.CharacterPath.Character); err != nil {
		return nil, err
	}
	_, r := wire(ctx)
	given := r.URL.Query()
	given["character"] = []string{in.CharacterPath.Character}
	given.Del("owner_scope")
	return s.findItems(ctx, in.ItemSearch, given)
}
