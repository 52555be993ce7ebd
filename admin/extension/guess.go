package extension

import (
	"slices"

	"github.com/mosswart/overlord/admin/meta"
)

// maxColumns is how many columns a list has where the schema does not say.
const maxColumns = 7

// titles are names of fields that name a row, the likeliest first.
var titles = []string{"name", "title", "label", "display_name", "full_name", "username", "subject", "email", "slug", "code", "key"}

// guessTitle finds the fields that name a row.
func guessTitle(m *meta.Type) []string {
	isText := func(name string) bool {
		f := m.Field(name)
		return f != nil && f.Kind == meta.String && f.Filterable && f.Widget != "textarea"
	}
	if isText("first_name") && isText("last_name") {
		return []string{"first_name", "last_name"}
	}
	for _, name := range titles {
		if isText(name) {
			return []string{name}
		}
	}
	for i := range m.Fields {
		if f := &m.Fields[i]; f.Unique && isText(f.Name) {
			return []string{f.Name}
		}
	}
	return nil
}

// titleColumns are the columns of a type's title, at least its id.
func titleColumns(m *meta.Type) []string {
	columns := slices.Clone(m.ID.Columns)
	for _, name := range m.Title {
		if f := m.Field(name); f != nil && !slices.Contains(columns, f.Column) {
			columns = append(columns, f.Column)
		}
	}
	return columns
}

// guessColumns chooses what the list shows: the title, then what is short, then the edges that lead to one row.
func guessColumns(m *meta.Type) []string {
	columns := slices.Clone(m.Title)
	add := func(name string) {
		if len(columns) < maxColumns && !slices.Contains(columns, name) {
			columns = append(columns, name)
		}
	}
	for i := range m.Fields {
		f := &m.Fields[i]
		if e := m.Edge(f.Edge); e != nil && !e.Hidden {
			add(e.Name)
		} else if f.Filterable && f.Kind != meta.JSON && f.Kind != meta.Bytes && f.Widget != "textarea" && f.Name != m.SoftDelete {
			add(f.Name)
		}
	}
	for i := range m.Edges {
		if e := &m.Edges[i]; e.ToOne() && !e.Hidden {
			add(e.Name)
		}
	}
	if len(columns) == 0 {
		columns = []string{"id"}
	}
	return columns
}

// guessSearch chooses the text fields that a search looks into: the title and what is unique.
func guessSearch(m *meta.Type) (names []string) {
	for i := range m.Fields {
		f := &m.Fields[i]
		if f.Kind == meta.String && f.Filterable && (f.Unique || slices.Contains(m.Title, f.Name)) {
			names = append(names, f.Name)
		}
	}
	return names
}
