package journal_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
)

func TestAVolleyIsSlowedDownToTheReadersPaceAndReadFromMemory(t *testing.T) {
	j := open(t, journal.Options{Path: filepath.Join(t.TempDir(), "journal.db"), TailBytes: 1 << 20, QueueEvents: 200})
	const volley = 4000 // four times what the tail keeps
	sent := map[int64]event.Event{}
	done := make(chan error, 1)
	for i := range volley {
		sent[int64(i+1)] = telemetry(i)
	}
	go func() {
		for i := range volley {
			if err := j.Write(context.WithoutCancel(t.Context()), []event.Event{sent[int64(i+1)]}); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	again := 0
	for at := int64(0); at < volley; {
		if err := j.Wait(t.Context(), journal.Bulk, at); err != nil {
			t.Fatal(err)
		}
		entries, err := j.Read(t.Context(), journal.Bulk, at, 200, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond) // storing takes a while
		for _, e := range entries {
			if e.Event != sent[e.Position] {
				again++
			}
		}
		at = entries[len(entries)-1].Position
		if err := j.Cut(journal.Bulk, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if again > volley/10 {
		t.Errorf("%d of %d events were decoded again", again, volley)
	}
}

func TestNobodyWaitsLongForAReaderWhoDoesNotGetOn(t *testing.T) {
	j := open(t, journal.Options{Path: filepath.Join(t.TempDir(), "journal.db"), TailBytes: 1 << 20})
	write(t, j, telemetry(0))
	settle(t, j)
	if _, err := j.Read(t.Context(), journal.Bulk, 0, 1, 1<<20); err != nil { // and never a cut
		t.Fatal(err)
	}
	for i := range 600 { // more than half of what the tail keeps
		write(t, j, telemetry(i))
	}
	settle(t, j)
	for end := time.Now().Add(10 * time.Second); ; {
		began := time.Now()
		write(t, j, telemetry(0))
		if time.Since(began) < 40*time.Millisecond {
			break
		}
		if time.Now().After(end) {
			t.Fatal("those who write still wait")
		}
	}
	for i := range 300 {
		write(t, j, rare(i))
	}
}
