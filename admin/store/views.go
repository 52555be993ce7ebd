package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store/ent"
	"github.com/mosswart/overlord/admin/store/ent/view"
)

// Limits of saved views.
const (
	maxViews   = 500 // of one owner
	maxColumns = 300
)

// Shared is with whom a view is shared. On the wire it is null, "everyone", or a list of roles.
type Shared struct {
	Everyone bool
	Roles    []string
}

// MarshalJSON implements json.Marshaler.
func (s Shared) MarshalJSON() ([]byte, error) {
	switch {
	case s.Everyone:
		return []byte(`"everyone"`), nil
	case len(s.Roles) == 0:
		return []byte("null"), nil
	}
	return json.Marshal(s.Roles)
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Shared) UnmarshalJSON(text []byte) error {
	*s = Shared{}
	var word string
	switch {
	case string(text) == "null":
		return nil
	case json.Unmarshal(text, &word) == nil && word == "everyone":
		s.Everyone = true
		return nil
	case json.Unmarshal(text, &s.Roles) == nil:
		return nil
	}
	return errors.New(`want null, "everyone" or a list of roles`)
}

// Optional is a member of an input that may be left out, and may be null: that is the zero value then.
type Optional[T any] struct {
	Value T
	Given bool
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *Optional[T]) UnmarshalJSON(text []byte) error {
	o.Given = true
	return json.Unmarshal(text, &o.Value)
}

// View is a saved view of a type's list.
type View struct {
	ID        string   `json:"id"`
	Type      string   `json:"type"` // slug
	Name      string   `json:"name"`
	Filter    string   `json:"filter"`
	Search    string   `json:"search"`
	Sort      string   `json:"sort"`
	Columns   []string `json:"columns"` // null: the type's own
	Shared    Shared   `json:"shared"`
	Position  int      `json:"position"`
	Mine      bool     `json:"mine"`     // the reader's own
	Editable  bool     `json:"editable"` // by the reader
	OwnerName string   `json:"owner_name"`
}

// ViewInput is what of a view is to be set. nil leaves it, or is "" for a new one. The type of a view stays.
type ViewInput struct {
	Type     *string            `json:"type"`
	Name     *string            `json:"name"`
	Filter   *string            `json:"filter"`
	Search   *string            `json:"search"`
	Sort     *string            `json:"sort"`
	Columns  Optional[[]string] `json:"columns"`
	Shared   Optional[Shared]   `json:"shared"`
	Position *int               `json:"position"`
}

func (s *Store) viewOf(by access.Principal, row *ent.View) View {
	mine := row.OwnerID == by.ID
	return View{
		ID: strconv.FormatInt(row.ID, 10), Type: row.Type, Name: row.Name, Filter: row.Filter, Search: row.Search, Sort: row.Sort,
		Columns: row.Columns, Shared: Shared{row.Everyone, row.Roles}, Position: row.Position,
		Mine: mine, Editable: mine || s.manages(by, "") == nil, OwnerName: row.OwnerName,
	}
}

// Views are the saved views that by may use, by position and name: his own, and those that are shared with him, as far
// as he may view the type and read what they filter by. With a slug only those of that type.
func (s *Store) Views(ctx context.Context, by access.Principal, slug string) ([]View, error) {
	query := s.client.View.Query().Order(view.ByPosition(), view.ByName(), view.ByID())
	if slug != "" {
		query.Where(view.Type(slug))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read views: %w", err)
	}
	views := []View{}
	for _, row := range rows {
		if s.usable(by, row) {
			views = append(views, s.viewOf(by, row))
		}
	}
	return views, nil
}

// usable reports whether by may use a view.
func (s *Store) usable(by access.Principal, row *ent.View) bool {
	t := s.registry.Type(row.Type)
	if t == nil || !s.Rights(by, &t.Type).View {
		return false
	}
	if row.OwnerID == by.ID {
		return true
	}
	if !row.Everyone && !slices.ContainsFunc(row.Roles, func(role string) bool { return slices.Contains(by.Roles, role) }) {
		return false
	}
	expr, err := filter.Parse(row.Filter)
	if err != nil {
		return false
	}
	_, err = s.queries.Check(t, expr, s.Access(by))
	return err == nil
}

// noKey is a problem for who comes with an API key: views are for people.
func noKey(by access.Principal) error {
	if by.Scopes != nil {
		return problem.Forbidden("change saved views with an API key")
	}
	return nil
}

// CreateView saves a view of by's.
func (s *Store) CreateView(ctx context.Context, by access.Principal, in ViewInput) (View, error) {
	if err := noKey(by); err != nil {
		return View{}, err
	}
	if in.Type == nil {
		return View{}, problem.Field("type", "Is missing.")
	}
	t := s.registry.Type(*in.Type)
	if t == nil || !s.Rights(by, &t.Type).View {
		return View{}, problem.Field("type", "There is no type %q.", *in.Type)
	}
	if in.Name == nil {
		return View{}, problem.Field("name", "Is missing.")
	}
	if err := s.checkView(by, in); err != nil {
		return View{}, err
	}
	var made View
	err := s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		n, err := tx.View.Query().Where(view.OwnerID(by.ID)).Count(ctx)
		if err != nil {
			return fmt.Errorf("count views: %w", err)
		}
		if n >= maxViews {
			return problem.New(http.StatusConflict, "too_many", "You have %d saved views, which is the most one can have.", n)
		}
		create := tx.View.Create().SetType(*in.Type).SetOwnerID(by.ID).SetOwnerName(by.Name).SetUpdatedAt(micros(s.now()))
		in.set(create.Mutation())
		row, err := create.Save(ctx)
		if err != nil {
			return fmt.Errorf("save view: %w", err)
		}
		made = s.viewOf(by, row)
		return nil
	})
	return made, err
}

