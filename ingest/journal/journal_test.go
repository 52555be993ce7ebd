package journal_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		writeUntilKilled(path)
		return
	}
	goleak.VerifyTestMain(m)
}

var received = time.Date(2026, 6, 24, 17, 46, 50, 123456789, time.UTC)

func telemetry(n int) event.Event {
	return decode(fmt.Sprintf(`{"type":"telemetry","timestamp":"2026-06-24T17:46:50Z","character_name":"Mule %02d","session_id":"b1f0","ew":33.61,"ns":42.1,"z":0.39,"kills":%d,"kills_per_hour":"842.5","onlinetime":"01:25:40","deaths":"0","total_deaths":"57","prismatic_taper_count":"1834","rares_found":2,"vt_state":"Combat","mem_mb":412.5,"cpu_pct":7.2,"latency_ms":38.0}`, n%60, n))
}

func rare(n int) event.Event {
	e := decode(fmt.Sprintf(`{"type":"rare","character_name":"Mule 07","name":"Hunter's Crystal %d","ew":33.6,"ns":42.1,"z":0.4}`, n))
	e.Header().SessionID = "stamped"
	return e
}

func decode(frame string) event.Event {
	e, err := event.Decode([]byte(frame), received)
	if err != nil {
		panic(err)
	}
	return e
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func open(t testing.TB, o journal.Options) *journal.Journal {
	t.Helper()
	if o.Log == nil {
		o.Log = quiet()
	}
	j, err := journal.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func write(t testing.TB, j *journal.Journal, events ...event.Event) {
	t.Helper()
	if err := j.Write(t.Context(), events); err != nil {
		t.Fatal(err)
	}
}

func settle(t testing.TB, j *journal.Journal) {
	t.Helper()
	if err := j.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, j *journal.Journal, lane journal.Lane, after int64) []journal.Entry {
	t.Helper()
	var all []journal.Entry
	for {
		entries, err := j.Read(t.Context(), lane, after, 1000, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			return all
		}
		all = append(all, entries...)
		after = entries[len(entries)-1].Position
	}
}

func TestWhatIsWrittenIsReadAgainInOrderFromMemoryAndAfterAReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	j := open(t, journal.Options{Path: path})
	var wantBulk, wantKept []event.Event
	for i := range 700 {
		wantBulk = append(wantBulk, telemetry(i))
		write(t, j, wantBulk[i])
		if i%10 == 0 {
			wantKept = append(wantKept, rare(i))
			write(t, j, wantKept[len(wantKept)-1])
		}
	}
	settle(t, j)
	id := j.ID()
	check := func(j *journal.Journal) {
		t.Helper()
		for lane, want := range map[journal.Lane][]event.Event{journal.Bulk: wantBulk, journal.Kept: wantKept} {
			if first, last := j.Range(lane); first != 1 || last != int64(len(want)) {
				t.Errorf("range of %s = %d to %d, want 1 to %d", lane, first, last, len(want))
			}
			got := read(t, j, lane, 0)
			if len(got) != len(want) {
				t.Fatalf("%s holds %d entries, want %d", lane, len(got), len(want))
			}
			for i, e := range got {
				if e.Position != int64(i+1) || !reflect.DeepEqual(e.Event, want[i]) {
					t.Fatalf("%s entry %d is %d %+v, want %+v", lane, i, e.Position, e.Event, want[i])
				}
			}
		}
	}
	check(j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = open(t, journal.Options{Path: path})
	if j.ID() != id {
		t.Error("a reopened journal has another ID")
	}
	check(j)
	pending, err := j.Pending(t.Context(), journal.Bulk, 100)
	if err != nil || len(pending) != 1 || pending[event.TypeTelemetry] != 600 {
		t.Errorf("pending = %v, %v", pending, err)
	}
}

func TestPositionsGoOnWhereTheyWereAfterEverythingIsCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	j := open(t, journal.Options{Path: path})
	write(t, j, rare(1), rare(2), rare(3))
	settle(t, j)
	if err := j.Cut(journal.Kept, 3); err != nil {
		t.Fatal(err)
	}
	if first, last := j.Range(journal.Kept); first != 4 || last != 3 {
		t.Errorf("range = %d to %d, want 4 to 3", first, last)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = open(t, journal.Options{Path: path})
	if first, last := j.Range(journal.Kept); first != 4 || last != 3 {
		t.Errorf("range after a reopen = %d to %d, want 4 to 3", first, last)
	}
	if s := j.Status(); s.Lanes[journal.Kept].Entries != 0 {
		t.Errorf("%d entries are left", s.Lanes[journal.Kept].Entries)
	}
	write(t, j, rare(4))
	settle(t, j)
	got := read(t, j, journal.Kept, 3)
	if len(got) != 1 || got[0].Position != 4 {
		t.Errorf("read %v", got)
	}
}

func TestWaitReturnsWhenAnEntryIsOnDisk(t *testing.T) {
	j := open(t, journal.Options{Path: filepath.Join(t.TempDir(), "journal.db")})
	var waiting sync.WaitGroup
	waiting.Go(func() {
		if err := j.Wait(t.Context(), journal.Kept, 0); err != nil {
			t.Error(err)
		}
	})
	write(t, j, rare(1))
	waiting.Wait()
	ctx, cancel := context.WithCancel(t.Context())
	waiting.Go(func() {
		if err := j.Wait(ctx, journal.Kept, 1); !errors.Is(err, context.Canceled) {
			t.Errorf("Wait = %v", err)
		}
	})
	cancel()
	waiting.Wait()
}

func TestASecondOpenNamesTheFileAndTheServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	open(t, journal.Options{Path: path})
	_, err := journal.Open(t.Context(), journal.Options{Path: path})
	if !errors.Is(err, journal.ErrLocked) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "server") {
		t.Errorf("second Open = %v", err)
	}
}

func TestAClosedJournalRefuses(t *testing.T) {
	j := open(t, journal.Options{Path: filepath.Join(t.TempDir(), "journal.db")})
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"Write": j.Write(t.Context(), []event.Event{rare(1)}),
		"Wait":  j.Wait(t.Context(), journal.Bulk, 0),
		"Cut":   j.Cut(journal.Bulk, 1),
		"Bury":  j.Bury(t.Context(), []journal.DeadLetter{{Lane: journal.Kept, Position: 1}}),
		"Close": errors.Join(j.Close(), journal.ErrClosed),
	} {
		if !errors.Is(err, journal.ErrClosed) {
			t.Errorf("%s = %v", name, err)
		}
	}
}
