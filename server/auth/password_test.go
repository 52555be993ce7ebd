package auth

import (
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/internal/fault"
)

func TestNewPasswordsAreChecked(t *testing.T) {
	for _, tc := range []struct {
		name, password string
		ok             bool
	}{
		{"ten characters", "abcdefghij", true},
		{"nine characters", "abcdefghi", false},
		{"ten characters of two bytes", "äöüßäöüßäö", true},
		{"72 bytes", strings.Repeat("ab", 36), true},
		{"73 bytes", strings.Repeat("ab", 36) + "c", false},
		{"72 characters in 74 bytes", strings.Repeat("a", 70) + "äö", false},
		{"nothing", "", false},
		{"a phrase with spaces", "correct horse battery", true},
		{"the name itself", "Mule Number 7", false},
		{"one letter over and over", "aaaaaaaaaaaaaaaa", false},
		{"a NUL", "abcdefghij\x00k", false},
		{"broken UTF-8", "abcdefghij\xff", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := checkNewPassword("mule number 7", tc.password); (got == "") != tc.ok {
				t.Errorf("%q: %q", tc.password, got)
			}
		})
	}
	if got := checkNewPassword("x", strings.Repeat("ab", 37)); !strings.Contains(got, "72 bytes") {
		t.Errorf("the message for a long password does not say how long it may be: %q", got)
	}
}

func TestNamesAreChecked(t *testing.T) {
	for name, ok := range map[string]bool{
		"erik": true, "Ælfrēd the Great": true, strings.Repeat("ü", 64): true, "o'neil+1@x": true,
		"": false, " erik": false, "erik ": false, strings.Repeat("u", 65): false, "a\nb": false, "a\x00b": false,
		"a\xffb": false, "a\u202eb": false, "a\u00a0b": false,
	} {
		if got := checkNewName(name); (got == "") != ok {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestPasswordsVerify(t *testing.T) {
	p := passwords{cost: 6, gate: &gate{}}
	ours, err := p.hash(t.Context(), "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	made := func(cost int) string {
		hash, err := bcrypt.GenerateFromPassword([]byte("correct horse"), cost)
		if err != nil {
			t.Fatal(err)
		}
		return string(hash)
	}
	for _, tc := range []struct {
		name, hash, password string
		ok, stale, fails     bool
	}{
		{"ours", ours, "correct horse", true, false, false},
		{"ours, wrong", ours, "correct hors", false, false, false},
		{"nobody", "", "correct horse", false, false, false},
		{"nobody, no password", "", "", false, false, false},
		{"a cheaper hash", made(4), "correct horse", true, true, false},
		{"a cheaper hash, wrong", made(4), "x", false, false, false},
		{"a dearer hash", made(8), "correct horse", true, false, false},
		{"as Python writes it", strings.Replace(made(6), "$2a$", "$2b$", 1), "correct horse", true, false, false},
		{"as PHP writes it", strings.Replace(made(6), "$2a$", "$2y$", 1), "correct horse", true, false, false},
		{"not a hash", "plain text", "plain text", false, false, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ok, stale, err := p.verify(t.Context(), calm, tc.hash, tc.password)
			if ok != tc.ok || stale != tc.stale || (err != nil) != tc.fails {
				t.Errorf("ok %v, stale %v, %v", ok, stale, err)
			}
		})
	}
}

func TestDummyHashesAreOfTheCostAskedFor(t *testing.T) {
	for cost := bcrypt.MinCost; cost <= BcryptCost; cost++ {
		if got, err := bcrypt.Cost([]byte(dummyHash(cost))); err != nil || got != cost {
			t.Errorf("cost %d: %d, %v", cost, got, err)
		}
	}
}

func TestABusyGateIsSaidSo(t *testing.T) {
	err := busy(errBusy)
	if fault.CodeOf(err) != fault.TooMany {
		t.Errorf("got %v", err)
	}
}
