package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

// Limits of a search.
const (
	maxSearch = 1 << 10 // bytes
	maxWords  = 16
)

// search is the predicate that every word of text is somewhere in a row: in one of the type's search fields, else of
// the fields of its title, or as its id. Fields that hold no text must equal the word. nil for no words.
func (k *checker) search(t *entity.Type, text string) (node, error) {
	if len(text) > maxSearch || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return nil, refusal("bad_search", "search", "A search is text of at most %d bytes.", maxSearch)
	}
	words := strings.Fields(text)
	if len(words) > maxWords {
		return nil, refusal("bad_search", "search", "A search has at most %d words.", maxWords)
	}
	columns := k.searched(t)
	terms := make([]node, len(words))
	for i, word := range words {
		var places []node
		for _, col := range columns {
			if col.kind == meta.String || col.kind == meta.Enum || col.kind == meta.JSON {
				places = append(places, leaf{col, textTest{filter.Pattern{"", word, ""}, col}})
			} else if low, high, err := k.span(col, word, filter.Equal); err == nil && high.open {
				places = append(places, leaf{col, interval{col, &low, &high}})
			} else if err == nil {
				places = append(places, leaf{col, equal{col, []any{low.value}, []any{low.arg}}})
			}
		}
		terms[i] = anyOf(places)
	}
	return all(terms...), nil
}

// searched are the columns that a search looks into.
func (k *checker) searched(t *entity.Type) []column {
	names := t.Search
	if len(names) == 0 {
		names = t.Title
	}
	var columns []column
	for _, name := range names {
		if f := k.field(t, name); f != nil {
			columns = append(columns, k.columns[t.Slug][f.Name])
		}
	}
	if t.Type.ID.Kind != "" {
		id := k.columns[t.Slug]["id"]
		if id.kind == meta.String && !slices.Contains(names, "id") {
			id.kind = meta.Other // as a whole
		}
		columns = append(columns, id)
	}
	return columns
}
