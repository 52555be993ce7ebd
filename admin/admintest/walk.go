package admintest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

// read goes through what can be done with rows that are not written.
func (e *exercise) read(t *testing.T, typ *entity.Type) {
	list := "/" + typ.Slug
	rows := items(t, e.want(t, http.StatusOK, "GET", list+"?count=exact", "", nil))
	e.export(t, typ, len(rows))
	for i := range typ.Fields {
		if f := &typ.Fields[i]; f.Filterable && !f.Hidden && f.Nullable {
			e.want(t, http.StatusOK, "GET", list+"?filter="+url.QueryEscape(f.Name+":null"), "", nil)
		}
	}
	if len(rows) > 0 && typ.ID != nil {
		e.want(t, http.StatusOK, "GET", list+"/"+url.PathEscape(fmt.Sprint(rows[0]["id"])), "", nil)
	}
}

// write takes one row of the type from its creation to its deletion and back.
func (e *exercise) write(t *testing.T, typ *entity.Type) {
	body, err := e.sample(typ, nil)
	if err != nil {
		t.Skipf("no row can be made up: %v", err)
	}
	list := "/" + typ.Slug
	created := e.send("POST", list, "", body)
	switch {
	case created.status == http.StatusForbidden && typ.Intercepted:
		t.Skip("the schema's policy does not allow it")
	case created.status == http.StatusUnprocessableEntity && unwritable(typ, created.json(t)):
		t.Skipf("no row can be made here: %s", created.body)
	case created.status != http.StatusCreated:
		t.Fatalf("create %s: %d %s\n%s", raw(body), created.status, created.body, e.log.String())
	}
	id := fmt.Sprint(created.json(t)["id"])
	row := list + "/" + url.PathEscape(id)
	got := e.want(t, http.StatusOK, "GET", row, "", nil)
	e.compare(t, typ, body, got.json(t))

	e.list(t, typ, id, got.json(t))
	e.export(t, typ, 1)

	etag := got.etag
	if name, value, ok := e.other(typ, got.json(t)); ok {
		updated := e.want(t, http.StatusOK, "PATCH", row, etag, map[string]any{name: value})
		now := e.want(t, http.StatusOK, "GET", row, "", nil)
		e.compare(t, typ, map[string]any{name: value}, now.json(t))
		if now.etag == etag || now.etag != updated.etag {
			t.Errorf("the version was %s, the update says %s, and it is %s", etag, updated.etag, now.etag)
		}
		e.want(t, http.StatusConflict, "PATCH", row, etag, map[string]any{name: value})
		got, etag = now, now.etag
	}
	e.want(t, http.StatusPreconditionRequired, "DELETE", row, "", nil)
	deleted := e.want(t, http.StatusNoContent, "DELETE", row, etag, nil)
	if left := items(t, e.want(t, http.StatusOK, "GET", list+"?"+is("id", id), "", nil)); len(left) != 0 {
		t.Errorf("a deleted row is still listed: %v", left)
	}
	if deleted.undo == "" {
		t.Logf("a deletion of %s cannot be undone", typ.Plural)
		return
	}
	e.want(t, http.StatusOK, "POST", "/_undo/"+url.PathEscape(deleted.undo), "", nil)
	back := e.want(t, http.StatusOK, "GET", row, "", nil)
	if was, is := got.json(t), back.json(t); !reflect.DeepEqual(was, is) {
		t.Errorf("brought back it is\n%v, and was\n%v", is, was)
	}
}

// unwritable reports whether all that a refused creation lacks is what the admin does not write.
func unwritable(typ *entity.Type, refusal map[string]any) bool {
	errs, _ := refusal["errors"].(map[string]any)
	for name := range errs {
		if f := typ.Field(name); f == nil || !f.ReadOnly && !f.Hidden {
			return false
		}
	}
	return len(errs) > 0
}

