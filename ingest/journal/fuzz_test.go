package journal

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

var then = time.Date(2026, 6, 24, 17, 46, 50, 123456789, time.UTC)

func sample(t testing.TB, frame string) event.Event {
	t.Helper()
	e, err := event.Decode([]byte(frame), then)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// block is a value of a lane's bucket: positions 5 to 7.
func block(t testing.TB) []byte {
	t.Helper()
	var text []byte
	for i, frame := range []string{
		`{"type":"spawn","character_name":"Mule 07","mob":"Raving Fiun","ew":33.7,"ns":42.2}`,
		`{"type":"telemetry","character_name":"Mule 07","session_id":"b1f0","kills":1}`,
		`{"type":"spawn","timestamp":"2026-06-24T17:50:03Z","character_name":"Mule 07","mob":"Drudge"}`,
	} {
		text = appendEntry(text, bulk, int64(5+i), 3, sample(t, frame))
	}
	return text
}

// smallFile is a whole journal with a few entries and a dead letter.
func smallFile(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journal.db")
	j, err := Open(t.Context(), Options{Path: path, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		for range 12 {
			if err := j.Write(t.Context(), []event.Event{
				sample(t, `{"type":"telemetry","character_name":"Mule 07","session_id":"b1f0","kills":1}`),
				sample(t, `{"type":"rare","character_name":"Mule 07","name":"Hunter's Crystal"}`),
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := j.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Bury(t.Context(), []DeadLetter{{Lane: Kept, Position: 1, Type: event.TypeRare, Raw: []byte("{}"), At: then}}); err != nil {
		t.Fatal(err)
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

// Whatever lies in a block, each of its positions comes once and in order, and what is found whole is whole.
func FuzzRecords(f *testing.F) {
	good := block(f)
	f.Add(good)
	f.Add(good[:len(good)-3])
	f.Add(append([]byte(frameMagic), good...))
	f.Add(bytes.Repeat([]byte(frameMagic), 20))
	torn := bytes.Clone(good)
	torn[len(torn)/2] ^= 1
	f.Add(torn)
	f.Add(good[frameHeader+1:])
	f.Fuzz(func(t *testing.T, text []byte) {
		next := int64(5)
		eachRecord(bulk, 5, 9, text, func(position int64, r *record, _ []byte) bool {
			if position != next {
				t.Fatalf("position %d, want %d", position, next)
			}
			next++
			if r == nil {
				return true
			}
			again := appendRecord(nil, r.position, r.settled, r)
			if !bytes.Contains(text, again) {
				t.Fatalf("a record that is not in the block: %+v", r)
			}
			if e, err := decodeAgain(bytes.Clone(r.raw), time.Unix(0, r.receivedAt), r.session); err == nil && e.Header() == nil {
				t.Fatal("an event without a head")
			}
			return true
		})
		if next != 10 {
			t.Fatalf("ended before position %d", next)
		}
		for _, kind := range []byte{kindEntry, kindLetter} {
			frame := closeFrame(append(openFrame(nil, kind), text...), 0)
			if p, _, ok := whole(frame); ok && (p.size != len(frame) || p.kind != kind) {
				t.Fatalf("a frame of %d bytes was read as %+v", len(frame), p)
			}
			if again, err := renumber(frame, 77, 5); err == nil {
				if p, r, ok := whole(again); ok && (p.position != 77 || r.position != 77) {
					t.Fatalf("renumbered to %+v", p)
				}
			}
		}
		var found []piece
		end := int64(0)
		scan(context.Background(), bytes.NewReader(text), int64(len(text)), func(p piece, _ record) {
			if p.at < end || p.at+int64(p.size) > int64(len(text)) {
				t.Fatalf("a piece at %d of %d bytes after %d", p.at, p.size, end)
			}
			end = p.at + int64(p.size)
			found = append(found, p)
		})
		for lane := range lanes {
			last := int64(0)
			left, _ := arrange(slices.DeleteFunc(slices.Clone(found), func(p piece) bool {
				return p.kind != kindEntry || p.lane != lane
			}), &state{}, &Salvage{})
			for _, p := range left {
				if p.position <= last {
					t.Fatalf("position %d after %d", p.position, last)
				}
				last = p.position
			}
		}
	})
}

// A file that the survey lets pass can be opened and read; any other is salvaged. Neither panics.
func FuzzFile(f *testing.F) {
	whole := smallFile(f)
	f.Add(0, byte(0), len(whole))
	f.Add(20, byte(1), len(whole))
	f.Add(4096*3+8, byte(0xff), len(whole))
	f.Add(4096*4+2, byte(7), 5*4096)
	f.Fuzz(func(t *testing.T, at int, flip byte, size int) {
		if at < 0 || at >= len(whole) || size < 0 || size > len(whole) {
			t.Skip()
		}
		text := bytes.Clone(whole[:size])
		if at < size {
			text[at] ^= flip
		}
		surveyText(t.Context(), bytes.NewReader(text), int64(len(text)))
		if flip%16 != 0 { // opening takes a thousand times as long
			return
		}
		path := filepath.Join(t.TempDir(), "journal.db")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := Open(t.Context(), Options{Path: path, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		for _, lane := range Lanes() {
			if _, err := j.Read(t.Context(), lane, 0, 1000, 1<<20); err != nil {
				t.Error(err)
			}
		}
		if _, err := j.Dead(t.Context(), 0, 10); err != nil {
			t.Error(err)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
}
