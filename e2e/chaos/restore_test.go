package chaos

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/e2e/rig"
	"github.com/mosswart/overlord/internal/database"
)

// TestANewDataFolderOnAnOldDatabase takes the journal away from a database that knows it. What comes again is stored
// once, and what is new is stored.
func TestANewDataFolderOnAnOldDatabase(t *testing.T) {
	databases(t, func(t *testing.T, url string) {
		if url == "" {
			url = "sqlite:" + filepath.Join(t.TempDir(), "overlord.db")
		}
		first := play(t, rig.ServerOptions{Database: url}, rig.LoadOptions{Rate: 20_000, Count: 8_000})
		<-first.load.Done()
		first.check()
		first.server.Stop()

		second := play(t, rig.ServerOptions{Database: url}, rig.LoadOptions{Rate: 20_000, Count: 12_000, Began: first.load.Began()})
		<-second.load.Done()
		rows, err := rig.Count(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		books := second.drain()
		for kind, before := range first.load.Sent() {
			b := books[string(kind)]
			if err := b.Fault(); err != nil {
				t.Errorf("the books of %s: %v", kind, err)
			}
			again := b.Duplicate + b.Superseded
			if kind == rig.CharacterStats || kind == rig.CombatStats {
				continue // the same state again is either
			}
			if again != before || b.Inserted != second.load.Sent()[kind]-before {
				t.Errorf("%s: %d came again and %d were new; the books say %+v, rows %d", kind, before, second.load.Sent()[kind]-before, b, rows[kind])
			}
		}
		if v := second.judge(); v.Stored != rowEvents(second.load) {
			t.Errorf("%d of %d events are stored", v.Stored, rowEvents(second.load))
		}
		second.server.Stop()
	})
}

// TestAnOlderDatabaseUnderANewerJournal restores a backup of the database while the journal holds events that wait:
// all of those are stored, although the restored position is not within the journal, and none twice.
func TestAnOlderDatabaseUnderANewerJournal(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		s := play(t, rig.ServerOptions{}, rig.LoadOptions{Rate: 20_000, Count: 4_000})
		file := strings.TrimPrefix(s.server.Database, "sqlite:")
		<-s.load.Done()
		s.check()
		s.server.Stop()
		copyFile(t, file, file+".backup")
		s.server.Start()
		restore(t, s, func() func() { return holdSQLite(t, s.server.Database) }, func() {
			for _, side := range []string{"-wal", "-shm"} {
				_ = os.Remove(file + side)
			}
			copyFile(t, file+".backup", file)
		})
	})
	t.Run("postgres", func(t *testing.T) {
		cluster := rig.Cluster(t)
		s := play(t, rig.ServerOptions{Database: rig.Database(t, "restored", "")}, rig.LoadOptions{Rate: 20_000, Count: 4_000})
		<-s.load.Done()
		s.check()
		s.server.Stop()
		rig.Database(t, "backup", "restored")
		s.server.Start()
		restore(t, s, func() func() {
			if err := cluster.Freeze(); err != nil {
				t.Fatal(err)
			}
			return func() {
				if err := cluster.Thaw(); err != nil {
					t.Error(err)
				}
			}
		}, func() {
			rig.SQL(t, cluster.URL("postgres"), "DROP DATABASE restored WITH (FORCE)")
			rig.SQL(t, cluster.URL("postgres"), "CREATE DATABASE restored TEMPLATE backup")
		})
	})
}

// restore sends events that are stored, then events that wait in the journal since the database is held; kills the
// server, puts the older database back, and looks what becomes of those that waited.
func restore(t *testing.T, s *scene, hold func() (release func()), putBack func()) {
	t.Helper()
	base := s.load.Began()
	s.attend(rig.LoadOptions{Rate: 20_000, Count: 6_000, Began: base}) // the first 4,000 again, then new ones
	<-s.load.Done()
	s.drain()
	release := hold()
	s.attend(rig.LoadOptions{Rate: 20_000, Count: 10_000, Began: base}) // all of those again, then ones that only the journal has
	<-s.load.Done()
	rig.Eventually(t, drainTime, func() error {
		m, err := s.server.Metrics()
		if err != nil {
			return err
		}
		return s.intake(m, m.Books())
	})
	time.Sleep(300 * time.Millisecond) // the journal gathers for 50 ms
	s.server.Kill()
	release()
	putBack()
	s.server.Start()
	s.load.Pause()
	books := s.drain()
	atStart := 0
	for kind, b := range books {
		if err := b.Fault(); err != nil {
			t.Errorf("the books of %s: %v", kind, err)
		}
		atStart += b.AtStart
	}
	if atStart < 10_000 {
		t.Errorf("%d events were pending at the start, want 10000 or more", atStart)
	}
	if v := s.judge(); v.Stored != rowEvents(s.load) {
		t.Errorf("%d of %d events are stored", v.Stored, rowEvents(s.load))
	}
	s.server.Stop()
	if log := s.server.Log(); !strings.Contains(log, "storing from its first entry") {
		t.Error("the log does not say that the position was outside of the journal")
	}
}

// holdSQLite takes the database file's writer's place, so that nobody else writes.
func holdSQLite(t *testing.T, url string) (release func()) {
	t.Helper()
	db, _, err := database.Connect(t.Context(), url, 0)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(context.WithoutCancel(t.Context()), nil)
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		_ = tx.Rollback()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
