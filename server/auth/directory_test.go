package auth

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestUsersAreCreatedOnceAndListedByName(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		f.user("Zoe", true)
		f.user("adam", false)
		f.signIn("adam")
		for _, tc := range []struct{ name, username, password, field string }{
			{"the name is taken", "adam", password, "username"},
			{"the name is taken in capitals", "ADAM", password, "username"},
			{"no name", "", password, "username"},
			{"a short password", "bob", "short", "password"},
			{"both", " ", "short", "username"},
			{"both, the other field", " ", "short", "password"},
		} {
			_, err := f.Create(t.Context(), tc.username, tc.password, false)
			wantFault(t, err, fault.Invalid, tc.field)
		}
		users, err := f.Users(t.Context())
		if err != nil || len(users) != 2 || users[0].Username != "adam" || users[0].Sessions != 1 || users[0].Admin ||
			users[1].Username != "Zoe" || users[1].Sessions != 0 || !users[1].Admin {
			t.Errorf("users %+v, %v", users, err)
		}
		_, err = f.Find(t.Context(), "nobody")
		wantFault(t, err, fault.NotFound, "")
	})
}

func TestNobodyRemovesTheLastAdminOrHimself(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		one, two := f.user("one", true), f.user("two", true)
		no := false
		wantFault(t, f.Remove(t.Context(), one.ID, one.ID), fault.Conflict, "")
		_, err := f.Change(t.Context(), one.ID, one.ID, Change{Admin: &no})
		wantFault(t, err, fault.Conflict, "is_admin")
		next := "another horse"
		_, err = f.Change(t.Context(), one.ID, one.ID, Change{Password: &next})
		wantFault(t, err, fault.Conflict, "password")
		_, err = f.Change(t.Context(), one.ID, one.ID, Change{ResetSecondFactor: true})
		wantFault(t, err, fault.Conflict, "reset_totp")

		if err := f.Remove(t.Context(), one.ID, two.ID); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(f.sockets.users, two.ID) {
			t.Error("the sockets of the removed user were not closed")
		}
		wantFault(t, f.Remove(t.Context(), one.ID, two.ID), fault.NotFound, "")
		_, err = f.Change(t.Context(), one.ID, two.ID, Change{EndSessions: true})
		wantFault(t, err, fault.NotFound, "")
		_, err = f.Change(t.Context(), one.ID, two.ID, Change{Password: &next})
		wantFault(t, err, fault.NotFound, "")
		wantFault(t, f.Remove(t.Context(), 0, one.ID), fault.Conflict, "")
		_, err = f.Change(t.Context(), 0, one.ID, Change{Admin: &no})
		wantFault(t, err, fault.Conflict, "is_admin")
	})
}

