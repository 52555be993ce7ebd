package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/internal/control"
)

// journalWith makes a data folder whose journal has n dead letters.
func journalWith(t *testing.T, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	j, err := journal.Open(t.Context(), journal.Options{Path: filepath.Join(dir, "journal.db")})
	if err != nil {
		t.Fatal(err)
	}
	e, err := event.Decode([]byte(`{"type":"rare","character_name":"Mule 07","name":"Hunter's Crystal"}`), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		letter := journal.Letter(journal.Kept, journal.Entry{Position: int64(i + 1), Event: e}, time.Now(), "the row was refused")
		if err := j.Bury(t.Context(), []journal.DeadLetter{letter}); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func runJournal(t *testing.T, dir string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Run(t.Context(), append([]string{"journal", "--data", dir}, args...), strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("journal %v: %s", args, errs.String())
	}
	return out.String()
}

// The commands do the same to the file when no server runs, and to the running server's journal when one does.
func TestJournalCommandsWorkWithAndWithoutAServer(t *testing.T) {
	for _, server := range []bool{false, true} {
		name := "without a server"
		if server {
			name = "with a server"
		}
		t.Run(name, func(t *testing.T) {
			dir := journalWith(t, 4)
			if server {
				serveJournal(t, dir)
			}
			if out := runJournal(t, dir, "status"); !strings.Contains(out, "dead letters  4") {
				t.Errorf("status:\n%s", out)
			}
			if out := runJournal(t, dir, "dead", "--limit", "3"); strings.Count(out, "the row was refused") != 3 || !strings.Contains(out, "and 1 more") {
				t.Errorf("dead:\n%s", out)
			}
			if out := runJournal(t, dir, "discard", "1", "99"); !strings.HasPrefix(out, "1 ") {
				t.Errorf("discard: %s", out)
			}
			if out := runJournal(t, dir, "replay", "2"); !strings.HasPrefix(out, "1 ") {
				t.Errorf("replay: %s", out)
			}
			if out := runJournal(t, dir, "replay", "--all"); !strings.HasPrefix(out, "2 ") {
				t.Errorf("replay --all: %s", out)
			}
			var s journal.Status
			if err := json.Unmarshal([]byte(runJournal(t, dir, "status", "--json")), &s); err != nil || s.Dead != 0 || s.Lanes[journal.Kept].Last != 3 {
				t.Errorf("status --json: %+v, %v", s, err)
			}
			if out := runJournal(t, dir, "dead"); !strings.Contains(out, "no dead letters") {
				t.Errorf("dead: %s", out)
			}
		})
	}
}

func serveJournal(t *testing.T, dir string) {
	t.Helper()
	j, err := journal.Open(t.Context(), journal.Options{Path: filepath.Join(dir, "journal.db")})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- control.Serve(ctx, dir, j.Handler()) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, control.Name)); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the server does not listen")
		}
	}
}

func TestJournalCommandsSayWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no journal":         {[]string{"status"}, "there is no journal"},
		"neither id nor all": {[]string{"replay"}, "--all"},
		"an id and all":      {[]string{"discard", "--all", "3"}, "--all"},
		"an id that is none": {[]string{"discard", "x"}, "no dead letter's id"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			var out, errs bytes.Buffer
			code := Run(t.Context(), append([]string{"journal", "--data", dir}, c.args...), strings.NewReader(""), &out, &errs)
			if code == 0 || !strings.Contains(errs.String(), c.want) {
				t.Errorf("exit %d: %s", code, errs.String())
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
				t.Errorf("left behind %v, %v", left, err)
			}
		})
	}
}
