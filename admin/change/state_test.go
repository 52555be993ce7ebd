package change

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// A state has the version of the row it was read from, and going back over a diff leads to the state before.
func TestStatesHaveVersionsAndGoBack(t *testing.T) {
	registry, client := fixture.Open(t, fixture.SQLite(t))
	if err := fixture.Seed(t.Context(), client, 30); err != nil {
		t.Fatal(err)
	}
	for slug, m := range newModels(registry) {
		rows, err := m.Ops.Find(t.Context(), client, m.Whole())
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			now := m.read(row)
			if m.version(now) != m.Version(row) {
				t.Fatalf("%s: the state has another version", slug)
			}
			before := m.read(rows[(i+1)%len(rows)])
			deltas, err := parseDiff(m.diff(before, now, nil))
			if err != nil {
				t.Fatal(err)
			}
			if err := m.back(now, deltas); err != nil {
				t.Fatal(err)
			}
			if m.version(now) != m.version(before) {
				t.Fatalf("%s: going back leads elsewhere", slug)
			}
		}
	}
}

func FuzzCells(f *testing.F) {
	f.Add("text", []byte("blob"), int64(1), 0.1)
	f.Add("a\xff\x00", []byte{}, int64(math.MinInt64), math.Inf(1))
	f.Add("", []byte(nil), int64(-1), math.Copysign(0, -1))
	f.Fuzz(func(t *testing.T, text string, blob []byte, whole int64, real float64) {
		if blob == nil {
			blob = []byte{}
		}
		if math.IsNaN(real) {
			real = 0 // SQLite has none
		}
		row := cells{text, blob, whole, real, nil}
		raw, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		var got cells
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		if !reflect.DeepEqual(got, row) || math.Signbit(got[3].(float64)) != math.Signbit(real) {
			t.Errorf("%#v came back as %#v", row, got)
		}
	})
}

func TestIfMatch(t *testing.T) {
	for header, want := range map[string]bool{
		`"v"`: true, `v`: true, `W/"v"`: true, `*`: true, `"a", "v"`: true, `"a" , W/"v"`: true, `"a"`: false, `""`: false, `W/"a"`: false,
	} {
		if matches(header, "v") != want {
			t.Errorf("%s: want %v", header, want)
		}
	}
}

// Whatever is sent is an input or a problem that is the sender's.
func FuzzDecode(f *testing.F) {
	registry, _ := fixture.Open(f, fixture.SQLite(f))
	st, err := store.Open(f.Context(), registry, store.Options{})
	if err != nil {
		f.Fatal(err)
	}
	e := New(registry, st, Options{})
	for _, body := range []string{
		`{"title":"x","isbn":"1"}`, `{"tags":{"add":["1"],"remove":[2]},"author":{"id":3}}`, `{"tags":[{"id":"1"},null,[]],"author":[]}`,
		`{"author":null,"author_id":"1","metadata":{"a":[1e400]},"cover":"AA==","published_at":"2020-02-30T00:00:00Z"}`,
		`{"pages":9223372036854775808,"rating":"NaN","weight_kg":1e39,"volume":-1,"id":null,"in_print":"yes"}`, `{"author":{"id":{"id":1}}}`,
	} {
		f.Add([]byte(body), true)
	}
	f.Fuzz(func(t *testing.T, body []byte, creating bool) {
		for _, typ := range registry.Types {
			rights := st.Rights(access.Principal{ID: "1", Superuser: true}, &typ.Type)
			if _, err := e.Decode(typ, rights, body, creating); err != nil && problem.Of(err).Status >= 500 {
				t.Errorf("%s %s: %v", typ.Slug, body, err)
			}
			_, _ = e.DecodeText(typ, rights, map[string]string{"title": string(body), "tags": string(body), "pages": string(body)}, creating)
		}
	})
}