func TestAdminsWhoDemoteEachOtherAtOnceLeaveOne(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		no := false
		for round := range 10 {
			yes := true
			var ids []int
			for _, name := range []string{"a", "b", "c", "d"} {
				if round == 0 {
					ids = append(ids, f.user(name, true).ID)
					continue
				}
				a, err := f.Find(t.Context(), name)
				if err != nil {
					t.Fatal(err)
				}
				if a, err = f.Change(t.Context(), 0, a.ID, Change{Admin: &yes}); err != nil || !a.Admin {
					t.Fatalf("%+v, %v", a, err)
				}
				ids = append(ids, a.ID)
			}
			var wg sync.WaitGroup
			var refused atomic.Int32
			for i, id := range ids {
				wg.Go(func() {
					_, err := f.Change(t.Context(), ids[(i+1)%len(ids)], id, Change{Admin: &no})
					if fault.CodeOf(err) == fault.Conflict {
						refused.Add(1)
					} else if err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			users, err := f.Users(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			admins := len(slices.DeleteFunc(users, func(a Account) bool { return !a.Admin }))
			if admins != 1 || refused.Load() != 1 {
				t.Fatalf("round %d: %d admins are left, %d were refused", round, admins, refused.Load())
			}
		}
	})
}

func TestAPasswordChangeEndsEverythingElse(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		u := f.user("erik", false)
		here, there, legacy := f.signIn("erik"), f.signIn("erik"), f.legacy(`{"username":"erik"}`)
		reset, err := f.ResetLink(t.Context(), u.ID, u.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		p := f.who(here)
		_, err = f.ChangePassword(t.Context(), p, "wrong horse", "another horse", addr("192.0.2.1"), "")
		wantFault(t, err, fault.Invalid, "current_password")
		_, err = f.ChangePassword(t.Context(), p, "", "another horse", addr("192.0.2.1"), "")
		wantFault(t, err, fault.Invalid, "current_password")
		_, err = f.ChangePassword(t.Context(), p, password, "short", addr("192.0.2.1"), "")
		wantFault(t, err, fault.Invalid, "new_password")
		_, err = f.ChangePassword(t.Context(), p, password, strings.Repeat("x", 73), addr("192.0.2.1"), "")
		wantFault(t, err, fault.Invalid, "new_password")
		if f.who(there).Kind != User {
			t.Fatal("a refused change ended a session")
		}

		f.clock.advance(time.Millisecond)
		in, err := f.ChangePassword(t.Context(), p, password, "another horse", addr("192.0.2.1"), "browser")
		if err != nil {
			t.Fatal(err)
		}
		cookie, err := f.Cookie(from("192.0.2.1"), in)
		if err != nil {
			t.Fatal(err)
		}
		if f.who(cookie).Kind != User {
			t.Error("the new cookie is refused")
		}
		if f.who(here).Kind != Anonymous || f.who(there).Kind != Anonymous || f.who(legacy).Kind != Anonymous {
			t.Error("a cookie of before is accepted")
		}
		if !slices.Contains(f.sockets.users, u.ID) {
			t.Error("no sockets were closed")
		}
		_, err = f.Look(t.Context(), reset.Token)
		wantFault(t, err, fault.Gone, "")
		_, _, err = f.SignIn(t.Context(), Credentials{Username: "erik", Password: password, Address: addr("192.0.2.1")})
		wantFault(t, err, fault.Unauthenticated, "password")
		if _, _, err = f.SignIn(t.Context(), Credentials{Username: "erik", Password: "another horse", Address: addr("192.0.2.1")}); err != nil {
			t.Error(err)
		}
	})
}

func TestGuessingThePresentPasswordIsThrottled(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.user("erik", false)
	p := f.who(f.signIn("erik"))
	tries := 0
	for range 50 {
		_, err := f.ChangePassword(t.Context(), p, "wrong horse", "another horse", addr("192.0.2.1"), "")
		if fault.CodeOf(err) != fault.TooMany {
			tries++
		}
	}
	if tries != pairBurst {
		t.Errorf("%d guesses were compared, want %d", tries, pairBurst)
	}
}

func TestInvitationsMakeOneUserEach(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		boss := f.user("boss", true)
		open, err := f.Invite(t.Context(), boss.ID, "", false, 0)
		if err != nil || open.CreatedBy != "boss" || open.Kind != Invite || !open.ExpiresAt.Equal(f.now().Add(7*24*time.Hour)) {
			t.Fatalf("%+v, %v", open, err)
		}
		named, err := f.Invite(t.Context(), boss.ID, "Dace", true, 1)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Invite(t.Context(), boss.ID, "BOSS", false, 0)
		wantFault(t, err, fault.Invalid, "username")
		_, err = f.Invite(t.Context(), boss.ID, "a\nb", false, 0)
		wantFault(t, err, fault.Invalid, "username")
		for _, hours := range []int{-1, MaxInvitationHours + 1} {
			_, err = f.Invite(t.Context(), boss.ID, "", false, hours)
			wantFault(t, err, fault.Invalid, "hours")
		}
		list, err := f.Invitations(t.Context())
		if err != nil || len(list) != 2 || list[0].Username != "Dace" || list[0].CreatedBy != "boss" || list[0].Token != "" {
			t.Errorf("list %+v, %v", list, err)
		}

		_, _, err = f.Accept(t.Context(), open.Token, "", "short", addr("192.0.2.1"), "")
		wantFault(t, err, fault.Invalid, "username")
		wantFault(t, err, fault.Invalid, "password")
		_, _, err = f.Accept(t.Context(), open.Token, "boss", password, addr("192.0.2.1"), "")
		wantFault(t, err, fault.Invalid, "username")
		in, signedIn, err := f.Accept(t.Context(), open.Token, "guest", password, addr("192.0.2.1"), "")
		if err != nil || !signedIn || in.Username != "guest" || in.Admin {
			t.Errorf("%+v, %v, %v", in, signedIn, err)
		}
		_, _, err = f.Accept(t.Context(), open.Token, "another", password, addr("192.0.2.1"), "")
		wantFault(t, err, fault.Gone, "")

		in, _, err = f.Accept(t.Context(), named.Token, "somebody else", password, addr("192.0.2.1"), "")
		if err != nil || in.Username != "Dace" || !in.Admin {
			t.Errorf("%+v, %v", in, err)
		}
		for _, token := range []string{"", "x", strings.Repeat("A", 43), "\x00", named.Token + "A"} {
			_, err := f.Look(t.Context(), token)
			wantFault(t, err, fault.Gone, "")
		}
	})
}

