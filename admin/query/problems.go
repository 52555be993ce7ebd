package query

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/agext/levenshtein"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/problem"
)

// filterProblem is what is wrong with a filter at a position of its text.
func filterProblem(code string, pos int, format string, args ...any) *problem.Problem {
	p := refusal(code, "filter", format, args...)
	p.Extra = map[string]any{"position": pos}
	return p
}

// refusal is what is wrong with a parameter of a list.
func refusal(code, parameter, format string, args ...any) *problem.Problem {
	p := problem.New(http.StatusBadRequest, code, format, args...)
	p.Errors = map[string]string{parameter: p.Detail}
	return p
}

// ParseFilter is [filter.Parse] with an error that is a *problem.Problem.
func ParseFilter(text string) (filter.Expr, error) {
	e, err := filter.Parse(text)
	if err != nil {
		return nil, syntaxProblem(err)
	}
	return e, nil
}

func syntaxProblem(err error) *problem.Problem {
	pos := 0
	if syntax, ok := err.(*filter.Error); ok { //nolint:errorlint // never wrapped
		pos = syntax.Pos
	}
	return filterProblem("bad_filter", pos, "%s", err)
}

// closest is the name in names that was probably meant, as the end of a sentence; "" where none comes near.
func closest(name string, names []string) string {
	best, distance := "", 2+len(name)/3
	for _, candidate := range names {
		if d := levenshtein.Distance(name, candidate, nil); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean \"" + best + "\"?"
}

// label is what a type is called in a message.
func label(t *entity.Type) string { return cmp.Or(t.Plural, t.Label, t.Name) }

// names are the fields and edges of t that the caller may name.
func (k *checker) names(t *entity.Type) []string {
	var names []string
	for i := range t.Fields {
		if f := &t.Fields[i]; k.field(t, f.Name) != nil {
			names = append(names, f.Name)
		}
	}
	for i := range t.Edges {
		if e := &t.Edges[i]; k.edge(t, e.Name) != nil {
			names = append(names, e.Name)
		}
	}
	if t.Type.ID.Kind != "" {
		names = append(names, "id")
	}
	slices.Sort(names)
	return names
}
