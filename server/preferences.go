package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/preference"
	"github.com/mosswart/overlord/internal/fault"
)

const (
	maxPreferences    = 64       // keys of one user
	maxPreferenceSize = 16 << 10 // bytes of one key's JSON
)

// UserPreference is one thing that a user has set: what it is set to is the page's own affair.
type UserPreference struct {
	Key     string          `json:"key"`
	Content json.RawMessage `json:"content" doc:"any JSON; null where nothing is set"`
}

// UserPreferences is the answer of GET /preferences.
type UserPreferences struct {
	Preferences map[string]json.RawMessage `json:"preferences" nullable:"false" doc:"key → what it is set to"`
}

// PreferencePath is exported because huma sets the fields of embedded structs.
type PreferencePath struct {
	Key string `path:"key" pattern:"^[a-z][a-z0-9_-]{0,31}$" doc:"what is set: players, windows, alerts, …"`
}

type preferenceChange struct {
	Content json.RawMessage `json:"content" doc:"any JSON, at most 16 KiB"`
}

// registerPreferences is /preferences and what is below it: each user's own.
func (s *Server) registerPreferences() {
	operation := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/preferences" + path, Tags: []string{"account"}, Summary: summary, DefaultStatus: status,
		}
	}
	operate(s, User, operation("preferences", http.MethodGet, "", "Everything that you have set", http.StatusOK), s.preferences)
	operate(s, User, operation("preference", http.MethodGet, "/{key}", "One thing that you have set", http.StatusOK), s.preference)
	operate(s, User, operation("set-preference", http.MethodPut, "/{key}", "Set one thing", http.StatusOK), s.setPreference)
	operate(s, User, operation("unset-preference", http.MethodDelete, "/{key}", "Unset one thing", http.StatusNoContent), s.unsetPreference)
}

func (s *Server) preferences(ctx context.Context, _ *struct{}) (*struct{ Body UserPreferences }, error) {
	rows, err := s.options.DB.Ent.Preference.Query().Where(preference.UserID(PrincipalFrom(ctx).UserID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read preferences: %w", err)
	}
	out := UserPreferences{Preferences: make(map[string]json.RawMessage, len(rows))}
	for _, row := range rows {
		out.Preferences[row.Key] = row.Content
	}
	return &struct{ Body UserPreferences }{out}, nil
}

func (s *Server) preference(ctx context.Context, in *struct{ PreferencePath }) (*struct{ Body UserPreference }, error) {
	row, err := s.options.DB.Ent.Preference.Query().
		Where(preference.UserID(PrincipalFrom(ctx).UserID), preference.Key(in.Key)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return &struct{ Body UserPreference }{UserPreference{in.Key, json.RawMessage("null")}}, nil
	case err != nil:
		return nil, fmt.Errorf("read a preference: %w", err)
	}
	return &struct{ Body UserPreference }{UserPreference{row.Key, row.Content}}, nil
}

func (s *Server) setPreference(ctx context.Context, in *struct {
	PreferencePath
	Body preferenceChange
},
) (*struct{ Body UserPreference }, error) {
	if len(in.Body.Content) > maxPreferenceSize {
		return nil, fault.Field("content", "is larger than 16 KiB")
	}
	user, client := PrincipalFrom(ctx).UserID, s.options.DB.Ent.Preference
	n, err := client.Query().Where(preference.UserID(user), preference.KeyNEQ(in.Key)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count preferences: %w", err)
	}
	if n >= maxPreferences {
		return nil, fault.New(fault.Conflict, fmt.Sprintf("You have set %d things; unset some first.", n))
	}
	err = client.Create().SetUserID(user).SetKey(in.Key).SetContent(in.Body.Content).
		OnConflictColumns(preference.FieldUserID, preference.FieldKey).UpdateNewValues().Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("set a preference: %w", err)
	}
	return &struct{ Body UserPreference }{UserPreference{in.Key, in.Body.Content}}, nil
}

func (s *Server) unsetPreference(ctx context.Context, in *struct{ PreferencePath }) (*struct{}, error) {
	_, err := s.options.DB.Ent.Preference.Delete().
		Where(preference.UserID(PrincipalFrom(ctx).UserID), preference.Key(in.Key)).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("unset a preference: %w", err)
	}
	return nil, nil
}
