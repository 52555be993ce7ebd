package store

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pquerna/otp/totp"
	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
)

const (
	password  = "correct horse"
	password2 = "battery staple"
)

// setUp makes the first user.
func setUp(t testing.TB, s *Store) access.Principal {
	t.Helper()
	token := must(s.SetupToken(t.Context()))(t)
	u := must(s.AcceptLink(t.Context(), Accepted{Token: token, Name: "Root", Password: password}))(t)
	return access.Principal{ID: u.ID, Name: u.Name, Superuser: true, Via: "session"}
}

// addUser makes another user, who has chosen his password.
func addUser(t testing.TB, s *Store, root access.Principal, name string) access.Principal {
	t.Helper()
	made := must(s.CreateUser(t.Context(), root, UserInput{Name: &name}))(t)
	must(s.AcceptLink(t.Context(), Accepted{Token: made.Link.Token, Password: password}))(t)
	return access.Principal{ID: made.ID, Name: name, Via: "session"}
}

// signIn signs in and returns a request that brings the cookie.
func signIn(t testing.TB, s *Store, in Credentials) *http.Request {
	t.Helper()
	_, cookie, err := s.SignIn(t.Context(), request(), in)
	if err != nil {
		t.Fatal(err)
	}
	r := request()
	r.AddCookie(cookie)
	return r
}

func whoIs(t testing.TB, s *Store, r *http.Request) string {
	t.Helper()
	p, err := s.Identify(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		return ""
	}
	return p.Name
}

func TestFirstUser(t *testing.T) {
	eachStandalone(t, func(t *testing.T, s *Store, _ *clock) {
		first, second := must(s.SetupToken(t.Context()))(t), must(s.SetupToken(t.Context()))(t)
		if info := must(s.LookAtLink(t.Context(), first))(t); !info.First {
			t.Errorf("the link is %+v", info)
		}
		_, err := s.LookAtLink(t.Context(), first+"x")
		wants(t, err, 410, "gone")
		_, err = s.AcceptLink(t.Context(), Accepted{Token: first, Name: " x", Password: "short"})
		wantsFields(t, err, "name", "password")
		for _, bad := range []string{"", "short", "Root Root", strings.Repeat("a", 20), strings.Repeat("ab", 40), "with a \x00 in it", "not \xff UTF-8 it is"} {
			_, err := s.AcceptLink(t.Context(), Accepted{Token: first, Name: "root root", Password: bad})
			wantsFields(t, err, "password")
		}

		// Of several at once, one makes it.
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() {
				token := []string{first, second}[i%2]
				_, errs[i] = s.AcceptLink(t.Context(), Accepted{Token: token, Name: fmt.Sprint("root", i), Password: password})
			})
		}
		wg.Wait()
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else {
				wants(t, err, 410, "gone")
			}
		}
		if made != 1 {
			t.Errorf("%d first users are made: %v", made, errs)
		}
		if token := must(s.SetupToken(t.Context()))(t); token != "" {
			t.Error("there is a link for a second first user")
		}
	})
}

func TestLinksExpire(t *testing.T) {
	eachStandalone(t, func(t *testing.T, s *Store, c *clock) {
		token := must(s.SetupToken(t.Context()))(t)
		c.add(linkLifetime)
		_, err := s.AcceptLink(t.Context(), Accepted{Token: token, Name: "Root", Password: password})
		wants(t, err, 410, "gone")
	})
}