// UpdateView changes a view of by's own or, where he manages roles, anybody's.
func (s *Store) UpdateView(ctx context.Context, by access.Principal, id string, in ViewInput) (View, error) {
	if err := s.checkView(by, in); err != nil {
		return View{}, err
	}
	var changed View
	err := s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		row, err := s.ownView(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if in.Type != nil && *in.Type != row.Type {
			return problem.Field("type", "Cannot be changed.")
		}
		update := row.Update().SetUpdatedAt(micros(s.now()))
		in.set(update.Mutation())
		if row, err = update.Save(ctx); err != nil {
			return fmt.Errorf("save view: %w", err)
		}
		changed = s.viewOf(by, row)
		return nil
	})
	return changed, err
}

// DeleteView deletes a view of by's own or, where he manages roles, anybody's.
func (s *Store) DeleteView(ctx context.Context, by access.Principal, id string) error {
	return s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		row, err := s.ownView(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := tx.View.DeleteOne(row).Exec(ctx); err != nil {
			return fmt.Errorf("delete view: %w", err)
		}
		return nil
	})
}

// ownView is the row of a view that by may change.
func (s *Store) ownView(ctx context.Context, tx tx, by access.Principal, id string) (*ent.View, error) {
	if err := noKey(by); err != nil {
		return nil, err
	}
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, problem.NotFound("such view")
	}
	row, err := tx.View.Get(ctx, number)
	if ent.IsNotFound(err) || err == nil && !s.usable(by, row) && row.OwnerID != by.ID && s.manages(by, "") != nil {
		return nil, problem.NotFound("such view")
	}
	if err != nil {
		return nil, fmt.Errorf("read view: %w", err)
	}
	if row.OwnerID != by.ID && s.manages(by, "") != nil {
		return nil, problem.Forbidden("change other people's views")
	}
	return row, nil
}

// set puts what is given into a mutation.
func (in ViewInput) set(m *ent.ViewMutation) {
	if in.Name != nil {
		m.SetName(strings.TrimSpace(*in.Name))
	}
	if in.Filter != nil {
		m.SetFilter(*in.Filter)
	}
	if in.Search != nil {
		m.SetSearch(*in.Search)
	}
	if in.Sort != nil {
		m.SetSort(*in.Sort)
	}
	if in.Columns.Given {
		m.SetColumns(in.Columns.Value)
	}
	if in.Shared.Given {
		m.SetEveryone(in.Shared.Value.Everyone)
		m.SetRoles(in.Shared.Value.Roles)
	}
	if in.Position != nil {
		m.SetPosition(*in.Position)
	}
}

func (s *Store) checkView(by access.Principal, in ViewInput) error {
	errs := make(map[string]string)
	if in.Name != nil {
		if name := strings.TrimSpace(*in.Name); name == "" {
			errs["name"] = "Is missing."
		} else if utf8.RuneCountInString(name) > 80 {
			errs["name"] = "Must have at most 80 characters."
		}
	}
	if in.Filter != nil {
		if _, err := filter.Parse(*in.Filter); err != nil {
			errs["filter"] = err.Error()
		}
	}
	if in.Search != nil && len(*in.Search) > 500 {
		errs["search"] = "Must have at most 500 bytes."
	}
	if in.Sort != nil && len(*in.Sort) > 500 {
		errs["sort"] = "Must have at most 500 bytes."
	}
	if columns := in.Columns.Value; len(columns) > maxColumns || len(strings.Join(columns, "")) > filter.MaxBytes {
		errs["columns"] = fmt.Sprintf("Must be at most %d.", maxColumns)
	}
	if message := s.checkShared(by, in.Shared.Value); message != "" {
		errs["shared"] = message
	}
	if len(errs) > 0 {
		return problem.Fields(errs)
	}
	return nil
}

// checkShared says why by may not share a view so: he may with roles of his own, and who manages roles with anybody.
func (s *Store) checkShared(by access.Principal, shared Shared) string {
	if len(shared.Roles) > maxRoles {
		return fmt.Sprintf("Must be at most %d.", maxRoles)
	}
	all := s.manages(by, "") == nil
	if shared.Everyone && !all {
		return "You may not share with everyone."
	}
	for _, role := range shared.Roles {
		if !s.Policy().Known(role) {
			return fmt.Sprintf("There is no role %q.", role)
		}
		if !all && !slices.Contains(by.Roles, role) {
			return fmt.Sprintf("You may not share with the role %q, which is not yours.", role)
		}
	}
	return ""
}