func TestALinkWorksOnceHoweverManyAskAtTheSameTime(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		boss := f.user("boss", true)
		link, err := f.Invite(t.Context(), boss.ID, "", false, 0)
		if err != nil {
			t.Fatal(err)
		}
		var made, gone atomic.Int32
		var wg sync.WaitGroup
		for name := range strings.SplitSeq("abcdefghijkl", "") {
			wg.Go(func() {
				_, _, err := f.Accept(t.Context(), link.Token, name, password, addr("192.0.2.1"), "")
				switch {
				case err == nil:
					made.Add(1)
				case fault.CodeOf(err) == fault.Gone:
					gone.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		users, err := f.Users(t.Context())
		if err != nil || made.Load() != 1 || gone.Load() != 11 || len(users) != 2 {
			t.Errorf("%d made, %d gone, %d users, %v", made.Load(), gone.Load(), len(users), err)
		}
	})
}

func TestLinksExpireAndDieWithTheirMaker(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		boss, rogue := f.user("boss", true), f.user("rogue", true)
		short, err := f.Invite(t.Context(), boss.ID, "", false, 1)
		if err != nil {
			t.Fatal(err)
		}
		f.clock.advance(time.Hour)
		_, err = f.Look(t.Context(), short.Token)
		wantFault(t, err, fault.Gone, "")
		_, _, err = f.Accept(t.Context(), short.Token, "guest", password, addr("192.0.2.1"), "")
		wantFault(t, err, fault.Gone, "")

		back, err := f.Invite(t.Context(), rogue.ID, "", true, 0)
		if err != nil {
			t.Fatal(err)
		}
		withdrawn, err := f.Invite(t.Context(), boss.ID, "", false, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.RemoveInvitation(t.Context(), withdrawn.ID); err != nil {
			t.Fatal(err)
		}
		wantFault(t, f.RemoveInvitation(t.Context(), withdrawn.ID), fault.NotFound, "")
		if err := f.Remove(t.Context(), boss.ID, rogue.ID); err != nil {
			t.Fatal(err)
		}
		for _, token := range []string{back.Token, withdrawn.Token} {
			_, err = f.Look(t.Context(), token)
			wantFault(t, err, fault.Gone, "")
		}
	})
}

func TestAResetLinkSetsThePasswordAndEndsSessions(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		boss, u := f.user("boss", true), f.user("erik", false)
		old := f.signIn("erik")
		link, err := f.ResetLink(t.Context(), boss.ID, u.ID, 0)
		if err != nil || link.Kind != Reset || link.Username != "erik" {
			t.Fatalf("%+v, %v", link, err)
		}
		second, err := f.ResetLink(t.Context(), boss.ID, u.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.ResetLink(t.Context(), boss.ID, 999_999, 0)
		wantFault(t, err, fault.NotFound, "")
		f.clock.advance(time.Millisecond)
		in, signedIn, err := f.Accept(t.Context(), link.Token, "boss", "another horse", addr("192.0.2.1"), "")
		if err != nil || !signedIn || in.UserID != u.ID {
			t.Errorf("%+v, %v, %v", in, signedIn, err)
		}
		if f.who(old).Kind != Anonymous {
			t.Error("the old cookie is accepted")
		}
		_, err = f.Look(t.Context(), second.Token)
		wantFault(t, err, fault.Gone, "")
	})
}

func TestTheFirstAdminLinkWorksWhileThereIsNoAdmin(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		f := newFixture(t, db)
		f.user("imported", false)
		const base = "http://127.0.0.1:8770"
		var tokens []string
		for range 2 { // two starts
			url, err := f.FirstAdminLink(t.Context(), base)
			token, ok := strings.CutPrefix(url, base+"/invite/")
			if err != nil || !ok {
				t.Fatalf("%q, %v", url, err)
			}
			tokens = append(tokens, token)
		}
		f.clock.advance(400 * 24 * time.Hour)
		if i, err := f.Look(t.Context(), tokens[0]); err != nil || i.Kind != FirstAdmin {
			t.Fatalf("%+v, %v", i, err)
		}
		in, signedIn, err := f.Accept(t.Context(), tokens[0], "boss", password, addr("192.0.2.1"), "")
		if err != nil || !signedIn || !in.Admin {
			t.Fatalf("%+v, %v, %v", in, signedIn, err)
		}
		for _, token := range tokens {
			_, _, err := f.Accept(t.Context(), token, "thief", password, addr("192.0.2.1"), "")
			wantFault(t, err, fault.Gone, "")
		}
		if url, err := f.FirstAdminLink(t.Context(), base); url != "" || err != nil {
			t.Errorf("%q, %v, though there is an admin", url, err)
		}
	})
}

func TestFirstAdminLinksDieHoweverAnAdminIsMade(t *testing.T) {
	for name, makeAdmin := range map[string]func(f *fixture){
		"created": func(f *fixture) { f.user("boss", true) },
		"promoted": func(f *fixture) {
			yes := true
			if _, err := f.Change(f.t.Context(), 0, f.user("boss", false).ID, Change{Admin: &yes}); err != nil {
				f.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
			url, err := f.FirstAdminLink(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			makeAdmin(f)
			_, err = f.Look(t.Context(), strings.TrimPrefix(url, "/invite/"))
			wantFault(t, err, fault.Gone, "")
			if list, err := f.Invitations(t.Context()); err != nil || len(list) != 0 {
				t.Errorf("still listed: %+v, %v", list, err)
			}
		})
	}
}
