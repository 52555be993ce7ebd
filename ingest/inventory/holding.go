package inventory

import (
	"cmp"
	"time"

	"github.com/mosswart/overlord/ingest/ledger"
)

// What a character holds follows from the set of events alone, in whatever order and how often they come:
//
//   - The newest full inventory replaces everything, but for items of which newer deltas have told. Older events are
//     superseded.
//   - Of an item counts the newest delta since then. Of several in one instant a removal counts, else the one with an
//     appraisal, else the one with the greater digest. A removal leaves a tombstone, so that an older delta does not
//     bring the item back; the next full inventory takes it away.
//   - Beside a newest snapshot without an appraisal the newest one with an appraisal is kept, be its event superseded
//     for all else, unless a full inventory between the two did not have the item.

// holding is one item of a character.
type holding struct {
	id        int   // of the row; 0 while there is none
	object    int64 // the game's id, unsigned
	name      string
	last      *snapshot // the newest; nil where only a removal has told of it
	appraisal *snapshot // the newest with an appraisal, where last has none or the item was removed; nil: none
	appraised time.Time // when that was told
	told      time.Time // by the newest delta; zero, or before the newest full inventory, for what came with that
	removed   bool      // by a delta at told: a tombstone
	absent    time.Time // the last full inventory before last that did not have it; kept while last has no appraisal
	first     time.Time // when the character first had it
	rules     int       // version by which the row was normalised; 0: never
}

// rank orders what deltas of one instant tell of an item.
func (h *holding) rank() int {
	switch {
	case h.removed:
		return rankRemoved
	case h.last.appraised:
		return rankAppraised
	default:
		return 0
	}
}

const (
	rankAppraised = 1
	rankRemoved   = 2
)

func (h *holding) digest() int64 {
	if h.removed {
		return 0
	}
	return h.last.digest
}

// speaksForItself reports whether earlier appraisals are of no more interest.
func (h *holding) speaksForItself() bool { return !h.removed && h.last.appraised }

// retell makes s, which came with an event of that time, the newest snapshot. of is the time of the newest before.
func (h *holding) retell(s *snapshot, of time.Time) {
	same := h.last != nil && h.last.digest == s.digest && h.last.appraised == s.appraised
	switch {
	case s.appraised:
		h.appraisal = nil
	case !same:
		h.keepAppraisal(of)
	}
	if !same {
		h.last = s
		h.name = s.object.Name()
	}
	h.removed = false
}

// keepAppraisal puts the newest snapshot, of that time, aside, where it has an appraisal.
func (h *holding) keepAppraisal(of time.Time) {
	if h.last != nil && h.last.appraised && !h.removed {
		h.appraisal, h.appraised = h.last, of
	}
}

// appraise takes the appraisal out of a snapshot that is older than the newest.
func (h *holding) appraise(s *snapshot, at time.Time) {
	if h.speaksForItself() || !s.appraised || at.Before(h.absent) || h.appraisal != nil && !at.After(h.appraised) {
		return
	}
	h.appraisal, h.appraised = s, at
	if h.last == nil {
		h.last, h.name = s, s.object.Name()
	}
}

// missed notes that a full inventory older than the newest snapshot did not have the item.
func (h *holding) missed(at time.Time) {
	if h.speaksForItself() || !at.After(h.absent) {
		return
	}
	h.absent = at
	if h.appraisal != nil && h.appraised.Before(at) {
		h.appraisal = nil
	}
}

// character is what is known of one character's inventory while a transaction changes it.
type character struct {
	name     string
	row      int // of the inventory
	fullAsOf time.Time
	asOf     time.Time
	digest   int64
	skipped  int
	count    int
	held     map[int64]*holding
	stored   map[int64]holding // as the database has them
	changes  []change
	changed  bool // the inventory's own row has to be written
}

// of is the time of a holding's newest snapshot, or of its removal.
func (c *character) of(h *holding) time.Time {
	if h.told.Before(c.fullAsOf) {
		return c.fullAsOf
	}
	return h.told
}

// counts notes an event that changed something.
func (c *character) counts(at time.Time) {
	c.changed = true
	if at.After(c.asOf) {
		c.asOf = at
	}
}

