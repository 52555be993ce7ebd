package writer

import (
	"encoding/json"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// record is a fight record in plain numbers, of a session or of a lifetime. What is not told counts as nothing.
type record struct {
	asOf   time.Time
	totals totals
	cells  map[cellKey]cell
}

// totals are a record's sums over all monsters: kills, damage given and received, surges of aetheria and of cloaks.
type totals [5]int64

// cellKey names what is counted together: a monster, or, with the other fields, the attacks of one type and element
// by (offense) or on the character.
type cellKey struct {
	monster         string
	side            side
	attack, element string
}

type side uint8

const (
	itself side = iota // the monster's own counts
	offense
	defense
)

// cell holds what adds up and what is the greatest. Of a monster: kills, damage given and received. Of attacks: their
// number, failures, critical ones, normal and critical damage; the greatest normal and critical damage.
type cell struct {
	sums  [5]int64
	maxes [2]int64
}

// maxCount is beyond all that the game counts, and low enough for the sum of thousands of sessions.
const maxCount = 1 << 50

// count is a number that can be added up. What is unknown, negative or absurd is none.
func count(i event.Int) int64 {
	if !known(i) || i.V > maxCount {
		return 0
	}
	return i.V
}

func totalsOf(s event.CombatSession) totals {
	return totals{
		count(s.TotalKills), count(s.TotalDamageGiven), count(s.TotalDamageReceived),
		count(s.TotalAetheriaSurges), count(s.TotalCloakSurges),
	}
}

// newRecord reads monsters in the wire's shape; nil is none. asOf and totals stay empty.
func newRecord(stored json.RawMessage) (*record, error) {
	var monsters map[string]event.MonsterCombat
	if len(stored) > 0 {
		if err := json.Unmarshal(stored, &monsters); err != nil {
			return nil, err
		}
	}
	return &record{cells: cellsOf(monsters)}, nil
}

func recordOf(f *event.CombatStats) *record {
	return &record{asOf: f.Timestamp, totals: totalsOf(f.Session), cells: cellsOf(f.Session.Monsters)}
}

func cellsOf(monsters map[string]event.MonsterCombat) map[cellKey]cell {
	cells := make(map[cellKey]cell, 4*len(monsters))
	for name, m := range monsters {
		cells[cellKey{monster: name}] = cell{sums: [5]int64{count(m.KillCount), count(m.DamageGiven), count(m.DamageReceived)}}
		for side, attacks := range map[side]map[string]map[string]event.AttackTotals{offense: m.Offense, defense: m.Defense} {
			for attack, elements := range attacks {
				for element, t := range elements {
					cells[cellKey{name, side, attack, element}] = cell{
						sums: [5]int64{
							count(t.TotalAttacks), count(t.FailedAttacks), count(t.Crits),
							count(t.TotalNormalDamage), count(t.TotalCritDamage),
						},
						maxes: [2]int64{count(t.MaxNormalDamage), count(t.MaxCritDamage)},
					}
				}
			}
		}
	}
	return cells
}

// add adds a session's record, less what that session's record was before; nil for nothing.
func (r *record) add(after, before *record) {
	if before == nil {
		before = &record{}
	}
	if after.asOf.After(r.asOf) {
		r.asOf = after.asOf
	}
	for i := range r.totals {
		r.totals[i] += after.totals[i] - before.totals[i]
	}
	for key, now := range after.cells {
		sum, old := r.cells[key], before.cells[key]
		for i := range sum.sums {
			sum.sums[i] += now.sums[i] - old.sums[i]
		}
		for i := range sum.maxes {
			sum.maxes[i] = max(sum.maxes[i], now.maxes[i])
		}
		r.cells[key] = sum
	}
}

// grow brings a lifetime up to date with the changes of some sessions. It returns false, and leaves r unfit, where
// that cannot be exact: something that a session had told is gone or its greatest has shrunk, and whether another
// session holds as much is not known here.
func (r *record) grow(changes []*combatChange) bool {
	for _, change := range changes {
		after := recordOf(change.after)
		if change.before != nil && !after.covers(change.before) {
			return false
		}
		r.add(after, change.before)
	}
	return true
}

// covers reports whether r has all that old had, and no greatest of it is less.
func (r *record) covers(old *record) bool {
	for key, o := range old.cells {
		n, found := r.cells[key]
		if !found || n.maxes[0] < o.maxes[0] || n.maxes[1] < o.maxes[1] {
			return false
		}
	}
	return true
}

// monsters is the record in the wire's shape.
func (r *record) monsters() map[string]event.MonsterCombat {
	number := func(v int64) event.Int { return event.Int{V: v, Known: true} }
	all := map[string]event.MonsterCombat{}
	for key, c := range r.cells {
		if key.side == itself {
			all[key.monster] = event.MonsterCombat{
				KillCount: number(c.sums[0]), DamageGiven: number(c.sums[1]), DamageReceived: number(c.sums[2]),
				Offense: map[string]map[string]event.AttackTotals{}, Defense: map[string]map[string]event.AttackTotals{},
			}
		}
	}
	for key, c := range r.cells {
		attacks := all[key.monster].Offense
		switch key.side {
		case itself:
			continue
		case defense:
			attacks = all[key.monster].Defense
		case offense:
		}
		if attacks[key.attack] == nil {
			attacks[key.attack] = map[string]event.AttackTotals{}
		}
		attacks[key.attack][key.element] = event.AttackTotals{
			TotalAttacks: number(c.sums[0]), FailedAttacks: number(c.sums[1]), Crits: number(c.sums[2]),
			TotalNormalDamage: number(c.sums[3]), MaxNormalDamage: number(c.maxes[0]),
			TotalCritDamage: number(c.sums[4]), MaxCritDamage: number(c.maxes[1]),
		}
	}
	return all
}