// compare looks whether a row has what was sent.
func (e *exercise) compare(t *testing.T, typ *entity.Type, sent, got map[string]any) {
	t.Helper()
	for name, value := range sent {
		f := typ.Field(name)
		if f == nil || f.Sensitive { // an edge, or the id; what is sensitive must not be there
			if _, there := got[name]; there && f != nil {
				t.Errorf("%s is sensitive and is answered", name)
			}
			continue
		}
		codec := typ.Values[slices.IndexFunc(typ.Fields, func(f meta.Field) bool { return f.Name == name })].Codec
		want, _ := codec.ParseJSON(raw(value))
		is, err := codec.ParseJSON(raw(got[name]))
		if err != nil || !reflect.DeepEqual(want, is) && f.Kind != meta.Time {
			t.Errorf("%s is %s, want %s (%v)", name, raw(got[name]), raw(value), err)
		}
	}
}

// list finds the row by its id, by each of its values and by a search for its title.
func (e *exercise) list(t *testing.T, typ *entity.Type, id string, row map[string]any) {
	t.Helper()
	find := func(query string) {
		t.Helper()
		rows := items(t, e.want(t, http.StatusOK, "GET", "/"+typ.Slug+"?limit=500&count=exact&"+query, "", nil))
		if !slices.ContainsFunc(rows, func(r map[string]any) bool { return fmt.Sprint(r["id"]) == id }) {
			t.Errorf("?%s does not find row %s", query, id)
		}
	}
	find("")
	find(is("id", id))
	for i := range typ.Fields {
		f := &typ.Fields[i]
		if !f.Filterable || f.Hidden || f.Sensitive {
			continue
		}
		find("sort=" + sortOf(f) + "&fields=" + url.QueryEscape(f.Name))
		switch value, there := row[f.Name]; {
		case there && value == nil:
			find("filter=" + url.QueryEscape(f.Name+":null"))
		case f.Kind == meta.String || f.Kind == meta.Int || f.Kind == meta.Bool || f.Kind == meta.Enum || f.Kind == meta.UUID:
			parsed, err := typ.Values[i].Codec.ParseJSON(raw(value))
			if err != nil {
				t.Errorf("%s: %s cannot be read back: %v", f.Name, raw(value), err)
				continue
			}
			find(is(f.Name, typ.Values[i].Codec.Text(parsed)))
		}
	}
	if len(typ.Search) > 0 {
		if value, ok := row[typ.Search[0]].(string); ok && strings.TrimSpace(value) != "" {
			find("search=" + url.QueryEscape(value))
		}
	}
	e.want(t, http.StatusOK, "GET", "/"+typ.Slug+"/_lookup?q=a", "", nil)
	e.want(t, http.StatusOK, "GET", "/"+typ.Slug+"/"+url.PathEscape(id)+"/history", "", nil)
}

func sortOf(f *meta.Field) string {
	if !f.Sortable {
		return ""
	}
	return url.QueryEscape("-" + f.Name)
}

// export looks whether at least that many rows come out in each format.
func (e *exercise) export(t *testing.T, typ *entity.Type, atLeast int) {
	t.Helper()
	for _, format := range []string{"csv", "json", "ndjson"} {
		a := e.want(t, http.StatusOK, "GET", "/"+typ.Slug+"/_export?format="+format, "", nil)
		n := 0
		switch format {
		case "csv":
			records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(a.body, []byte("\ufeff")))).ReadAll()
			if err != nil {
				t.Errorf("the export is no CSV: %v\n%s", err, a.body)
			}
			n = len(records) - 1
		case "ndjson":
			n = bytes.Count(a.body, []byte("\n"))
		default:
			n = len(items(t, answer{body: fmt.Appendf(nil, `{"items":%s}`, a.body)}))
		}
		if n < atLeast {
			t.Errorf("%s: %d rows come out, want at least %d", format, n, atLeast)
		}
	}
}

func items(t *testing.T, a answer) (rows []map[string]any) {
	t.Helper()
	list, ok := a.json(t)["items"].([]any)
	if !ok {
		t.Fatalf("the answer has no items: %s", a.body)
	}
	for _, item := range list {
		rows = append(rows, item.(map[string]any))
	}
	return rows
}

// is is a query that filters by a field's value.
func is(field, text string) string {
	return "filter=" + url.QueryEscape((&filter.Cmp{Path: []string{field}, Op: filter.Equal, Value: filter.Text(text)}).String())
}
