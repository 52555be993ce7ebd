package binding_test

import (
	"database/sql"
	"errors"
	"net/url"
	"reflect"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin/binding"
)

type (
	path  string
	grams uint32
	hash  [4]byte
	day   time.Time
	short string
)

func (s *short) Validate() error {
	if len(*s) > 3 {
		return errors.New("too long")
	}
	return nil
}

func TestNullsAreNil(t *testing.T) {
	five := 5
	for name, pair := range map[string][2]any{
		"pointer":          {binding.Deref(&five), 5},
		"nil pointer":      {binding.Deref[int](nil), nil},
		"zero time":        {binding.NonZero(time.Time{}), nil},
		"some text":        {binding.NonZero("x"), "x"},
		"nil list":         {binding.NonNil([]int(nil)), nil},
		"nil map":          {binding.NonNil(map[string]int(nil)), nil},
		"nil struct":       {binding.NonNil((*url.URL)(nil)), nil},
		"nil of any":       {binding.NonNil[any](nil), nil},
		"struct":           {binding.NonNil(struct{ A int }{1}), struct{ A int }{1}},
		"element":          {binding.Elem(&five), 0},
		"element of a nil": {binding.Elem[string](nil), ""},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %#v, want %#v", name, pair[0], pair[1])
		}
	}
	if empty := binding.NonNil([]int{}); empty == nil {
		t.Error("an empty list is null")
	}
}

func TestValidatorsGetTheBasicTypeThatEntGivesThem(t *testing.T) {
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	seen := func(check func(any) error, value any) string {
		t.Helper()
		err := check(value)
		if err == nil {
			t.Fatal("the validator was not called")
		}
		return err.Error()
	}
	text := binding.Check(func(s string) error { return errors.New(s) })
	for value, want := range map[any]string{
		"plain": "plain", path("/x"): "/x", sql.NullString{String: "n", Valid: true}: "n", &url.URL{Scheme: "https", Host: "a"}: "https://a",
	} {
		if got := seen(text, value); got != want {
			t.Errorf("%#v became %q, want %q", value, got, want)
		}
	}
	var number uint32
	var bytes []byte
	var instant time.Time
	_ = seen(binding.Check(func(n uint32) error { number = n; return errors.New("") }), grams(7))
	_ = seen(binding.Check(func(b []byte) error { bytes = b; return errors.New("") }), hash{1, 2, 3, 4})
	_ = seen(binding.Check(func(at time.Time) error { instant = at; return errors.New("") }), day(at))
	if number != 7 || !reflect.DeepEqual(bytes, []byte{1, 2, 3, 4}) || !instant.Equal(at) {
		t.Errorf("%v %v %v", number, bytes, instant)
	}
	if binding.Check[string](nil) != nil {
		t.Error("there is a check without a validator")
	}
	if binding.CheckSelf(short("abc")) != nil || binding.CheckSelf(short("abcd")) == nil || binding.CheckSelf(5) != nil {
		t.Error("a type does not validate itself")
	}
}
