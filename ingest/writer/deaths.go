package writer

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
)

// Deaths come from two sides, in either order: total_deaths rises in telemetry, and a death event tells of it. A
// character has one row for each value of total_deaths.
//
// A value counts as a death where it is greater than all that telemetry told at earlier times, and is not the first
// that telemetry told: that one is the baseline, kept with the character, so a restart makes no deaths and misses
// none, and a late, lower value moves it. A rise by more than one makes one row, for the value reached: of the deaths
// in between nothing is known but that they were. The row carries the time of the earliest telemetry with its value
// and no place, since by then the character stands at its lifestone.
//
// A death event fills in the row of its total_deaths, or makes it, whatever the baseline. One that does not tell
// total_deaths fills in the nearest row within a minute that no event has filled in yet; failing that, it makes a row
// without a number, known by character and time, which a rise within a minute numbers. An event that tells neither
// killer nor text has only its vitae to speak for a death, and vitae lasts long after one: it makes a row only where
// total_deaths of that character was never told.
const fillWindow = time.Minute

// rise is a value of total_deaths that was reached, and by when.
type rise struct {
	character string
	total     int64
	at        time.Time
	session   string
}

// saveDeaths makes and fills in the deaths of the batch. before are the characters as they were before it.
func (b *batch) saveDeaths(ctx context.Context, before map[string]*ent.Character) error {
	rises := b.rises(before)
	if len(rises) == 0 && len(b.deaths) == 0 {
		return nil
	}
	book, err := b.openDeathBook(ctx, rises)
	if err != nil {
		return err
	}
	for _, r := range rises {
		book.rise(r)
	}
	counted := map[string]bool{}
	for name, c := range before {
		counted[name] = c.DeathsBaseline != nil
	}
	for _, t := range b.pulses {
		if known(t.TotalDeaths) {
			counted[t.Character] = true
		}
	}
	for _, d := range b.deaths {
		if reason := book.tell(d, counted[d.Character], b.tally); reason != "" {
			b.tally.Drop(d.Type, reason)
		}
	}
	return book.save(ctx, b.tx)
}

// rises finds the values of total_deaths in the batch's telemetry that may be deaths, by character and time.
func (b *batch) rises(before map[string]*ent.Character) []rise {
	told := map[string]map[int64]rise{}
	for _, t := range b.pulses {
		if !known(t.TotalDeaths) {
			continue
		}
		values := told[t.Character]
		if values == nil {
			values = map[int64]rise{}
			told[t.Character] = values
		}
		r := rise{t.Character, t.TotalDeaths.V, t.Timestamp, t.SessionID}
		if old, found := values[r.total]; !found || r.before(old) {
			values[r.total] = r
		}
	}
	var all []rise
	for _, name := range slices.Sorted(maps.Keys(told)) {
		all = append(all, records(told[name], before[name])...)
	}
	return all
}

// before orders by time; in one instant the lower value comes first.
func (r rise) before(o rise) bool { return r.compare(o) < 0 }

func (r rise) compare(o rise) int {
	return cmp.Or(r.at.Compare(o.at), cmp.Compare(r.total, o.total), cmp.Compare(r.session, o.session))
}

// records are those of one character's values that exceed all before them, without the first. What the character's
// row holds takes part: its baseline, which becomes a death when a lower value turns out to come before it, and its
// newest value, which needs no second look while it lasts.
func records(told map[int64]rise, c *ent.Character) []rise {
	values := slices.Collect(maps.Values(told))
	if c != nil && c.DeathsBaseline != nil && c.DeathsBaselineAt != nil {
		values = append(values, rise{character: c.Name, total: *c.DeathsBaseline, at: *c.DeathsBaselineAt})
	}
	slices.SortFunc(values, rise.compare)
	high := values[0].total
	var all []rise
	for _, r := range values[1:] {
		if r.total <= high {
			continue
		}
		high = r.total
		if !settled(r, c) {
			all = append(all, r)
		}
	}
	return all
}

// settled reports whether r repeats what the character's newest telemetry told, so that its row is there already.
func settled(r rise, c *ent.Character) bool {
	return c != nil && c.StateAt != nil && !r.at.Before(*c.StateAt) &&
		c.TotalDeaths != nil && r.total == *c.TotalDeaths &&
		c.DeathsBaseline != nil && r.total != *c.DeathsBaseline
}

// deathBook is the deaths near a batch, as they are and as they are to be.
type deathBook struct {
	rows    map[string][]*ent.DeathEvent // by character; those not stored yet have no ID
	changed []*ent.DeathEvent
	merged  []int // ids of stored rows that became part of others
}

func (k *deathBook) add(row *ent.DeathEvent) {
	k.rows[row.CharacterName] = append(k.rows[row.CharacterName], row)
}