func TestSignIn(t *testing.T) {
	eachStandalone(t, func(t *testing.T, s *Store, c *clock) {
		setUp(t, s)
		try := func(in Credentials) error {
			_, _, err := s.SignIn(t.Context(), request(), in)
			return err
		}
		wantsFields(t, try(Credentials{}), "name", "password")
		wantsFields(t, try(Credentials{Name: "root", Password: strings.Repeat("x", 73)}), "password")
		wants(t, try(Credentials{Name: "root", Password: "wrong password"}), 401, "wrong_password")
		wants(t, try(Credentials{Name: "nobody", Password: password}), 401, "wrong_password")

		_, cookie, err := s.SignIn(t.Context(), request(), Credentials{Name: "ROOT", Password: password})
		if err != nil {
			t.Fatal(err)
		}
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure || cookie.Path != "/" || cookie.MaxAge != int(SessionLifetime/time.Second) {
			t.Errorf("the cookie is %v", cookie)
		}
		s.o.Secure = func(*http.Request) bool { return true }
		if _, secure, err := s.SignIn(t.Context(), request(), Credentials{Name: "root", Password: password}); err != nil || !secure.Secure {
			t.Errorf("over TLS the cookie is %v, %v", secure, err)
		}
		here, there := signIn(t, s, Credentials{Name: "root", Password: password}), signIn(t, s, Credentials{Name: "root", Password: password})
		if who := whoIs(t, s, here); who != "Root" {
			t.Errorf("signed in is %q", who)
		}
		other := request()
		other.AddCookie(&http.Cookie{Name: SessionCookie, Value: cookie.Value + "x"})
		if who := whoIs(t, s, other); who != "" {
			t.Errorf("with a wrong cookie: %q", who)
		}
		me := must(s.Identify(here, nil))(t)
		account := must(s.Account(t.Context(), here, *me))(t)
		if len(account.Sessions) != 4 || account.Name != "Root" || !account.Password {
			t.Errorf("the account is %+v", account)
		}
		for _, one := range account.Sessions {
			if one.Current == (one.ID != publicID(sessionHash(here))) {
				t.Errorf("current is %+v", one)
			}
		}
		if err := s.EndSession(t.Context(), *me, publicID(sessionHash(there))); err != nil {
			t.Fatal(err)
		}
		wants(t, s.EndSession(t.Context(), *me, publicID(sessionHash(there))), 404, "not_found")
		wants(t, s.EndSession(t.Context(), *me, ""), 404, "not_found")
		if who := whoIs(t, s, there); who != "" {
			t.Errorf("an ended session is %q", who)
		}

		if err := s.writeMarks(t.Context()); err != nil {
			t.Fatal(err)
		}
		if users := must(s.Users(t.Context(), *me, ""))(t); users[0].LastSeenAt == nil || !users[0].LastSeenAt.Equal(s.now()) {
			t.Errorf("last seen: %v", users[0].LastSeenAt)
		}
		cookies, err := s.SignOut(t.Context(), here)
		if err != nil || len(cookies) != 2 || cookies[0].MaxAge >= 0 {
			t.Errorf("%v, %v", cookies, err)
		}
		if who := whoIs(t, s, here); who != "" {
			t.Errorf("after signing out: %q", who)
		}
		late := signIn(t, s, Credentials{Name: "root", Password: password})
		c.add(SessionLifetime)
		if who := whoIs(t, s, late); who != "" {
			t.Errorf("after its end a session is %q", who)
		}
		if err := s.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.client.Session.Query().CountX(t.Context()); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
	})
}

func TestPasswordChange(t *testing.T) {
	eachStandalone(t, func(t *testing.T, s *Store, _ *clock) {
		root := setUp(t, s)
		here, there := signIn(t, s, Credentials{Name: "root", Password: password}), signIn(t, s, Credentials{Name: "root", Password: password})
		whoIs(t, s, there) // is at hand now
		ctx := t.Context()
		wantsFields(t, s.ChangePassword(ctx, here, root, PasswordChange{"wrong password", password2}), "current")
		wantsFields(t, s.ChangePassword(ctx, here, root, PasswordChange{password, "short"}), "password")
		if err := s.ChangePassword(ctx, here, root, PasswordChange{password, password2}); err != nil {
			t.Fatal(err)
		}
		if a, b := whoIs(t, s, here), whoIs(t, s, there); a != "Root" || b != "" {
			t.Errorf("here is %q, there %q", a, b)
		}
		_, _, err := s.SignIn(ctx, request(), Credentials{Name: "root", Password: password})
		wants(t, err, 401, "wrong_password")
		signIn(t, s, Credentials{Name: "root", Password: password2})
		as := root
		as.Impersonator = &access.Principal{ID: "9"}
		wants(t, s.ChangePassword(ctx, here, as, PasswordChange{password2, password}), 403, "forbidden")
	})
}

