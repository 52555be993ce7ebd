package journal_test

import (
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/internal/control"
	"net/http/httptest"
)

// books is a ledger that keeps counts.
type books struct {
	mu                          sync.Mutex
	received, replayed, dropped map[event.Type]int
	reasons                     map[string]int
}

func newBooks() *books {
	return &books{
		received: map[event.Type]int{}, replayed: map[event.Type]int{}, dropped: map[event.Type]int{}, reasons: map[string]int{},
	}
}

func (b *books) Received(t event.Type, n int) { b.add(b.received, t, n) }
func (b *books) Replayed(t event.Type, n int) { b.add(b.replayed, t, n) }
func (b *books) Dropped(t event.Type, n int, reason string) {
	b.add(b.dropped, t, n)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reasons[reason] += n
}

func (b *books) add(counts map[event.Type]int, t event.Type, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	counts[t] += n
}

func bury(t testing.TB, j *journal.Journal, lane journal.Lane, entries ...journal.Entry) {
	t.Helper()
	var letters []journal.DeadLetter
	for _, e := range entries {
		letters = append(letters, journal.Letter(lane, e, received, "refused"))
	}
	if err := j.Bury(t.Context(), letters); err != nil {
		t.Fatal(err)
	}
}

func TestDeadLettersAreBuriedOnceReplayedUnderNewPositionsAndDiscarded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	j := open(t, journal.Options{Path: path})
	write(t, j, rare(1), rare(2), rare(3), telemetry(1))
	settle(t, j)
	kept := read(t, j, journal.Kept, 0)
	bury(t, j, journal.Kept, kept...)
	bury(t, j, journal.Kept, kept[1])
	bury(t, j, journal.Bulk, read(t, j, journal.Bulk, 0)...)
	if err := j.Cut(journal.Kept, 3); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}

	ledger := newBooks()
	j = open(t, journal.Options{Path: path, Ledger: ledger})
	letters, err := j.Dead(t.Context(), 0, 10)
	if err != nil || len(letters) != 4 || j.Status().Dead != 4 {
		t.Fatalf("dead = %v, %v; status says %d", letters, err, j.Status().Dead)
	}
	want := journal.DeadLetter{
		ID: 2, Lane: journal.Kept, Position: 2, Type: event.TypeRare, Character: "Mule 07", Session: "stamped",
		Timestamp: rare(2).Header().Timestamp, ReceivedAt: received, At: received, Reason: "refused", Raw: rare(2).Header().Raw,
	}
	if !reflect.DeepEqual(letters[1], want) {
		t.Errorf("letter = %+v, want %+v", letters[1], want)
	}
	if n, err := j.Replay(t.Context(), []int64{2, 2, 77}); n != 1 || err != nil {
		t.Errorf("Replay = %d, %v", n, err)
	}
	again := read(t, j, journal.Kept, 3)
	if len(again) != 1 || again[0].Position != 4 || !reflect.DeepEqual(again[0].Event, rare(2)) {
		t.Errorf("replayed %+v, want %+v at 4", again, rare(2))
	}
	if n, err := j.Discard(t.Context(), []int64{1}); n != 1 || err != nil {
		t.Errorf("Discard = %d, %v", n, err)
	}
	if n, err := j.Replay(t.Context(), nil); n != 2 || err != nil {
		t.Errorf("Replay of all = %d, %v", n, err)
	}
	if letters, err := j.Dead(t.Context(), 0, 10); err != nil || len(letters) != 0 || j.Status().Dead != 0 {
		t.Errorf("left: %v, %v; status says %d", letters, err, j.Status().Dead)
	}
	if ledger.replayed[event.TypeRare] != 2 || ledger.replayed[event.TypeTelemetry] != 1 {
		t.Errorf("the ledger says %v", ledger.replayed)
	}
	// What was replayed and is refused again is another letter.
	bury(t, j, journal.Kept, again...)
	if j.Status().Dead != 1 {
		t.Errorf("%d dead, want 1", j.Status().Dead)
	}
}

func TestADamagedLetterStaysWhenAllAreReplayed(t *testing.T) {
	j := open(t, journal.Options{Path: filepath.Join(t.TempDir(), "journal.db")})
	bury(t, j, journal.Bulk, journal.Entry{Position: 9, Bad: &journal.DeadLetter{
		Lane: journal.Bulk, Position: 9, Damaged: true, Raw: []byte{0xff, 1}, At: received, Reason: "damaged",
	}})
	if n, err := j.Replay(t.Context(), nil); n != 0 || err != nil {
		t.Errorf("Replay = %d, %v", n, err)
	}
	if letters, err := j.Dead(t.Context(), 0, 10); err != nil || len(letters) != 1 || string(letters[0].Raw) != "\xff\x01" {
		t.Errorf("left: %v, %v", letters, err)
	}
}

func TestThousandsOfDeadLettersAreReplayed(t *testing.T) {
	j := open(t, journal.Options{Path: filepath.Join(t.TempDir(), "journal.db")})
	var letters []journal.Entry
	for i := range 1300 {
		letters = append(letters, journal.Entry{Position: int64(i + 1), Event: telemetry(i)})
	}
	bury(t, j, journal.Bulk, letters...)
	if n, err := j.Replay(t.Context(), nil); n != 1300 || err != nil {
		t.Errorf("Replay = %d, %v", n, err)
	}
	if got := read(t, j, journal.Bulk, 0); len(got) != 1300 {
		t.Errorf("%d were replayed", len(got))
	}
}

func TestARemoteJournalAnswersAsTheJournalDoes(t *testing.T) {
	j := open(t, journal.Options{Path: filepath.Join(t.TempDir(), "journal.db")})
	write(t, j, rare(1), rare(2), rare(3))
	settle(t, j)
	bury(t, j, journal.Kept, read(t, j, journal.Kept, 0)...)
	server := httptest.NewServer(j.Handler())
	defer server.Close()
	defer server.Client().CloseIdleConnections()
	r := journal.Remote{Client: server.Client(), URL: server.URL}

	status, err := r.Status(t.Context())
	if want := j.Status(); err != nil || !reflect.DeepEqual(status.Lanes, want.Lanes) || status.ID != want.ID || status.Dead != 3 {
		t.Errorf("status = %+v, %v, want %+v", status, err, want)
	}
	letters, err := r.Dead(t.Context(), 1, 10)
	if want, _ := j.Dead(t.Context(), 1, 10); err != nil || !reflect.DeepEqual(letters, want) {
		t.Errorf("dead = %+v, %v, want %+v", letters, err, want)
	}
	if n, err := r.Discard(t.Context(), []int64{1}); n != 1 || err != nil {
		t.Errorf("Discard = %d, %v", n, err)
	}
	if n, err := r.Replay(t.Context(), nil); n != 2 || err != nil {
		t.Errorf("Replay = %d, %v", n, err)
	}
	if _, err := (journal.Remote{Client: control.Client(t.TempDir()), URL: control.BaseURL}).Status(t.Context()); err == nil {
		t.Error("a server that is not there answered")
	}
}
