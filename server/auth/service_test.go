package auth

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/internal/testkit"
)

// The PostgreSQL server of the tests ends with the process.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// closed is the Sockets of a test: it notes whose were closed.
type closed struct {
	mu       sync.Mutex
	users    []int
	sessions []string
}

func (c *closed) CloseUser(id int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.users = append(c.users, id)
}

func (c *closed) CloseSession(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions = append(c.sessions, id)
}

// fixture is a service over one database with a clock that stands still.
type fixture struct {
	*Service
	t       testing.TB
	clock   *clock
	sockets *closed
}

const secret = "a secret for tests"

func newFixture(t testing.TB, db *database.DB) *fixture {
	t.Helper()
	f := &fixture{t: t, clock: newClock(), sockets: &closed{}}
	f.Service = f.another(db)
	return f
}

// another is a second service over the same database, as after a restart.
func (f *fixture) another(db *database.DB) *Service {
	f.t.Helper()
	s, err := New(Options{
		DB: db, SecretKeys: []string{secret}, InternalNetworks: loopback, Sockets: f.sockets,
		BcryptCost: bcrypt.MinCost, Now: f.clock.now,
	})
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = s.Close(f.t.Context()) })
	return s
}

const password = "correct horse"

func (f *fixture) user(name string, admin bool) Account {
	f.t.Helper()
	a, err := f.Create(f.t.Context(), name, password, admin)
	if err != nil {
		f.t.Fatal(err)
	}
	return a
}

func (f *fixture) signIn(name string) *http.Cookie {
	f.t.Helper()
	in, _, err := f.SignIn(f.t.Context(), Credentials{Username: name, Password: password, Remember: true, Address: addr("192.0.2.1")})
	if err != nil {
		f.t.Fatal(err)
	}
	cookie, err := f.Cookie(from("192.0.2.1"), in)
	if err != nil {
		f.t.Fatal(err)
	}
	return cookie
}

// legacy is a cookie as the Python service makes it, dated now.
func (f *fixture) legacy(payload string) *http.Cookie {
	f.t.Helper()
	return &http.Cookie{Name: CookieName, Value: mustSign(f.t, newSigner(secret, DefaultSalt), payload, f.clock.now())}
}

func (f *fixture) who(cookie *http.Cookie) Principal {
	r := from("192.0.2.1")
	if cookie != nil {
		r.AddCookie(cookie)
	}
	return f.Identify(r)
}

func from(address string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "http://overlord.example/", nil)
	r.RemoteAddr = address + ":4711"
	return r
}

func wantFault(t testing.TB, err error, code fault.Code, field string) {
	t.Helper()
	if fault.CodeOf(err) != code || err == nil {
		t.Errorf("got %v, want a fault of code %d", err, code)
		return
	}
	f, _ := err.(*fault.Error) //nolint:errorlint // the outermost one is what the server shows
	if field != "" && (f == nil || f.Fields[field] == "") {
		t.Errorf("%v says nothing of field %q", err, field)
	}
}

func TestSignInMakesASessionAndACookieThatIdentifies(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		u := f.user("Ælfrēd", true)
		cookie := f.signIn("ÆLFRĒD")
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure || cookie.MaxAge != 30*24*3600 || cookie.Path != "/" {
			t.Errorf("cookie %v", cookie)
		}
		p := f.who(cookie)
		if p.Kind != User || p.UserID != u.ID || p.Username != "Ælfrēd" || !p.Admin || p.SessionID == "" || p.SecondFactor {
			t.Errorf("principal %+v", p)
		}
		sessions, err := f.Sessions(t.Context(), u.ID)
		if err != nil || len(sessions) != 1 || sessions[0].ID != p.SessionID || sessions[0].Address != "192.0.2.1" ||
			!sessions[0].ExpiresAt.Equal(f.now().Add(CookieLifetime)) {
			t.Errorf("sessions %+v, %v", sessions, err)
		}
		if p := f.who(nil); p != (Principal{}) {
			t.Errorf("without a cookie: %+v", p)
		}
		f.clock.advance(CookieLifetime)
		if p := f.who(cookie); p.Kind != Anonymous {
			t.Errorf("after 30 days: %+v", p)
		}
	})
}

