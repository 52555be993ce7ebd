package auth

import (
	"encoding/xml"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/internal/testkit"
)

// The test vectors of RFC 6238, cut to six digits.
func TestTOTPCodesAreThoseOfTheStandard(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037",
	} {
		for _, tc := range []struct {
			name string
			now  int64
			ok   bool
		}{
			{"now", at, true}, {"a step ago", at + 30, true}, {"a step ahead", at - 30, true},
			{"two steps ago", at + 60, false}, {"two steps ahead", at - 60, false},
		} {
			step, ok := totpStep(secret, code, time.Unix(tc.now, 0), -1)
			if ok != tc.ok || ok && step != at/30 {
				t.Errorf("%d, %s: step %d, %v", at, tc.name, step, ok)
			}
		}
		if _, ok := totpStep(secret, code, time.Unix(at, 0), at/30); ok {
			t.Errorf("%d: replayed", at)
		}
		if _, ok := totpStep(secret, code[:3]+" "+code[3:], time.Unix(at, 0), -1); !ok {
			t.Errorf("%d: refused with a space in the middle", at)
		}
	}
	for _, code := range []string{"", "0", "abcdef", "2870820", "28708"} {
		if _, ok := totpStep(secret, code, time.Unix(59, 0), -1); ok {
			t.Errorf("%q was accepted", code)
		}
	}
}

func (f *fixture) code(secret string) string {
	f.t.Helper()
	code, err := totp.GenerateCode(secret, f.clock.now())
	if err != nil {
		f.t.Fatal(err)
	}
	return code
}

// secondFactor switches one on for a user and returns its secret, its recovery codes and his new principal.
func (f *fixture) secondFactor(name string) (secret string, recovery []string, p Principal) {
	f.t.Helper()
	p = f.who(f.signIn(name))
	setup, err := f.BeginTOTP(f.t.Context(), p, password, addr("192.0.2.1"))
	if err != nil {
		f.t.Fatal(err)
	}
	recovery, in, err := f.ConfirmTOTP(f.t.Context(), p, f.code(setup.Secret), addr("192.0.2.1"), "")
	if err != nil {
		f.t.Fatal(err)
	}
	cookie, err := f.Cookie(from("192.0.2.1"), in)
	if err != nil {
		f.t.Fatal(err)
	}
	return setup.Secret, recovery, f.who(cookie)
}

func TestASecondFactorIsSwitchedOnByItsFirstCode(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		u := f.user("erik & co", false)
		here, there := f.signIn("erik & co"), f.signIn("erik & co")
		p := f.who(here)
		_, _, err := f.ConfirmTOTP(t.Context(), p, "123456", addr("192.0.2.1"), "")
		wantFault(t, err, fault.Conflict, "")
		_, err = f.BeginTOTP(t.Context(), p, "wrong horse", addr("192.0.2.1"))
		wantFault(t, err, fault.Invalid, "password")
		setup, err := f.BeginTOTP(t.Context(), p, password, addr("192.0.2.1"))
		if err != nil {
			t.Fatal(err)
		}
		link, err := url.Parse(setup.URL)
		if err != nil || link.Scheme != "otpauth" || link.Host != "totp" || link.Query().Get("secret") != setup.Secret ||
			link.Query().Get("issuer") != totpIssuer || !strings.Contains(link.Path, "erik & co") {
			t.Errorf("%s, %v", setup.URL, err)
		}
		if f.who(here).Kind != User || f.who(here).SecondFactor {
			t.Error("a second factor counts before it was confirmed")
		}
		_, _, err = f.ConfirmTOTP(t.Context(), p, "", addr("192.0.2.1"), "")
		wantFault(t, err, fault.Invalid, "code")
		wrong := "000000"
		if wrong == f.code(setup.Secret) {
			wrong = "000001"
		}
		_, _, err = f.ConfirmTOTP(t.Context(), p, wrong, addr("192.0.2.1"), "")
		wantFault(t, err, fault.Invalid, "code")

		recovery, in, err := f.ConfirmTOTP(t.Context(), p, f.code(setup.Secret), addr("192.0.2.1"), "")
		if err != nil || len(recovery) != recoveryCodes {
			t.Fatalf("%v, %v", recovery, err)
		}
		slices.Sort(recovery)
		if len(slices.Compact(recovery)) != recoveryCodes {
			t.Error("a recovery code came twice")
		}
		cookie, err := f.Cookie(from("192.0.2.1"), in)
		if err != nil {
			t.Fatal(err)
		}
		if p := f.who(cookie); p.Kind != User || !p.SecondFactor {
			t.Errorf("the new cookie: %+v", p)
		}
		if f.who(here).Kind != Anonymous || f.who(there).Kind != Anonymous {
			t.Error("a cookie without a second factor is accepted")
		}
		if f.who(f.legacy(`{"username":"erik & co"}`)).Kind != Anonymous {
			t.Error("a legacy cookie without a second factor is accepted")
		}
		if enabled, left, err := f.TOTP(t.Context(), u.ID); !enabled || left != recoveryCodes || err != nil {
			t.Errorf("enabled %v, %d codes left, %v", enabled, left, err)
		}
		_, err = f.BeginTOTP(t.Context(), p, password, addr("192.0.2.1"))
		wantFault(t, err, fault.Conflict, "")
	})
}

