package writer

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/mosswart/overlord/ent/deathevent"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// TestDeaths plays scenes of a character's telemetry and death events; each step is stored before the next. A restart is
// a new writer on the same database and journal.
func TestDeaths(t *testing.T) {
	type step []event.Event
	restart := step(nil)
	count := func(when float64, total any) event.Event {
		return pulse(t, "Ann", "s1", at(when), fields{"total_deaths": total})
	}
	told := func(when float64, more fields) event.Event {
		return occur(t, event.TypeDeath, "Ann", at(when), more)
	}
	fiun := fields{"killer": "Raving Fiun", "text": "You were slain", "vitae": 5, "ew": 33.7, "ns": 42.2, "z": 0.4, "landcell": 7}
	numbered := func(total int) fields {
		return fields{"killer": "Raving Fiun", "text": "You were slain", "vitae": 5, "ew": 33.7, "total_deaths": total}
	}
	vitae := fields{"vitae": 5}

	scenes := []struct {
		name  string
		steps []step
		want  []string // total, seconds after noon, told or not, killer, vitae
		// outcomes of the death events
		inserted, applied, duplicate int
		dropped                      map[string]int
		// The two lanes race, so it is not known which of telemetry and event comes first and which is applied to it.
		race bool
	}{
		{name: "the first value is a baseline", steps: []step{{count(0, 57)}, {count(2, "57")}}},
		{name: "a rise is a death", steps: []step{{count(0, 57)}, {count(2, 58)}, {count(4, 58)}}, want: []string{"58 2 false"}},
		{name: "a rise within one batch is a death", steps: []step{{count(4, 58), count(0, 57), count(2, 58)}}, want: []string{"58 2 false"}},
		{name: "a baseline outlives a restart", steps: []step{{count(0, 57)}, restart, {count(2, 57)}, {count(4, 58)}}, want: []string{"58 4 false"}},
		{name: "a death while nobody looked is seen at the first value after the restart",
			steps: []step{{count(0, 57)}, restart, {count(500, 58)}}, want: []string{"58 500 false"}},
		{name: "a restart makes no death twice", steps: []step{{count(0, 57), count(2, 58)}, restart, {count(2, 58), count(4, 58)}}, want: []string{"58 2 false"}},
		{name: "of a rise by three only the value reached is known", steps: []step{{count(0, 57)}, {count(2, 60)}}, want: []string{"60 2 false"}},
		{name: "a value from between comes late", steps: []step{{count(0, 57)}, {count(4, 59)}, {count(2, 58)}}, want: []string{"58 2 false", "59 4 false"}},
		{name: "an earlier look at the same value sets the time", steps: []step{{count(0, 57)}, {count(4, 58)}, {count(2, 58)}}, want: []string{"58 2 false"}},
		{name: "a lower value that comes late is the baseline", steps: []step{{count(2, 58)}, {count(0, 57)}}, want: []string{"58 2 false"}},
		{name: "a counter that reads 0 for a while is no death", steps: []step{{count(0, 57)}, {count(2, 0)}, {count(4, 57)}, {count(6, 58)}, {count(8, 0)}, {count(10, 58)}}, want: []string{"58 6 false"}},
		{name: "a lower value after a death is none", steps: []step{{count(0, 57)}, {count(2, 60)}, {count(4, 58)}, {count(6, 60)}}, want: []string{"60 2 false"}},
		{name: "unknown values in between hide nothing", steps: []step{{count(0, 57)}, {count(2, "N/A")}, {count(4, -3)}, {count(6, 58)}}, want: []string{"58 6 false"}},

		{name: "an event fills in the rise before it", steps: []step{{count(0, 57)}, {count(12, 58)}, {told(10, numbered(58))}},
			want: []string{"58 10 true Raving Fiun 5"}, applied: 1},
		{name: "a rise finds the event before it", steps: []step{{count(0, 57)}, {told(10, numbered(58))}, {count(12, 58)}},
			want: []string{"58 10 true Raving Fiun 5"}, inserted: 1},
		{name: "both in one batch", steps: []step{{told(10, numbered(58)), count(12, 58), count(0, 57)}},
			want: []string{"58 10 true Raving Fiun 5"}, applied: 1, race: true},
		{name: "an event needs no baseline", steps: []step{{told(10, numbered(58))}, {count(12, 58)}},
			want: []string{"58 10 true Raving Fiun 5"}, inserted: 1},
		{name: "an event that comes again, also after a restart", steps: []step{{count(0, 57)}, {told(10, numbered(58)), told(10, numbered(58))}, restart, {told(10, numbered(58))}},
			want: []string{"58 10 true Raving Fiun 5"}, inserted: 1, duplicate: 2},

		{name: "an event without the number fills in the rise near it", steps: []step{{count(0, 57)}, {count(12, 58)}, {told(10, fiun)}, {told(10, fiun)}},
			want: []string{"58 10 true Raving Fiun 5"}, applied: 1, duplicate: 1},
		{name: "a rise numbers the event near it", steps: []step{{count(0, 57)}, {told(10, fiun)}, restart, {count(12, 58)}, {told(10, fiun)}},
			want: []string{"58 10 true Raving Fiun 5"}, inserted: 1, duplicate: 1},
		{name: "they are two deaths when a minute lies between", steps: []step{{count(0, 57)}, {told(10, fiun)}, {count(71, 58)}},
			want: []string{"? 10 true Raving Fiun 5", "58 71 false"}, inserted: 1},
		{name: "a rise known too late finds its event when its time is set right", steps: []step{{count(0, 57)}, {count(90, 58)}, {told(10, fiun)}, {count(12, 58)}},
			want: []string{"58 10 true Raving Fiun 5"}, inserted: 1},
		{name: "the nearer of two", steps: []step{{count(0, 57)}, {count(12, 58), count(50, 59)}, {told(48, fiun)}},
			want: []string{"58 12 false", "59 48 true Raving Fiun 5"}, applied: 1},
		{name: "two events, two deaths", steps: []step{{told(10, fiun), told(30, fiun)}, {told(10, fiun)}},
			want: []string{"? 10 true Raving Fiun 5", "? 30 true Raving Fiun 5"}, inserted: 2, duplicate: 1},

		{name: "vitae alone counts where total_deaths is unknown", steps: []step{{count(0, "N/A")}, {told(10, vitae)}, {told(10, vitae)}},
			want: []string{"? 10 true  5"}, inserted: 1, duplicate: 1},
		{name: "vitae alone fills in a rise", steps: []step{{count(0, 57)}, {count(12, 58)}, {told(10, vitae)}},
			want: []string{"58 10 true  5"}, applied: 1},
		{name: "vitae alone makes no death where total_deaths is known", steps: []step{{count(0, 57)}, restart, {told(10, vitae)}},
			dropped: map[string]int{reasonVitaeAlone: 1}},
		{name: "an event that tells nothing", steps: []step{{told(10, fields{"vitae": 0}), told(11, nil)}},
			dropped: map[string]int{reasonNoDeath: 2}},
	}
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		for _, scene := range scenes {
			t.Run(scene.name, func(t *testing.T) {
				empty(t, db)
				path := filepath.Join(t.TempDir(), "journal.db")
				w, stop := runOn(t, db, path)
				outcomes := ledger.Counts{Dropped: map[string]int{}}
				finish := func() {
					stop()
					c := w.Counts()[event.TypeDeath]
					outcomes.Inserted += c.Inserted
					outcomes.Applied += c.Applied
					outcomes.Duplicate += c.Duplicate
					for reason, n := range c.Dropped {
						outcomes.Dropped[reason] += n
					}
				}
				for _, events := range scene.steps {
					if events == nil {
						finish()
						w, stop = runOn(t, db, path)
						continue
					}
					write(t, w, slices.Clone(events)...)
				}
				finish()
				if got := deathLines(t, db); !slices.Equal(got, scene.want) {
					t.Errorf("deaths\n got %q\nwant %q", got, scene.want)
				}
				want := ledger.Counts{Inserted: scene.inserted, Applied: scene.applied, Duplicate: scene.duplicate, Dropped: scene.dropped}
				if scene.race {
					outcomes.Applied, outcomes.Inserted = outcomes.Applied+outcomes.Inserted, 0
				}
				if fmt.Sprint(outcomes) != fmt.Sprint(want) {
					t.Errorf("outcomes %+v, want %+v", outcomes, want)
				}
			})
		}
	})
}