func TestWrongCredentialsAreRefused(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	for _, tc := range []struct {
		name, username, password string
		code                     fault.Code
		field                    string
	}{
		{"wrong password", "erik", "wrong horse", fault.Unauthenticated, "password"},
		{"unknown user", "nobody", password, fault.Unauthenticated, "password"},
		{"a name that a database cannot read", "er\x00ik\xff", password, fault.Unauthenticated, "password"},
		{"a name of 1 MB", strings.Repeat("x", 1<<20), password, fault.Unauthenticated, "password"},
		{"no password", "erik", "", fault.Invalid, "password"},
		{"no name", "", password, fault.Invalid, "username"},
		{"73 bytes", "erik", strings.Repeat("x", 73), fault.Invalid, "password"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := f.SignIn(t.Context(), Credentials{Username: tc.username, Password: tc.password, Address: addr("192.0.2.9")})
			wantFault(t, err, tc.code, tc.field)
		})
	}
}

func TestAShortSignInEndsAfterADay(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	in, _, err := f.SignIn(t.Context(), Credentials{Username: "erik", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	if seen, err := f.Find(t.Context(), "erik"); err != nil || seen.LastSeenAt == nil {
		t.Errorf("signing in does not count as being seen: %+v, %v", seen, err)
	}
	cookie, err := f.Cookie(from("192.0.2.1"), in)
	if err != nil || cookie.MaxAge != 0 || !cookie.Expires.IsZero() {
		t.Errorf("cookie %v, %v", cookie, err)
	}
	f.clock.advance(ShortSession - time.Second)
	if f.who(cookie).Kind != User {
		t.Error("refused within the day")
	}
	f.clock.advance(time.Second)
	if f.who(cookie).Kind != Anonymous {
		t.Error("accepted after the day")
	}
}

func TestLegacyCookiesSignInUntilTheyAreEnded(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		u := f.user("erik", false)
		// The imported user of the Python service has no such time.
		if err := db.Ent.User.UpdateOneID(u.ID).ClearSessionsValidAfter().Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
		cookie := f.legacy(`{"username":"erik","is_admin":true}`)
		p := f.who(cookie)
		if p.Kind != User || p.Username != "erik" || p.SessionID != "" {
			t.Fatalf("principal %+v", p)
		}
		if p.Admin {
			t.Error("the cookie's is_admin was believed")
		}
		f.clock.advance(time.Minute)
		if _, err := f.Change(t.Context(), 0, u.ID, Change{EndSessions: true}); err != nil {
			t.Fatal(err)
		}
		if p := f.who(cookie); p.Kind != Anonymous {
			t.Errorf("after all sessions were ended: %+v", p)
		}
		f.clock.advance(time.Second)
		if p := f.who(f.legacy(`{"username":"ERIK"}`)); p.Kind != User {
			t.Errorf("a newer one: %+v", p)
		}
	})
}

func TestCookiesThatSayTooLittleAreRefused(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", true)
	good := f.signIn("erik")
	if f.who(good).Kind != User {
		t.Fatal("a good cookie was refused")
	}
	sid := f.who(good).SessionID
	other := f.user("dace", false)
	_ = other
	for _, payload := range []string{
		`{}`, `{"username":""}`, `{"username":1}`, `{"username":null}`, `{"username":["erik"]}`, `{"is_admin":true}`,
		`{"username":"nobody"}`, `{"username":"erik","sid":""}`, `{"username":"erik","sid":null}`, `{"username":"erik","sid":7}`,
		`{"username":"erik","sid":"unknown"}`, `{"username":"erik","sid":"` + strings.Repeat("x", 100) + `"}`,
		`{"username":"dace","sid":"` + sid + `"}`, `"erik"`, `{"username":"er\u0000ik"}`,
	} {
		if p := f.who(f.legacy(payload)); p.Kind != Anonymous {
			t.Errorf("%s: %+v", payload, p)
		}
	}
}

func TestACookieKeepsWhatOthersPutIntoIt(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	f.user("dace", false)
	for name, want := range map[string]string{"erik": "dark", "dace": ""} {
		r := from("192.0.2.1")
		r.AddCookie(f.legacy(`{"username":"erik","theme":"dark","mfa":true}`))
		in, _, err := f.SignIn(t.Context(), Credentials{Username: name, Password: password})
		if err != nil {
			t.Fatal(err)
		}
		cookie, err := f.Cookie(r, in)
		if err != nil {
			t.Fatal(err)
		}
		payload, _, err := newSigner(secret, DefaultSalt).open(cookie.Value, f.clock.now(), time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(payload), `"theme":"dark"`); got != (want != "") {
			t.Errorf("%s: %s", name, payload)
		}
		if strings.Contains(string(payload), "mfa") {
			t.Errorf("%s has no second factor: %s", name, payload)
		}
	}
}