func TestSigningInWithASecondFactor(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		f.user("erik", false)
		secret, recovery, p := f.secondFactor("erik")
		first := f.code(secret)
		try := func(c Credentials) (Principal, string, error) {
			t.Helper()
			c.Address = addr("192.0.2.1")
			in, pending, err := f.SignIn(t.Context(), c)
			if err != nil {
				return Principal{}, pending, err
			}
			cookie, err := f.Cookie(from("192.0.2.1"), in)
			if err != nil {
				t.Fatal(err)
			}
			return f.who(cookie), pending, nil
		}
		isAsked := func(err error) {
			t.Helper()
			wantFault(t, err, fault.Unauthenticated, "code")
			if f, ok := err.(*fault.Error); !ok || f.Kind != KindTOTPRequired { //nolint:errorlint // the outermost one
				t.Errorf("kind of %v", err)
			}
		}

		_, pending, err := try(Credentials{Username: "erik", Password: password})
		isAsked(err)
		_, _, err = try(Credentials{Username: "erik", Password: "wrong horse", Code: recovery[0]})
		wantFault(t, err, fault.Unauthenticated, "password")
		_, _, err = try(Credentials{Username: "erik", Password: password, Code: first})
		isAsked(err) // it was used to switch the factor on

		f.clock.advance(30 * time.Second)
		second := f.code(secret)
		if p, _, err := try(Credentials{Username: "erik", Password: password, Code: second}); err != nil || p.Kind != User {
			t.Errorf("%+v, %v", p, err)
		}
		_, _, err = try(Credentials{Pending: pending, Code: second})
		isAsked(err)
		f.clock.advance(30 * time.Second)
		if p, _, err := try(Credentials{Pending: pending, Code: f.code(secret)}); err != nil || p.Kind != User {
			t.Errorf("in two steps: %+v, %v", p, err)
		}

		typed := strings.ToUpper(strings.ReplaceAll(recovery[3], "-", " "))
		if p, _, err := try(Credentials{Username: "erik", Password: password, Code: typed}); err != nil || p.Kind != User {
			t.Errorf("a recovery code: %+v, %v", p, err)
		}
		_, _, err = try(Credentials{Username: "erik", Password: password, Code: recovery[3]})
		isAsked(err)
		if _, left, _ := f.TOTP(t.Context(), p.UserID); left != recoveryCodes-1 {
			t.Errorf("%d recovery codes are left", left)
		}

		for _, forged := range []string{"x", pending + "x", pending[:len(pending)-1], mustSign(t, newSigner("a secret for tests", DefaultSalt), `{"u":1,"h":""}`, f.clock.now())} {
			_, _, err := try(Credentials{Pending: forged, Code: recovery[4]})
			wantFault(t, err, fault.Unauthenticated, "")
		}
		f.clock.advance(pendingLifetime + time.Second)
		_, _, err = try(Credentials{Pending: pending, Code: recovery[4]})
		wantFault(t, err, fault.Unauthenticated, "")

		wantFault(t, f.RemoveTOTP(t.Context(), p, "wrong horse", addr("192.0.2.1")), fault.Invalid, "password")
		if err := f.RemoveTOTP(t.Context(), p, password, addr("192.0.2.1")); err != nil {
			t.Fatal(err)
		}
		if p, _, err := try(Credentials{Username: "erik", Password: password}); err != nil || p.SecondFactor {
			t.Errorf("after it was removed: %+v, %v", p, err)
		}
	})
}