func TestSecondFactor(t *testing.T) {
	eachStandalone(t, func(t *testing.T, s *Store, c *clock) {
		root := setUp(t, s)
		ctx := t.Context()
		here, there := signIn(t, s, Credentials{Name: "root", Password: password}), signIn(t, s, Credentials{Name: "root", Password: password})
		_, err := s.ConfirmTOTP(ctx, here, root, "123456")
		wants(t, err, 409, "totp_not_begun")
		_, err = s.BeginTOTP(ctx, here, root, Confirmation{Password: "wrong password"})
		wantsFields(t, err, "password")
		setup := must(s.BeginTOTP(ctx, here, root, Confirmation{Password: password}))(t)
		if !strings.HasPrefix(setup.URL, "otpauth://totp/Admin:Root?") || !strings.Contains(setup.URL, setup.Secret) {
			t.Errorf("the setup is %+v", setup)
		}
		code := func() string { return must(totp.GenerateCode(setup.Secret, c.Now()))(t) }
		signIn(t, s, Credentials{Name: "root", Password: password}) // it does not count yet
		_, err = s.ConfirmTOTP(ctx, here, root, "000000")
		wantsFields(t, err, "code")
		used := code()
		codes := must(s.ConfirmTOTP(ctx, here, root, used))(t)
		if len(codes) != recoveryCodes || whoIs(t, s, there) != "" || whoIs(t, s, here) != "Root" {
			t.Errorf("%d codes; there %q, here %q", len(codes), whoIs(t, s, there), whoIs(t, s, here))
		}
		try := func(code string) error {
			_, _, err := s.SignIn(ctx, request(), Credentials{Name: "root", Password: password, Code: code})
			return err
		}
		wants(t, try(""), 401, "totp_required")
		if problem.Of(try("")).Errors["code"] == "" {
			t.Error("the field is not named")
		}
		wants(t, try(used), 401, "totp_required") // a code works once
		c.add(31 * time.Second)
		next := code()
		if err := try(" " + next[:3] + " " + next[3:]); err != nil {
			t.Fatal(err)
		}
		wants(t, try(next), 401, "totp_required")
		if err := try(strings.ToUpper(codes[3])); err != nil {
			t.Fatal(err)
		}
		wants(t, try(codes[3]), 401, "totp_required")
		if a := must(s.Account(ctx, here, root))(t); a.RecoveryCodes != recoveryCodes-1 || !a.TOTP {
			t.Errorf("the account is %+v", a)
		}

		// A link for a new password does not replace it.
		link := must(s.ResetPassword(ctx, root, root.ID))(t)
		must(s.AcceptLink(ctx, Accepted{Token: link.Token, Password: password}))(t)
		c.add(10 * time.Minute)
		wants(t, try(""), 401, "totp_required")

		// Guessing is slowed down, from anywhere.
		var last error
		for i := range perCode.burst + 1 {
			r := request()
			r.RemoteAddr = fmt.Sprintf("10.0.0.%d:1", i+1)
			_, _, last = s.SignIn(ctx, r, Credentials{Name: "root", Password: password, Code: "000000"})
		}
		wants(t, last, 429, "too_many")
		c.add(time.Hour)
		if err := s.RemoveTOTP(ctx, here, root, Confirmation{Password: password}); err != nil {
			t.Fatal(err)
		}
		if err := try(""); err != nil {
			t.Error(err)
		}
	})
}

// However many sign in with one code at the same time, one gets in.
func TestCodeWorksOnceAtTheSameTime(t *testing.T) {
	eachStandalone(t, func(t *testing.T, s *Store, c *clock) {
		root := setUp(t, s)
		here := signIn(t, s, Credentials{Name: "root", Password: password})
		setup := must(s.BeginTOTP(t.Context(), here, root, Confirmation{Password: password}))(t)
		must(s.ConfirmTOTP(t.Context(), here, root, must(totp.GenerateCode(setup.Secret, c.Now()))(t)))(t)
		c.add(31 * time.Second)
		code := must(totp.GenerateCode(setup.Secret, c.Now()))(t)
		errs := make(chan error)
		for range 4 {
			go func() {
				_, _, err := s.SignIn(t.Context(), request(), Credentials{Name: "root", Password: password, Code: code})
				errs <- err
			}()
		}
		in := 0
		for range 4 {
			if err := <-errs; err == nil {
				in++
			}
		}
		if in != 1 {
			t.Errorf("%d got in", in)
		}
	})
}