// full takes in a full inventory: its sound items by id.
func (c *character) full(at time.Time, digest int64, items map[int64]*snapshot, skipped int) ledger.Outcome {
	switch cmp.Or(at.Compare(c.fullAsOf), cmp.Compare(digest, c.digest)) {
	case 0:
		return ledger.Duplicate
	case -1:
		for id, h := range c.held {
			if s := items[id]; s != nil {
				h.appraise(s, at)
			} else {
				h.missed(at)
			}
		}
		return ledger.Superseded
	}
	before := c.fullAsOf
	outcome := ledger.Applied
	if before.IsZero() {
		outcome = ledger.Inserted
	}
	for id, h := range c.held {
		s := items[id]
		switch newer := !h.told.Before(at); {
		case newer && s != nil:
			h.appraise(s, at)
		case newer:
			h.missed(at)
		case s != nil:
			if h.removed {
				c.gained(h.object, s.object.Name(), at)
				h.told = time.Time{}
			}
			h.retell(s, c.of(h))
		default:
			if !h.removed {
				c.lost(h, at)
			}
			delete(c.held, id)
		}
	}
	for id, s := range items {
		if c.held[id] != nil {
			continue
		}
		c.held[id] = &holding{object: id, name: s.object.Name(), last: s, absent: before, first: at}
		if !before.IsZero() { // what the first one has is no gain
			c.gained(id, s.object.Name(), at)
		}
	}
	c.fullAsOf, c.digest, c.skipped = at, digest, skipped
	c.counts(at)
	return outcome
}

// repeats reports whether a full inventory is the newest one again, with nothing told in between: then its time alone is
// news.
func (c *character) repeats(at time.Time, digest int64) bool {
	return !c.fullAsOf.IsZero() && digest == c.digest && at.After(c.fullAsOf) && c.asOf.Equal(c.fullAsOf)
}

// repeated takes in a full inventory that repeats the newest.
func (c *character) repeated(at time.Time) ledger.Outcome {
	c.fullAsOf = at
	c.counts(at)
	return ledger.Applied
}

// tell takes in a delta that adds or updates an item.
func (c *character) tell(at time.Time, s *snapshot, added bool) ledger.Outcome {
	id := int64(s.object.ID)
	h := c.held[id]
	if at.Before(c.fullAsOf) {
		if h != nil {
			h.appraise(s, at)
		}
		return ledger.Superseded
	}
	if h == nil {
		c.held[id] = &holding{object: id, name: s.object.Name(), last: s, told: at, absent: c.fullAsOf, first: at}
		if added || !c.fullAsOf.IsZero() {
			c.gained(id, s.object.Name(), at)
		}
		c.counts(at)
		return ledger.Inserted
	}
	rank := 0
	if s.appraised {
		rank = rankAppraised
	}
	switch h.order(c, at, rank, s.digest) {
	case 0:
		return ledger.Duplicate
	case -1:
		h.appraise(s, at)
		return ledger.Superseded
	}
	if h.removed {
		c.gained(id, s.object.Name(), at)
	}
	h.retell(s, c.of(h))
	h.told = at
	c.counts(at)
	return ledger.Applied
}

// remove takes in a delta that removes an item.
func (c *character) remove(at time.Time, id int64) ledger.Outcome {
	h := c.held[id]
	switch {
	case at.Before(c.fullAsOf):
		return ledger.Superseded
	case h == nil:
		c.held[id] = &holding{object: id, told: at, removed: true, absent: c.fullAsOf, first: at}
		c.counts(at)
		return ledger.Applied
	}
	switch h.order(c, at, rankRemoved, 0) {
	case 0:
		return ledger.Duplicate
	case -1:
		return ledger.Superseded
	}
	if !h.removed {
		c.lost(h, at)
		h.keepAppraisal(c.of(h))
	}
	h.removed, h.told = true, at
	c.counts(at)
	return ledger.Applied
}

// order compares a delta with what is known: 1 where it counts, 0 where it is known, -1 where it is older.
func (h *holding) order(c *character, at time.Time, rank int, digest int64) int {
	if h.told.IsZero() || h.told.Before(c.fullAsOf) {
		return 1 // it came with the full inventory
	}
	return cmp.Or(at.Compare(h.told), cmp.Compare(rank, h.rank()), cmp.Compare(digest, h.digest()))
}
