package filter_test

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/filter"
)

// testCase is one of testdata/cases.json, which the pages' parser is tested against as well.
type testCase struct {
	Text  string `json:"text"`
	AST   any    `json:"ast,omitempty"`   // what it means
	Print string `json:"print,omitempty"` // its shortest form
	Error string `json:"error,omitempty"` // or why it cannot be read,
	Pos   int    `json:"pos,omitempty"`   // and where, in bytes
}

func cases(t testing.TB) []testCase {
	t.Helper()
	raw, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []testCase
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSharedCases(t *testing.T) {
	for _, c := range cases(t) {
		e, err := filter.Parse(c.Text)
		if c.Error != "" {
			var failed *filter.Error
			if !errors.As(err, &failed) {
				t.Errorf("%q is read as %v, want the error %q", c.Text, e, c.Error)
			} else if failed.Reason != c.Error || failed.Pos != c.Pos {
				t.Errorf("%q fails at %d with %q, want %d and %q", c.Text, failed.Pos, failed.Reason, c.Pos, c.Error)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.Text, err)
			continue
		}
		if got := plain(e); !reflect.DeepEqual(got, c.AST) {
			t.Errorf("%q is read as\n%s, want\n%s", c.Text, asJSON(got), asJSON(c.AST))
		}
		if e != nil && e.String() != c.Print {
			t.Errorf("%q is printed as %q, want %q", c.Text, e, c.Print)
		}
	}
}

// plain is a filter as the pages have it, without positions.
func plain(e filter.Expr) any {
	list := func(terms []filter.Expr) []any {
		out := make([]any, len(terms))
		for i, term := range terms {
			out[i] = plain(term)
		}
		return out
	}
	switch e := e.(type) {
	case filter.And:
		return map[string]any{"and": list(e)}
	case filter.Or:
		return map[string]any{"or": list(e)}
	case filter.Not:
		return map[string]any{"not": plain(e.Term)}
	case *filter.Word:
		return map[string]any{"word": plainValue(e.Value)}
	case *filter.Cmp:
		return map[string]any{"path": strings.Join(e.Path, "."), "op": string(e.Op), "value": plainValue(e.Value)}
	}
	return nil
}

func plainValue(v filter.Value) any {
	switch v := v.(type) {
	case filter.Text:
		return map[string]any{"text": string(v)}
	case filter.Var:
		return map[string]any{"var": string(v)}
	case filter.Null:
		return map[string]any{"null": true}
	case filter.Pattern:
		literals := make([]any, len(v))
		for i, literal := range v {
			literals[i] = literal
		}
		return map[string]any{"pattern": literals}
	case filter.List:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = plainValue(item)
		}
		return map[string]any{"list": items}
	case filter.Range:
		return map[string]any{"range": []any{plainValue(v.Low), plainValue(v.High)}}
	}
	return nil
}

