package server

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/commandlog"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/live"

	"golang.org/x/time/rate"
)

// plugins is the far end of commands: it takes those for Mule 07 and notes them.
type plugins struct {
	mu  sync.Mutex
	got []string
}

func (p *plugins) SendCommand(player, command string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if player != "Mule 07" {
		return false
	}
	p.got = append(p.got, command)
	return true
}

func commanderOf(h *house, change func(*Commander)) (*Commander, *plugins) {
	p := &plugins{}
	c := &Commander{db: h.db, plugins: p, log: h.Server.log, now: h.clock.now, limiters: map[int]*rate.Limiter{}}
	if change != nil {
		change(c)
	}
	return c, p
}

func (h *house) lastCommand() *ent.CommandLog {
	h.t.Helper()
	row, err := h.db.Ent.CommandLog.Query().Order(ent.Desc(commandlog.FieldID)).First(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

func TestACommandIsCheckedLoggedAndSent(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		id := h.character("Mule 07")
		reader := live.Viewer{UserID: h.readerID, Username: "reader"}
		internal := live.Viewer{Internal: true}
		gone := live.Viewer{UserID: h.user("gone", false), Username: "gone"}
		must(t, db.Ent.CharacterAccess.Create().SetUserID(gone.UserID).SetCharacterID(id).SetCommand(false).Exec(t.Context()))

		for _, tc := range []struct {
			name   string
			who    live.Viewer
			change func(*Commander)
			player string
			text   string
			state  live.CommandState
			logged bool
		}{
			{"a user without a row about the character", reader, nil, "Mule 07", "/mm report", "sent", true},
			{"an unknown character", reader, nil, "Mule 99", "/mm report", "failed", true},
			{"a user whom an admin has refused", gone, nil, "Mule 07", "/mm report", "failed", true},
			{"an internal caller", internal, nil, "Mule 07", "/mm report", "failed", true},
			{"an internal caller, with INTERNAL_COMMANDS", internal, func(c *Commander) { c.internal = true }, "Mule 07", "/mm report", "sent", true},
			{"READ_ONLY", reader, func(c *Commander) { c.readOnly = true }, "Mule 07", "/mm report", "failed", false},
			{"255 bytes", reader, nil, "Mule 07", strings.Repeat("x", 255), "sent", true},
			{"256 bytes", reader, nil, "Mule 07", strings.Repeat("x", 256), "failed", false},
			{"128 letters of two bytes", reader, nil, "Mule 07", strings.Repeat("ü", 128), "failed", false},
			{"a second line", reader, nil, "Mule 07", "/mm report\n/die", "failed", false},
			{"a carriage return", reader, nil, "Mule 07", "/mm report\r", "failed", false},
			{"a line separator", reader, nil, "Mule 07", "/mm report\u2028/die", "failed", false},
			{"a zero byte", reader, nil, "Mule 07", "/mm\x00", "failed", false},
			{"a control character of C1", reader, nil, "Mule 07", "/mm\u0085", "failed", false},
			{"bytes that are no text", reader, nil, "Mule 07", "/mm \xff", "failed", false},
			{"nothing", reader, nil, "Mule 07", "  ", "failed", false},
			{"no character", reader, nil, "", "/mm report", "failed", false},
			{"a character with a line end", reader, nil, "Mule 07\n", "/mm report", "failed", false},
		} {
			t.Run(tc.name, func(t *testing.T) {
				c, p := commanderOf(h, tc.change)
				before := db.Ent.CommandLog.Query().CountX(t.Context())
				state, why := c.Command(t.Context(), tc.who, live.Command{Player: tc.player, Text: tc.text})
				if state != tc.state || (why == "") != (state == live.CommandSent) {
					t.Errorf("%s, %q", state, why)
				}
				if sent := len(p.got) == 1 && p.got[0] == tc.text; sent != (tc.state == live.CommandSent) {
					t.Errorf("the plugin got %q", p.got)
				}
				if logged := db.Ent.CommandLog.Query().CountX(t.Context()) > before; logged != tc.logged {
					t.Fatalf("logged: %t", logged)
				}
				if !tc.logged {
					return
				}
				row := h.lastCommand()
				if row.State != commandlog.State(state) || row.Why != why || row.Command != tc.text || row.CharacterName != tc.player || row.Username != tc.who.Username ||
					(row.UserID == nil) != (tc.who.UserID == 0) || row.CreatedAt.IsZero() {
					t.Errorf("row = %+v", row)
				}
			})
		}
	})
}

