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

// searchCase is one of testdata/searches.json, which the pages' parser is tested against as well.
type searchCase struct {
	testCase
	Terms [][2]int `json:"terms,omitempty"` // where each condition stands, in bytes
	End   int      `json:"end,omitempty"`   // where what is wrong ends, in bytes
}

func searches(t testing.TB) []searchCase {
	t.Helper()
	raw, err := os.ReadFile("testdata/searches.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []searchCase
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSharedSearches(t *testing.T) {
	for _, c := range searches(t) {
		s, err := filter.ParseSearch(c.Text)
		if c.Error != "" {
			var failed *filter.Error
			if !errors.As(err, &failed) {
				t.Errorf("%q is read as %v, want the error %q", c.Text, s.Expr, c.Error)
			} else if failed.Reason != c.Error || failed.Pos != c.Pos || failed.End != c.End {
				t.Errorf("%q fails at %d to %d with %q, want %d to %d and %q", c.Text, failed.Pos, failed.End, failed.Reason, c.Pos, c.End, c.Error)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.Text, err)
			continue
		}
		if got := plain(s.Expr); !reflect.DeepEqual(got, c.AST) {
			t.Errorf("%q is read as\n%s, want\n%s", c.Text, asJSON(got), asJSON(c.AST))
		}
		if s.Expr != nil && s.Expr.String() != c.Print {
			t.Errorf("%q is printed as %q, want %q", c.Text, s.Expr, c.Print)
		}
		var terms [][2]int
		for _, term := range s.Terms {
			terms = append(terms, [2]int{term.From, term.To})
		}
		if !reflect.DeepEqual(terms, c.Terms) {
			t.Errorf("%q has conditions at %v, want %v", c.Text, terms, c.Terms)
		}
	}
}

// What is a filter is the same search.
func TestEveryFilterIsASearch(t *testing.T) {
	for _, c := range cases(t) {
		if c.Error != "" {
			continue
		}
		s, err := filter.ParseSearch(c.Text)
		if err != nil || !reflect.DeepEqual(plain(s.Expr), c.AST) {
			t.Errorf("%q is the search %s, %v; want %s", c.Text, asJSON(plain(s.Expr)), err, asJSON(c.AST))
		}
	}
}

func FuzzParseSearch(f *testing.F) {
	for _, c := range cases(f) {
		f.Add(c.Text)
	}
	for _, c := range searches(f) {
		f.Add(c.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := filter.ParseSearch(text)
		var failed *filter.Error
		if err != nil {
			if !errors.As(err, &failed) || failed.Pos < 0 || failed.End < failed.Pos || failed.End > len(text) || failed.Reason == "" {
				t.Fatalf("%q: error %#v", text, err)
			}
			return
		}
		if s.Expr == nil {
			if strings.Trim(text, " \t\r\n") != "" {
				t.Fatalf("%q is read as nothing", text)
			}
			return
		}
		whole := make([]filter.Expr, 0, len(s.Terms))
		for i, term := range s.Terms {
			part, err := filter.ParseSearch(text[term.From:term.To])
			if err != nil || !reflect.DeepEqual(plain(part.Expr), plain(term.Expr)) || i > 0 && term.From < s.Terms[i-1].To {
				t.Fatalf("%q: condition %d from %d to %d is %v, want %v", text, i, term.From, term.To, part.Expr, term.Expr)
			}
			whole = append(whole, term.Expr)
		}
		if !reflect.DeepEqual(plain(filter.All(whole...)), plain(s.Expr)) {
			t.Fatalf("%q: the conditions are %v together, want %v", text, filter.All(whole...), s.Expr)
		}
		printed := s.Expr.String()
		if len(printed) > filter.MaxBytes {
			return
		}
		again, err := filter.ParseSearch(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q, which fails: %v", text, printed, err)
		}
		if !reflect.DeepEqual(plain(s.Expr), plain(again.Expr)) || again.Expr.String() != printed {
			t.Fatalf("%q is printed as %q, which is read as %q", text, printed, again.Expr)
		}
	})
}
