package query_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gen "entgo.io/ent"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/query"
)

// object is a row as the test made it, by which the database is judged.
type object struct {
	t      *entity.Type
	row    any // what ent made of it
	fields map[string]any
	edges  map[string][]*object
}

func (o *object) ID() any               { return o.t.ID(o.row) }
func (o *object) Field(name string) any { return o.fields[name] }
func (o *object) Edge(name string) []query.Row {
	rows := make([]query.Row, len(o.edges[name]))
	for i, target := range o.edges[name] {
		rows[i] = target
	}
	return rows
}

// library is a database full of random rows, and the same rows in memory.
type library struct {
	*rand.Rand
	reg    *entity.Registry
	client *ent.Client
	rows   map[string][]*object
	made   int
}

// eachLibrary runs fn on SQLite and on PostgreSQL, with the same rows.
func eachLibrary(t *testing.T, size int, fn func(t *testing.T, l *library)) {
	fixture.EachDatabase(t, func(t *testing.T, reg *entity.Registry, client *ent.Client) {
		l := &library{Rand: rand.New(rand.NewPCG(1, 2)), reg: reg, client: client, rows: map[string][]*object{}}
		l.fill(t, size)
		fn(t, l)
	})
}

func (l *library) fill(t *testing.T, size int) {
	for _, slug := range []string{"authors", "tags", "branches", "members", "books", "book_copies", "loans"} {
		n := size
		if slug == "tags" || slug == "branches" {
			n = size / 4
		}
		l.create(t, l.reg.Type(slug), n)
	}
}

// create makes rows of one type whose edges, as far as they must be set here, lead to rows that are there already.
func (l *library) create(t *testing.T, typ *entity.Type, n int) {
	for range n {
		o := &object{t: typ, fields: map[string]any{}, edges: map[string][]*object{}}
		type link struct {
			edge    string
			targets []*object
		}
		var links []link
		for i := range typ.Edges {
			e := &typ.Edges[i]
			if !e.OwnFK && e.Rel != meta.ManyToMany || e.Rel == meta.ManyToMany && e.Type != "tags" {
				continue // from the other side
			}
			links = append(links, link{e.Name, l.targets(o, e)})
		}
		for i := range typ.Fields {
			if f := &typ.Fields[i]; !f.Hidden && f.Edge == "" {
				o.fields[f.Name] = l.value(t, typ, f)
			}
		}
		row, err := typ.Ops.Create(t.Context(), l.client, func(m gen.Mutation) error {
			for name, value := range o.fields {
				if value == nil {
					continue
				}
				if err := m.SetField(name, value); err != nil {
					return err
				}
			}
			for _, link := range links {
				for _, target := range link.targets {
					if err := typ.Link(m, link.edge, false, target.ID()); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatalf("create one of %s with %v: %v", typ.Slug, o.fields, err)
		}
		o.row = row
		for _, link := range links {
			e := typ.Edge(link.edge)
			for _, target := range link.targets {
				o.edges[e.Name] = append(o.edges[e.Name], target)
				target.edges[e.Inverse] = append(target.edges[e.Inverse], o)
				if e.Field != "" {
					o.fields[e.Field] = target.ID()
				}
			}
		}
		l.rows[typ.Slug] = append(l.rows[typ.Slug], o)
	}
}

// targets are what an edge of a new row leads to.
func (l *library) targets(o *object, e *meta.Edge) []*object {
	candidates := slices.DeleteFunc(slices.Clone(l.rows[e.Type]), func(target *object) bool {
		return e.Rel == meta.OneToOne && len(target.edges[e.Inverse]) > 0
	})
	l.Shuffle(len(candidates), func(i, j int) { candidates[i], candidates[j] = candidates[j], candidates[i] })
	switch {
	case e.Rel == meta.ManyToMany:
		return candidates[:min(l.IntN(4), len(candidates))]
	case e.Required || l.IntN(4) > 0:
		return candidates[:min(1, len(candidates))]
	}
	return nil
}

// words are short, alike and awkward.
var words = []string{
	"a", "b", "A", "ab", "le guin", "Le Guin", "LE GUIN", "Élan", "élan vital", "ÉLAN", "50%", "50_", "50x", "x*y", "x?y", `x\y`, "[x]", "]", "^-",
	"null", "$me", "1..2", "日本", "O'Neil", "ſet", "set", "K", "k", "-1", ".", "a b", "  ", "ß", "straße", "\"q\"", "(p)", "naïve", "ǅ", "10", "9",
}

func (l *library) word() string { return words[l.IntN(len(words))] }

// value is a random value of a field, nil for null.
func (l *library) value(t *testing.T, typ *entity.Type, f *meta.Field) any {
	if f.Nullable && l.IntN(4) == 0 || f.Name == typ.SoftDelete && l.IntN(4) > 0 {
		return nil
	}
	codec := typ.Values[slices.IndexFunc(typ.Fields, func(other meta.Field) bool { return other.Name == f.Name })].Codec
	l.made++
	text := ""
	switch f.Kind {
	case meta.String:
		switch text = l.word(); {
		case f.Name == "isbn":
			text = fmt.Sprintf("%d-%d", l.IntN(10), l.made)
		case f.Sensitive:
			text = "long secret"
		case f.Unique || f.Name == "name":
			text += fmt.Sprint(" ", l.made%7, l.made)
		case f.Name == "email":
			text += "@x"
		}
	case meta.Int, meta.Other:
		text = fmt.Sprint(l.IntN(12))
		if f.Name == "barcode" {
			text = fmt.Sprint(int64(9007199254740990) + l.Int64N(6))
		}
	case meta.Float:
		text = []string{"0", "1", "0.1", "2.5", "3.3333333333333335", "4.000001", "5", "0.30000000000000004"}[l.IntN(8)]
	case meta.Bool:
		text = fmt.Sprint(l.IntN(2) == 0)
	case meta.Time:
		text = l.time()
	case meta.Enum:
		text = f.Choices[l.IntN(len(f.Choices))].Value
	case meta.JSON:
		text = l.json(t, f.Name)
	case meta.Bytes:
		text = []string{"", "AA==", "/w=="}[l.IntN(3)]
	case meta.UUID:
		t.Fatalf("no random UUID for %s", f.Name)
	}
	value, err := codec.ParseText(text)
	if err != nil {
		t.Fatalf("%s of %s: %q %v", f.Name, typ.Slug, text, err)
	}
	return value
}

func (l *library) time() string {
	return fmt.Sprintf("202%d-0%d-0%dT0%d:00:00.%06dZ", l.IntN(2), 1+l.IntN(2), 1+l.IntN(3), l.IntN(2), []int{0, 0, 1, 500000, 999999}[l.IntN(5)])
}

func (l *library) json(t *testing.T, name string) string {
	var v any
	switch name {
	case "languages":
		v = []string{l.word(), "en"}
	case "dimensions":
		v = map[string]int{"width": l.IntN(3), "height": 7}
	default:
		v = map[string]any{"w": strings.Trim(l.word(), `"\`), "n": l.IntN(3)}
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
