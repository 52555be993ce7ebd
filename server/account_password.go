package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/server/auth"
)

type passwordChange struct {
	CurrentPassword string `json:"current_password"`
	NewPassword     string `json:"new_password" doc:"10 characters or more, at most 72 bytes"`
}

// registerAccountPassword is POST /account/password.
func (s *Server) registerAccountPassword() {
	operate(s, User, huma.Operation{
		OperationID: "change-password", Method: http.MethodPost, Path: "/account/password", Tags: []string{"account"},
		Summary:       "Change your own password",
		Description:   "Ends every other session. The answer carries the cookie of a new one.",
		DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *struct{ Body passwordChange }) (*struct{}, error) {
		_, r := wire(ctx)
		signed, err := s.auth.ChangePassword(ctx, PrincipalFrom(ctx), in.Body.CurrentPassword, in.Body.NewPassword,
			s.auth.ClientAddr(r), r.UserAgent())
		if err != nil {
			return nil, err
		}
		return nil, s.setSession(ctx, signed)
	})
}

// setSession gives the browser behind an operation the cookie of a new session.
func (s *Server) setSession(ctx context.Context, signed auth.SignedIn) error {
	w, r := wire(ctx)
	cookie, err := s.auth.Cookie(r, signed)
	if err != nil {
		return err
	}
	http.SetCookie(w, cookie)
	return nil
}