func TestBackOff(t *testing.T) {
	eachStandalone(t, func(t *testing.T, s *Store, c *clock) {
		setUp(t, s)
		try := func(address, name, password string) error {
			r := request()
			r.RemoteAddr = address + ":1"
			_, _, err := s.SignIn(t.Context(), r, Credentials{Name: name, Password: password})
			return err
		}
		if err := try("10.9.9.9", "root", password); err != nil {
			t.Fatal(err)
		}
		// One name from one address.
		for range perPair.burst {
			wants(t, try("10.0.0.1", "root", "wrong password"), 401, "wrong_password")
		}
		err := try("10.0.0.1", "root", password)
		wants(t, err, 429, "too_many")
		if seconds, ok := problem.Of(err).Extra["retry_after"].(int); !ok || seconds < 1 || seconds > 61 {
			t.Errorf("to wait: %v", problem.Of(err).Extra)
		}
		c.add(perPair.cool)
		if err := try("10.0.0.1", "root", password); err != nil {
			t.Error(err)
		}
		// Many names from one address, of a /64 too.
		var last error
		for i := range perAddress.burst + 1 {
			last = try(fmt.Sprintf("[2001:db8::%d]", i+1), fmt.Sprint("user", i), "wrong password")
		}
		wants(t, last, 429, "too_many")
		// One name from many addresses: strangers have to wait then, but not he himself.
		for i := range perName.burst + 1 {
			last = try(fmt.Sprintf("10.1.0.%d", i+1), "root", "wrong password")
		}
		wants(t, last, 429, "too_many")
		wants(t, try("10.2.0.1", "root", password), 429, "too_many")
		if err := try("10.9.9.9", "root", password); err != nil {
			t.Error(err)
		}
	})
}

func TestThrottleIsBounded(t *testing.T) {
	c := newClock()
	th := newThrottle(c.Now)
	for i := range 3 * throttleMost {
		a, _ := th.admit(fmt.Sprint(i), fmt.Sprint(i))
		th.passed(a)
	}
	if len(th.heats) > throttleMost || len(th.known) > throttleMost {
		t.Errorf("%d and %d are kept", len(th.heats), len(th.known))
	}
}

// No more than two passwords are compared at once, and who would wait too long is sent away.
func TestPasswordsQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPasswords(4)
		var leaves []func()
		for range hashesAtOnce {
			leaves = append(leaves, must(p.turn(t.Context()))(t))
		}
		errs := make(chan error, hashesQueued)
		for range hashesQueued {
			go func() {
				leave, err := p.turn(t.Context())
				if err == nil {
					leave()
				}
				errs <- err
			}()
		}
		synctest.Wait() // until all of them wait
		_, err := p.turn(t.Context())
		wants(t, err, 503, "busy")
		leaves[0]()
		synctest.Wait()
		for range hashesQueued {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}

		leaves[0] = must(p.turn(t.Context()))(t)
		before := time.Now()
		_, err = p.turn(t.Context())
		wants(t, err, 503, "busy")
		if waited := time.Since(before); waited != hashPatience {
			t.Errorf("waited %v", waited)
		}
		for _, leave := range leaves {
			leave()
		}
		if len(p.queue) != 0 || len(p.slots) != 0 {
			t.Errorf("%d and %d are left", len(p.queue), len(p.slots))
		}
	})
}

// Comparing with nobody's hash takes as long as with anybody's: it is well-formed, and of the same cost.
func TestNobodysHash(t *testing.T) {
	for _, cost := range []int{4, 12} {
		if got, err := bcrypt.Cost(nobodys(cost)); err != nil || got != cost {
			t.Errorf("cost %d: %d, %v", cost, got, err)
		}
	}
	if err := bcrypt.CompareHashAndPassword(nobodys(4), []byte(password)); !errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		t.Error(err)
	}
}

