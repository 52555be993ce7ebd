package writer

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/mosswart/overlord/ent/journalposition"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// stuck waits in the middle of a transaction until its context ends.
type stuck struct {
	Series
	arrived chan struct{}
}

func (s stuck) InsertTelemetry(ctx context.Context, _ *sql.Tx, _ []*event.Telemetry) (int, int, error) {
	select {
	case s.arrived <- struct{}{}:
	default:
	}
	<-ctx.Done()
	return 0, 0, ctx.Err()
}

// TestWhatADeadWriterLeftIsStoredByTheNext ends a writer in the middle of a transaction.
func TestWhatADeadWriterLeftIsStoredByTheNext(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		path := filepath.Join(t.TempDir(), "journal.db")
		w, stop := runOn(t, db, path)
		write(t, w, pulses(t, "Ann", 0, 10)...)
		stop()

		w = made(t, db, path)
		series := stuck{w.series, make(chan struct{}, 1)}
		w.series, w.drainTimeout = series, 0
		stop = start(t, w)
		must(t, w.Write(t.Context(), pulses(t, "Ann", 10, 30)))
		<-series.arrived
		must(t, w.Write(t.Context(), []event.Event{pulse(t, "Bob", "s1", at(0), nil), occur(t, event.TypeSpawn, "Bob", at(0), fields{"mob": "x"})}))
		stop()

		w, stop = runOn(t, db, path)
		write(t, w, pulses(t, "Ann", 40, 5)...)
		stop()
		if n := rows(t, db, "telemetry_events"); n != 46 {
			t.Errorf("%d rows, want 46", n)
		}
		got := w.Counts()
		want := ledger.Counts{PendingAtStart: 31, Received: 5, Inserted: 36}
		same(t, got[event.TypeTelemetry], want)
		same(t, got[event.TypeSpawn], ledger.Counts{PendingAtStart: 1, Inserted: 1})
	})
}

func same(t *testing.T, got, want ledger.Counts) {
	t.Helper()
	if want.Dropped == nil {
		want.Dropped = map[string]int{}
	}
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("counts\n got %+v\nwant %+v", got, want)
	}
}

func TestNewJournalOnAnOldDatabaseIsStoredFromItsFirstEntry(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		write(t, w, pulses(t, "Ann", 0, 100)...)
		stop()
		w, stop = run(t, db)
		write(t, w, pulses(t, "Ann", 90, 20)...) // half of them sent again
		stop()
		if n := rows(t, db, "telemetry_events"); n != 110 {
			t.Errorf("%d rows, want 110", n)
		}
		same(t, w.Counts()[event.TypeTelemetry], ledger.Counts{Received: 20, Inserted: 10, Duplicate: 10})
		if lost(w) != 0 {
			t.Error("reported as lost")
		}
	})
}

func lost(w house) float64 {
	return testutil.ToFloat64(w.metrics.lost.WithLabelValues(string(journal.Bulk)))
}

// setPosition puts the database's position of the bulk lane somewhere else, as a backup that is restored does.
func setPosition(t *testing.T, db *database.DB, position int64) {
	t.Helper()
	must(t, db.Ent.JournalPosition.Update().Where(journalposition.Lane(string(journal.Bulk))).SetPosition(position).Exec(t.Context()))
}

func position(t *testing.T, db *database.DB) int64 {
	t.Helper()
	row, err := db.Ent.JournalPosition.Query().Where(journalposition.Lane(string(journal.Bulk))).Only(t.Context())
	must(t, err)
	return row.Position
}

