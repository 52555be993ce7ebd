package admin

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// Target is what an action may be run on.
type Target string

// The targets.
const (
	OnRow       Target = "row"       // one row, from its page
	OnSelection Target = "selection" // rows that were chosen in the list
	OnFilter    Target = "filter"    // all rows that match the list's filter
	OnNothing   Target = "none"      // no row: the action stands above the list
)

// Action is something that can be done with rows of a type beside what every type has. Whoever runs it needs the right
// of its name on the type (roles admin and editor have it), and it touches only rows that this right covers.
//
// It runs in one transaction. What it changes in its own rows is recorded and can be undone, like any other write.
type Action struct {
	Type    string   `json:"-"`    // slug
	Name    string   `json:"name"` // unique in its type; letters, digits, "_"
	Label   string   `json:"label"`
	Help    string   `json:"help,omitempty"`
	Icon    string   `json:"icon,omitempty"`
	Tone    string   `json:"tone,omitempty"`    // "warn" or "bad" for what should look dangerous
	Confirm string   `json:"confirm,omitempty"` // a question to ask before it runs
	On      []Target `json:"on"`
	// Form is what the action wants to know. Kinds other than JSON and Other; Name, Label, Help, Widget, Choices,
	// Required, Default and MaxLength count.
	Form []meta.Field `json:"form,omitempty"`
	// Run does it. An error undoes everything; a *problem.Problem is answered as it is, anything else with 500.
	Run func(ctx context.Context, call ActionCall) error `json:"-"`
}

// ActionCall is one run of an action on at most 500 rows; more rows come in further calls of the same transaction.
type ActionCall struct {
	By     access.Principal
	Client any   // the transaction's *ent.Client, which alone the action may use
	Rows   []any // the rows, such as *ent.Book, with all fields but sensitive ones; none for OnNothing
	// Args are the form's values by name: string, int64, float64, bool, time.Time, uuid as string, []byte. Fields that
	// were left out are absent.
	Args map[string]any
}

// reserved are names that a custom action cannot have.
var reserved = []string{access.View, access.Create, access.Update, access.Delete, access.Export, access.Import, "restore", "purge", "undo", "revert", "link"}

// actionsBySlug sorts the host's actions by type, and refuses those that cannot be.
func actionsBySlug(reg *entity.Registry, all []Action) (map[string][]Action, error) {
	sorted := map[string][]Action{}
	for _, action := range all {
		if err := action.check(reg, sorted[action.Type]); err != nil {
			return nil, fmt.Errorf("action %s of %s: %w", action.Name, action.Type, err)
		}
		if action.Label == "" {
			action.Label = action.Name
		}
		sorted[action.Type] = append(sorted[action.Type], action)
	}
	return sorted, nil
}

func (action *Action) check(reg *entity.Registry, others []Action) error {
	switch t := reg.Type(action.Type); {
	case t == nil:
		return errors.New("there is no such type")
	case !isName(action.Name):
		return errors.New("a name is made of letters, digits and _")
	case slices.Contains(reserved, action.Name):
		return errors.New("that name is taken")
	case slices.ContainsFunc(others, func(other Action) bool { return other.Name == action.Name }):
		return errors.New("the name is taken by another action")
	case action.Run == nil:
		return errors.New("it has nothing to run")
	case len(action.On) == 0:
		return errors.New("it does not say what it runs on")
	case !t.Editable() && !slices.Equal(action.On, []Target{OnNothing}):
		return errors.New("the type's rows cannot be written, so it can only run on nothing")
	}
	for _, on := range action.On {
		if on != OnRow && on != OnSelection && on != OnFilter && on != OnNothing {
			return fmt.Errorf("it cannot run on %q", on)
		}
	}
	return checkForm(action.Form)
}

func isName(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}
