package journal_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
)

func TestAFullBulkLosesItsOldestAndCountsThem(t *testing.T) {
	const most = 1 << 20
	ledger := newBooks()
	path := filepath.Join(t.TempDir(), "journal.db")
	j := open(t, journal.Options{Path: path, MaxBytes: most, Ledger: ledger, TailBytes: 1})
	const n = 5000
	for i := 1; i <= n; i++ {
		write(t, j, telemetry(i))
		if i%500 == 0 {
			settle(t, j)
		}
	}
	write(t, j, rare(1))
	settle(t, j)
	s := j.Status()
	if used := s.Lanes[journal.Bulk].Bytes; used > most/4*3 || used < most/2 {
		t.Errorf("bulk takes %d bytes of %d", used, most)
	}
	got := read(t, j, journal.Bulk, 0)
	if last := got[len(got)-1]; last.Position != n || last.Event.(*event.Telemetry).Kills.V != n {
		t.Errorf("the newest entry is %d", last.Position)
	}
	if dropped := ledger.dropped[event.TypeTelemetry]; len(got)+dropped != n || dropped == 0 || ledger.reasons["journal_full"] != dropped {
		t.Errorf("%d left, %d dropped, %v", len(got), dropped, ledger.reasons)
	}
	if s.Lanes[journal.Bulk].Dropped != int64(ledger.dropped[event.TypeTelemetry]) {
		t.Errorf("status says %d dropped", s.Lanes[journal.Bulk].Dropped)
	}
	if first, _ := j.Range(journal.Bulk); first != got[0].Position {
		t.Errorf("the range begins at %d, the entries at %d", first, got[0].Position)
	}
	if s.FileBytes > 4*most {
		t.Errorf("the file has %d bytes", s.FileBytes)
	}
	if len(read(t, j, journal.Kept, 0)) != 1 {
		t.Error("kept lost an event")
	}
}

func TestWhatWasReadIsNotLostForWantOfRoom(t *testing.T) {
	ledger := newBooks()
	j := open(t, journal.Options{Path: filepath.Join(t.TempDir(), "journal.db"), MaxBytes: 512 << 10, Ledger: ledger})
	for i := 1; i <= 200; i++ {
		write(t, j, telemetry(i))
	}
	settle(t, j)
	held, err := j.Read(t.Context(), journal.Bulk, 0, 100, 1<<20)
	if err != nil || len(held) != 100 {
		t.Fatalf("read %d, %v", len(held), err)
	}
	for i := 201; i <= 3000; i++ {
		write(t, j, telemetry(i))
		if i%200 == 0 {
			settle(t, j)
		}
	}
	again, err := j.Read(t.Context(), journal.Bulk, 0, 100, 1<<20)
	if err != nil || len(again) != 100 || again[0].Position != 1 || again[99].Position != 100 {
		t.Fatalf("read again %d, %v", len(again), err)
	}
	rest := read(t, j, journal.Bulk, 100)
	if dropped := ledger.dropped[event.TypeTelemetry]; 100+len(rest)+dropped != 3000 || dropped == 0 {
		t.Errorf("100 held + %d left + %d dropped are not 3000", len(rest), dropped)
	}
}

func TestAFullKeptBlocksUntilItIsCut(t *testing.T) {
	ledger := newBooks()
	j := open(t, journal.Options{
		Path: filepath.Join(t.TempDir(), "journal.db"), MaxBytes: 256 << 10, Ledger: ledger, QueueEvents: 50,
	})
	for i := range 1000 {
		write(t, j, telemetry(i))
	}
	written := 0
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		err := j.Write(ctx, []event.Event{rare(written + 1)})
		cancel()
		if err != nil {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
			break
		}
		written++
	}
	if s := j.Status(); !strings.Contains(s.Error, "full") || s.ErrorSince == nil {
		t.Errorf("status says %q", s.Error)
	}
	write(t, j, telemetry(1)) // bulk goes on losing
	for after := int64(0); ; {
		entries, err := j.Read(t.Context(), journal.Kept, after, 1000, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			if after == int64(written) {
				break
			}
			if err := j.Wait(t.Context(), journal.Kept, after); err != nil {
				t.Fatal(err)
			}
			continue
		}
		after = entries[len(entries)-1].Position
		if err := j.Cut(journal.Kept, after); err != nil {
			t.Fatal(err)
		}
	}
	if written < 200 || ledger.dropped[event.TypeRare] != 0 {
		t.Errorf("%d written, %v dropped", written, ledger.dropped)
	}
	settle(t, j)
	if s := j.Status(); s.Error != "" || s.LastError == "" {
		t.Errorf("afterwards status says %q, last %q", s.Error, s.LastError)
	}
}