func TestPeople(t *testing.T) {
	eachStandalone(t, func(t *testing.T, s *Store, _ *clock) {
		root := setUp(t, s)
		ctx := t.Context()
		yes, no := true, false
		eve := addUser(t, s, root, "Eve")
		_, err := s.CreateUser(ctx, eve, UserInput{Name: &eve.Name})
		wants(t, err, 403, "forbidden")
		taken := "eVE"
		_, err = s.CreateUser(ctx, root, UserInput{Name: &taken})
		wantsFields(t, err, "name")
		_, err = s.CreateUser(ctx, root, UserInput{})
		wantsFields(t, err, "name")

		// An admin manages people, but not superusers.
		must(s.PutMember(ctx, root, eve.ID, []string{access.Admin}))(t)
		session := signIn(t, s, Credentials{Name: "eve", Password: password})
		admin := *must(s.Identify(session, nil))(t)
		if !s.Policy().Manages(admin) || admin.Superuser {
			t.Fatalf("Eve is %+v", admin)
		}
		name := "Adam"
		_, err = s.CreateUser(ctx, admin, UserInput{Name: &name, Superuser: &yes})
		wants(t, err, 403, "forbidden")
		_, err = s.UpdateUser(ctx, admin, eve.ID, UserInput{Superuser: &yes})
		wants(t, err, 403, "forbidden")
		_, err = s.ResetPassword(ctx, admin, root.ID)
		wants(t, err, 403, "forbidden")
		wants(t, s.DeleteUser(ctx, admin, root.ID), 403, "forbidden")
		adam := addUser(t, s, admin, name)

		// The last superuser stays.
		_, err = s.UpdateUser(ctx, root, root.ID, UserInput{Active: &no})
		wants(t, err, 409, "last_superuser")
		_, err = s.UpdateUser(ctx, root, root.ID, UserInput{Superuser: &no})
		wants(t, err, 409, "last_superuser")
		wants(t, s.DeleteUser(ctx, root, root.ID), 409, "last_superuser")

		// Who is shut out is signed out, and his keys and links end.
		adams := signIn(t, s, Credentials{Name: "adam", Password: password})
		key := must(s.CreateKey(ctx, *must(s.Identify(adams, nil))(t), KeyInput{Name: "k", Scopes: []string{"*:view"}}))(t)
		bearer := request("Authorization", "Bearer "+key.Token)
		if who := whoIs(t, s, bearer); who != "Adam" {
			t.Errorf("his key is %q's", who)
		}
		link := must(s.ResetPassword(ctx, admin, adam.ID))(t)
		if u := must(s.UpdateUser(ctx, admin, adam.ID, UserInput{Active: &no}))(t); u.Active {
			t.Errorf("Adam is %+v", u)
		}
		if who := whoIs(t, s, adams); who != "" {
			t.Errorf("shut out, he is %q", who)
		}
		_, err = s.Identify(bearer, nil)
		wants(t, err, 401, "bad_key")
		_, err = s.LookAtLink(ctx, link.Token)
		wants(t, err, 410, "gone")
		_, _, err = s.SignIn(ctx, request(), Credentials{Name: "adam", Password: password})
		wants(t, err, 401, "wrong_password")

		if users := must(s.Users(ctx, root, "A"))(t); len(users) != 1 || users[0].Name != "Adam" {
			t.Errorf("Users = %+v", users)
		}
		if err := s.DeleteUser(ctx, admin, adam.ID); err != nil {
			t.Fatal(err)
		}
		wants(t, s.DeleteUser(ctx, admin, adam.ID), 404, "not_found")
		page := must(s.AuditList(ctx, root, AuditInput{Type: "_people", Limit: 3}))(t)
		var actions []string
		for _, l := range page.Items {
			actions = append(actions, l.By.Name+" "+l.Action)
		}
		if want := []string{"Eve delete", "Eve update", "Eve reset_password"}; !slices.Equal(actions, want) || page.Next == nil {
			t.Errorf("recorded is %q, %v", actions, page.Next)
		}
	})
}

// Where the host has users, the store has none.
func TestHostPeopleOnly(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, people *hostPeople) {
		root := people.of(t, "root")
		if token, err := s.SetupToken(t.Context()); token != "" || err != nil {
			t.Errorf("%q, %v", token, err)
		}
		_, err := s.Users(t.Context(), root, "")
		wants(t, err, 404, "not_found")
		r := request()
		r.AddCookie(&http.Cookie{Name: SessionCookie, Value: "x"})
		if p, err := s.Identify(r, nil); p != nil || err != nil {
			t.Errorf("%v, %v", p, err)
		}
	})
}
