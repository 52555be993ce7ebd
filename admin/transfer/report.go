package transfer

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/mosswart/overlord/admin/problem"
)

// Report says what an import would do, or did.
type Report struct {
	Rows      int `json:"rows"`
	Create    int `json:"create"`
	Update    int `json:"update"`
	Unchanged int `json:"unchanged"`

	Columns map[string]string `json:"columns"` // of the file, and what each is taken for: "title", "id", "author", "author.name"
	Ignored []Ignored         `json:"ignored"`

	Errors      []RowError `json:"errors"`       // the first MaxErrors, in the order of the file
	ErrorsTotal int        `json:"errors_total"` // all of them

	Undo string `json:"undo,omitempty"` // token that takes the whole import back
	Why  string `json:"why,omitempty"`  // why it cannot be taken back
}

// Ignored is a column of the file that is not imported.
type Ignored struct {
	Column string `json:"column"`
	Reason string `json:"reason"`
}

// RowError is one mistake in a file. Rows are counted as a spreadsheet does: the header is row 1. A JSON file has
// no header, its first row is 1.
type RowError struct {
	Row    int    `json:"row"`
	Column string `json:"column"` // as the file calls it; "" where the row as a whole is at fault
	Reason string `json:"reason"`
}

func newReport() *Report {
	return &Report{Columns: map[string]string{}, Ignored: []Ignored{}, Errors: []RowError{}}
}

// add counts mistakes, and lists those that still have a place.
func (r *Report) add(errs []RowError) {
	slices.SortStableFunc(errs, func(a, b RowError) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	r.ErrorsTotal += len(errs)
	r.Errors = append(r.Errors, errs[:min(len(errs), MaxErrors-len(r.Errors))]...)
}

// problem is the answer to an import that has mistakes.
func (r *Report) problem() error {
	p := problem.New(http.StatusUnprocessableEntity, "rows", "The file has %d mistakes; nothing was imported.", r.ErrorsTotal)
	if r.ErrorsTotal == 1 {
		p.Detail = "The file has a mistake; nothing was imported."
	}
	p.Extra = map[string]any{"report": r}
	return p
}
