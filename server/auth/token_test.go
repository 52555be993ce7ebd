package auth

import (
	"bytes"
	"compress/zlib"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func rolesPayload() string {
	return `{"username":"admin","roles":["` + strings.Join(slices.Repeat([]string{"reader"}, 40), `","`) + `"]}`
}

const vectorTime = 1782323210

// The vectors were made by itsdangerous itself.
var tokenVectors = []struct {
	name, secret, payload string
	at                    int64
	token                 string
}{
	{"an admin's cookie", "test-secret", `{"username":"admin","is_admin":true}`, vectorTime,
		"eyJ1c2VybmFtZSI6ImFkbWluIiwiaXNfYWRtaW4iOnRydWV9.ajwYCg.slKUm2eXD7Fe3kiGcxRb38IlCzs"},
	{"a bare string dated 1970", "k", `"x"`, 0, "Ingi..fOFSrxE2dkthuKzeWE9zLKiH9P8"},
	{"a compressed payload", "test-secret", rolesPayload(), vectorTime,
		".eJyrViotTi3KS8xNVbJSSkzJzcxT0lEqys9JLVayilYqSk1MSS0CiYwyaMeIrQUAb3V99w.ajwYCg.d4o1kykhrJTArsLr_4eQuZseJtc"},
}

func TestOpenReadsItsdangerousVectors(t *testing.T) {
	for _, v := range tokenVectors {
		t.Run(v.name, func(t *testing.T) {
			payload, at, err := newSigner(v.secret, DefaultSalt).open(v.token, time.Unix(v.at+60, 0), time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			if string(payload) != v.payload || at.Unix() != v.at {
				t.Errorf("payload %s at %d, want %s at %d", payload, at.Unix(), v.payload, v.at)
			}
		})
	}
}

func TestSignWritesItsdangerousVectors(t *testing.T) {
	for _, v := range tokenVectors {
		t.Run(v.name, func(t *testing.T) {
			s := newSigner(v.secret, DefaultSalt)
			token, err := s.sign([]byte(v.payload), time.Unix(v.at, 0))
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(v.token, ".") {
				// zlib implementations differ in the bytes they write, not in what they mean.
				if !strings.HasPrefix(token, ".") {
					t.Errorf("payload of %d bytes was not compressed: %s", len(v.payload), token)
				}
				payload, _, err := s.open(token, time.Unix(v.at, 0), 0)
				if err != nil || string(payload) != v.payload {
					t.Errorf("reads back as %s, %v", payload, err)
				}
				return
			}
			if token != v.token {
				t.Errorf("token %s, want %s", token, v.token)
			}
		})
	}
}

func TestOpenHoldsTheAgeLimitsToTheSecond(t *testing.T) {
	s := newSigner("test-secret", DefaultSalt)
	made := time.Unix(vectorTime, 0)
	token, err := s.sign([]byte(`{}`), made)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		now  time.Time
		want error
	}{
		{"at once", made, nil},
		{"within the same second", made.Add(999 * time.Millisecond), nil},
		{"at its greatest age", made.Add(time.Hour), nil},
		{"a second too old", made.Add(time.Hour + time.Second), ErrTokenExpired},
		{"a second in the future", made.Add(-time.Second), ErrTokenFuture},
		{"a year in the future", made.AddDate(-1, 0, 0), ErrTokenFuture},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, _, err := s.open(token, tc.now, time.Hour); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestOpenRefusesATokenTamperedAtAnyByte(t *testing.T) {
	s := newSigner("test-secret", DefaultSalt)
	now := time.Unix(vectorTime+1, 0)
	for _, v := range []string{tokenVectors[0].token, tokenVectors[2].token} {
		for i := range len(v) {
			for _, b := range []byte{v[i] ^ 1, v[i] ^ 0x20, 'A', '.', '-', '=', '\n', 0, 0xff} {
				if b != v[i] {
					refuse(t, s, v[:i]+string([]byte{b})+v[i+1:], now)
				}
				refuse(t, s, v[:i]+string([]byte{b})+v[i:], now)
			}
			refuse(t, s, v[:i], now)
			refuse(t, s, v[:i]+v[i+1:], now)
		}
		for _, tail := range []string{".", "=", "A", "\n", " "} {
			refuse(t, s, v+tail, now)
		}
	}
}

func refuse(t *testing.T, s signer, token string, now time.Time) {
	t.Helper()
	if payload, _, err := s.open(token, now, time.Hour); err == nil {
		t.Errorf("token %q was accepted with payload %s", token, payload)
	}
}

func TestOpenRefusesHostileTokens(t *testing.T) {
	s := newSigner("test-secret", DefaultSalt)
	now := time.Unix(vectorTime, 0)
	// Signed with the right key, to prove that the bounds hold even then.
	forge := func(body string) string {
		signed := body + "." + "ajwYCg"
		return signed + "." + strictBase64.EncodeToString(s.mac(signed))
	}
	var bomb bytes.Buffer
	w, _ := zlib.NewWriterLevel(&bomb, zlib.BestCompression)
	_, _ = w.Write(make([]byte, 1<<20))
	_ = w.Close()
	atCap := bytes.Repeat([]byte("x"), maxPayloadBytes)

	for _, tc := range []struct {
		name, token string
		want        error
	}{
		{"nothing", "", ErrTokenMalformed},
		{"dots alone", "...", ErrTokenSignature},
		{"no dot", "abc", ErrTokenMalformed},
		{"5 kB", forge(strings.Repeat("A", 5000)), ErrTokenMalformed},
		{"zip bomb of 1 MiB", forge("." + strictBase64.EncodeToString(bomb.Bytes())), ErrTokenMalformed},
		{"broken zlib", forge(".AAAA"), ErrTokenMalformed},
		{"truncated zlib", forge("." + strictBase64.EncodeToString(deflate(atCap)[:20])), ErrTokenMalformed},
		{"signed but without a time", "e30." + strictBase64.EncodeToString(s.mac("e30")), ErrTokenMalformed},
		{"another secret", mustSign(t, newSigner("other", DefaultSalt), `{}`, now), ErrTokenSignature},
		{"another salt", mustSign(t, newSigner("test-secret", "other"), `{}`, now), ErrTokenSignature},
		{"trailing bits set", forge("e31"), ErrTokenMalformed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, _, err := s.open(tc.token, now, time.Hour); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
	if payload, _, err := s.open(mustSign(t, s, string(atCap), now), now, time.Hour); err != nil || !bytes.Equal(payload, atCap) {
		t.Errorf("a payload of exactly %d bytes: %v", maxPayloadBytes, err)
	}
}

func TestSignRefusesWhatOpenWouldRefuse(t *testing.T) {
	s := newSigner("test-secret", DefaultSalt)
	random := make([]byte, 4000)
	for i, state := 0, uint32(1); i < len(random); i++ {
		state = state*1664525 + 1013904223
		random[i] = byte(state >> 24)
	}
	if _, err := s.sign(random, time.Unix(vectorTime, 0)); !errors.Is(err, ErrTokenMalformed) {
		t.Errorf("4,000 incompressible bytes: %v", err)
	}
	if _, err := s.sign([]byte("{}"), time.Unix(-1, 0)); !errors.Is(err, ErrTokenMalformed) {
		t.Errorf("a date before 1970: %v", err)
	}
}

func mustSign(t testing.TB, s signer, payload string, at time.Time) string {
	t.Helper()
	token, err := s.sign([]byte(payload), at)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func FuzzOpen(f *testing.F) {
	for _, v := range tokenVectors {
		f.Add(v.token)
	}
	f.Add("")
	f.Add("..")
	f.Add(strings.Repeat(".", maxTokenBytes+1))
	known := map[string]bool{}
	for _, v := range tokenVectors {
		known[v.token] = true
	}
	s := newSigner("test-secret", DefaultSalt)
	now := time.Unix(vectorTime, 0)
	f.Fuzz(func(t *testing.T, token string) {
		if _, _, err := s.open(token, now, time.Hour); err == nil && !known[token] {
			t.Errorf("token %q was never signed, yet accepted", token)
		}
		// What follows a good signature must not panic either.
		_, _ = parsePayload(token)
		_, _ = parseStamp(token)
	})
}
