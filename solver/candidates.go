package solver

import (
	"fmt"
	"math/bits"
	"slices"
)

// expand makes the candidates and the values. met are the wishes that the usable items meet.
func (m *model) expand(use Slots, usable []int32, met []mask) error {
	for k, r := range m.rows {
		if !r.least && r.bound < 0 {
			return fmt.Errorf("%w: the locked pieces are too many for rule %d", ErrInfeasible, k+1)
		}
	}
	for _, f := range m.fixed {
		if _, _, ok := m.class(&m.p.Items[f.item], f.option); !ok {
			return fmt.Errorf("%w: the locked %s is of another set", ErrInfeasible, m.p.Items[f.item].Name)
		}
	}
	if err := m.price(usable); err != nil {
		return err
	}
	dense, left := m.dense()
	owners := map[string]int32{}
	number := func(owner string) int32 {
		n, ok := owners[owner]
		if !ok {
			n = int32(len(owners)) //nolint:gosec // far fewer
			owners[owner] = n
		}
		return n
	}
	for _, f := range m.fixed {
		number(m.p.Items[f.item].Owner)
	}
	locked := len(owners)
	if m.ownerCap = m.p.MaxOwners; m.ownerCap > 0 && locked > m.ownerCap {
		return fmt.Errorf("%w: the locked pieces have %d owners", ErrInfeasible, locked)
	}
	options := 0
	for _, i := range usable {
		options += len(m.p.Items[i].Options)
	}
	m.cands = make([]cand, 0, options)
	for rank, i := range usable {
		it := &m.p.Items[i]
		var open mask
		for w := range met[rank].and(left).each {
			open.set(dense[w])
		}
		owner := number(it.Owner)
		value := m.worth(it)*m.scale - int64(rank) - 1
		for k, o := range it.Options {
			if o.Slots&^use != 0 || m.needless(it, k, use) {
				continue
			}
			if _, _, ok := m.class(it, o); !ok {
				continue
			}
			c := cand{mask: open, value: value, armor: int64(it.Armor), rows: m.rowsOf(it, o), item: i, owner: owner, option: uint8(k)} //nolint:gosec // few
			doubled := false
			for g, grp := range m.groups {
				if grp.slots&o.Slots != 0 {
					c.occ |= 1 << g
					doubled = doubled || grp.capacity == 2 && o.Slots != 1<<bits.TrailingZeros32(uint32(grp.slots))
				}
			}
			if doubled { // the right one of a pair that the left one stands for
				continue
			}
			c.group = uint8(bits.TrailingZeros32(c.occ)) //nolint:gosec // at most 31
			c.multi = c.occ&(c.occ-1) != 0
			m.cands = append(m.cands, c)
		}
	}
	m.owners = len(owners)
	if m.ownerCap >= m.owners || m.ownerCap-locked >= m.room(1<<len(m.groups)-1) {
		m.ownerCap = 0
	}
	m.ownerUsed = make([]bool, m.owners)
	for i := range locked {
		m.ownerUsed[i] = true
	}
	return nil
}

// dense are the numbers that wishes have among those that a choice is left about, and which those are.
func (m *model) dense() (numbers [maxWishes]int, left mask) {
	for d, i := range m.wishes {
		numbers[i] = d
		left.set(int(i))
	}
	return numbers, left
}

// needless says whether another option of the item takes fewer slots and costs nothing.
func (m *model) needless(it *Item, k int, use Slots) bool {
	o := it.Options[k]
	for j, other := range it.Options {
		if j == k || other.Slots&^use != 0 || other.Slots&^o.Slots != 0 || (other.Slots&BodyArmor == 0) != (o.Slots&BodyArmor == 0) {
			continue
		}
		if m.p.LimitReductions && other.Reduced && !o.Reduced {
			continue
		}
		if other.Slots != o.Slots || !other.Reduced && o.Reduced || other.Reduced == o.Reduced && j < k {
			return true
		}
	}
	return false
}

// worth is an item's ratings and armour level in one number.
func (m *model) worth(it *Item) int64 {
	return m.ratings(it)*m.ratingsAt + int64(it.Armor)*m.armorAt
}

func (m *model) ratings(it *Item) (sum int64) {
	for r, weight := range m.p.Objective.Ratings {
		sum += int64(it.Ratings[r]) * int64(weight)
	}
	return sum
}

// price chooses the scales that put what comes first in the objective over what comes next, and all of it over the
// tie-break, which is the smaller sum of the pieces' ranks by id.
func (m *model) price(usable []int32) error {
	var armor, ratings, others int64
	for _, i := range usable {
		armor = max(armor, int64(m.p.Items[i].Armor), int64(-m.p.Items[i].Armor))
		ratings = max(ratings, m.ratings(&m.p.Items[i]))
	}
	for _, i := range m.wishes {
		if !m.p.Wishes[i].Required {
			others += m.p.Wishes[i].weight()
		}
	}
	m.armorUnit = max(armor, 1)
	m.scale = int64(slotCount)*int64(len(usable)+1) + 1
	span := map[Criterion]int64{ByWishes: others, ByRatings: int64(slotCount) * ratings, ByArmor: int64(slotCount) * armor}
	if !m.units(span) {
		return errTooLarge()
	}
	most := span[ByRatings]*m.ratingsAt + span[ByArmor]*m.armorAt
	m.gain = make([]int64, len(m.wishes))
	var sum float64
	if m.summed {
		above := 2*most + others*m.wishAt + 1 // a required wish comes before everything else
		for d, i := range m.wishes {
			w := m.p.Wishes[i]
			m.gain[d] = w.weight() * m.wishAt * m.scale
			if w.Required {
				m.gain[d] = w.weight() * above * m.scale
			}
			sum += float64(w.weight()) * float64(above) * float64(m.scale)
		}
		clear(m.primary)
	}
	var primary int64
	for _, w := range m.primary {
		primary += w
	}
	if sum > float64(limit) || float64(primary+1)*(float64(most)*2*float64(m.scale)+1) > float64(limit) {
		return errTooLarge()
	}
	m.big = 2*(most+1)*m.scale + 1
	return nil
}

func errTooLarge() error { return fmt.Errorf("%w: the weights are too large", ErrInvalid) }

// units chooses what a point of each criterion is worth; ok is false where that is too much for whole numbers.
func (m *model) units(span map[Criterion]int64) (ok bool) {
	o := m.p.Objective
	order := o.order()
	m.summed = o.Weighted || order[0] != ByWishes
	if o.Weighted {
		m.wishAt, m.ratingsAt, m.armorAt = int64(max(o.WishWeight, 1)), 1, int64(o.ArmorWeight)
	} else {
		at := map[Criterion]int64{}
		unit := int64(1)
		for k, c := range slices.Backward(order) {
			at[c] = unit
			if above := 2*span[c] + 1; k > 0 && (m.summed || k > 1) {
				if float64(unit)*float64(above) > float64(limit) {
					return false
				}
				unit *= above
			}
		}
		m.wishAt, m.ratingsAt, m.armorAt = at[ByWishes], at[ByRatings], at[ByArmor]
	}
	total := float64(span[ByWishes])*float64(m.wishAt) + float64(span[ByRatings])*float64(m.ratingsAt) + float64(span[ByArmor])*float64(m.armorAt)
	return total*4*float64(m.scale) < float64(limit)
}