func (k *deathBook) change(row *ent.DeathEvent) {
	if !slices.Contains(k.changed, row) {
		k.changed = append(k.changed, row)
	}
}

// numbered finds a character's row for a value of total_deaths.
func (k *deathBook) numbered(character string, total int64) *ent.DeathEvent {
	for _, row := range k.rows[character] {
		if row.TotalDeaths != nil && *row.TotalDeaths == total {
			return row
		}
	}
	return nil
}

// rise makes the row of a value that was reached, or sets its time right.
func (k *deathBook) rise(r rise) {
	row := k.numbered(r.character, r.total)
	switch {
	case row != nil && (row.Explicit || !r.at.Before(row.Timestamp)):
		return
	case row != nil:
		row.Timestamp, row.SessionID = r.at, r.session
	case k.passed(r):
		return
	default:
		row = &ent.DeathEvent{
			CharacterName: r.character, TotalDeaths: &r.total, Timestamp: r.at, SessionID: r.session,
		}
		k.add(row)
	}
	k.change(row)
	waiting := nearest(k.rows[r.character], r.at, func(o *ent.DeathEvent) bool { return o.TotalDeaths == nil })
	if waiting != nil {
		k.merge(row, waiting)
	}
}

// passed reports whether a greater value had been reached before: then the counter was misread.
func (k *deathBook) passed(r rise) bool {
	return slices.ContainsFunc(k.rows[r.character], func(row *ent.DeathEvent) bool {
		return row.TotalDeaths != nil && *row.TotalDeaths > r.total && !row.Timestamp.After(r.at)
	})
}

// merge makes a row that has no number part of the one that is the same death.
func (k *deathBook) merge(into, from *ent.DeathEvent) {
	id, total := into.ID, into.TotalDeaths
	if from.ID != 0 {
		k.merged = append(k.merged, from.ID)
	}
	*into = *from
	into.ID, into.TotalDeaths = id, total
	gone := func(row *ent.DeathEvent) bool { return row == from }
	k.rows[into.CharacterName] = slices.DeleteFunc(k.rows[into.CharacterName], gone)
	k.changed = slices.DeleteFunc(k.changed, gone)
}

// tell takes a death event in and adds its result to results, or returns a reason for which it is dropped. counted
// says whether the character's total_deaths is told by telemetry.
func (k *deathBook) tell(d *event.Death, counted bool, results ledger.Tally) (reason string) {
	row := k.rowOf(d)
	switch {
	case row != nil && row.Explicit:
		results.Add(d.Type, ledger.Duplicate, 1)
		return ""
	case row != nil:
		results.Add(d.Type, ledger.Applied, 1)
	case !known(d.TotalDeaths) && d.Killer == "" && d.Text == "" && (!d.Vitae.Known || d.Vitae.V <= 0):
		return reasonNoDeath
	case !known(d.TotalDeaths) && d.Killer == "" && d.Text == "" && counted:
		return reasonVitaeAlone
	default:
		results.Add(d.Type, ledger.Inserted, 1)
		row = &ent.DeathEvent{CharacterName: d.Character}
		if known(d.TotalDeaths) {
			row.TotalDeaths = d.TotalDeaths.Ptr()
		}
		k.add(row)
	}
	fillIn(row, d)
	k.change(row)
	return ""
}

// rowOf finds the row that a death event belongs to: by its number; without one, the row that this very event made
// or filled in, else the nearest that waits for an event.
func (k *deathBook) rowOf(d *event.Death) *ent.DeathEvent {
	if known(d.TotalDeaths) {
		return k.numbered(d.Character, d.TotalDeaths.V)
	}
	rows := k.rows[d.Character]
	for _, row := range rows {
		if row.Explicit && row.Timestamp.Equal(d.Timestamp) {
			return row
		}
	}
	return nearest(rows, d.Timestamp, func(row *ent.DeathEvent) bool { return !row.Explicit })
}

// nearest returns the row closest to at in time, within the window, that is eligible, or nil.
func nearest(rows []*ent.DeathEvent, at time.Time, eligible func(*ent.DeathEvent) bool) (best *ent.DeathEvent) {
	distance := fillWindow + 1
	for _, row := range rows {
		if d := row.Timestamp.Sub(at).Abs(); d < distance && eligible(row) {
			best, distance = row, d
		}
	}
	return best
}

// fillIn gives a row what the event tells. The event knows better when it happened.
func fillIn(row *ent.DeathEvent, d *event.Death) {
	row.Explicit, row.Timestamp, row.SessionID = true, d.Timestamp, d.SessionID
	row.Killer, row.Text = d.Killer, cut(d.Text, 4_000)
	row.Ew, row.Ns, row.Z = d.EW.Ptr(), d.NS.Ptr(), d.Z.Ptr()
	row.Landcell, row.Vitae = d.Landcell.Ptr(), d.Vitae.Ptr()
	row.Payload = d.Raw
}
