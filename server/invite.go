package server

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
)

// registerInvite is GET and POST /invite/{token}: the page that a one-time link opens.
func (s *Server) registerInvite() {
	s.handle(Public, http.MethodGet, "/invite/{token}", s.invitePage)
	s.handle(Public, http.MethodPost, "/invite/{token}", s.acceptInvite, allowReadOnly)
}

func (s *Server) invitePage(c echo.Context) error {
	link, err := s.auth.Look(c.Request().Context(), c.Param("token"))
	if err != nil {
		return s.brokenLink(c, err)
	}
	return s.writeForm(c, http.StatusOK, "invite.html", linkPage(c.Param("token"), link))
}

func linkPage(token string, link auth.Invitation) formPage {
	title := "Join"
	switch link.Kind {
	case auth.Reset:
		title = "Set a new password"
	case auth.FirstAdmin:
		title = "Become the first admin"
	case auth.Invite:
	}
	return formPage{
		Title: title, Kind: string(link.Kind), Action: "/invite/" + token,
		Username: link.Username, Fixed: link.Username != "",
	}
}

func (s *Server) acceptInvite(c echo.Context) error {
	r := c.Request()
	ctx, token := r.Context(), c.Param("token")
	link, err := s.auth.Look(ctx, token)
	if err != nil {
		return s.brokenLink(c, err)
	}
	if !isForm(r) {
		return echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	if err := parseForm(r); err != nil {
		return err
	}
	page := linkPage(token, link)
	if !page.Fixed {
		page.Username = r.PostForm.Get("username")
	}
	password := r.PostForm.Get("password")
	if password != r.PostForm.Get("password_again") {
		page.Alert = "The two passwords differ."
		page.Errors = map[string]string{"password_again": "Is not the same as above."}
		return s.writeForm(c, http.StatusUnprocessableEntity, "invite.html", page)
	}
	signed, signedIn, err := s.auth.Accept(ctx, token, page.Username, password, s.auth.ClientAddr(r), r.UserAgent())
	if err != nil {
		if fault.CodeOf(err) == fault.Gone {
			return s.brokenLink(c, err)
		}
		status, ok := page.blame(c, err)
		if !ok {
			return err
		}
		return s.writeForm(c, status, "invite.html", page)
	}
	if !signedIn { // he has a second factor
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	if err := s.welcome(c, signed); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

// brokenLink is the page of a link that does not work; other errors go on.
func (s *Server) brokenLink(c echo.Context, err error) error {
	if fault.CodeOf(err) != fault.Gone {
		return err
	}
	return s.writeForm(c, http.StatusGone, "invite.html", formPage{Title: "This link does not work", Gone: true})
}
