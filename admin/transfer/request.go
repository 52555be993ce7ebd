package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// Mode says what an import does with rows.
type Mode string

// The modes.
const (
	Create Mode = "create" // every row is a new one
	Upsert Mode = "upsert" // a row that the key finds is changed, any other is created
)

// Request is one import: a file and what to do with it. It may be checked and run any number of times, one after
// the other, until it is closed.
type Request struct {
	Type      *entity.Type
	Format    Format
	Delimiter byte // of CSV; 0: found out
	Mode      Mode
	Key       []string          // of an upsert: "id", a unique field, or one of the type's keys; nil: the first of these that the file has
	Map       map[string]string // columns of the file and what they are, "" to leave one out; others are matched by name and label
	DryRun    bool

	file *os.File
}

// NewRequest keeps what body holds, up to limit bytes, in a temporary file. The caller fills in the rest and has to
// Close it.
func NewRequest(ctx context.Context, t *entity.Type, body io.Reader, limit int64) (*Request, error) {
	file, err := os.CreateTemp("", "admin-import-*")
	if err != nil {
		return nil, fmt.Errorf("keep the file: %w", err)
	}
	req := &Request{Type: t, Format: CSV, Mode: Create, file: file}
	n, err := io.Copy(file, io.LimitReader(body, limit+1))
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case err != nil:
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			err = tooLong(tooLarge.Limit)
		}
	case n > limit:
		err = tooLong(limit)
	}
	if err != nil {
		return nil, errors.Join(err, req.Close())
	}
	return req, nil
}

func tooLong(limit int64) error {
	return problem.New(http.StatusRequestEntityTooLarge, "too_large", "A file can have at most %d MiB; import it in parts.", limit>>20)
}

// ReadRequest is the import that an HTTP request asks for: its body, up to limit bytes, its Content-Type, and the
// parameters dry_run, mode, key, delimiter and, any number of times, map ("Family name=name").
func ReadRequest(ctx context.Context, r *http.Request, t *entity.Type, limit int64) (*Request, error) {
	q := r.URL.Query()
	format, err := formatOf(r)
	if err != nil {
		return nil, err
	}
	delimiter, err := delimiterNamed(q)
	if err != nil {
		return nil, err
	}
	var key []string
	if text := q.Get("key"); text != "" {
		key = strings.Split(text, ",")
	}
	mode := Mode(q.Get("mode"))
	switch {
	case mode == "" && key != nil:
		mode = Upsert
	case mode == "":
		mode = Create
	case mode != Create && mode != Upsert:
		return nil, problem.Field("mode", "must be create or upsert")
	}
	columns := map[string]string{}
	for _, pair := range q["map"] {
		at := strings.LastIndexByte(pair, '=') // a column may have one in its name, what it is taken for has none
		if at < 0 {
			return nil, problem.Field("map", `must be "column=field": %q`, pair)
		}
		columns[pair[:at]] = pair[at+1:]
	}
	req, err := NewRequest(ctx, t, r.Body, limit)
	if err != nil {
		return nil, err
	}
	req.Format, req.Delimiter, req.Mode, req.Key, req.Map = format, delimiter, mode, key, columns
	req.DryRun = q.Get("dry_run") == "1"
	return req, nil
}

// Close removes the file.
func (r *Request) Close() error {
	return errors.Join(r.file.Close(), os.Remove(r.file.Name()))
}

// rows reads the file from its beginning.
func (r *Request) rows() (rowReader, error) {
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	switch r.Format {
	case JSON:
		return newJSONRows(r.file), nil
	case NDJSON:
		return newLineRows(r.file), nil
	default:
		return newCSVRows(r.file, r.Delimiter)
	}
}
