package solver

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

const maxWishes = 128

// mask is a set of wishes.
type mask [2]uint64

func (m *mask) set(i int)         { m[i>>6] |= 1 << (i & 63) }
func (m mask) has(i int) bool     { return m[i>>6]&(1<<(i&63)) != 0 }
func (m mask) or(o mask) mask     { return mask{m[0] | o[0], m[1] | o[1]} }
func (m mask) and(o mask) mask    { return mask{m[0] & o[0], m[1] & o[1]} }
func (m mask) minus(o mask) mask  { return mask{m[0] &^ o[0], m[1] &^ o[1]} }
func (m mask) covers(o mask) bool { return o[0]&^m[0] == 0 && o[1]&^m[1] == 0 }
func (m mask) empty() bool        { return m[0]|m[1] == 0 }
func (m mask) count() int         { return bits.OnesCount64(m[0]) + bits.OnesCount64(m[1]) }
func (m mask) each(yield func(int) bool) {
	for word, b := range m {
		for ; b != 0; b &= b - 1 {
			if !yield(word<<6 + bits.TrailingZeros64(b)) {
				return
			}
		}
	}
}

func (m mask) sum(of []int64) (total int64) {
	for b := m[0]; b != 0; b &= b - 1 {
		total += of[bits.TrailingZeros64(b)]
	}
	for b := m[1]; b != 0; b &= b - 1 {
		total += of[64+bits.TrailingZeros64(b)]
	}
	return total
}

// cand is one way to wear one item.
type cand struct {
	mask   mask   // the wishes that it meets
	value  int64  // ratings and armour level, with the tie-break
	armor  int64  // armour level
	rows   uint64 // the rules (model.rows) that count it
	item   int32  // in Problem.Items
	owner  int32
	occ    uint32 // the groups that it takes
	group  uint8  // the lowest of them
	option uint8
	multi  bool // takes more than one group
}

// group is one slot, or two that take the same pieces (rings, bracelets).
type group struct {
	slots    Slots
	capacity uint8
}

// row is a rule that counts pieces: at most, or at least, so many.
type row struct {
	least bool
	bound int16 // what is left of it beside the locked pieces
}

// piece is a locked item.
type piece struct {
	item   int32
	option Option
}

// model is a problem in the form that the search works on. It is not changed once it is compiled.
type model struct {
	p         *Problem
	groups    []group
	cands     []cand // by item id, then by option
	rows      []row
	sets      [2]uint64 // the "at least" rows of the two sets, as bits of cand.rows; 0 for none
	fixed     []piece
	fixedMask mask // in terms of Problem.Wishes
	wishes    []int32
	primary   []int64 // weight of each wish, the required ones above all others; zero in a weighted objective
	summed    bool    // wishes, ratings and armour level are one value: weighted, or wishes do not come first
	gain      []int64 // where summed: what a wish adds to the value
	scale     int64   // of one point of value over the tie-break
	wishAt    int64   // where summed: of one point of a wish's weight in the value
	ratingsAt int64   // of one point of ratings in the value
	armorAt   int64   // of one point of armour level in the value
	requireAt int64   // of a required wish's weight
	big       int64   // of one point of primary over all values
	floor     int64   // the armour level that is asked for beside the locked pieces; 0: none
	armorUnit int64   // the highest armour level of a piece, at least 1
	base      Score   // of the locked pieces alone
	most      Score   // no suit is better
	owners    int     // number of different owners
	ownerCap  int     // how many may be used; 0: any number
	ownerUsed []bool  // by the locked pieces
}

// limit keeps every sum that the search makes far from an overflow.
const limit = int64(1) << 58

func compile(p *Problem) (*model, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	m := &model{p: p}
	if err := m.fix(); err != nil {
		return nil, err
	}
	use := m.free()
	usable := m.usable(use)
	m.group(use, usable)
	met := m.weigh(usable)
	m.rule()
	if err := m.expand(use, usable, met); err != nil {
		return nil, err
	}
	m.base = m.suit(nil).Score
	m.most = m.crude()
	return m, nil
}

// free are the slots that may be filled.
func (m *model) free() Slots {
	use := m.p.Slots
	if use == 0 {
		use = WholeSuit
	}
	use &^= m.p.Empty
	for _, f := range m.fixed {
		use &^= f.option.Slots
	}
	return use
}