func TestCookiesAreSecureBehindTLS(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	in, _, err := f.SignIn(t.Context(), Credentials{Username: "erik", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		change func(*http.Request)
		secure bool
	}{
		{"plain", func(*http.Request) {}, false},
		{"our proxy says https", func(r *http.Request) {
			r.RemoteAddr = "127.0.0.1:1"
			r.Header.Set("X-Forwarded-Proto", "https")
		}, true},
		{"a stranger says https", func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }, false},
		{"TLS of our own", func(r *http.Request) { r.TLS = httptest.NewRequest(http.MethodGet, "https://x", nil).TLS }, true},
	} {
		r := from("192.0.2.1")
		tc.change(r)
		cookie, err := f.Cookie(r, in)
		if err != nil || cookie.Secure != tc.secure || f.NoCookie(r).Secure != tc.secure {
			t.Errorf("%s: %v, %v", tc.name, cookie, err)
		}
	}
}

func TestInternalCallersNeedNoCookie(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	local := request("127.0.0.1:1", "localhost:8770")
	if p := f.Identify(local); p != (Principal{Kind: Internal}) {
		t.Errorf("a program on this machine: %+v", p)
	}
	withCookie := request("127.0.0.1:1", "localhost:8770", "Cookie", "session=forged")
	if p := f.Identify(withCookie); p.Kind != Anonymous {
		t.Errorf("with a forged cookie: %+v", p)
	}
	signedIn := request("127.0.0.1:1", "localhost:8770")
	signedIn.AddCookie(f.signIn("erik"))
	if p := f.Identify(signedIn); p.Kind != User {
		t.Errorf("with a good cookie: %+v", p)
	}
}

func TestEndedSessionsAreRefusedAtOnce(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		u := f.user("erik", false)
		other := f.user("dace", false)
		here, there := f.signIn("erik"), f.signIn("erik")
		p := f.who(here)
		if p.Kind != User || f.who(there).Kind != User {
			t.Fatal("not signed in")
		}
		wantFault(t, f.EndSession(t.Context(), other.ID, p.SessionID), fault.NotFound, "")
		if err := f.EndSession(t.Context(), u.ID, p.SessionID); err != nil {
			t.Fatal(err)
		}
		if f.who(here).Kind != Anonymous || f.who(there).Kind != User {
			t.Error("the wrong session was ended")
		}
		wantFault(t, f.EndSession(t.Context(), u.ID, p.SessionID), fault.NotFound, "")
		if !slices.Equal(f.sockets.sessions, []string{p.SessionID}) {
			t.Errorf("sockets closed: %v", f.sockets.sessions)
		}
		if err := f.SignOut(t.Context(), f.who(there)); err != nil || f.who(there).Kind != Anonymous {
			t.Errorf("after signing out: %v", err)
		}
		if left, err := f.Sessions(t.Context(), u.ID); err != nil || len(left) != 0 {
			t.Errorf("left: %v, %v", left, err)
		}
	})
}