// TestDatabaseAndJournalOfDifferentPasts restores one of the two while the journal holds 30 entries beyond the 100 that
// were stored and cut.
func TestDatabaseAndJournalOfDifferentPasts(t *testing.T) {
	for name, scene := range map[string]struct {
		restore  func(t *testing.T, db *database.DB)
		reported float64
	}{
		"nothing is restored":   {func(*testing.T, *database.DB) {}, 0},
		"the database is older": {func(t *testing.T, db *database.DB) { setPosition(t, db, 40) }, 1},
		"the database is newer": {func(t *testing.T, db *database.DB) { setPosition(t, db, 900) }, 1},
		"the database does not know the journal": {func(t *testing.T, db *database.DB) {
			_, err := db.Ent.JournalPosition.Delete().Exec(t.Context())
			must(t, err)
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
				path := filepath.Join(t.TempDir(), "journal.db")
				w, stop := runOn(t, db, path)
				write(t, w, pulses(t, "Ann", 0, 100)...)
				stop()
				w = made(t, db, path)
				must(t, w.Write(t.Context(), pulses(t, "Ann", 100, 30)))
				must(t, w.journal.Close())
				scene.restore(t, db)

				w, stop = runOn(t, db, path)
				write(t, w, pulses(t, "Ann", 130, 10)...)
				stop()
				if n := rows(t, db, "telemetry_events"); n != 140 {
					t.Errorf("%d rows, want 140", n)
				}
				same(t, w.Counts()[event.TypeTelemetry], ledger.Counts{PendingAtStart: 30, Received: 10, Inserted: 40})
				if lost(w) != scene.reported {
					t.Errorf("reported %v times", lost(w))
				}
				if p := position(t, db); p != 140 {
					t.Errorf("position %d", p)
				}
			})
			t.Run("while it runs", func(t *testing.T) {
				testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
					w, stop := run(t, db)
					write(t, w, pulses(t, "Ann", 0, 100)...)
					scene.restore(t, db)
					write(t, w, pulses(t, "Ann", 100, 30)...)
					stop()
					if n := rows(t, db, "telemetry_events"); n != 130 {
						t.Errorf("%d rows, want 130", n)
					}
					c := w.Counts()[event.TypeTelemetry]
					if c.Received != 130 || c.Inserted != 130 || c.Duplicate != c.PendingAtStart || c.Pending != 0 {
						t.Errorf("%+v", c)
					}
					if lost(w) != scene.reported || position(t, db) != 130 {
						t.Errorf("reported %v times, position %d", lost(w), position(t, db))
					}
				})
			})
		})
	}
}

// TestCommitWhoseAnswerIsLostCountsOnce breaks connections between a commit and its answer.
func TestCommitWhoseAnswerIsLostCountsOnce(t *testing.T) {
	for name, after := range map[string]func(l *link, w house){
		"the connection breaks": func(l *link, _ house) { l.cut() },
		"the server was frozen": func(_ *link, w house) {
			for retries(w, journal.Bulk) == 0 { // until the attempt is given up
				time.Sleep(time.Millisecond)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			direct := testkit.Postgres(t)
			observer := testkit.Open(t, direct)
			link := newLink(t, direct)
			w := made(t, testkit.Open(t, link.url), filepath.Join(t.TempDir(), "journal.db"))
			w.flushTimeout = 300 * time.Millisecond
			stop := start(t, w)
			for round := range 5 {
				link.freezeAtCommit.Store(true)
				must(t, w.Write(t.Context(), pulses(t, "Ann", 20*round, 20)))
				eventually(t, func() bool { return rows(t, observer, "telemetry_events") == 20*(round+1) })
				after(link, w)
				link.thaw()
				write(t, w)
			}
			stop()
			same(t, w.Counts()[event.TypeTelemetry], ledger.Counts{Received: 100, Inserted: 100})
			if position(t, observer) != 100 || lost(w) != 0 {
				t.Errorf("position %d, reported %v times", position(t, observer), lost(w))
			}
		})
	}
}

// TestConnectionsThatAreKilledAtAnyMomentLoseAndDoubleNothing terminates the writer's backends again and again.
func TestConnectionsThatAreKilledAtAnyMomentLoseAndDoubleNothing(t *testing.T) {
	url := testkit.Postgres(t)
	observer := testkit.Open(t, url)
	w, stop := run(t, testkit.Open(t, url))
	var sent atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 150 {
			must(t, w.Write(t.Context(), pulses(t, fmt.Sprintf("Mule %02d", i%60), 20*(i/60), 20)))
			must(t, w.Write(t.Context(), []event.Event{
				occur(t, event.TypeRare, "Ann", at(float64(i)), fields{"name": "Hunter's Crystal"}),
			}))
			sent.Add(20)
			time.Sleep(10 * time.Millisecond)
		}
	}()
	killed := 0
	for running := true; running; {
		select {
		case <-done:
			running = false
		case <-time.After(15 * time.Millisecond):
		}
		var n int
		must(t, observer.SQL.QueryRowContext(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`).Scan(&n))
		killed += n
	}
	write(t, w)
	stop()
	if killed == 0 {
		t.Error("nothing was killed")
	}
	same(t, w.Counts()[event.TypeTelemetry], ledger.Counts{Received: 3000, Inserted: 3000})
	same(t, w.Counts()[event.TypeRare], ledger.Counts{Received: 150, Inserted: 150})
	if n, rare := rows(t, observer, "telemetry_events"), rows(t, observer, "rare_events"); n != 3000 || rare != 150 {
		t.Errorf("%d and %d rows", n, rare)
	}
}