func TestACodeWorksOnceHoweverManyAskAtTheSameTime(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		f.user("erik", false)
		_, recovery, p := f.secondFactor("erik")
		_, pending, _ := f.SignIn(t.Context(), Credentials{Username: "erik", Password: password, Address: addr("192.0.2.1")})
		var in atomic.Int32
		var wg sync.WaitGroup
		for range codeBurst {
			wg.Go(func() {
				if _, _, err := f.SignIn(t.Context(), Credentials{Pending: pending, Code: recovery[0], Address: addr("192.0.2.1")}); err == nil {
					in.Add(1)
				}
			})
		}
		wg.Wait()
		if _, left, _ := f.TOTP(t.Context(), p.UserID); in.Load() != 1 || left != recoveryCodes-1 {
			t.Errorf("%d signed in, %d codes left", in.Load(), left)
		}
	})
}

func TestGuessingCodesIsThrottledFromEverywhere(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	_, _, _ = f.secondFactor("erik")
	_, pending, _ := f.SignIn(t.Context(), Credentials{Username: "erik", Password: password, Address: addr("192.0.2.1")})
	compared := 0
	for i := range 100 {
		_, _, err := f.SignIn(t.Context(), Credentials{Pending: pending, Code: "x", Address: addr("10.0.0." + string(rune('1'+i%9)))})
		if fault.CodeOf(err) != fault.TooMany {
			compared++
		}
	}
	if compared != codeBurst {
		t.Errorf("%d guesses were compared, want %d", compared, codeBurst)
	}
}

func TestAnAdminTakesALostSecondFactorAway(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	boss, u := f.user("boss", true), f.user("erik", false)
	f.secondFactor("erik")
	link, err := f.ResetLink(t.Context(), boss.ID, u.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, signedIn, err := f.Accept(t.Context(), link.Token, "", "another horse", addr("192.0.2.1"), ""); err != nil || signedIn {
		t.Errorf("a reset link stands in for the second factor: %v, %v", signedIn, err)
	}
	a, err := f.Change(t.Context(), boss.ID, u.ID, Change{ResetSecondFactor: true})
	if err != nil || a.SecondFactor {
		t.Errorf("%+v, %v", a, err)
	}
	if _, _, err := f.SignIn(t.Context(), Credentials{Username: "erik", Password: "another horse", Address: addr("192.0.2.1")}); err != nil {
		t.Error(err)
	}
}

func TestTheQRCodeIsPlainSVG(t *testing.T) {
	svg, err := qrSVG("otpauth://totp/x?secret=ABC")
	if err != nil {
		t.Fatal(err)
	}
	var root struct {
		XMLName xml.Name
		ViewBox string `xml:"viewBox,attr"`
		Label   string `xml:"aria-label,attr"`
		Paths   []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &root); err != nil {
		t.Fatal(err)
	}
	if root.XMLName.Local != "svg" || root.ViewBox != "0 0 37 37" || root.Label == "" || len(root.Paths) != 2 {
		t.Errorf("root %s, view box %s, label %q, %d paths", root.XMLName.Local, root.ViewBox, root.Label, len(root.Paths))
	}
	// The finder pattern in the corner: a bar of seven modules behind the quiet zone.
	if !strings.HasPrefix(root.Paths[1].D, "M4 4h7v1h-7z") {
		t.Errorf("the code begins %.40s", root.Paths[1].D)
	}
	for _, bad := range []string{"<script", "style=", "href"} {
		if strings.Contains(svg, bad) {
			t.Errorf("contains %s", bad)
		}
	}
}
