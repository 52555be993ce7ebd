package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/server/items"
)

// FoundItems is one page of GET /search/items.
type FoundItems struct {
	Items       []items.Item    `json:"items" nullable:"false"`
	Total       int             `json:"total" doc:"exact up to 10,000"`
	TotalCapped bool            `json:"total_capped" doc:"there are more than total"`
	NextCursor  *string         `json:"next_cursor" doc:"null on the last page"`
	Facets      *ItemFacets     `json:"facets,omitempty" doc:"those asked for; of the first 10,000 items where total is capped"`
	Closest     []items.Closest `json:"closest,omitempty" doc:"where nothing was found: what leaving out one condition would give"`
}

// foundAnswer is a page of items. How long the search took is told beside the page and not in it, so that the same page is
// the same answer.
type foundAnswer struct {
	ServerTiming string `header:"Server-Timing" doc:"search;dur= and the milliseconds that the search took"`
	Body         FoundItems
}

// ItemFacets are how the items found divide.
type ItemFacets struct {
	Slot       []items.FacetValue `json:"slot,omitempty"`
	Set        []items.FacetValue `json:"set,omitempty"`
	Material   []items.FacetValue `json:"material,omitempty"`
	Character  []items.FacetValue `json:"character,omitempty"`
	Class      []items.FacetValue `json:"class,omitempty"`
	ArmorLevel *items.Histogram   `json:"armor_level,omitempty"`
}

// ItemSearch is what a search of items is asked by. Its other parameters are the fields' own, read by items.Plain; it is
// exported because huma sets the fields of embedded structs.
type ItemSearch struct {
	Q          string   `query:"q" maxLength:"8192" doc:"the search as people type it"`
	Text       string   `query:"text" maxLength:"1000" doc:"words of the name"`
	Character  []string `query:"character,explode" maxItems:"500" doc:"names"`
	OwnerScope string   `query:"owner_scope" enum:"all,selected" doc:"all: whatever character says"`
	Worn       string   `query:"worn" enum:"yes,no"`
	Slot       []string `query:"slot,explode" maxItems:"50"`
	Class      string   `query:"object_class" maxLength:"64" doc:"name or number"`
	Material   string   `query:"material" maxLength:"64" doc:"name, group or number"`
	Set        []string `query:"set,explode" maxItems:"200" doc:"names or numbers"`
	Spell      []string `query:"spell,explode" maxItems:"20" doc:"names or numbers; all must hold"`
	Cantrip    []string `query:"cantrip,explode" maxItems:"20" doc:"names of families, with or without a tier; all must hold"`
	MinTier    string   `query:"min_tier" enum:"minor,major,epic,legendary" doc:"of the cantrips asked for, or of any"`
	Imbue      string   `query:"imbue" maxLength:"64"`
	Rare       string   `query:"rare" enum:"yes,no"`
	Bonded     string   `query:"bonded" enum:"yes,no"`
	Attuned    string   `query:"attuned" enum:"yes,no"`
	Sort       string   `query:"sort" maxLength:"64" doc:"a number's or text's name in the language; the name by default"`
	Direction  string   `query:"direction" enum:"asc,desc"`
	Limit      int      `query:"limit" minimum:"0" maximum:"500" default:"50"`
	Cursor     string   `query:"cursor" maxLength:"2048" doc:"next_cursor of the page before"`
	Facets     []string `query:"facets" enum:"slot,set,material,character,class,armor_level" doc:"with commas between them"`
}

type itemSearchInput struct{ ItemSearch }

