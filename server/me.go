package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/server/auth"
)

// Me is the answer of GET /me.
type Me struct {
	Username  string `json:"username" doc:"empty for an internal caller"`
	UserID    int    `json:"user_id" doc:"0 for an internal caller"`
	IsAdmin   bool   `json:"is_admin"`
	Internal  bool   `json:"internal" doc:"a program on the site's own network, which nobody has signed in"`
	TOTP      bool   `json:"totp" doc:"whether the user has a second factor"`
	SessionID string `json:"session_id" doc:"one of /account/sessions; empty where the cookie names none"`
}

// registerMe is GET /me.
func (s *Server) registerMe() {
	operate(s, Reader, huma.Operation{
		OperationID: "me", Method: http.MethodGet, Path: "/me", Tags: []string{"account"}, Summary: "Who is asking",
	}, func(ctx context.Context, _ *struct{}) (*struct{ Body Me }, error) {
		p := PrincipalFrom(ctx)
		return &struct{ Body Me }{Me{
			Username: p.Username, UserID: p.UserID, IsAdmin: p.Admin, Internal: p.Kind == auth.Internal,
			TOTP: p.SecondFactor, SessionID: p.SessionID,
		}}, nil
	})
}