// fix puts the locked pieces on.
func (m *model) fix() error {
	taken := Slots(0)
	index := make(map[int64]int32, len(m.p.Locks))
	for _, l := range m.p.Locks {
		index[l.Item] = -1
	}
	for i := range m.p.Items {
		if _, ok := index[m.p.Items[i].ID]; ok {
			index[m.p.Items[i].ID] = int32(i) //nolint:gosec // far fewer
		}
	}
	worn := map[int64]bool{}
	for _, l := range m.p.Locks {
		i := index[l.Item]
		if i < 0 {
			return fmt.Errorf("%w: the locked item %d is not there", ErrInvalid, l.Item)
		}
		it := &m.p.Items[i]
		best := -1
		for k, o := range it.Options {
			if o.Slots == l.Slots {
				best = k
				break
			}
			if l.Slots.Len() == 1 && o.Slots&l.Slots != 0 && (best < 0 || o.Slots.Len() < it.Options[best].Slots.Len()) {
				best = k
			}
		}
		switch {
		case best < 0:
			return fmt.Errorf("%w: %s (%d) cannot be worn at %s", ErrInvalid, it.Name, it.ID, l.Slots)
		case worn[l.Item] || it.Options[best].Slots&taken != 0:
			return fmt.Errorf("%w: %s (%d) is locked where another piece is, or twice", ErrInvalid, it.Name, it.ID)
		case it.Options[best].Slots&m.p.Empty != 0:
			return fmt.Errorf("%w: %s (%d) is locked at a slot that is to stay empty", ErrInvalid, it.Name, it.ID)
		}
		worn[l.Item] = true
		taken |= it.Options[best].Slots
		m.fixed = append(m.fixed, piece{item: i, option: it.Options[best]})
	}
	return nil
}

// class is the row bits of an item worn so, or false where the set rules forbid it.
func (m *model) class(it *Item, o Option) (primary, secondary, ok bool) {
	if o.Slots&BodyArmor == 0 {
		return false, false, true
	}
	primary = m.p.Primary.Set != 0 && it.Set == m.p.Primary.Set
	secondary = m.p.Secondary.Set != 0 && it.Set == m.p.Secondary.Set
	return primary, secondary, primary || secondary || !m.p.ExclusiveSets
}

// usable are the items, by id, that the rules let be worn somewhere.
func (m *model) usable(use Slots) []int32 {
	excluded := make(map[int64]bool, len(m.p.Exclude))
	for _, id := range m.p.Exclude {
		excluded[id] = true
	}
	for _, f := range m.fixed {
		excluded[m.p.Items[f.item].ID] = true
	}
	outside := map[string]bool{}
	if len(m.p.Owners)+len(m.p.Without) > 0 {
		for i := range m.p.Items {
			owner := m.p.Items[i].Owner
			if _, known := outside[owner]; !known {
				outside[owner] = m.p.outside(owner)
			}
		}
	}
	out := make([]int32, 0, len(m.p.Items))
	for i := range m.p.Items {
		it := &m.p.Items[i]
		if it.Barred != "" || excluded[it.ID] || outside[it.Owner] {
			continue
		}
		if slices.ContainsFunc(it.Options, func(o Option) bool { return o.Slots&^use == 0 }) {
			out = append(out, int32(i)) //nolint:gosec // far fewer
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return cmp.Compare(m.p.Items[a].ID, m.p.Items[b].ID) })
	return out
}

func (p *Problem) outside(owner string) bool {
	return slices.Contains(p.Without, owner) || len(p.Owners) > 0 && !slices.Contains(p.Owners, owner)
}

