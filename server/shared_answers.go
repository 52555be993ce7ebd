package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// sharedAnswers lets one computation answer everybody who asks the same within a while: dozens of browsers poll. Who
// comes while it runs waits for it. K is the question. It is safe for concurrent use.
type sharedAnswers[K comparable] struct {
	now     func() time.Time
	age     time.Duration                         // how old an answer may be
	compute func(context.Context, K) (any, error) // what is written as JSON

	mu    sync.Mutex
	known map[K]*sharedAnswer
}

// sharedAnswer is an answer, ready to be sent once done is closed.
type sharedAnswer struct {
	at   time.Time
	done chan struct{}
	text []byte
	tag  string
	err  error
}

// mostShared is how many questions' answers are kept at once; a further one is answered for its asker alone.
const mostShared = 16

func newSharedAnswers[K comparable](
	now func() time.Time, age time.Duration, compute func(context.Context, K) (any, error),
) *sharedAnswers[K] {
	return &sharedAnswers[K]{now: now, age: age, compute: compute, known: map[K]*sharedAnswer{}}
}

// get returns the answer, or ctx's error when the asker does not wait for it.
func (s *sharedAnswers[K]) get(ctx context.Context, question K) (*sharedOutput, error) {
	a, mine := s.find(question)
	if mine {
		// It is computed for all who wait, so it does not end with the first of them.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), RequestTimeout)
		defer cancel()
		s.fill(ctx, question, a)
	}
	select {
	case <-a.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if a.err != nil {
		return nil, a.err
	}
	return &sharedOutput{Body: a.write}, nil
}

// find returns the answer to a question, and whether the caller is the one to fill it.
func (s *sharedAnswers[K]) find(question K) (a *sharedAnswer, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for key, old := range s.known {
		if now.Sub(old.at) >= s.age {
			delete(s.known, key)
		}
	}
	if a := s.known[question]; a != nil {
		return a, false
	}
	a = &sharedAnswer{at: now, done: make(chan struct{})}
	if len(s.known) < mostShared {
		s.known[question] = a
	}
	return a, true
}

// fill computes an answer. A failure is told to those who wait, and not kept.
func (s *sharedAnswers[K]) fill(ctx context.Context, question K, a *sharedAnswer) {
	a.err = errors.New("a shared answer was not completed") // stands if compute panics
	defer func() {
		close(a.done)
		if a.err != nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.known[question] == a {
				delete(s.known, question)
			}
		}
	}()
	body, err := s.compute(ctx, question)
	if err == nil {
		a.text, err = json.Marshal(body)
	}
	a.tag, a.err = weakETag(a.text), err
}

// sharedOutput is the output of an operation whose answer is ready as text; its operation says with sharedSchema what
// is in it.
type sharedOutput struct{ Body func(huma.Context) }

func (a *sharedAnswer) write(ctx huma.Context) {
	ctx.SetHeader("Content-Type", "application/json")
	ctx.SetHeader("Etag", a.tag)
	ctx.SetStatus(http.StatusOK)
	_, _ = ctx.BodyWriter().Write(a.text) // an error of the connection is the client's
}

// sharedSchema documents the answer of a shared operation.
func sharedSchema[T any](s *Server) map[string]*huma.Response {
	t := reflect.TypeFor[T]()
	return map[string]*huma.Response{"200": {
		Description: http.StatusText(http.StatusOK),
		Content: map[string]*huma.MediaType{
			"application/json": {Schema: s.api.OpenAPI().Components.Schemas.Schema(t, true, t.Name())},
		},
	}}
}
