package server

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
)

// Login is the JSON body of POST /login.
type Login struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Code     string `json:"code,omitempty" doc:"of the authenticator app, or a recovery code"`
	Remember *bool  `json:"remember,omitempty" doc:"for 30 days (the default), else for a day"`
}

// LoggedIn is the JSON answer of POST /login.
type LoggedIn struct {
	Username string `json:"username"`
	IsAdmin  bool   `json:"is_admin"`
}

// registerLogin is GET and POST /login, and GET /signin, which leads there.
func (s *Server) registerLogin() {
	s.handle(Public, http.MethodGet, "/login", s.loginPage)
	s.handle(Public, http.MethodPost, "/login", s.login, allowReadOnly)
	s.handle(Public, http.MethodGet, "/signin", func(c echo.Context) error {
		return c.Redirect(http.StatusSeeOther, loginURL(c.QueryParam("next")))
	})
	s.handle(Public, http.MethodGet, "/map/dereth.svg", s.oneFile("map/dereth.svg", cacheRevalidate))

	schemas := s.api.OpenAPI().Components.Schemas
	s.describe(huma.Operation{
		OperationID: "login", Method: http.MethodPost, Path: "/login", Tags: []string{"account"}, Summary: "Sign in",
		Description: "401 with the type /problems/totp-required asks for the same again with a code; 429 says when to come back.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/json": {Schema: schemas.Schema(reflect.TypeFor[Login](), true, "")},
		}},
		Responses: map[string]*huma.Response{"200": {
			Description: "OK; the answer carries the session cookie",
			Content:     map[string]*huma.MediaType{"application/json": {Schema: schemas.Schema(reflect.TypeFor[LoggedIn](), true, "")}},
		}},
	})
}

// loginURL is the address of the form that leads on to next.
func loginURL(next string) string {
	if next = localPath(next); next == "/" {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(next)
}

func (s *Server) loginPage(c echo.Context) error {
	next := localPath(c.QueryParam("next"))
	if PrincipalFrom(c.Request().Context()).Kind == auth.User {
		return c.Redirect(http.StatusSeeOther, next)
	}
	return s.writeForm(c, http.StatusOK, "login.html", formPage{Title: "Sign in", Action: "/login", Next: next, Remember: true})
}

func (s *Server) login(c echo.Context) error {
	r := c.Request()
	switch {
	case isForm(r):
		return s.loginForm(c)
	case mediaType(r) == "application/json":
		return s.loginJSON(c)
	default:
		return echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
}

func (s *Server) loginJSON(c echo.Context) error {
	r := c.Request()
	var in Login
	if err := readJSON(r, &in); err != nil {
		return err
	}
	signed, _, err := s.auth.SignIn(r.Context(), auth.Credentials{
		Username: in.Username, Password: in.Password, Code: in.Code, Remember: in.Remember == nil || *in.Remember,
		Address: s.auth.ClientAddr(r), UserAgent: r.UserAgent(),
	})
	if err != nil {
		return err
	}
	if err := s.welcome(c, signed); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, LoggedIn{Username: signed.Username, IsAdmin: signed.Admin})
}

func (s *Server) loginForm(c echo.Context) error {
	r := c.Request()
	if err := parseForm(r); err != nil {
		return err
	}
	page := formPage{
		Title: "Sign in", Action: "/login", Next: localPath(r.PostForm.Get("next")),
		Username: r.PostForm.Get("username"), Remember: r.PostForm.Get("remember") != "",
	}
	signed, pending, err := s.auth.SignIn(r.Context(), auth.Credentials{
		Username: page.Username, Password: r.PostForm.Get("password"), Code: r.PostForm.Get("code"),
		Pending: r.PostForm.Get("pending"), Remember: page.Remember,
		Address: s.auth.ClientAddr(r), UserAgent: r.UserAgent(),
	})
	if err != nil {
		page.Pending, page.AskCode = pending, pending != ""
		status, ok := page.blame(c, err)
		if !ok {
			return err
		}
		return s.writeForm(c, status, "login.html", page)
	}
	if err := s.welcome(c, signed); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.Next)
}

// welcome gives a browser the cookie of its new session. A session that the browser had before ends with it.
func (s *Server) welcome(c echo.Context, signed auth.SignedIn) error {
	r := c.Request()
	cookie, err := s.auth.Cookie(r, signed)
	if err != nil {
		return err
	}
	if err := s.auth.SignOut(r.Context(), PrincipalFrom(r.Context())); err != nil {
		return err
	}
	c.SetCookie(cookie)
	return nil
}

// readJSON reads a body into v. Unknown fields are refused, as everywhere.
func readJSON(r *http.Request, v any) error {
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	var tooLarge *http.MaxBytesError
	switch err := dec.Decode(v); {
	case errors.As(err, &tooLarge):
		return err
	case err != nil:
		return fault.Wrap(err, fault.Malformed, "The body is not valid JSON of the kind that is wanted.")
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Malformed, "There is more in the body than one JSON object.")
	}
	return nil
}
