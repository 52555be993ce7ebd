package resources

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/invitation"
	"github.com/mosswart/overlord/ent/user"
	"github.com/mosswart/overlord/ent/usersession"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
)

// usersSlug is the type of the site's users: /admin/users is a page of the site's own.
const usersSlug = "accounts"

// userHook holds writes of users to the rules that the site's own routes keep: passwords are hashed and end sessions, and
// an admin is left.
func userHook(users *auth.Service) admin.Hook {
	return admin.Before(func(ctx context.Context, op admin.Op[*ent.User]) error {
		write := auth.RowWrite{Row: op.Old, Removed: op.Input == nil}
		write.By, _ = strconv.Atoi(op.By.ID)
		if op.Input != nil {
			// Only taking something back brings these: ended sessions stay ended, and a second factor's secret is gone.
			delete(op.Input.Set, user.FieldSessionsValidAfter)
			delete(op.Input.Set, user.FieldTotpConfirmedAt)
			write.Username = given[string](op.Input, user.FieldUsername)
			write.Admin = given[bool](op.Input, user.FieldIsAdmin)
			write.Password = given[string](op.Input, user.FieldPasswordHash)
		}
		rules, err := users.BeforeRow(ctx, op.Client.(*ent.Client), write)
		if err != nil {
			return asProblem(err)
		}
		if rules.PasswordHash != "" {
			op.Input.Set[user.FieldPasswordHash] = rules.PasswordHash
		}
		if rules.SessionsValidAfter != nil {
			op.Input.Set[user.FieldSessionsValidAfter] = *rules.SessionsValidAfter
		}
		return nil
	})
}

func given[T any](in *change.Input, field string) *T {
	if v, ok := in.Set[field].(T); ok {
		return &v
	}
	return nil
}

// userActions are what else can be done with users.
func userActions(users *auth.Service) []admin.Action {
	each := func(do func(ctx context.Context, tx *ent.Client, id int) error) func(context.Context, admin.ActionCall) error {
		return func(ctx context.Context, call admin.ActionCall) error {
			for _, row := range call.Rows {
				if err := do(ctx, call.Client.(*ent.Client), row.(*ent.User).ID); err != nil {
					return asProblem(err)
				}
			}
			return nil
		}
	}
	return []admin.Action{{
		Type: usersSlug, Name: "end_sessions", Label: "Sign out everywhere", Icon: "log-out",
		Help: "Ends all of the user's sessions.", On: []admin.Target{admin.OnRow, admin.OnSelection, admin.OnFilter}, Run: each(users.EndSessionsIn),
	}, {
		Type: usersSlug, Name: "reset_second_factor", Label: "Remove second factor", Icon: "shield-off", Tone: "warn",
		Confirm: "The user then signs in with the password alone. Go on?",
		Help:    "For somebody who has lost the phone and the recovery codes.", On: []admin.Target{admin.OnRow, admin.OnSelection}, Run: each(users.ClearSecondFactorIn),
	}}
}

// usersWritten makes committed writes of users count at once.
func usersWritten(users *auth.Service) func(change.Event) {
	return func(e change.Event) {
		if e.Type != usersSlug {
			return
		}
		for _, id := range e.IDs {
			if number, err := strconv.Atoi(id); err == nil {
				users.RowWritten(number)
			}
		}
	}
}

// authorize keeps who may sign in to the site's admins, whatever a role says, and leaves it to plugins to report characters.
func authorize(by access.Principal, op, slug string) error {
	switch slug {
	case usersSlug, usersession.Table, invitation.Table:
		if !by.Superuser {
			return problem.Forbidden("see or change users")
		}
	case character.Table:
		if op == access.Create || op == access.Import {
			return problem.Forbidden("make characters: plugins report them")
		}
	}
	return nil
}

// asProblem is an error of package auth in the admin's terms.
func asProblem(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	if len(f.Fields) > 0 {
		p := problem.Fields(f.Fields)
		p.Detail = f.Message
		return p
	}
	return problem.New(http.StatusConflict, "conflict", "%s", f.Message)
}
