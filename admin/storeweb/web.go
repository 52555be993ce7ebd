// Package storeweb is the HTTP face of the admin's store: saved views, roles and members, API keys, the list of all
// changes, impersonation and, where the store brings the users, people, sessions and second factors. Its handlers speak
// JSON, answer errors as problem+json, and find the caller in the request's context, see access.NewContext. Checks of the
// request's origin, of its rate and of who sends it are for whoever mounts them.
package storeweb

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// maxBody bounds what a request may bring, in bytes.
const maxBody = 1 << 20

// Options are the settings of a Web.
type Options struct {
	// Logger takes what fails on the server's side, slog.Default() where it is nil.
	Logger *slog.Logger
}

// Web serves a store. It is safe for concurrent use.
type Web struct {
	store *store.Store
	log   *slog.Logger
}

// New serves a store.
func New(s *store.Store, o Options) *Web {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return &Web{store: s, log: o.Logger}
}

// Route is one method and path.
type Route struct {
	Method  string
	Pattern string // under the API's mount point, as "/_views/{id}"; the handler asks for r.PathValue("id")
	Public  bool   // for callers who are not signed in
	Handler http.HandlerFunc
}

// Routes are all there are. Those of users are left out where the host brings them.
func (w *Web) Routes() []Route {
	routes := []Route{
		w.route("GET", "/_audit", w.audit),
		w.route("GET", "/_audit/{change}", w.auditRows),
		w.route("GET", "/_views", w.views),
		w.route("POST", "/_views", w.createView),
		w.route("PATCH", "/_views/{id}", w.updateView),
		w.route("DELETE", "/_views/{id}", w.deleteView),
		w.route("GET", "/_roles", w.roles),
		w.route("PUT", "/_roles/{name}", w.putRole),
		w.route("DELETE", "/_roles/{name}", w.deleteRole),
		w.route("GET", "/_members", w.members),
		w.route("GET", "/_members/{user}", w.member),
		w.route("PUT", "/_members/{user}", w.putMember),
		w.route("GET", "/_keys", w.keys),
		w.route("POST", "/_keys", w.createKey),
		w.route("DELETE", "/_keys/{id}", w.revokeKey),
		w.route("POST", "/_impersonate", w.impersonate),
		w.public("DELETE", "/_impersonate", w.stopImpersonating),
	}
	if !w.store.Standalone() {
		return routes
	}
	return append(routes,
		w.public("POST", "/_session", w.signIn),
		w.public("DELETE", "/_session", w.signOut),
		w.public("POST", "/_session/link", w.lookAtLink),
		w.public("POST", "/_session/accept", w.acceptLink),
		w.route("GET", "/_session", w.account),
		w.route("DELETE", "/_session/{id}", w.endSession),
		w.route("POST", "/_session/password", w.changePassword),
		w.route("POST", "/_session/totp", w.beginTOTP),
		w.route("PUT", "/_session/totp", w.confirmTOTP),
		w.route("DELETE", "/_session/totp", w.removeTOTP),
		w.route("GET", "/_people", w.people),
		w.route("POST", "/_people", w.createPerson),
		w.route("PATCH", "/_people/{id}", w.updatePerson),
		w.route("DELETE", "/_people/{id}", w.deletePerson),
		w.route("POST", "/_people/{id}/link", w.resetPassword),
		w.route("DELETE", "/_people/{id}/totp", w.removeSecondFactor),
	)
}

// call is one request to answer.
type call struct {
	http.ResponseWriter
	*http.Request
	by access.Principal
}

func (w *Web) route(method, pattern string, handle func(*call) error) Route {
	return Route{Method: method, Pattern: pattern, Handler: w.handler(false, handle)}
}

func (w *Web) public(method, pattern string, handle func(*call) error) Route {
	return Route{Method: method, Pattern: pattern, Public: true, Handler: w.handler(true, handle)}
}

func (w *Web) handler(public bool, handle func(*call) error) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		by, ok := access.FromContext(r.Context())
		err := error(nil)
		if !ok && !public {
			err = problem.New(http.StatusUnauthorized, "unauthenticated", "Sign in first.")
		} else {
			err = handle(&call{rw, r, by})
		}
		if err != nil {
			w.fail(rw, r, err)
		}
	}
}