func TestAUserMaySendSoManyCommandsAndOthersAreNotHeldUp(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	c, p := commanderOf(h, nil)
	send := func(user int) live.CommandState {
		state, _ := c.Command(t.Context(), live.Viewer{UserID: user, Username: "x"}, live.Command{Player: "Mule 07", Text: "/mm"})
		return state
	}
	for i := range CommandBurst {
		if send(h.readerID) != live.CommandSent {
			t.Fatalf("command %d was refused", i)
		}
	}
	if send(h.readerID) != live.CommandFailed {
		t.Error("one more than the burst was sent")
	}
	if send(h.adminID) != live.CommandSent {
		t.Error("another user was held up")
	}
	h.clock.advance(time.Second)
	for range CommandPerSecond {
		if send(h.readerID) != live.CommandSent {
			t.Error("after a second the bucket is still empty")
		}
	}
	if send(h.readerID) != live.CommandFailed || len(p.got) != CommandBurst+1+CommandPerSecond {
		t.Errorf("%d commands were sent", len(p.got))
	}
}

func TestBucketsOfUsersWhoAreGoneAreForgotten(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	c, _ := commanderOf(h, nil)
	for user := range 5000 {
		c.allow(user)
		h.clock.advance(time.Second)
	}
	if len(c.limiters) > 1000 {
		t.Errorf("%d buckets", len(c.limiters))
	}
}

func TestACommandThatCannotBeLoggedIsNotSent(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	h := newHouse(t, db, nil)
	c, p := commanderOf(h, nil)
	must(t, db.SQL.Close())
	state, why := c.Command(t.Context(), live.Viewer{UserID: h.readerID}, live.Command{Player: "Mule 07", Text: "/mm"})
	if state != live.CommandFailed || len(p.got) != 0 || strings.Contains(why, "sql") {
		t.Errorf("%s, %q; the plugin got %q", state, why, p.got)
	}
}

func TestWhatBecameOfACommandIsNotedThoughTheBrowserHasGone(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	ctx, leave := context.WithCancel(t.Context())
	c, _ := commanderOf(h, nil)
	c.plugins = sender(func() bool { leave(); return true })
	if state, why := c.Command(ctx, live.Viewer{UserID: h.readerID}, live.Command{Player: "Mule 07", Text: "/mm"}); state != live.CommandSent {
		t.Fatalf("%s, %q", state, why)
	}
	if row := h.lastCommand(); row.State != commandlog.StateSent {
		t.Errorf("state = %s", row.State)
	}
}

type sender func() bool

func (s sender) SendCommand(string, string) bool { return s() }

func TestTellsAreReadByThoseWhoMayWithinSeconds(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		ctx := t.Context()
		id := h.character("Mule 07")
		h.character("Mule 08")
		sees := func() string {
			h.tells.refresh(ctx)
			return fmt.Sprint(h.tells.sees(h.readerID, "Mule 07"), h.tells.sees(h.readerID, "Mule 08"), h.tells.sees(h.adminID, "Mule 07"))
		}
		if got := sees(); got != "false false false" {
			t.Errorf("at first: %s", got)
		}
		must(t, db.Ent.CharacterAccess.Create().SetUserID(h.readerID).SetCharacterID(id).SetSeeTells(true).Exec(ctx))
		h.clock.advance(tellsAge)
		if got := sees(); got != "true false false" {
			t.Errorf("allowed: %s", got)
		}
		must(t, db.Ent.CharacterAccess.Update().SetSeeTells(false).Exec(ctx))
		if got := sees(); got != "true false false" {
			t.Errorf("not yet read again: %s", got)
		}
		h.clock.advance(tellsAge)
		if got := sees(); got != "false false false" {
			t.Errorf("taken back: %s", got)
		}
	})
	t.Run("a right that cannot be read again lapses", func(t *testing.T) {
		db := testkit.Open(t, testkit.SQLite(t))
		h := newHouse(t, db, nil)
		must(t, db.Ent.CharacterAccess.Create().SetUserID(h.readerID).SetCharacterID(h.character("Mule 07")).SetSeeTells(true).Exec(t.Context()))
		h.tells.refresh(t.Context())
		must(t, db.SQL.Close())
		h.clock.advance(tellsStale / 2)
		h.tells.refresh(t.Context())
		if !h.tells.sees(h.readerID, "Mule 07") {
			t.Error("it lapsed at once")
		}
		h.clock.advance(tellsStale)
		if h.tells.sees(h.readerID, "Mule 07") {
			t.Error("it outlived the database")
		}
	})
}