func deathLines(t *testing.T, db *database.DB) (lines []string) {
	t.Helper()
	all, err := db.Ent.DeathEvent.Query().Order(deathevent.ByTimestamp()).All(t.Context())
	must(t, err)
	for _, d := range all {
		total := "?"
		if d.TotalDeaths != nil {
			total = fmt.Sprint(*d.TotalDeaths)
		}
		line := fmt.Sprintf("%s %v %v", total, d.Timestamp.Sub(noon).Seconds(), d.Explicit)
		if d.Explicit {
			line += fmt.Sprintf(" %s %s", d.Killer, shown(d.Vitae))
		}
		lines = append(lines, line)
	}
	return lines
}

// TestDeathEventFillsInAllItTells looks at the columns that the scenes leave out.
func TestDeathEventFillsInAllItTells(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, _ := run(t, db)
		write(t, w, pulse(t, "Ann", "s1", at(0), fields{"total_deaths": 57}), pulse(t, "Ann", "s1", at(12), fields{"total_deaths": 58}))
		d, err := db.Ent.DeathEvent.Query().Only(t.Context())
		must(t, err)
		if d.Ew != nil || d.SessionID != "s1" {
			t.Errorf("before: %+v", d)
		}
		write(t, w, occur(t, event.TypeDeath, "Ann", at(10), fields{
			"killer": "Raving Fiun", "text": "You were slain", "ew": 33.7, "ns": 42.2, "z": 0.4, "landcell": 7, "vitae": 5,
			"total_deaths": 58, "session_id": "s1", "novelty": true,
		}))
		d, err = db.Ent.DeathEvent.Query().Only(t.Context())
		must(t, err)
		if got := fmt.Sprintln(*d.Ew, *d.Ns, *d.Z, *d.Landcell, *d.Vitae, d.Text, d.SessionID); got != "33.7 42.2 0.4 7 5 You were slain s1\n" {
			t.Error(got)
		}
		if len(d.Payload) == 0 {
			t.Error("the payload is not kept")
		}
	})
}
