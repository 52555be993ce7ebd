package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/server/auth"
)

// UserAccount is one user as admins see him.
type UserAccount struct {
	ID         int        `json:"id"`
	Username   string     `json:"username"`
	IsAdmin    bool       `json:"is_admin"`
	TOTP       bool       `json:"totp" doc:"whether he has a second factor"`
	CreatedAt  time.Time  `json:"created_at"`
	LastSeenAt *time.Time `json:"last_seen_at" doc:"null: never"`
	Sessions   int        `json:"sessions" doc:"sign-ins that count now"`
}

// UserAccounts is the answer of GET /api-admin/users.
type UserAccounts struct {
	Users []UserAccount `json:"users"`
}

type newUser struct {
	Username string `json:"username"`
	Password string `json:"password" doc:"10 characters or more, at most 72 bytes"`
	IsAdmin  bool   `json:"is_admin,omitempty"`
}

type userChange struct {
	IsAdmin     *bool   `json:"is_admin,omitempty"`
	Password    *string `json:"password,omitempty" doc:"ends his sessions"`
	EndSessions bool    `json:"end_sessions,omitempty" doc:"sign him out everywhere"`
	ResetTOTP   bool    `json:"reset_totp,omitempty" doc:"take his second factor away"`
}

type userPath struct {
	ID int `path:"id" minimum:"1" maximum:"2147483647"`
}

// registerUsers is /api-admin/users and what is below it.
func (s *Server) registerUsers() {
	operation := func(id, method, path, summary, description string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/api-admin/users" + path, Tags: []string{"users"},
			Summary: summary, Description: description, DefaultStatus: status,
		}
	}
	operate(s, Admin, operation("list-users", http.MethodGet, "", "All users, by name", "", http.StatusOK), s.listUsers)
	operate(s, Admin, operation("create-user", http.MethodPost, "", "Add a user", "", http.StatusCreated), s.createUser)
	operate(s, Admin, operation("change-user", http.MethodPatch, "/{id}", "Change a user",
		"Nobody takes his own rights, nor those of the last admin.", http.StatusOK), s.changeUser)
	operate(s, Admin, operation("remove-user", http.MethodDelete, "/{id}", "Remove a user with all that is his own",
		"Nobody removes himself, nor the last admin.", http.StatusNoContent),
		func(ctx context.Context, in *userPath) (*struct{}, error) {
			return nil, s.auth.Remove(ctx, PrincipalFrom(ctx).UserID, in.ID)
		})
	operate(s, Admin, operation("reset-user", http.MethodPost, "/{id}/reset", "Make a link that sets a user's password anew",
		"The link is shown only here, works once, and for a week.", http.StatusCreated), s.resetUser)
}

func userAccount(a auth.Account) UserAccount {
	return UserAccount{
		ID: a.ID, Username: a.Username, IsAdmin: a.Admin, TOTP: a.SecondFactor,
		CreatedAt: a.CreatedAt, LastSeenAt: a.LastSeenAt, Sessions: a.Sessions,
	}
}

func (s *Server) listUsers(ctx context.Context, _ *struct{}) (*struct{ Body UserAccounts }, error) {
	accounts, err := s.auth.Users(ctx)
	if err != nil {
		return nil, err
	}
	out := UserAccounts{Users: make([]UserAccount, len(accounts))}
	for i, a := range accounts {
		out.Users[i] = userAccount(a)
	}
	return &struct{ Body UserAccounts }{out}, nil
}

func (s *Server) createUser(ctx context.Context, in *struct{ Body newUser }) (*struct{ Body UserAccount }, error) {
	a, err := s.auth.Create(ctx, in.Body.Username, in.Body.Password, in.Body.IsAdmin)
	if err != nil {
		return nil, err
	}
	return &struct{ Body UserAccount }{userAccount(a)}, nil
}

// changeUser names the id itself: huma reads no parameters of an embedded type that is not exported.
func (s *Server) changeUser(ctx context.Context, in *struct {
	ID   int `path:"id" minimum:"1" maximum:"2147483647"`
	Body userChange
}) (*struct{ Body UserAccount }, error) {
	a, err := s.auth.Change(ctx, PrincipalFrom(ctx).UserID, in.ID, auth.Change{
		Admin: in.Body.IsAdmin, Password: in.Body.Password, EndSessions: in.Body.EndSessions, ResetSecondFactor: in.Body.ResetTOTP,
	})
	if err != nil {
		return nil, err
	}
	return &struct{ Body UserAccount }{userAccount(a)}, nil
}

func (s *Server) resetUser(ctx context.Context, in *userPath) (*struct{ Body NewInvitation }, error) {
	link, err := s.auth.ResetLink(ctx, PrincipalFrom(ctx).UserID, in.ID, 0)
	if err != nil {
		return nil, err
	}
	return s.newInvitation(ctx, link), nil
}
