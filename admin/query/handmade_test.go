package query_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/pgtest"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/query"
)

// record is a row of a table without ent.
type record map[string]any

// source is a database without ent, as far as queries need it.
type source struct {
	entity.Source
	driver dialect.Driver
}

func (s source) Dialect() string { return s.driver.Dialect() }

func eachRaw(t *testing.T, fn func(t *testing.T, drv dialect.Driver)) {
	for _, name := range []string{dialect.SQLite, dialect.Postgres} {
		t.Run(name, func(t *testing.T) {
			driver, dsn := "sqlite", "file:"+filepath.Join(t.TempDir(), "raw.db")
			if name == dialect.Postgres {
				driver, dsn = "postgres", pgtest.URL(t)
			}
			db, err := sql.Open(driver, dsn)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			fn(t, entsql.OpenDB(name, db))
		})
	}
}

func exec(t *testing.T, drv dialect.Driver, statement string, args ...any) {
	t.Helper()
	if err := drv.Exec(t.Context(), statement, args, nil); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// value is the accessor of a field of records.
func value(name string, codec entity.Codec) entity.Value {
	return entity.Value{Codec: codec, Get: func(row any) any { return row.(record)[name] }}
}

// load runs a query as ent would.
func load(t *testing.T, drv dialect.Driver, typ *entity.Type, shape func(*entsql.Selector)) []any {
	t.Helper()
	b := entsql.Dialect(drv.Dialect())
	s := b.Select().From(b.Table(typ.Table))
	names := slices.Clone(typ.Type.ID.Columns)
	for _, f := range typ.Fields {
		if !slices.Contains(names, f.Column) {
			names = append(names, f.Column)
		}
	}
	s.Select(s.Columns(names...)...)
	shape(s)
	text, args := s.Query()
	rows := &entsql.Rows{}
	if err := drv.Query(context.Background(), text, args, rows); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer func() { _ = rows.Close() }()
	var all []any
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range into {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		r := record{}
		for i, name := range names {
			if b, ok := values[i].([]byte); ok {
				values[i] = string(b)
			}
			r[name] = values[i]
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// walk goes through all pages, forwards and back, and fails where the two differ.
func walk(t *testing.T, drv dialect.Driver, c *query.Compiler, typ *entity.Type, plan query.Plan, text func(any) string) []string {
	t.Helper()
	next := func() query.Result {
		p, err := c.Page(typ, plan, query.Access{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := p.Finish(t.Context(), drv, load(t, drv, typ, p.Query(entity.Query{}).Shape))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	texts := func(rows []any) (list []string) {
		for _, row := range rows {
			list = append(list, text(row))
		}
		return list
	}
	r := next()
	all, last := texts(r.Rows), len(r.Rows)
	for pages := 0; r.Next != ""; pages++ {
		if pages > 1000 {
			t.Fatalf("pages without end: %v", all[:20])
		}
		plan.After = r.Next
		r = next()
		all, last = append(all, texts(r.Rows)...), len(r.Rows)
	}
	var back []string
	for plan.After, plan.Before = "", r.Prev; plan.Before != ""; plan.Before = r.Prev {
		r = next()
		back = append(texts(r.Rows), back...)
	}
	if !slices.Equal(back, all[:len(all)-last]) {
		t.Fatalf("back: %v\nforth: %v", back, all)
	}
	return all
}

func TestCompositeIDsBreakTies(t *testing.T) {
	typ := &entity.Type{Type: meta.Type{
		Slug: "friendships", Table: "friendships", ID: meta.ID{Parts: []string{"user_id", "friend_id"}, Columns: []string{"user_id", "friend_id"}},
		Fields: []meta.Field{
			{Name: "user_id", Kind: meta.Int, Column: "user_id", Filterable: true, Sortable: true},
			{Name: "friend_id", Kind: meta.Int, Column: "friend_id", Filterable: true, Sortable: true},
			{Name: "since", Kind: meta.Int, Column: "since", Nullable: true, Filterable: true, Sortable: true},
		}},
		Values: []entity.Value{value("user_id", entity.IntOf(int64(0))), value("friend_id", entity.IntOf(int64(0))), value("since", entity.IntOf(int64(0)))},
	}
	eachRaw(t, func(t *testing.T, drv dialect.Driver) {
		exec(t, drv, "CREATE TABLE friendships (user_id bigint, friend_id bigint, since bigint, PRIMARY KEY (user_id, friend_id))")
		for i := range 30 {
			since := any(i % 3)
			if i%5 == 0 {
				since = nil
			}
			b := entsql.Dialect(drv.Dialect()).Insert("friendships").Columns("user_id", "friend_id", "since").Values(i%4, i, since)
			text, args := b.Query()
			exec(t, drv, text, args...)
		}
		c := query.New(&entity.Registry{Types: []*entity.Type{typ}, Source: source{driver: drv}})
		for _, sort := range []string{"", "since", "-since", "-friend_id", "user_id,-since", "-since,user_id"} {
			keys, err := query.ParseSort(sort)
			if err != nil {
				t.Fatal(err)
			}
			got := walk(t, drv, c, typ, query.Plan{Sort: keys, Limit: 4}, func(row any) string {
				r := row.(record)
				return fmt.Sprint(r["user_id"], "~", r["friend_id"])
			})
			if unique := slices.Compact(slices.Sorted(slices.Values(got))); len(got) != 30 || len(unique) != 30 {
				t.Errorf("sort=%s: %d rows, %d of them different", sort, len(got), len(unique))
			}
		}
	})
}

func TestViewsWithoutIDsArePagedByNumber(t *testing.T) {
	typ := &entity.Type{Type: meta.Type{
		Slug: "sums", Table: "sums", View: true,
		Fields: []meta.Field{{Name: "n", Kind: meta.Int, Column: "n", Filterable: true, Sortable: true}},
	}, Values: []entity.Value{value("n", entity.IntOf(int64(0)))}}
	eachRaw(t, func(t *testing.T, drv dialect.Driver) {
		exec(t, drv, "CREATE TABLE numbers (n bigint)")
		exec(t, drv, "INSERT INTO numbers VALUES (4), (2), (NULL), (9), (1), (2), (7)")
		exec(t, drv, "CREATE VIEW sums AS SELECT n FROM numbers")
		c := query.New(&entity.Registry{Types: []*entity.Type{typ}, Source: source{driver: drv}})
		got := walk(t, drv, c, typ, query.Plan{Sort: []query.Key{{Path: []string{"n"}, Desc: true}}, Limit: 3}, func(row any) string { return fmt.Sprint(row.(record)["n"]) })
		if want := []string{"9", "7", "4", "2", "2", "1", "<nil>"}; !slices.Equal(got, want) {
			t.Errorf("pages are %v", got)
		}
	})
}

// TestEdgesAmongPeople crosses an edge of a type with itself through a join table, and one to a type with a composite id.
func TestEdgesAmongPeople(t *testing.T) {
	person := &entity.Type{Type: meta.Type{
		Slug: "people", Plural: "People", Table: "people", ID: meta.ID{Kind: meta.String, Columns: []string{"key"}},
		Fields: []meta.Field{{Name: "age", Kind: meta.Int, Column: "years", Filterable: true, Sortable: true}},
		Edges: []meta.Edge{
			{Name: "follows", Type: "people", Rel: meta.ManyToMany, Table: "person_follows", Columns: []string{"person_key", "follows_key"}},
			{Name: "followers", Type: "people", Rel: meta.ManyToMany, Table: "person_follows", Columns: []string{"follows_key", "person_key"}},
			{Name: "memberships", Type: "memberships", Rel: meta.OneToMany, Table: "memberships", Columns: []string{"person_key"}},
		},
	},
		Values:  []entity.Value{value("years", entity.IntOf(int64(0)))},
		ID:      func(row any) any { return row.(record)["key"] },
		ParseID: entity.StringOf("").ParseText,
	}
	membership := &entity.Type{Type: meta.Type{
		Slug: "memberships", Plural: "Memberships", Table: "memberships", ID: meta.ID{Parts: []string{"person_key", "club"}, Columns: []string{"person_key", "club"}},
		Fields: []meta.Field{
			{Name: "person_key", Kind: meta.String, Column: "person_key", Filterable: true, Sortable: true},
			{Name: "club", Kind: meta.String, Column: "club", Filterable: true, Sortable: true},
		},
		Edges: []meta.Edge{{Name: "person", Type: "people", Rel: meta.ManyToOne, Table: "memberships", Columns: []string{"person_key"}, OwnFK: true, Required: true}},
	}, Values: []entity.Value{value("person_key", entity.StringOf("")), value("club", entity.StringOf(""))}}
	eachRaw(t, func(t *testing.T, drv dialect.Driver) {
		exec(t, drv, "CREATE TABLE people (key text PRIMARY KEY, years bigint NOT NULL)")
		exec(t, drv, "CREATE TABLE person_follows (person_key text, follows_key text, PRIMARY KEY (person_key, follows_key))")
		exec(t, drv, "CREATE TABLE memberships (person_key text, club text, PRIMARY KEY (person_key, club))")
		exec(t, drv, "INSERT INTO people VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 4)")
		exec(t, drv, "INSERT INTO person_follows VALUES ('a', 'b'), ('b', 'c'), ('c', 'a'), ('c', 'c')")
		exec(t, drv, "INSERT INTO memberships VALUES ('a', 'chess'), ('b', 'chess'), ('b', 'go')")
		c := query.New(&entity.Registry{Types: []*entity.Type{person, membership}, Source: source{driver: drv}})
		find := func(typ *entity.Type, text, sort string, key func(record) string) string {
			t.Helper()
			keys, err := query.ParseSort(sort)
			if err != nil {
				t.Fatal(err)
			}
			shape, err := c.Shape(typ, query.Plan{Filter: must(text), Sort: keys}, query.Access{})
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			var found strings.Builder
			for _, row := range load(t, drv, typ, shape) {
				found.WriteString(key(row.(record)))
			}
			return found.String()
		}
		for text, want := range map[string]string{
			"follows:c": "bc", "follows:null": "d", "followers:null": "d", "followers:c": "ac", "follows.age:2": "a", "follows.follows.age:3": "abc",
			"follows.followers.age>2": "bc", "follows!=c": "ad", "follows.followers:b": "bc", "memberships.club:go": "b", "memberships:null": "cd",
			"memberships.person.follows.age:3": "b", "follows.memberships!=null": "ad", "-follows.memberships:null": "ad", "id:A": "a", "follows:C": "", "follows:(a,b)": "ac",
		} {
			if got := find(person, text, "id", func(r record) string { return r["key"].(string) }); got != want {
				t.Errorf("people where %s: %q, want %q", text, got, want)
			}
		}
		if got := find(membership, "person.age>0", "-person.age,club", func(r record) string { return r["person_key"].(string) + r["club"].(string)[:1] }); got != "bcbgac" {
			t.Errorf("memberships by their person's age: %s", got)
		}
		if _, err := c.Check(person, must("memberships:x"), query.Access{}); err == nil || !strings.Contains(err.Error(), "Memberships have no single id") {
			t.Errorf("an edge to a composite id: %v", err)
		}
	})
}

// TestTimesAsTheDriverWritesThem has SQLite times with what a monotonic clock leaves in the driver's default form.
func TestTimesAsTheDriverWritesThem(t *testing.T) {
	typ := &entity.Type{Type: meta.Type{
		Slug: "notes", Table: "notes", ID: meta.ID{Kind: meta.Int, Columns: []string{"id"}},
		Fields: []meta.Field{{Name: "at", Kind: meta.Time, Column: "at", Filterable: true, Sortable: true}},
	},
		Values:  []entity.Value{value("at", entity.TimeOf(time.Time{}))},
		ID:      func(row any) any { return row.(record)["id"] },
		ParseID: entity.IntOf(int64(0)).ParseText,
	}
	eachRaw(t, func(t *testing.T, drv dialect.Driver) {
		column := map[string]string{dialect.SQLite: "datetime", dialect.Postgres: "timestamptz"}[drv.Dialect()]
		exec(t, drv, "CREATE TABLE notes (id bigint PRIMARY KEY, at "+column+")")
		var want []string
		for i := range 20 {
			b := entsql.Dialect(drv.Dialect()).Insert("notes").Columns("id", "at").Values(i, time.Now())
			text, args := b.Query()
			exec(t, drv, text, args...)
			want = append(want, fmt.Sprint(i))
		}
		c := query.New(&entity.Registry{Types: []*entity.Type{typ}, Source: source{driver: drv}})
		for _, desc := range []bool{false, true} {
			got := walk(t, drv, c, typ, query.Plan{Sort: []query.Key{{Path: []string{"at"}, Desc: desc}}, Limit: 3}, func(row any) string { return fmt.Sprint(row.(record)["id"]) })
			if desc {
				slices.Reverse(got)
			}
			if !slices.Equal(got, want) {
				t.Errorf("desc %v: pages are %v", desc, got)
			}
		}
	})
}

// TestFloatsThatAreNoNumbers pages over what PostgreSQL can hold and JSON cannot.
func TestFloatsThatAreNoNumbers(t *testing.T) {
	typ := &entity.Type{Type: meta.Type{
		Slug: "readings", Table: "readings", ID: meta.ID{Kind: meta.String, Columns: []string{"id"}},
		Fields: []meta.Field{{Name: "v", Kind: meta.Float, Column: "v", Filterable: true, Sortable: true}},
	},
		Values:  []entity.Value{value("v", entity.FloatOf(0.0))},
		ID:      func(row any) any { return row.(record)["id"] },
		ParseID: entity.StringOf("").ParseText,
	}
	eachRaw(t, func(t *testing.T, drv dialect.Driver) {
		if drv.Dialect() == dialect.SQLite {
			t.Skip("it has no such floats")
		}
		exec(t, drv, "CREATE TABLE readings (id text PRIMARY KEY, v double precision NOT NULL)")
		exec(t, drv, "INSERT INTO readings VALUES ('a', 0.1), ('b', 'NaN'), ('c', '-Infinity'), ('d', 'Infinity'), ('e', 5e-324), ('f', 'NaN')")
		c := query.New(&entity.Registry{Types: []*entity.Type{typ}, Source: source{driver: drv}})
		got := walk(t, drv, c, typ, query.Plan{Sort: []query.Key{{Path: []string{"v"}}}, Limit: 1}, func(row any) string { return row.(record)["id"].(string) })
		if want := "ceadbf"; strings.Join(got, "") != want {
			t.Errorf("pages are %v", got)
		}
	})
}

// TestLongValuesStayOutOfCursors pages by texts that are longer than a cursor may be.
func TestLongValuesStayOutOfCursors(t *testing.T) {
	typ := &entity.Type{Type: meta.Type{
		Slug: "pages", Table: "pages", ID: meta.ID{Kind: meta.Int, Columns: []string{"id"}},
		Fields: []meta.Field{
			{Name: "body", Kind: meta.String, Column: "body", Nullable: true, Filterable: true, Sortable: true},
			{Name: "kind", Kind: meta.String, Column: "kind", Filterable: true, Sortable: true},
		},
	},
		Values:  []entity.Value{value("body", entity.StringOf("")), value("kind", entity.StringOf(""))},
		ID:      func(row any) any { return row.(record)["id"] },
		ParseID: entity.IntOf(int64(0)).ParseText,
	}
	eachRaw(t, func(t *testing.T, drv dialect.Driver) {
		exec(t, drv, "CREATE TABLE pages (id bigint PRIMARY KEY, body text, kind text NOT NULL)")
		long := strings.Repeat("é", 10_000)
		for i, body := range []any{long + "b", "a", long + "a", nil, long + "b", long, "z", nil} {
			text, args := entsql.Dialect(drv.Dialect()).Insert("pages").Columns("id", "body", "kind").Values(i, body, fmt.Sprint(long, i%2)).Query()
			exec(t, drv, text, args...)
		}
		c := query.New(&entity.Registry{Types: []*entity.Type{typ}, Source: source{driver: drv}})
		for sort, want := range map[string]string{"body": "16520437", "-body": "40256173", "kind": "02461357", "-kind,body": "15376204"} {
			keys, err := query.ParseSort(sort)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(walk(t, drv, c, typ, query.Plan{Sort: keys, Limit: 1}, func(row any) string { return fmt.Sprint(row.(record)["id"]) }), "")
			if got != want {
				t.Errorf("sort=%s: %s, want %s", sort, got, want)
			}
		}
	})
}
