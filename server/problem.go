package server

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
)

// Problem is every error answer of the site: RFC 9457 with errors for single fields and the request's id.
type Problem struct {
	Type      string            `json:"type" doc:"about:blank, or /problems/… where programs must tell problems of one status apart" example:"about:blank"`
	Title     string            `json:"title" example:"Unprocessable Entity"`
	Status    int               `json:"status" example:"422"`
	Detail    string            `json:"detail" doc:"One sentence that may be shown"`
	Errors    map[string]string `json:"errors,omitempty" doc:"Input field → what is wrong with it"`
	At        *ProblemSpan      `json:"at,omitempty" doc:"Where in a text that was sent the fault stands"`
	RequestID string            `json:"request_id" doc:"Names this request in the server's log"`
}

// ProblemSpan is a part of a text, in UTF-16 code units: From is its first one, To the one behind.
type ProblemSpan struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Error makes a Problem an error, as huma wants it.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is always application/problem+json.
func (p *Problem) ContentType(string) string { return problemJSON }

const problemJSON = "application/problem+json"

const internalDetail = "Something went wrong on our side. The request's id finds it in the log."

// What is answered while the database is away. Nothing else of what handlers wait for fails in these ways.
const (
	awayDetail = "The database does not answer; try again shortly."
	awayRetry  = 5 * time.Second
)

// statusOf is the one place that maps a fault's code to HTTP.
func statusOf(code fault.Code) int {
	switch code {
	case fault.Malformed:
		return http.StatusBadRequest
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Gone:
		return http.StatusGone
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
		return http.StatusInternalServerError
	default:
		return http.StatusInternalServerError
	}
}

// problemWithHeaders is a Problem that also sets headers; huma asks for them.
type problemWithHeaders struct {
	*Problem
	headers http.Header
}

// GetHeaders are the headers to set.
func (p *problemWithHeaders) GetHeaders() http.Header { return p.headers }

// Unwrap lets huma find the Problem, which is what it writes.
func (p *problemWithHeaders) Unwrap() error { return p.Problem }

// problemFor turns any error of a handler into what the client may see, and logs what he may not.
func (s *Server) problemFor(ctx context.Context, err error) error {
	p, headers := s.problem(ctx, err)
	if headers == nil {
		return p
	}
	return &problemWithHeaders{p, headers}
}

func (s *Server) problem(ctx context.Context, err error) (*Problem, http.Header) {
	var f *fault.Error
	var he *echo.HTTPError
	var ready *Problem
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &ready):
		return ready, nil
	case errors.As(err, &f):
	case errors.As(err, &he):
		return s.newProblem(ctx, he.Code, echoDetail(he.Code)), nil
	case errors.As(err, &tooLarge):
		f = fault.Wrap(err, fault.TooLarge, "The body is too large.")
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		f = fault.Wrap(err, fault.Unavailable, "The request was abandoned.")
	case database.Away(err):
		f = fault.Wrap(err, fault.Unavailable, awayDetail).WithRetryAfter(awayRetry)
	default:
		f = fault.Wrap(err, fault.Internal, internalDetail)
	}
	p := s.newProblem(ctx, statusOf(f.Code), f.Message)
	if f.Code == fault.Internal {
		p.Detail = internalDetail
	}
	if f.Kind != "" {
		p.Type = "/problems/" + f.Kind
	}
	p.Errors = f.Fields
	var headers http.Header
	if f.RetryAfter > 0 {
		headers = http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds())))}}
	}
	switch {
	case f.Code == fault.Internal:
		s.log.ErrorContext(ctx, "request failed", slog.String("request_id", p.RequestID), slog.Any("error", err))
	case f.Cause != nil:
		s.log.InfoContext(ctx, "request refused", slog.String("request_id", p.RequestID), slog.Int("status", p.Status), slog.Any("error", err))
	}
	return p, headers
}

func (s *Server) newProblem(ctx context.Context, status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, RequestID: RequestID(ctx)}
}

