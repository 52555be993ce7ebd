package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/server/auth"
)

// Invitation is a one-time link that works, as admins see it.
type Invitation struct {
	ID        int       `json:"id"`
	Username  string    `json:"username" doc:"the name that the link fixes; empty lets the guest choose"`
	Kind      string    `json:"kind" enum:"invite,reset,first-admin"`
	IsAdmin   bool      `json:"is_admin" doc:"whether the new user will be an admin"`
	CreatedBy string    `json:"created_by" doc:"empty: the program, or somebody who is gone"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// NewInvitation is an invitation at its making.
type NewInvitation struct {
	Invitation
	URL string `json:"url" doc:"the link; it is shown only here"`
}

// Invitations is the answer of GET /api-admin/invitations.
type Invitations struct {
	Invitations []Invitation `json:"invitations"`
}

type invitationWish struct {
	Username string `json:"username,omitempty" doc:"empty lets the guest choose"`
	IsAdmin  bool   `json:"is_admin,omitempty"`
	Hours    int    `json:"hours,omitempty" doc:"how long the link works; 0 or absent: a week"`
}

// registerInvitations is /api-admin/invitations; the links themselves are in invite.go.
func (s *Server) registerInvitations() {
	operation := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/api-admin/invitations" + path, Tags: []string{"users"},
			Summary: summary, DefaultStatus: status,
		}
	}
	operate(s, Admin, operation("list-invitations", http.MethodGet, "", "The one-time links that work, the newest first", http.StatusOK), s.listInvitations)
	operate(s, Admin, operation("create-invitation", http.MethodPost, "", "Invite somebody by a one-time link", http.StatusCreated), s.createInvitation)
	operate(s, Admin, operation("remove-invitation", http.MethodDelete, "/{id}", "Withdraw a link", http.StatusNoContent),
		func(ctx context.Context, in *userPath) (*struct{}, error) {
			return nil, s.auth.RemoveInvitation(ctx, in.ID)
		})
}

func invitation(i auth.Invitation) Invitation {
	return Invitation{
		ID: i.ID, Username: i.Username, Kind: string(i.Kind), IsAdmin: i.Admin, CreatedBy: i.CreatedBy,
		CreatedAt: i.CreatedAt, ExpiresAt: i.ExpiresAt,
	}
}

func (s *Server) newInvitation(ctx context.Context, i auth.Invitation) *struct{ Body NewInvitation } {
	_, r := wire(ctx)
	return &struct{ Body NewInvitation }{NewInvitation{invitation(i), s.auth.BaseURL(r) + "/invite/" + i.Token}}
}

func (s *Server) listInvitations(ctx context.Context, _ *struct{}) (*struct{ Body Invitations }, error) {
	list, err := s.auth.Invitations(ctx)
	if err != nil {
		return nil, err
	}
	out := Invitations{Invitations: make([]Invitation, len(list))}
	for i, link := range list {
		out.Invitations[i] = invitation(link)
	}
	return &struct{ Body Invitations }{out}, nil
}

func (s *Server) createInvitation(ctx context.Context, in *struct{ Body invitationWish }) (*struct{ Body NewInvitation }, error) {
	link, err := s.auth.Invite(ctx, PrincipalFrom(ctx).UserID, in.Body.Username, in.Body.IsAdmin, in.Body.Hours)
	if err != nil {
		return nil, err
	}
	return s.newInvitation(ctx, link), nil
}
