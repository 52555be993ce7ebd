package transfer

import (
	"mime"
	"net/http"
	"net/url"

	"github.com/mosswart/overlord/admin/problem"
)

// Format is the form of a file.
type Format string

// The formats.
const (
	CSV    Format = "csv"
	JSON   Format = "json"   // an array of objects
	NDJSON Format = "ndjson" // an object a line
)

var mediaTypes = map[Format]string{
	CSV:    "text/csv; charset=utf-8",
	JSON:   "application/json",
	NDJSON: "application/x-ndjson",
}

// formatNamed reads a format's name, "" for CSV.
func formatNamed(name string) (Format, error) {
	switch f := Format(name); f {
	case "":
		return CSV, nil
	case CSV, JSON, NDJSON:
		return f, nil
	}
	return "", problem.Field("format", "must be csv, json or ndjson")
}

// formatOf is the format of a request's body.
func formatOf(r *http.Request) (Format, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil {
		switch kind {
		case "text/csv", "text/tab-separated-values", "text/plain", "application/csv", "application/vnd.ms-excel":
			return CSV, nil
		case "application/json":
			return JSON, nil
		case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines":
			return NDJSON, nil
		}
	}
	return "", problem.New(http.StatusUnsupportedMediaType, "unknown_format", "Send text/csv, application/json or application/x-ndjson.")
}

// delimiterNamed reads a separator of cells, 0 where none is given.
func delimiterNamed(q url.Values) (byte, error) {
	switch q.Get("delimiter") {
	case "":
		return 0, nil
	case ",":
		return ',', nil
	case ";":
		return ';', nil
	case "tab", "\t":
		return '\t', nil
	}
	return 0, problem.Field("delimiter", `must be ",", ";" or "tab"`)
}
