package auth

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

func at(seconds int64) func() time.Time {
	return func() time.Time { return time.Unix(seconds, 0).UTC() }
}

func mustCodecs(t testing.TB, now func() time.Time, secrets ...string) []securecookie.Codec {
	t.Helper()
	codecs, err := newCodecs(secrets, DefaultSalt, now)
	if err != nil {
		t.Fatal(err)
	}
	return codecs
}

func TestCodecKeepsUnknownKeysWhenASessionIsSavedAgain(t *testing.T) {
	store := &sessions.CookieStore{Codecs: mustCodecs(t, at(vectorTime), "test-secret"), Options: &sessions.Options{}}
	s := newSigner("test-secret", DefaultSalt)
	original := `{"big":12345678901234567890,"is_admin":true,"nested":{"a":[1,2.50,null]},"theme":"dark & <light>","username":"Ælfrēd"}`
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: mustSign(t, s, original, time.Unix(vectorTime, 0))})

	session, err := store.New(r, "session")
	if err != nil || session.IsNew {
		t.Fatalf("session is new: %v, %v", session.IsNew, err)
	}
	session.Values["sid"] = "abc"
	rec := httptest.NewRecorder()
	if err := store.Save(r, rec, session); err != nil {
		t.Fatal(err)
	}
	payload, _, err := s.open(rec.Result().Cookies()[0].Value, time.Unix(vectorTime, 0), 0)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"big":12345678901234567890,"is_admin":true,"nested":{"a":[1,2.50,null]},"sid":"abc","theme":"dark & <light>","username":"Ælfrēd"}`
	if string(payload) != want {
		t.Errorf("payload\n%s, want\n%s", payload, want)
	}
}

func TestCodecTakesOnlyJSONObjects(t *testing.T) {
	codec := mustCodecs(t, at(vectorTime), "k")[0]
	for _, payload := range []string{`"x"`, `null`, `[]`, `1`, ``, `{`, `{}{}`, `not json`} {
		var values map[any]any
		err := codec.Decode("session", mustSign(t, newSigner("k", DefaultSalt), payload, time.Unix(vectorTime, 0)), &values)
		if !errors.Is(err, ErrTokenMalformed) {
			t.Errorf("payload %q: %v, %v", payload, values, err)
		}
	}
}

func TestCodecsRotateSecrets(t *testing.T) {
	old := mustCodecs(t, at(vectorTime), "old")
	both := mustCodecs(t, at(vectorTime), "new", "old")
	after := mustCodecs(t, at(vectorTime), "new")

	made, err := securecookie.EncodeMulti("session", map[any]any{"username": "a"}, old...)
	if err != nil {
		t.Fatal(err)
	}
	var values map[any]any
	if err := securecookie.DecodeMulti("session", made, &values, both...); err != nil || values["username"] != "a" {
		t.Fatalf("a cookie under the old secret: %v, %v", values, err)
	}
	again, err := securecookie.EncodeMulti("session", values, both...)
	if err != nil {
		t.Fatal(err)
	}
	if err := securecookie.DecodeMulti("session", again, &values, after...); err != nil {
		t.Errorf("what is signed during the rotation is not under the newest secret: %v", err)
	}
	if err := securecookie.DecodeMulti("session", made, &values, after...); err == nil {
		t.Error("a cookie under the removed secret is still accepted")
	}
}

func TestCodecRefusesEmptySecrets(t *testing.T) {
	for _, secrets := range [][]string{nil, {}, {""}, {"a", ""}} {
		if _, err := newCodecs(secrets, "", time.Now); err == nil {
			t.Errorf("secrets %q were taken", secrets)
		}
	}
}

func TestCodecRoundTripsAndDatesTheSession(t *testing.T) {
	codec := mustCodecs(t, at(vectorTime), "k")[0]
	token, err := codec.Encode("session", map[any]any{"username": "admin", "n": 7, issuedAtKey{}: time.Unix(1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	var got map[any]any
	if err := codec.Decode("session", token, &got); err != nil {
		t.Fatal(err)
	}
	want := map[any]any{"username": "admin", "n": json.Number("7"), issuedAtKey{}: time.Unix(vectorTime, 0).UTC()}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := codec.Encode("session", "text"); err == nil {
		t.Error("a string was encoded as a session")
	}
	if err := codec.Decode("session", token, new(string)); err == nil {
		t.Error("a session was decoded into a string")
	}
}
