package auth

import (
	"fmt"
	"net/http"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

// Cookie makes the session cookie for somebody who has signed in, in answer to r. What other services have put into his
// cookie of before is kept.
func (s *Service) Cookie(r *http.Request, in SignedIn) (*http.Cookie, error) {
	session, err := s.store.New(r, CookieName)
	if err != nil || session.Values["username"] != in.Username {
		session = sessions.NewSession(s.store, CookieName)
	}
	session.Values["username"] = in.Username
	session.Values["is_admin"] = in.Admin
	session.Values["sid"] = in.SessionID
	delete(session.Values, "mfa")
	if in.secondFactor {
		session.Values["mfa"] = true
	}
	token, err := securecookie.EncodeMulti(CookieName, session.Values, s.store.Codecs...)
	if err != nil {
		return nil, fmt.Errorf("make session cookie: %w", err)
	}
	options := *s.store.Options
	options.Secure = s.isSecure(r)
	if !in.remember {
		options.MaxAge = 0 // until the browser is closed
	}
	return sessions.NewCookie(CookieName, token, &options), nil
}

// NoCookie makes the cookie that takes the session cookie away.
func (s *Service) NoCookie(r *http.Request) *http.Cookie {
	options := *s.store.Options
	options.Secure = s.isSecure(r)
	options.MaxAge = -1
	return sessions.NewCookie(CookieName, "", &options)
}
