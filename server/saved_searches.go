package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/savedsearch"
	"github.com/mosswart/overlord/internal/fault"
)

// maxSavedSearches is how many searches a user may save.
const maxSavedSearches = 200

// NamedSearch is a search that its user gave a name.
type NamedSearch struct {
	ID         int       `json:"id"`
	Page       string    `json:"page" doc:"the page that it belongs to: items, players, …"`
	Name       string    `json:"name"`
	Expression string    `json:"expression" doc:"the page's URL state"`
	UpdatedAt  time.Time `json:"updated_at"`
}

// NamedSearches is the answer of GET /saved-searches.
type NamedSearches struct {
	Searches []NamedSearch `json:"searches" nullable:"false"`
}

type newSavedSearch struct {
	Page       string `json:"page" minLength:"1" maxLength:"32"`
	Name       string `json:"name" minLength:"1" maxLength:"64"`
	Expression string `json:"expression" maxLength:"4000"`
}

type savedSearchChange struct {
	Name       *string `json:"name,omitempty" minLength:"1" maxLength:"64"`
	Expression *string `json:"expression,omitempty" maxLength:"4000"`
}

// registerSavedSearches is /saved-searches and what is below it: each user's own.
func (s *Server) registerSavedSearches() {
	operation := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/saved-searches" + path, Tags: []string{"account"}, Summary: summary, DefaultStatus: status,
		}
	}
	operate(s, User, operation("saved-searches", http.MethodGet, "", "Your searches, by page and name", http.StatusOK), s.savedSearches)
	operate(s, User, operation("save-search", http.MethodPost, "", "Save a search", http.StatusCreated), s.saveSearch)
	operate(s, User, operation("change-search", http.MethodPatch, "/{id}", "Rename a search or change it", http.StatusOK), s.changeSearch)
	operate(s, User, operation("remove-search", http.MethodDelete, "/{id}", "Forget a search", http.StatusNoContent), s.removeSearch)
}

func namedSearch(row *ent.SavedSearch) NamedSearch {
	return NamedSearch{ID: row.ID, Page: row.Page, Name: row.Name, Expression: row.Expression, UpdatedAt: row.UpdatedAt.UTC()}
}

func (s *Server) savedSearches(ctx context.Context, in *struct {
	Page string `query:"page" maxLength:"32"`
}) (*struct{ Body NamedSearches }, error) {
	query := s.options.DB.Ent.SavedSearch.Query().Where(savedsearch.UserID(PrincipalFrom(ctx).UserID)).
		Order(savedsearch.ByPage(), savedsearch.ByName())
	if in.Page != "" {
		query.Where(savedsearch.Page(in.Page))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read saved searches: %w", err)
	}
	out := NamedSearches{Searches: make([]NamedSearch, len(rows))}
	for i, row := range rows {
		out.Searches[i] = namedSearch(row)
	}
	return &struct{ Body NamedSearches }{out}, nil
}

func (s *Server) saveSearch(ctx context.Context, in *struct{ Body newSavedSearch }) (*struct{ Body NamedSearch }, error) {
	user := PrincipalFrom(ctx).UserID
	n, err := s.options.DB.Ent.SavedSearch.Query().Where(savedsearch.UserID(user)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count saved searches: %w", err)
	}
	if n >= maxSavedSearches {
		return nil, fault.New(fault.Conflict, fmt.Sprintf("You have %d saved searches; forget some first.", n))
	}
	row, err := s.options.DB.Ent.SavedSearch.Create().SetUserID(user).SetPage(in.Body.Page).SetName(in.Body.Name).
		SetExpression(in.Body.Expression).Save(ctx)
	if err != nil {
		return nil, savedSearchFault(err)
	}
	return &struct{ Body NamedSearch }{namedSearch(row)}, nil
}

func (s *Server) changeSearch(ctx context.Context, in *struct {
	ID   int `path:"id" minimum:"1"`
	Body savedSearchChange
}) (*struct{ Body NamedSearch }, error) {
	n, err := s.options.DB.Ent.SavedSearch.Update().
		Where(savedsearch.ID(in.ID), savedsearch.UserID(PrincipalFrom(ctx).UserID)).
		SetNillableName(in.Body.Name).SetNillableExpression(in.Body.Expression).Save(ctx)
	if err != nil {
		return nil, savedSearchFault(err)
	}
	if n == 0 {
		return nil, noSuchSearch()
	}
	row, err := s.options.DB.Ent.SavedSearch.Get(ctx, in.ID)
	if err != nil {
		return nil, savedSearchFault(err)
	}
	return &struct{ Body NamedSearch }{namedSearch(row)}, nil
}

func (s *Server) removeSearch(ctx context.Context, in *struct {
	ID int `path:"id" minimum:"1"`
}) (*struct{}, error) {
	n, err := s.options.DB.Ent.SavedSearch.Delete().
		Where(savedsearch.ID(in.ID), savedsearch.UserID(PrincipalFrom(ctx).UserID)).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("forget a search: %w", err)
	}
	if n == 0 {
		return nil, noSuchSearch()
	}
	return nil, nil
}

func noSuchSearch() error { return fault.New(fault.NotFound, "You have no such search.") }

// savedSearchFault says what a refused write is about.
func savedSearchFault(err error) error {
	var invalid *ent.ValidationError
	switch {
	case ent.IsNotFound(err):
		return noSuchSearch()
	case ent.IsConstraintError(err):
		return fault.New(fault.Conflict, "You have a search of that name.").WithField("name", "is taken")
	case errors.As(err, &invalid):
		return fault.Field(invalid.Name, "must be one line without blanks at its ends")
	default:
		return fmt.Errorf("save a search: %w", err)
	}
}
