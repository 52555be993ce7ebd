package change

import (
	"reflect"
	"sync"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/render"
)

// model is a type with what the engine has worked out about it once.
type model struct {
	*entity.Type
	names   map[string]int // field names to indices
	fields  []int          // fields that can be recorded: those with a value to read
	ones    []int          // to-one edges that are recorded
	targets []*model       // of each edge, nil where it is not part of the registry
	label   render.Label
	idCol   string

	once  sync.Once
	vague []bool // by field: it reads the same whether it is NULL or zero
}

// mayBeNull reports whether a field of a row that has a value may still be NULL: it reads as the zero value, and is no
// pointer in ent's struct, where NULL would be nil.
func (m *model) mayBeNull(field int, row any) bool {
	m.once.Do(func() {
		m.vague = make([]bool, len(m.Fields))
		empty := reflect.New(reflect.TypeOf(row).Elem()).Interface()
		for _, i := range m.fields {
			m.vague[i] = m.Fields[i].Nullable && m.Values[i].Get(empty) != nil
		}
	})
	return m.vague[field] && reflect.ValueOf(m.Values[field].Get(row)).IsZero()
}

func newModels(reg *entity.Registry) map[string]*model {
	models := make(map[string]*model, len(reg.Types))
	everything := func(string, string) bool { return true }
	for _, t := range reg.Types {
		m := &model{Type: t, names: make(map[string]int, len(t.Fields)), label: render.NewLabel(t, everything)}
		for i := range t.Fields {
			f := &t.Fields[i]
			m.names[f.Name] = i
			if t.Values[i].Get != nil && t.Values[i].Codec != nil {
				m.fields = append(m.fields, i)
			}
		}
		for i := range t.Edges {
			if e := &t.Edges[i]; e.ToOne() && !e.Hidden && t.One != nil {
				m.ones = append(m.ones, i)
			}
		}
		if id := t.Type.ID; len(id.Columns) == 1 {
			m.idCol = id.Columns[0]
		}
		models[t.Slug] = m
	}
	for _, m := range models {
		m.targets = make([]*model, len(m.Edges))
		for i := range m.Edges {
			m.targets[i] = models[m.Edges[i].Type]
		}
	}
	return models
}

// target is where an edge leads.
func (m *model) target(edge *meta.Edge) *model {
	for i := range m.Edges {
		if &m.Edges[i] == edge {
			return m.targets[i]
		}
	}
	return nil
}

// softColumn is the column that is set when a row goes into the trash, "" where rows are deleted for good.
func (m *model) softColumn() string {
	if m.SoftDelete == "" {
		return ""
	}
	return m.Field(m.SoftDelete).Column
}

// Where rows are looked for.
type place int

const (
	anywhere place = iota
	live           // not in the trash
	inTrash
)

// in narrows a selection to a place.
func (m *model) in(p place) func(*sql.Selector) {
	column := m.softColumn()
	return func(s *sql.Selector) {
		switch {
		case column == "" || p == anywhere:
		case p == live:
			s.Where(sql.IsNull(s.C(column)))
		default:
			s.Where(sql.NotNull(s.C(column)))
		}
	}
}

// withID narrows a selection to the rows with these ids.
func (m *model) withID(ids ...any) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if len(ids) == 1 {
			s.Where(sql.EQ(s.C(m.idCol), ids[0]))
		} else {
			s.Where(sql.In(s.C(m.idCol), ids...))
		}
	}
}

// shapes applies several shapes, of which some may be nil.
func shapes(all ...func(*sql.Selector)) func(*sql.Selector) {
	return func(s *sql.Selector) {
		for _, shape := range all {
			if shape != nil {
				shape(s)
			}
		}
	}
}

// ids are the Go-typed ids of rows.
func (m *model) ids(rows []any) []any {
	ids := make([]any, len(rows))
	for i, row := range rows {
		ids[i] = m.ID(row)
	}
	return ids
}
