package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// maxListed bounds one answer of dead letters.
const maxListed = 1000

// Handler serves what Remote asks for. It belongs on a socket that only the operator can reach.
func (j *Journal) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /journal/status", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, j.Status(), nil)
	})
	mux.HandleFunc("GET /journal/dead", func(w http.ResponseWriter, r *http.Request) {
		after, err := strconv.ParseInt(r.FormValue("after"), 10, 64)
		limit, limitErr := strconv.Atoi(r.FormValue("limit"))
		if err := errors.Join(err, limitErr); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		letters, err := j.Dead(r.Context(), after, min(limit, maxListed))
		answer(w, letters, err)
	})
	for path, do := range map[string]func(context.Context, []int64) (int, error){
		"POST /journal/replay": j.Replay, "POST /journal/discard": j.Discard,
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			var ids []int64
			if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 16<<20)).Decode(&ids); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			n, err := do(r.Context(), ids)
			answer(w, n, err)
		})
	}
	return mux
}

func answer(w http.ResponseWriter, v any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the caller is gone
}

// Remote is the journal of a running server, behind its Handler.
type Remote struct {
	Client *http.Client
	URL    string // of the handler's root
}

// Status returns a picture of the journal.
func (r Remote) Status(ctx context.Context) (s Status, err error) {
	err = r.call(ctx, http.MethodGet, "/journal/status", nil, &s)
	return s, err
}

// Dead returns dead letters with ids beyond after, in order, at most limit, and at most 1,000.
func (r Remote) Dead(ctx context.Context, after int64, limit int) (letters []DeadLetter, err error) {
	query := url.Values{"after": {strconv.FormatInt(after, 10)}, "limit": {strconv.Itoa(limit)}}
	err = r.call(ctx, http.MethodGet, "/journal/dead?"+query.Encode(), nil, &letters)
	return letters, err
}

// Replay appends dead letters anew and returns how many. ids nil means all.
func (r Remote) Replay(ctx context.Context, ids []int64) (n int, err error) {
	err = r.call(ctx, http.MethodPost, "/journal/replay", ids, &n)
	return n, err
}

// Discard removes dead letters and returns how many. ids nil means all.
func (r Remote) Discard(ctx context.Context, ids []int64) (n int, err error) {
	err = r.call(ctx, http.MethodPost, "/journal/discard", ids, &n)
	return n, err
}

func (r Remote) call(ctx context.Context, method, path string, ids []int64, result any) error {
	var body io.Reader
	if method == http.MethodPost {
		text, err := json.Marshal(ids)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, r.URL+path, body)
	if err != nil {
		return err
	}
	response, err := r.Client.Do(request)
	if err != nil {
		return fmt.Errorf("ask the running server: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 4096))
		return fmt.Errorf("ask the running server: %s: %s", response.Status, bytes.TrimSpace(text))
	}
	if err := json.NewDecoder(response.Body).Decode(result); err != nil {
		return fmt.Errorf("ask the running server: its answer: %w", err)
	}
	return nil
}
