package journal_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
)

// written makes a journal with n events of each lane, in several transactions, some of them cut, and returns the
// file's bytes. Kills, and the number in the rare's name, are the position.
func written(t testing.TB, n, transactions int, cut int64) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journal.db")
	j := open(t, journal.Options{Path: path})
	for i := range transactions {
		for k := i*n/transactions + 1; k <= (i+1)*n/transactions; k++ {
			write(t, j, telemetry(k), rare(k))
		}
		settle(t, j)
	}
	if err := j.Bury(t.Context(), []journal.DeadLetter{
		journal.Letter(journal.Kept, journal.Entry{Position: 1, Event: rare(1)}, received, "refused"),
	}); err != nil {
		t.Fatal(err)
	}
	for _, lane := range journal.Lanes() {
		if err := j.Cut(lane, cut); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// quick makes a folder, in memory where the system has one, since these tests sync thousands of files.
func quick(t testing.TB) (string, func()) {
	t.Helper()
	where := "/dev/shm"
	if _, err := os.Stat(where); err != nil {
		where = ""
	}
	folder, err := os.MkdirTemp(where, "journal")
	if err != nil {
		t.Fatal(err)
	}
	return folder, func() { _ = os.RemoveAll(folder) }
}

// survivors opens a damaged file and returns what is left, after checking that it is in order, unchanged, and works.
func survivors(t testing.TB, text []byte, what string) (left map[journal.Lane]int, s journal.Status) {
	t.Helper()
	folder, remove := quick(t)
	defer remove()
	path := filepath.Join(folder, "journal.db")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(t.Context(), journal.Options{Path: path, Log: quiet()})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer func() { _ = j.Close() }()
	left = make(map[journal.Lane]int)
	for _, lane := range journal.Lanes() {
		last := int64(0)
		for _, e := range read(t, j, lane, 0) {
			if e.Position <= last {
				t.Fatalf("%s: %s position %d after %d", what, lane, e.Position, last)
			}
			last = e.Position
			if e.Bad != nil {
				left[lane+" bad"]++
				continue
			}
			var want event.Event
			if lane == journal.Bulk {
				want = telemetry(int(e.Event.(*event.Telemetry).Kills.V))
			} else {
				want = rare(int(e.Position))
			}
			if !reflect.DeepEqual(e.Event, want) {
				t.Fatalf("%s: %s position %d is %+v", what, lane, e.Position, e.Event)
			}
			left[lane]++
		}
		if _, top := j.Range(lane); top < last {
			t.Fatalf("%s: the range of %s ends at %d before %d", what, lane, top, last)
		}
	}
	write(t, j, telemetry(1), rare(1))
	settle(t, j)
	return left, j.Status()
}

func TestAFileCutAnywhereOpensWithAllThatIsWhole(t *testing.T) {
	text := written(t, 120, 6, 0)
	step := 1
	if len(text) > 1500 {
		step = len(text) / 200
	}
	most := 0
	for size := 0; size <= len(text); size += step {
		left, s := survivors(t, text[:size], "cut")
		if size < len(text)/2 && s.Salvage == nil {
			t.Fatalf("cut at %d of %d: nothing is said", size, len(text))
		}
		most = max(most, left[journal.Bulk])
	}
	if most != 120 {
		t.Errorf("at most %d of 120 were found", most)
	}
}

func TestFlippedBytesLoseAtMostWhatWasHitAndSaySo(t *testing.T) {
	const n = 300
	text := written(t, n, 10, 0)
	random := rand.New(rand.NewPCG(1, 2))
	lost := 0
	for range 150 {
		damaged := append([]byte(nil), text...)
		at := random.IntN(len(damaged))
		damaged[at] ^= byte(1 << random.IntN(8))
		left, s := survivors(t, damaged, "flip")
		missing := 2*n - left[journal.Bulk] - left[journal.Kept]
		if missing > 1 {
			t.Fatalf("byte %d: %d entries are gone (%+v)", at, missing, s.Salvage)
		}
		if missing == 1 && left[journal.Bulk+" bad"]+left[journal.Kept+" bad"] == 0 && (s.Salvage == nil || s.Salvage.Broken+int(s.Salvage.Missing) == 0) {
			t.Fatalf("byte %d: an entry is gone and nothing is said", at)
		}
		lost += missing
	}
	if lost == 0 {
		t.Error("no flip hit an entry")
	}
}

func TestGarbageOverAPageLosesThatPageOnly(t *testing.T) {
	const n = 600
	text := written(t, n, 3, 0)
	random := rand.New(rand.NewPCG(3, 4))
	for page := 0; page < len(text)/4096; page += 4 {
		damaged := append([]byte(nil), text...)
		for i := range 4096 {
			damaged[page*4096+i] = byte(random.Uint32())
		}
		left, _ := survivors(t, damaged, "garbage")
		if missing := 2*n - left[journal.Bulk] - left[journal.Kept]; missing > 40 {
			t.Fatalf("page %d: %d entries are gone", page, missing)
		}
	}
}

func TestASalvagedJournalDoesNotBringBackWhatWasCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	j := open(t, journal.Options{Path: path})
	for i := 1; i <= 200; i++ {
		write(t, j, telemetry(i))
	}
	settle(t, j)
	if err := j.Cut(journal.Bulk, 150); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = open(t, journal.Options{Path: path})
	write(t, j, telemetry(201))
	settle(t, j)
	id := j.ID()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text[20] ^= 1 // the first meta page
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	j = open(t, journal.Options{Path: path})
	if j.ID() == id {
		t.Error("a salvaged journal has the old ID")
	}
	entries := read(t, j, journal.Bulk, 0)
	if len(entries) != 51 || entries[0].Position != 151 {
		t.Errorf("%d entries from %d on, want 51 from 151", len(entries), entries[0].Position)
	}
	s := j.Status().Salvage
	if s == nil || s.Entries != 51 || s.Missing != 0 || s.Broken != 0 {
		t.Fatalf("salvage = %+v", s)
	}
	if _, err := os.Stat(s.File); err != nil {
		t.Errorf("the damaged file is not kept: %v", err)
	}
}

func TestTheNewestTwoDamagedFilesAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	for range 4 {
		j := open(t, journal.Options{Path: path})
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 5000); err != nil {
			t.Fatal(err)
		}
	}
	open(t, journal.Options{Path: path})
	kept, err := filepath.Glob(path + ".damaged-*")
	if err != nil || len(kept) != 2 {
		t.Errorf("kept %v, %v", kept, err)
	}
}
