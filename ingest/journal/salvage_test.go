package journal

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/mosswart/overlord/ingest/event"
)

func quietly(path string) Options {
	return Options{Path: path, Log: slog.New(slog.DiscardHandler), compactFrom: 256 << 10, window: 64}
}

func fillJournal(t *testing.T, path string, n int) {
	t.Helper()
	j, err := Open(t.Context(), quietly(path))
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		e := sample(t, fmt.Sprintf(`{"type":"telemetry","character_name":"Mule 07","session_id":"b1f0","kills":%d}`, i+1))
		if err := j.queue.put(t.Context(), []event.Event{e}, func() {}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

// spoil damages the first meta page.
func spoil(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text[20] ^= 1
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestABigFileIsSalvagedWindowByWindow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	fillJournal(t, path, 1000)
	spoil(t, path)
	j, err := Open(t.Context(), quietly(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	entries, err := j.Read(t.Context(), Bulk, 0, 2000, 1<<30)
	if err != nil || len(entries) != 1000 || entries[999].Position != 1000 || j.Status().Salvage.Missing != 0 {
		t.Errorf("%d entries, %v; %+v", len(entries), err, j.Status().Salvage)
	}
}

func TestASalvageThatWasInterruptedIsEnded(t *testing.T) {
	for name, arrange := range map[string]func(path string) error{
		"before the new file was whole": func(path string) error {
			return os.WriteFile(path+newSuffix, make([]byte, 9000), 0o600)
		},
		"after the damaged file was moved aside": func(path string) error {
			return os.Rename(path, path+newSuffix)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "journal.db")
			fillJournal(t, path, 10)
			if err := arrange(path); err != nil {
				t.Fatal(err)
			}
			j, err := Open(t.Context(), quietly(path))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = j.Close() }()
			if first, last := j.Range(Bulk); first != 1 || last != 10 || j.Status().Salvage != nil {
				t.Errorf("range %d to %d, salvage %+v", first, last, j.Status().Salvage)
			}
			if _, err := os.Stat(path + newSuffix); err == nil {
				t.Error("the new file is still there")
			}
		})
	}
}

func TestAFileThatIsMostlyFreeIsMadeSmallAndKeepsIDAndPositions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	fillJournal(t, path, 5000)
	j, err := Open(t.Context(), quietly(path))
	if err != nil {
		t.Fatal(err)
	}
	id := j.ID()
	if err := j.Cut(Bulk, 4990); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if j, err = Open(t.Context(), quietly(path)); err != nil {
			t.Fatal(err)
		}
		if first, last := j.Range(Bulk); first != 4991 || last != 5000 || j.ID() != id || j.Status().Salvage != nil {
			t.Errorf("range %d to %d, %+v", first, last, j.Status())
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	after, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if after.Size() > before.Size()/4 {
		t.Errorf("the file went from %d to %d bytes", before.Size(), after.Size())
	}
}

func TestAfterASalvageNoEventGetsThePositionOfADeadLetter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	j, err := Open(t.Context(), quietly(path))
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Bury(t.Context(), []DeadLetter{{Lane: Bulk, Position: 40, Reason: "refused", At: then}}); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, path)
	fillJournal(t, path, 60)
	if j, err = Open(t.Context(), quietly(path)); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	if letters, err := j.Dead(t.Context(), 0, 10); err != nil || len(letters) != 1 || letters[0].Position != 40 {
		t.Fatalf("dead letters: %+v, %v", letters, err)
	}
	if first, last := j.Range(Bulk); first != 41 || last != 100 {
		t.Errorf("range %d to %d, want 41 to 100", first, last)
	}
}
