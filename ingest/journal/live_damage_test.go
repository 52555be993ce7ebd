package journal_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
)

func TestAFileDamagedUnderARunningJournalIsSalvagedAndGoesOn(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, path string){
		"cut off": func(t *testing.T, path string) {
			if err := os.Truncate(path, 40_000); err != nil {
				t.Fatal(err)
			}
		},
		"overwritten": func(t *testing.T, path string) {
			file, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = file.Close() }()
			info, err := file.Stat()
			if err != nil {
				t.Fatal(err)
			}
			for page := int64(2); page < info.Size()/4096; page += 3 {
				if _, err := file.WriteAt(make([]byte, 4096), page*4096); err != nil {
					t.Fatal(err)
				}
			}
		},
	} {
		for _, first := range []string{"read", "write"} {
			t.Run(name+", then "+first, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "journal.db")
				j := open(t, journal.Options{Path: path, TailBytes: 1})
				const n = 2000
				for i := 1; i <= n; i++ {
					write(t, j, telemetry(i), rare(i))
					if i%200 == 0 {
						settle(t, j)
					}
				}
				id := j.ID()
				harm(t, path)
				if first == "write" {
					write(t, j, telemetry(n+1), rare(n+1))
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
					defer cancel()
					if err := j.Sync(ctx); err != nil {
						t.Fatalf("%v; %+v", err, j.Status())
					}
				}
				got := read(t, j, journal.Bulk, 0)
				if first == "read" {
					write(t, j, telemetry(n+1), rare(n+1))
					settle(t, j)
					got = append(got, read(t, j, journal.Bulk, n)...)
				}
				if len(got) == 0 || got[len(got)-1].Event == nil || got[len(got)-1].Event.(*event.Telemetry).Kills.V != n+1 {
					t.Errorf("%d entries, and the newest is not among them", len(got))
				}
				if s := j.Status(); s.Salvage == nil || j.ID() == id {
					t.Errorf("nothing was salvaged: %+v", s)
				}
			})
		}
	}
}