func TestRightsAreTheRowsWithinSeconds(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	u := f.user("erik", true)
	cookie := f.signIn("erik")
	if !f.who(cookie).Admin {
		t.Fatal("not an admin")
	}
	// Another program changes the row.
	if err := f.db.Ent.User.UpdateOneID(u.ID).SetIsAdmin(false).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.clock.advance(cacheFresh)
	if f.who(cookie).Admin {
		t.Error("still an admin after 5 s")
	}
	if err := f.db.Ent.User.DeleteOneID(u.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.clock.advance(cacheFresh)
	if p := f.who(cookie); p.Kind != Anonymous {
		t.Errorf("removed: %+v", p)
	}
}

func TestANewUserIsNotTheFormerOneOfHisName(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	u := f.user("erik", false)
	ours, legacy := f.signIn("erik"), f.legacy(`{"username":"erik"}`)
	if err := f.Remove(t.Context(), 0, u.ID); err != nil {
		t.Fatal(err)
	}
	f.clock.advance(time.Minute)
	f.user("erik", true)
	if f.who(ours).Kind != Anonymous || f.who(legacy).Kind != Anonymous {
		t.Error("a cookie of a removed user is the new user's")
	}
}

func TestSignedInUsersStaySoWhileTheDatabaseIsAway(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	f.user("dace", false)
	cookie, unseen := f.signIn("erik"), f.signIn("dace")
	if f.who(cookie).Kind != User {
		t.Fatal("not signed in")
	}
	if err := f.db.Close(); err != nil {
		t.Fatal(err)
	}
	f.clock.advance(cacheStale - time.Second)
	if f.who(cookie).Kind != User {
		t.Error("refused though seen a moment ago")
	}
	if f.who(unseen).Kind != Anonymous {
		t.Error("accepted though never seen")
	}
	f.clock.advance(time.Second)
	if f.who(cookie).Kind != Anonymous {
		t.Error("accepted for ever")
	}
}

func TestLastSeenIsWrittenOnceAMinute(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		u := f.user("erik", false)
		cookie := f.signIn("erik")
		seen := func() time.Time {
			t.Helper()
			if err := f.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			sessions, err := f.Sessions(t.Context(), u.ID)
			if err != nil || len(sessions) != 1 {
				t.Fatalf("%v, %v", sessions, err)
			}
			return sessions[0].LastSeenAt
		}
		start := f.now()
		f.clock.advance(59 * time.Second)
		f.who(cookie)
		if !seen().Equal(start) {
			t.Error("written within the minute")
		}
		f.clock.advance(time.Second)
		f.who(cookie)
		if want := start.Add(time.Minute); !seen().Equal(want) {
			t.Errorf("seen %v, want %v", seen(), want)
		}
		f.clock.advance(30 * time.Second)
		f.who(cookie)
		if want := start.Add(time.Minute); !seen().Equal(want) {
			t.Errorf("seen %v, want still %v", seen(), want)
		}
		if a, err := f.Find(t.Context(), "erik"); err != nil || a.LastSeenAt == nil || !a.LastSeenAt.Equal(start.Add(time.Minute)) {
			t.Errorf("the user was last seen %v, %v", a.LastSeenAt, err)
		}
	})
}

func TestACheaperHashIsStrengthenedAtSignIn(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		f.passwords.cost = 6
		u := f.user("erik", false)
		cheap, err := bcrypt.GenerateFromPassword([]byte(password), 4)
		if err != nil {
			t.Fatal(err)
		}
		legacy := strings.Replace(string(cheap), "$2a$", "$2b$", 1)
		if err := db.Ent.User.UpdateOneID(u.ID).SetPasswordHash(legacy).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.signIn("erik")
		row, err := db.Ent.User.Get(t.Context(), u.ID)
		if err != nil {
			t.Fatal(err)
		}
		if cost, err := bcrypt.Cost([]byte(row.PasswordHash)); err != nil || cost != 6 {
			t.Errorf("cost %d, %v", cost, err)
		}
		if f.who(f.signIn("erik")).Kind != User {
			t.Error("cannot sign in with the new hash")
		}
	})
}

func TestAPasswordThatChangesDuringSignInDoesNotCount(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	u := f.user("erik", false)
	row, err := f.db.Ent.User.Get(t.Context(), u.ID)
	if err != nil {
		t.Fatal(err)
	}
	next := "another horse"
	if _, err := f.Change(t.Context(), 0, u.ID, Change{Password: &next}); err != nil {
		t.Fatal(err)
	}
	_, err = f.begin(t.Context(), row, Credentials{})
	wantFault(t, err, fault.Unauthenticated, "password")
	if err := f.Remove(t.Context(), 0, u.ID); err != nil {
		t.Fatal(err)
	}
	_, err = f.begin(t.Context(), &ent.User{ID: u.ID}, Credentials{})
	wantFault(t, err, fault.Unauthenticated, "password")
}

func TestAFloodOfTriesLeavesTheUserHisWayIn(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	f.signIn("erik") // from 192.0.2.1
	restarted := f.another(f.db)
	refused := 0
	for i := range 200 {
		_, _, err := restarted.SignIn(t.Context(), Credentials{
			Username: "erik", Password: "wrong horse", Address: addr("10.0.0." + []string{"1", "2", "3", "4"}[i%4]),
		})
		if fault.CodeOf(err) == fault.TooMany {
			refused++
		}
	}
	if refused < 180 {
		t.Errorf("only %d of 200 were refused", refused)
	}
	if _, _, err := restarted.SignIn(t.Context(), Credentials{Username: "erik", Password: password, Address: addr("192.0.2.1")}); err != nil {
		t.Errorf("from where he signed in before the restart: %v", err)
	}
	if _, _, err := restarted.SignIn(t.Context(), Credentials{Username: "erik", Password: password, Address: addr("203.0.113.5")}); err != nil {
		t.Errorf("from a new address: %v", err)
	}
}