func TestAFullDiskIsWaitedFor(t *testing.T) {
	t.Run("seen before", func(t *testing.T) { fullDisk(t, func(o journal.Options) journal.Options { return o }) })
	t.Run("found out by writing", func(t *testing.T) {
		fullDisk(t, func(o journal.Options) journal.Options { return journal.WithFreeDisk(o, 0, false) })
	})
}

func fullDisk(t *testing.T, blind func(journal.Options) journal.Options) {
	folder := tinyDisk(t, "2m")
	ballast := filepath.Join(folder, "ballast")
	ledger := newBooks()
	j := open(t, blind(journal.Options{Path: filepath.Join(folder, "journal.db"), Ledger: ledger, QueueEvents: 200}))
	for i := 1; i <= 300; i++ {
		write(t, j, telemetry(i), rare(i))
	}
	settle(t, j)
	fillDisk(t, ballast)
	taken := 300
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
		err := j.Write(ctx, []event.Event{rare(taken + 1)})
		cancel()
		if err != nil {
			break
		}
		taken++
	}
	for i := 301; i <= 1500; i++ {
		write(t, j, telemetry(i)) // never blocks for long
	}
	if j.Status().Error == "" {
		t.Error("status says that all is well")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	settle(t, j)
	if s := j.Status(); s.Error != "" {
		t.Errorf("with room again, status says %q", s.Error)
	}
	for lane, want := range map[journal.Lane]int{journal.Kept: taken, journal.Bulk: 1500 - ledger.dropped[event.TypeTelemetry]} {
		if got := read(t, j, lane, 0); len(got) != want {
			t.Errorf("%s holds %d, want %d", lane, len(got), want)
		}
	}
	if ledger.dropped[event.TypeRare] != 0 {
		t.Errorf("dropped %v", ledger.dropped)
	}
}

func TestBelowMinFreeBulkLosesItsOldestInsteadOfGrowing(t *testing.T) {
	ledger := newBooks()
	path := filepath.Join(t.TempDir(), "journal.db")
	o := journal.Options{Path: path, MinFree: 100 << 20, Ledger: ledger}
	j := open(t, o)
	for i := 1; i <= 2000; i++ {
		write(t, j, telemetry(i))
	}
	settle(t, j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = open(t, journal.WithFreeDisk(o, 90<<20, true))
	before := j.Status()
	for i := 2001; i <= 8000; i++ {
		write(t, j, telemetry(i), rare(i))
		if i%200 == 0 {
			settle(t, j)
		}
	}
	after := j.Status()
	if grown := after.Lanes[journal.Bulk].Bytes - before.Lanes[journal.Bulk].Bytes; grown > 1<<19 {
		t.Errorf("bulk grew by %d bytes", grown)
	}
	got := read(t, j, journal.Bulk, 0)
	if dropped := ledger.dropped[event.TypeTelemetry]; dropped == 0 || len(got)+dropped != 8000 {
		t.Errorf("%d left and %d dropped of 8000", len(got), dropped)
	}
	if got[len(got)-1].Event.(*event.Telemetry).Kills.V != 8000 || len(read(t, j, journal.Kept, 0)) != 6000 {
		t.Error("the newest, or one of the kept, is gone")
	}
}

func TestAJournalThatFillsItsDiskCanBeCutAndGoesOn(t *testing.T) {
	folder := tinyDisk(t, "2m")
	ledger := newBooks()
	j := open(t, journal.Options{Path: filepath.Join(folder, "journal.db"), Ledger: ledger, QueueEvents: 200})
	taken := 0
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
		err := j.Write(ctx, []event.Event{rare(taken + 1)})
		cancel()
		if err != nil {
			break
		}
		taken++
	}
	got := 0
	for after := int64(0); got < taken; {
		if err := j.Wait(t.Context(), journal.Kept, after); err != nil {
			t.Fatal(err)
		}
		entries, err := j.Read(t.Context(), journal.Kept, after, 500, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Position != after+1 || e.Event == nil {
				t.Fatalf("entry %d after %d: %v", e.Position, after, e.Bad)
			}
			after++
			got++
		}
		if err := j.Cut(journal.Kept, after); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, j)
	if taken < 2000 || j.Status().Error != "" {
		t.Errorf("took %d; status %q", taken, j.Status().Error)
	}
}

// tinyDisk mounts a file system of a size in memory.
func tinyDisk(t *testing.T, size string) string {
	t.Helper()
	folder := t.TempDir()
	if err := mountTiny(folder, size); err != nil {
		t.Skipf("SKIPPED, a file system in memory cannot be mounted (needs root on Linux, this is %s): %v", runtime.GOOS, err)
	}
	t.Cleanup(func() {
		if err := unmountTiny(folder); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// fillDisk takes what is left of the disk.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for size := 64 << 10; size >= 512; {
		if _, err := file.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
}