func (w *Web) fail(rw http.ResponseWriter, r *http.Request, err error) {
	p := problem.Of(err)
	if p.Status >= http.StatusInternalServerError {
		w.log.ErrorContext(r.Context(), "the admin's store failed", slog.String("path", r.Pattern), slog.Any("error", p))
	}
	if seconds, ok := p.Extra["retry_after"].(int); ok {
		rw.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	p.Write(rw)
}

// answer answers with a value.
func (c *call) answer(status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return problem.Internal(err)
	}
	c.ResponseWriter.Header().Set("Content-Type", "application/json")
	c.ResponseWriter.Header().Set("Cache-Control", "no-store")
	c.WriteHeader(status)
	_, _ = c.ResponseWriter.Write(body) // the client is gone when this fails
	return nil
}

// list is how the API writes lists that have one page.
type list[T any] struct {
	Items []T `json:"items"`
}

// done answers that there is nothing to say.
func (c *call) done() error {
	c.WriteHeader(http.StatusNoContent)
	return nil
}

// read reads the request's JSON into an object that has no other members than into's.
func (c *call) read(into any) error {
	kind, _, err := mime.ParseMediaType(c.Request.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return problem.New(http.StatusUnsupportedMediaType, "not_json", "Send JSON, with Content-Type: application/json.")
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.ResponseWriter, c.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return problem.New(http.StatusRequestEntityTooLarge, "too_large", "Send at most %d bytes.", maxBody)
	}
	if err != nil {
		return problem.New(http.StatusBadRequest, "unreadable", "The request ended before its body did.")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err = decoder.Decode(into); err == nil && decoder.Decode(&struct{}{}) != io.EOF {
		return problem.New(http.StatusBadRequest, "malformed", "The body is more than one JSON value.")
	}
	if err != nil {
		return notRead(err)
	}
	return noZeros(raw)
}

// noZeros refuses texts with the character U+0000, which not every database takes.
func noZeros(raw []byte) error {
	if !bytes.Contains(raw, []byte(`\u0000`)) {
		return nil
	}
	var members map[string]any
	if err := json.Unmarshal(raw, &members); err != nil {
		return notRead(err)
	}
	for name, value := range members {
		if hasZero(value) {
			return problem.Field(name, "Must not contain a zero character.")
		}
	}
	return nil
}

func hasZero(value any) bool {
	switch value := value.(type) {
	case string:
		return strings.ContainsRune(value, 0)
	case []any:
		return slices.ContainsFunc(value, hasZero)
	case map[string]any:
		for name, member := range value {
			if hasZero(name) || hasZero(member) {
				return true
			}
		}
	}
	return false
}

// notRead puts an error of encoding/json into words for who sent the text.
func notRead(err error) error {
	if err == nil {
		return nil
	}
	var wrong *json.UnmarshalTypeError
	var when *time.ParseError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return problem.Field(wrong.Field, "Cannot be a %s.", wrong.Value)
	}
	if errors.As(err, &when) {
		return problem.New(http.StatusUnprocessableEntity, "invalid", "Write times as 2026-11-22T20:00:00Z.")
	}
	if name, ok := strings.CutPrefix(err.Error(), `json: unknown field "`); ok {
		return problem.Field(strings.TrimSuffix(name, `"`), "Is unknown.")
	}
	return problem.New(http.StatusBadRequest, "malformed", "The body is not what is expected here: %s.", strings.TrimPrefix(err.Error(), "json: "))
}

// query is the request's parameters, none of which may be another than these.
func (c *call) query(known ...string) (map[string]string, error) {
	values := make(map[string]string)
	for name, all := range c.URL.Query() {
		found := false
		for _, k := range known {
			found = found || k == name
		}
		if !found || len(all) != 1 {
			return nil, problem.Field(name, "Is no parameter here, or is given twice.")
		}
		if hasZero(all[0]) {
			return nil, problem.Field(name, "Must not contain a zero character.")
		}
		values[name] = all[0]
	}
	return values, nil
}

// limit is how many items a page is to have.
func limit(text string) (int, error) {
	if text == "" {
		return 50, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > store.MaxPage {
		return 0, problem.Field("limit", "Must be between 1 and %d.", store.MaxPage)
	}
	return n, nil
}

// when is a parameter's time, zero where it is not given.
func when(name, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, problem.Field(name, "Write times as 2026-11-22T20:00:00Z or 2026-11-22.")
}
