package server

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

// registerLogout is POST /logout.
func (s *Server) registerLogout() {
	s.handle(Public, http.MethodPost, "/logout", s.logout, allowReadOnly)
	s.describe(huma.Operation{
		OperationID: "logout", Method: http.MethodPost, Path: "/logout", Tags: []string{"account"}, Summary: "Sign out",
		Description: "Ends the session and takes the cookie away. Nobody needs to be signed in.",
		Responses:   map[string]*huma.Response{"204": {Description: "No Content"}},
	})
}

func (s *Server) logout(c echo.Context) error {
	r := c.Request()
	if err := s.auth.SignOut(r.Context(), PrincipalFrom(r.Context())); err != nil {
		return err
	}
	c.SetCookie(s.auth.NoCookie(r))
	if isForm(r) {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	return c.NoContent(http.StatusNoContent)
}