func asJSON(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func TestPositionsPointAtPathOperatorAndValue(t *testing.T) {
	e, err := filter.Parse(`é:1 or a.b  >=  "x"`)
	if err == nil {
		t.Fatalf("a name outside of ASCII is read as %v", e)
	}
	e, err = filter.Parse(`a:"é" or a.b  >=  "x"`)
	if err != nil {
		t.Fatal(err)
	}
	c := e.(filter.Or)[1].(*filter.Cmp)
	if c.Pos != 10 || c.OpPos != 15 || c.ValuePos != 19 {
		t.Errorf("positions %d, %d, %d; want 10, 15, 19", c.Pos, c.OpPos, c.ValuePos)
	}
}

func TestLimitsAreRefusedAndNamed(t *testing.T) {
	for name, c := range map[string]struct{ fits, over string }{
		"bytes":       {"a:" + strings.Repeat("x", filter.MaxBytes-2), "a:" + strings.Repeat("x", filter.MaxBytes-1)},
		"depth":       {strings.Repeat("(", filter.MaxDepth) + "a:1" + strings.Repeat(")", filter.MaxDepth), strings.Repeat("(", filter.MaxDepth+1) + "a:1" + strings.Repeat(")", filter.MaxDepth+1)},
		"comparisons": {strings.Repeat("a:1 ", filter.MaxTerms), strings.Repeat("a:1 ", filter.MaxTerms+1)},
		"items":       {"a:(1" + strings.Repeat(",1", filter.MaxItems-1) + ")", "a:(1" + strings.Repeat(",1", filter.MaxItems) + ")"},
		"names":       {"a" + strings.Repeat(".a", filter.MaxSteps-1) + ":1", "a" + strings.Repeat(".a", filter.MaxSteps) + ":1"},
		`"*"`:         {"a:" + strings.Repeat("*x", filter.MaxStars), "a:" + strings.Repeat("*x", filter.MaxStars+1)},
	} {
		if _, err := filter.Parse(c.fits); err != nil {
			t.Errorf("%s at the limit: %v", name, err)
		}
		if _, err := filter.Parse(c.over); err == nil || !strings.Contains(err.Error(), name) && !strings.Contains(err.Error(), "deep") {
			t.Errorf("%s over the limit: error %v", name, err)
		}
	}
}

func TestAllAndAnyLeaveOutNilAndFlatten(t *testing.T) {
	a, _ := filter.Parse("a:1")
	bc, _ := filter.Parse("b:1 c:1")
	de, _ := filter.Parse("d:1 or e:1")
	if got := filter.All(nil, nil); got != nil {
		t.Errorf("All of nothing is %v", got)
	}
	if got := filter.All(nil, de); got.String() != "d:1 or e:1" {
		t.Errorf("All of one is %v", got)
	}
	if got := filter.All(a, nil, bc, de).String(); got != "a:1 b:1 c:1 (d:1 or e:1)" {
		t.Errorf("All is %s", got)
	}
	if got := filter.Any(a, bc, nil, de).String(); got != "a:1 or b:1 c:1 or d:1 or e:1" {
		t.Errorf("Any is %s", got)
	}
}

func TestFillPutsLiteralsForVariables(t *testing.T) {
	e, err := filter.Parse("owner:$me or -(name:(null,$name) x:$me..)")
	if err != nil {
		t.Fatal(err)
	}
	filled, err := filter.Fill(e, map[string]string{"me": "7", "name": "null"})
	if err != nil || filled.String() != `owner:7 or -(name:(null,"null") x:7..)` {
		t.Errorf("filled: %v, %v", filled, err)
	}
	if e.String() != "owner:$me or -(name:(null,$name) x:$me..)" {
		t.Errorf("the original was changed to %v", e)
	}
	_, err = filter.Fill(e, map[string]string{"me": "7"})
	var failed *filter.Error
	if !errors.As(err, &failed) || failed.Pos != 20 || failed.Reason != "unknown variable $name; there is $me" {
		t.Errorf("an unknown variable: %#v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range cases(f) {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := filter.Parse(text)
		var failed *filter.Error
		if err != nil {
			if !errors.As(err, &failed) || failed.Pos < 0 || failed.Pos > len(text) || failed.Reason == "" {
				t.Fatalf("%q: error %#v", text, err)
			}
			return
		}
		if e == nil {
			if strings.Trim(text, " \t\r\n") != "" {
				t.Fatalf("%q is read as nothing", text)
			}
			return
		}
		printed := e.String()
		if len(printed) > filter.MaxBytes {
			return
		}
		again, err := filter.Parse(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q, which fails: %v", text, printed, err)
		}
		if !reflect.DeepEqual(plain(e), plain(again)) || again.String() != printed {
			t.Fatalf("%q is printed as %q, which is read as %q", text, printed, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	const text = `status:open (price > 20 or author.name:"le guin") -tags.name=(draft,spam) created:today-7d..`
	b.ReportAllocs()
	for b.Loop() {
		if _, err := filter.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