// group makes one group of two slots where every item that fits one fits the other.
func (m *model) group(use Slots, usable []int32) {
	pairs := []Slots{SlotsOf(BraceletLeft, BraceletRight), SlotsOf(RingLeft, RingRight)}
	pairs = slices.DeleteFunc(pairs, func(pair Slots) bool {
		if use&pair != pair {
			return true
		}
		for _, i := range usable {
			var sides Slots
			for _, o := range m.p.Items[i].Options {
				if o.Slots&pair == 0 {
					continue
				}
				if o.Slots.Len() != 1 || o.Reduced {
					return true
				}
				sides |= o.Slots
			}
			if sides != 0 && sides != pair {
				return true
			}
		}
		return false
	})
	for _, pair := range pairs {
		use &^= pair
		m.groups = append(m.groups, group{slots: pair, capacity: 2})
	}
	for s := range use.Each {
		m.groups = append(m.groups, group{slots: SlotsOf(s), capacity: 1})
	}
	slices.SortFunc(m.groups, func(a, b group) int {
		return bits.TrailingZeros32(uint32(a.slots)) - bits.TrailingZeros32(uint32(b.slots))
	})
}

// weigh keeps the wishes that a choice is left about, and returns those that the usable items meet, in terms of
// Problem.Wishes.
func (m *model) weigh(usable []int32) []mask {
	families := m.families()
	met := make([]mask, len(usable))
	var reachable mask
	for rank, i := range usable {
		met[rank] = meets(families, &m.p.Items[i])
		reachable = reachable.or(met[rank])
	}
	for _, f := range m.fixed {
		m.fixedMask = m.fixedMask.or(meets(families, &m.p.Items[f.item]))
	}
	var others int64
	for _, w := range m.p.Wishes {
		if !w.Required {
			others += w.weight()
		}
	}
	m.requireAt = others + 1
	for i, w := range m.p.Wishes {
		if reachable.has(i) && !m.fixedMask.has(i) {
			m.wishes = append(m.wishes, int32(i)) //nolint:gosec // at most 128
			m.primary = append(m.primary, m.weight(w))
		}
	}
	return met
}

func (m *model) weight(w Wish) int64 {
	if w.Required {
		return w.weight() * m.requireAt
	}
	return w.weight()
}

type wishOf struct{ wish, power int }

func (m *model) families() map[int][]wishOf {
	families := map[int][]wishOf{}
	for i, w := range m.p.Wishes {
		families[w.Family] = append(families[w.Family], wishOf{i, w.Power})
	}
	return families
}

// meets are the wishes that an item meets, in terms of Problem.Wishes.
func meets(families map[int][]wishOf, it *Item) mask {
	var out mask
	for _, c := range it.Cantrips {
		for _, w := range families[c.Family] {
			if c.Power >= w.power {
				out.set(w.wish)
			}
		}
	}
	return out
}

// rule makes the rows.
func (m *model) rule() {
	used := [3]int{}
	m.floor = int64(m.p.ArmorFloor)
	for _, f := range m.fixed {
		it := &m.p.Items[f.item]
		m.floor -= int64(it.Armor)
		primary, secondary, _ := m.class(it, f.option)
		for k, counted := range []bool{primary, secondary, f.option.Reduced} {
			if counted {
				used[k]++
			}
		}
	}
	m.floor = max(m.floor, 0)
	for k, r := range []SetRule{m.p.Primary, m.p.Secondary} {
		if r.Set == 0 {
			continue
		}
		if r.Bounded {
			m.rows = append(m.rows, row{bound: int16(min(r.Max, 100) - used[k])}) //nolint:gosec // small
		} else {
			m.rows = append(m.rows, row{bound: 100})
		}
		if r.Min > used[k] {
			m.sets[k] = 1 << len(m.rows)
			m.rows = append(m.rows, row{least: true, bound: int16(min(r.Min, 100) - used[k])}) //nolint:gosec // small
		} else {
			m.rows = append(m.rows, row{bound: 100})
		}
	}
	if m.p.LimitReductions {
		m.rows = append(m.rows, row{bound: int16(min(m.p.MaxReductions, 100) - used[2])}) //nolint:gosec // small
	}
}

// rowsOf are the rules that count an item worn so.
func (m *model) rowsOf(it *Item, o Option) (rows uint64) {
	primary, secondary, _ := m.class(it, o)
	at := 0
	for k, r := range []SetRule{m.p.Primary, m.p.Secondary} {
		if r.Set == 0 {
			continue
		}
		if k == 0 && primary || k == 1 && secondary {
			rows |= 3 << at
		}
		at += 2
	}
	if m.p.LimitReductions && o.Reduced {
		rows |= 1 << at
	}
	return rows
}