func echoDetail(status int) string {
	switch status {
	case http.StatusNotFound:
		return "There is nothing at this address."
	case http.StatusMethodNotAllowed:
		return "This address does not take that method."
	default:
		return http.StatusText(status) + "."
	}
}

// writeError is Echo's error handler: the way of every error outside of huma.
func (s *Server) writeError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	p, headers := s.problem(c.Request().Context(), err)
	s.writeProblem(c.Response(), c.Request(), p, headers)
}

// writeProblem writes p; errors of the connection are the client's.
func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, p *Problem, headers http.Header) {
	h := w.Header()
	maps.Copy(h, headers)
	h.Set("Content-Type", problemJSON)
	h.Set("Cache-Control", cacheNothing)
	h.Del("Content-Length")
	h.Del("Etag")
	w.WriteHeader(p.Status)
	if r.Method == http.MethodHead {
		return
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p)
}

// apiConfig sets huma up: JSON only, no pages of its own, and our problems instead of its error model.
func apiConfig() huma.Config {
	c := huma.DefaultConfig("Mosswart Overlord", "1")
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.CreateHooks = nil
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Transformers = []huma.Transformer{humaProblem}
	return c
}

// humaProblem rewrites huma's own errors (validation, unreadable bodies) as Problems. Unlike huma.NewError, it is not
// global state and knows the request.
func humaProblem(ctx huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := &Problem{
		Type: "about:blank", Title: http.StatusText(m.Status), Status: m.Status, Detail: humaDetail(m),
		RequestID: RequestID(ctx.Context()),
	}
	for _, e := range m.Errors {
		if e == nil || m.Status >= http.StatusInternalServerError {
			continue
		}
		if p.Errors == nil {
			p.Errors = map[string]string{}
		}
		field, message := fieldOf(e.Location), fieldMessage(e.Message)
		if m := missingProperty.FindStringSubmatch(message); m != nil {
			field, message = m[1], "is missing"
			if parent := fieldOf(e.Location); parent != "body" {
				field = parent + "." + field
			}
		}
		if _, taken := p.Errors[field]; !taken {
			p.Errors[field] = message
		}
	}
	return p, nil
}

// missingProperty is how huma words a missing field, at the place of the object that lacks it.
var missingProperty = regexp.MustCompile(`^expected required property (\S+) to be present$`)

// fieldOf turns huma's location ("body.user.name", "query.limit") into the field's name ("user.name", "limit").
func fieldOf(location string) string {
	for _, prefix := range []string{"body.", "query.", "path.", "header.", "cookie.", "form."} {
		if field, ok := strings.CutPrefix(location, prefix); ok {
			return field
		}
	}
	if location == "" {
		return "body"
	}
	return location
}

// fieldMessage keeps Go's type names out of answers.
func fieldMessage(m string) string {
	if strings.HasPrefix(m, "json: ") || strings.Contains(m, "Go value") || strings.Contains(m, "Go struct") {
		return "has the wrong type"
	}
	return m
}

func humaDetail(m *huma.ErrorModel) string {
	switch {
	case m.Status == http.StatusBadRequest && len(m.Errors) > 0:
		return "The body is not valid JSON."
	case m.Status == http.StatusBadRequest:
		return "A body is needed."
	case m.Status == http.StatusRequestEntityTooLarge:
		return "The body is too large."
	case m.Status == http.StatusUnsupportedMediaType:
		return "The body must be application/json."
	case m.Status == http.StatusRequestTimeout:
		return "The body took too long to arrive."
	case m.Status >= http.StatusInternalServerError:
		return internalDetail
	default:
		return "Some values are not acceptable."
	}
}

// problemResponse is the error answer that every operation documents.
func (s *Server) problemResponse() *huma.Response {
	schema := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	return &huma.Response{
		Description: "A problem (RFC 9457)",
		Content:     map[string]*huma.MediaType{problemJSON: {Schema: schema}},
	}
}
