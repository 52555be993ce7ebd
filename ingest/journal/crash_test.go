package journal_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
)

// childPath names the journal that this binary, started again, is to write until it is killed.
const childPath = "OVERLORD_TEST_JOURNAL"

// writeUntilKilled writes numbered events, cuts some of them, and says on standard output what it did: a line "w N T"
// after event N was accepted, with the time in microseconds, "s N" after a Sync, "c N" before a cut.
func writeUntilKilled(path string) {
	ctx := context.Background()
	fail := func(err error) {
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	j, err := journal.Open(ctx, journal.Options{Path: path, Log: quiet()})
	fail(err)
	out := bufio.NewWriter(os.Stdout)
	_, last := j.Range(journal.Bulk)
	for n := int(last) + 1; ; n++ {
		fail(j.Write(ctx, []event.Event{telemetry(n), rare(n)}))
		_, _ = fmt.Fprintln(out, "w", n, time.Now().UnixMicro())
		switch {
		case n%97 == 0:
			fail(j.Sync(ctx))
			_, _ = fmt.Fprintln(out, "s", n)
		case n%1013 == 0:
			_, there := j.Range(journal.Bulk)
			_, thereToo := j.Range(journal.Kept)
			upTo := min(there, thereToo) - 300
			_, _ = fmt.Fprintln(out, "c", upTo)
			fail(out.Flush())
			fail(j.Cut(journal.Bulk, upTo))
			fail(j.Cut(journal.Kept, upTo))
		}
		fail(out.Flush())
		if n%50 == 0 {
			time.Sleep(time.Millisecond)
		}
	}
}

func TestAKilledProcessLosesNothingOlderThan50Milliseconds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	random := rand.New(rand.NewPCG(5, 6))
	cut := int64(0)
	for range 20 {
		life := time.Duration(20+random.IntN(400)) * time.Millisecond
		accepted, synced, killed := liveAndDie(t, path, life, &cut)
		j := open(t, journal.Options{Path: path})
		if s := j.Status(); s.Salvage != nil {
			t.Fatalf("a kill made a salvage necessary: %+v", s.Salvage)
		}
		old := synced
		for n, at := range accepted {
			// The disk may need a while for the transaction that was under way.
			if killed.Sub(at) > 50*time.Millisecond+slowestSync {
				old = max(old, n)
			}
		}
		for _, lane := range journal.Lanes() {
			first, last := j.Range(lane)
			if first > cut+1 {
				t.Fatalf("%s begins at %d, but only %d were cut", lane, first, cut)
			}
			if last < old {
				t.Fatalf("%s ends at %d, but %d was synced and %d is old", lane, last, synced, old)
			}
			after := first - 1
			for _, e := range read(t, j, lane, first-1) {
				after++
				if e.Position != after || e.Bad != nil || numberOf(e.Event) != after {
					t.Fatalf("%s: position %d after %d: %+v", lane, e.Position, after-1, e)
				}
			}
			if after != last {
				t.Fatalf("%s: read to %d of %d", lane, after, last)
			}
		}
		// Both lanes go on with one number.
		level(t, j)
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// slowestSync is what one fsync may take on a busy machine.
const slowestSync = 500 * time.Millisecond

// liveAndDie runs the child for a while and returns when which events were accepted, and what was synced.
func liveAndDie(t *testing.T, path string, life time.Duration, cut *int64) (accepted map[int64]time.Time, synced int64, killed time.Time) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childPath+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	accepted = make(map[int64]time.Time)
	lines := bufio.NewScanner(out)
	var timer *time.Timer
	for lines.Scan() {
		if timer == nil {
			timer = time.AfterFunc(life, func() {
				killed = time.Now()
				_ = child.Process.Kill()
			})
		}
		words := strings.Fields(lines.Text())
		if len(words) < 2 || words[0] == "error" {
			if words[0] == "error" {
				t.Fatal(lines.Text())
			}
			continue
		}
		n, err := strconv.ParseInt(words[1], 10, 64)
		if err != nil {
			continue // cut off
		}
		switch words[0] {
		case "w":
			if len(words) == 3 {
				if at, err := strconv.ParseInt(words[2], 10, 64); err == nil {
					accepted[n] = time.UnixMicro(at)
				}
			}
		case "s":
			synced = n
		case "c":
			*cut = max(*cut, n)
		}
	}
	_ = child.Wait()
	if timer == nil || timer.Stop() {
		t.Fatal("the child ended by itself")
	}
	return accepted, synced, killed
}

// level brings the lane that lost more of its last moment to the number of the other.
func level(t *testing.T, j *journal.Journal) {
	t.Helper()
	_, bulk := j.Range(journal.Bulk)
	_, kept := j.Range(journal.Kept)
	for ; bulk < kept; bulk++ {
		write(t, j, telemetry(int(bulk+1)))
	}
	for ; kept < bulk; kept++ {
		write(t, j, rare(int(kept+1)))
	}
	settle(t, j)
}

func numberOf(e event.Event) int64 {
	switch e := e.(type) {
	case *event.Telemetry:
		return e.Kills.V
	case *event.Rare:
		n, _ := strconv.ParseInt(e.Name[strings.LastIndexByte(e.Name, ' ')+1:], 10, 64)
		return n
	default:
		return -1
	}
}