// registerSearchItems is /search/items and what is below it.
func (s *Server) registerSearchItems() {
	operate(s, Reader, huma.Operation{
		OperationID: "search-items", Method: http.MethodGet, Path: "/search/items", Tags: []string{"items"},
		Summary: "Search everyone's items", Parameters: rangeParameters(),
		Description: "All conditions must hold. A fault of q says where it stands, in \"at\".",
	}, s.searchItems)
	operate(s, Reader, huma.Operation{
		OperationID: "item", Method: http.MethodGet, Path: "/search/items/{id}", Tags: []string{"items"},
		Summary: "One item with everything that is known of it",
	}, func(ctx context.Context, in *struct {
		ID int `path:"id" minimum:"1"`
	}) (*struct{ Body items.Detail }, error) {
		detail, err := items.LoadDetail(ctx, s.options.DB.Ent, in.ID)
		return &struct{ Body items.Detail }{detail}, err
	})
	s.handle(Reader, http.MethodGet, "/search/items.csv", s.exportItems)
	s.describe(huma.Operation{
		OperationID: "export-items", Method: http.MethodGet, Path: "/search/items.csv", Tags: []string{"items"},
		Summary: "What a search finds as CSV, up to 50,000 items", Description: "Takes the parameters of /search/items, but for limit, cursor and facets.",
		Responses: map[string]*huma.Response{"200": {Description: "The items", Content: map[string]*huma.MediaType{"text/csv": {}}}},
	})
}

// rangeParameters are min_ and max_ of every number that has parameters.
func rangeParameters() []*huma.Param {
	var out []*huma.Param
	for _, f := range items.Fields() {
		if f.Parameter == "" {
			continue
		}
		for _, prefix := range []string{"min_", "max_"} {
			out = append(out, &huma.Param{
				Name: prefix + f.Parameter, In: "query", Description: f.Label, Schema: &huma.Schema{Type: huma.TypeNumber},
			})
		}
	}
	return out
}

func (s *Server) searchItems(ctx context.Context, in *itemSearchInput) (*foundAnswer, error) {
	_, r := wire(ctx)
	return s.findItems(ctx, in.ItemSearch, r.URL.Query())
}

// findItems answers a search; given are all of its parameters.
func (s *Server) findItems(ctx context.Context, q ItemSearch, given url.Values) (*foundAnswer, error) {
	began := time.Now()
	query, err := q.query(given)
	if err != nil {
		return nil, err
	}
	found, err := items.Search(ctx, s.options.DB, query)
	if err != nil {
		return nil, s.misread(ctx, err)
	}
	rows, err := items.Load(ctx, s.options.DB.Ent, found.IDs)
	if err != nil {
		return nil, err
	}
	out := FoundItems{
		Items: rows, Total: found.Total, TotalCapped: found.Capped, Closest: found.Closest,
	}
	if found.Next != "" {
		out.NextCursor = &found.Next
	}
	if len(query.Facets) > 0 {
		f := found.Facets
		out.Facets = &ItemFacets{
			Slot: f["slot"].Values, Set: f["set"].Values, Material: f["material"].Values, Character: f["character"].Values,
			Class: f["class"].Values, ArmorLevel: f["armor_level"].Histogram,
		}
	}
	took := float64(time.Since(began).Microseconds()) / 1000
	return &foundAnswer{ServerTiming: fmt.Sprintf("search;dur=%.1f", took), Body: out}, nil
}

// query is the search that a request asks for; given are all of its parameters.
func (q ItemSearch) query(given url.Values) (items.Query, error) {
	plain, err := items.Plain(given)
	return items.Query{
		Text: q.Q, And: plain, Sort: q.Sort, Direction: q.Direction, Limit: q.Limit, Cursor: q.Cursor, Facets: q.Facets,
	}, err
}

// misread makes a search that cannot be understood a problem that says where its fault stands.
func (s *Server) misread(ctx context.Context, err error) error {
	var failed *items.Error
	if !errors.As(err, &failed) {
		return err
	}
	p := s.newProblem(ctx, http.StatusUnprocessableEntity, "The search cannot be read: "+failed.Message+".")
	p.Errors = map[string]string{"q": failed.Message}
	p.At = &ProblemSpan{From: failed.From, To: failed.To}
	return p
}

// exportItems is GET /search/items.csv. Faults are told as long as nothing was sent; later ones end the file.
func (s *Server) exportItems(c echo.Context) error {
	r := c.Request()
	given := r.URL.Query()
	query, err := ItemSearch{Q: given.Get("q"), Sort: given.Get("sort"), Direction: given.Get("direction")}.query(given)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="items.csv"`)
	err = items.WriteCSV(r.Context(), s.options.DB, query, c.Response())
	if err != nil && !c.Response().Committed {
		h.Del(echo.HeaderContentDisposition)
		return s.misread(r.Context(), err)
	}
	return err
}
