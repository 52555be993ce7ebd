//go:build unix

package journal_test

import (
	"encoding/binary"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
)

// cpu is what this process has used so far, user and system.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func perEvent(b *testing.B, before time.Duration) {
	b.Helper()
	b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/1000/float64(b.N), "cpu-µs/event")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkJournal is an event's whole way: written one by one as the gateway does, on disk, read from memory in
// ranges as a writer does, and cut.
func BenchmarkJournal(b *testing.B) {
	events := make([]event.Event, 1000)
	for i := range events {
		events[i] = telemetry(i)
	}
	j := open(b, journal.Options{Path: filepath.Join(b.TempDir(), "journal.db")})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for after := int64(0); after < int64(b.N); {
			if err := j.Wait(b.Context(), journal.Bulk, after); err != nil {
				b.Error(err)
				return
			}
			entries, err := j.Read(b.Context(), journal.Bulk, after, 5000, 8<<20)
			if err != nil {
				b.Error(err)
				return
			}
			after = entries[len(entries)-1].Position
			if err := j.Cut(journal.Bulk, after); err != nil {
				b.Error(err)
				return
			}
		}
	}()
	b.ReportAllocs()
	b.ResetTimer()
	before := cpu(b)
	for i := range b.N {
		write(b, j, events[i%len(events)])
	}
	settle(b, j)
	<-done
	perEvent(b, before)
}

// BenchmarkCatchUp reads a backlog from the file and decodes it.
func BenchmarkCatchUp(b *testing.B) {
	j := open(b, journal.Options{Path: filepath.Join(b.TempDir(), "journal.db"), TailBytes: 1})
	for i := range b.N {
		write(b, j, telemetry(i%1000))
	}
	settle(b, j)
	b.ReportAllocs()
	b.ResetTimer()
	before := cpu(b)
	for after := int64(0); after < int64(b.N); {
		entries, err := j.Read(b.Context(), journal.Bulk, after, 5000, 8<<20)
		if err != nil {
			b.Fatal(err)
		}
		after = entries[len(entries)-1].Position
	}
	perEvent(b, before)
}

// BenchmarkRawBbolt is the reference: the same bytes, a key each, 500 a transaction, deleted in the next one.
func BenchmarkRawBbolt(b *testing.B) {
	raw := telemetry(1).Header().Raw
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "raw.db"), 0o600, &bbolt.Options{
		NoFreelistSync: true, FreelistType: bbolt.FreelistMapType,
	})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	key := func(n int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
	b.ReportAllocs()
	b.ResetTimer()
	before := cpu(b)
	for n := 0; n < b.N; n += 500 {
		err := db.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("events"))
			if err != nil {
				return err
			}
			bucket.FillPercent = 1
			for i := n - 500; i >= 0 && i < n; i++ {
				if err := bucket.Delete(key(i)); err != nil {
					return err
				}
			}
			for i := n; i < min(n+500, b.N); i++ {
				if err := bucket.Put(key(i), raw); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	perEvent(b, before)
}
