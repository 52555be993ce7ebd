package journal_test

import (
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
)

// model is a lane as a plain slice.
type model struct {
	events  []event.Event // position i+1
	durable int
	cut     int
}

func TestTheJournalIsASliceThatCanBeCutAndReopened(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		folder, remove := quick(t)
		defer remove()
		options := journal.Options{
			Path: filepath.Join(folder, "journal.db"), Log: quiet(),
			TailBytes: rapid.SampledFrom([]int{1, 5000, 100_000}).Draw(r, "tail"),
		}
		must := func(err error) {
			if err != nil {
				r.Fatal(err)
			}
		}
		j, err := journal.Open(t.Context(), options)
		must(err)
		defer func() { _ = j.Close() }()
		id := j.ID()
		lanes := map[journal.Lane]*model{journal.Bulk: {}, journal.Kept: {}}
		lane := rapid.SampledFrom(journal.Lanes())
		n := 0
		settled := func() {
			for _, m := range lanes {
				m.durable = len(m.events)
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"write": func(r *rapid.T) {
				var events []event.Event
				for range rapid.IntRange(1, 60).Draw(r, "events") {
					n++
					e := telemetry(n)
					if rapid.IntRange(0, 3).Draw(r, "lane") == 0 {
						e = rare(n)
					}
					m := lanes[journal.LaneOf(e.Header().Type)]
					m.events = append(m.events, e)
					events = append(events, e)
				}
				must(j.Write(t.Context(), events))
			},
			"sync": func(*rapid.T) {
				must(j.Sync(t.Context()))
				settled()
			},
			"cut": func(r *rapid.T) {
				l := lane.Draw(r, "lane")
				m := lanes[l]
				upTo := rapid.IntRange(0, m.durable).Draw(r, "up to")
				must(j.Cut(l, int64(upTo)))
				m.cut = max(m.cut, upTo)
			},
			"reopen": func(*rapid.T) {
				must(j.Close())
				settled()
				j, err = journal.Open(t.Context(), options)
				must(err)
				if j.ID() != id {
					r.Fatal("another ID")
				}
			},
			"read": func(r *rapid.T) {
				l := lane.Draw(r, "lane")
				m := lanes[l]
				after := rapid.IntRange(m.cut, max(m.cut, m.durable)).Draw(r, "after")
				entries, err := j.Read(t.Context(), l, int64(after), rapid.IntRange(1, 100).Draw(r, "most"), 1<<20)
				must(err)
				if len(entries) == 0 && after < m.durable {
					r.Fatalf("nothing beyond %d of %d", after, m.durable)
				}
				for i, e := range entries {
					want := after + i + 1
					if e.Position != int64(want) || want > len(m.events) || !reflect.DeepEqual(e.Event, m.events[want-1]) {
						r.Fatalf("beyond %d, entry %d is %+v", after, i, e)
					}
				}
			},
			"": func(*rapid.T) {
				for l, m := range lanes {
					first, last := j.Range(l)
					if last < int64(m.durable) || last > int64(len(m.events)) || first != int64(m.cut)+1 {
						r.Fatalf("range of %s is %d to %d, want %d to %d", l, first, last, m.cut+1, m.durable)
					}
				}
			},
		})
		must(j.Sync(t.Context()))
		for l, m := range lanes {
			pending, err := j.Pending(t.Context(), l, int64(m.cut))
			must(err)
			total := 0
			for _, n := range pending {
				total += n
			}
			if total != len(m.events)-m.cut {
				r.Fatalf("%s: %v pending, want %d", l, pending, len(m.events)-m.cut)
			}
		}
	})
}
