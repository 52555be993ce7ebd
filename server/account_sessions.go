package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// AccountSession is one sign-in of GET /account/sessions.
type AccountSession struct {
	ID         string    `json:"id"`
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at" doc:"to within a minute"`
	ExpiresAt  time.Time `json:"expires_at"`
	Address    string    `json:"address" doc:"where the sign-in came from"`
	UserAgent  string    `json:"user_agent"`
	Current    bool      `json:"current" doc:"whether it is the one that asks"`
}

// AccountSessions is the answer of GET /account/sessions.
type AccountSessions struct {
	Sessions []AccountSession `json:"sessions"`
}

// registerAccountSessions is GET /account/sessions and DELETE /account/sessions/{id}.
func (s *Server) registerAccountSessions() {
	operate(s, User, huma.Operation{
		OperationID: "list-sessions", Method: http.MethodGet, Path: "/account/sessions", Tags: []string{"account"},
		Summary: "Where you are signed in, the latest used first",
	}, s.listSessions)
	operate(s, User, huma.Operation{
		OperationID: "end-session", Method: http.MethodDelete, Path: "/account/sessions/{id}", Tags: []string{"account"},
		Summary: "Sign out there", DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *struct {
		ID string `path:"id"`
	}) (*struct{}, error) {
		return nil, s.auth.EndSession(ctx, PrincipalFrom(ctx).UserID, in.ID)
	})
}

func (s *Server) listSessions(ctx context.Context, _ *struct{}) (*struct{ Body AccountSessions }, error) {
	p := PrincipalFrom(ctx)
	sessions, err := s.auth.Sessions(ctx, p.UserID)
	if err != nil {
		return nil, err
	}
	out := AccountSessions{Sessions: make([]AccountSession, len(sessions))}
	for i, session := range sessions {
		out.Sessions[i] = AccountSession{
			ID: session.ID, CreatedAt: session.CreatedAt, LastSeenAt: session.LastSeenAt, ExpiresAt: session.ExpiresAt,
			Address: session.Address, UserAgent: session.UserAgent, Current: session.ID == p.SessionID,
		}
	}
	return &struct{ Body AccountSessions }{out}, nil
}
