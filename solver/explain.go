package solver

import "slices"

// Reason says why a wish is not met.
type Reason string

// The reasons.
const (
	WhyNotOwned      Reason = "not_owned"      // nobody has a piece with it
	WhyBarred        Reason = "barred"         // the wearer may not wear what there is
	WhyOwnerExcluded Reason = "owner_excluded" // only owners that are out have it
	WhyItemExcluded  Reason = "item_excluded"  // what there is has been excluded
	WhyNoSlot        Reason = "no_slot"        // what there is fits only slots that are locked or to stay empty
	WhySetRule       Reason = "set_rule"       // what there is does not fit the set rules beside the other pieces
	WhyArmorFloor    Reason = "armor_floor"    // with it the suit's armour level would fall below the floor
	WhyLimitRule     Reason = "limit_rule"     // it would need one more owner or reduction
	WhyOutbid        Reason = "outbid"         // it can be had, at the cost of something better
)

// Unmet explains a wish that a suit does not meet. Item is the piece that comes nearest, where there is one. With WhyOutbid,
// Instead is what the suit would achieve with it.
type Unmet struct {
	Wish    int // its index
	Reason  Reason
	Item    int64
	Owner   string
	Name    string
	Slots   Slots
	Barred  string // Item.Barred
	Instead Score
	Lost    []int // wishes that would then no longer be met
}

// RunnerUp is the best other piece for a slot while all else stays as it is.
type RunnerUp struct {
	Slots   Slots
	Item    int64
	Owner   string
	Name    string
	Reduced bool
	Instead Score // of the suit with it
	Lost    []int // wishes that are then no longer met
	Gained  []int // wishes that then are
}

// runnersUp finds the runner-up of every piece that is not locked. Slots without another piece have none.
func (m *model) runnersUp(pieces []int32) []RunnerUp {
	whole := m.suit(pieces)
	now := m.newOutfit()
	now.dress(pieces)
	var out []RunnerUp
	buffer := make([]int32, 0, 32)
	for k, worn := range pieces {
		w := &m.cands[worn]
		rest := slices.Delete(slices.Clone(pieces), k, k+1)
		best, top := nobody, int64(0)
		for i := range m.cands {
			c := &m.cands[i]
			if c.occ&w.occ == 0 || c.occ&^w.occ != 0 || now.wears(c.item) ||
				best != nobody && now.instead(k, c) <= top {
				continue
			}
			buffer = append(append(buffer[:0], rest...), int32(i)) //nolint:gosec // far fewer
			if score, ok := m.score(buffer); ok && (best == nobody || score > top) {
				best, top = int32(i), score //nolint:gosec // far fewer
			}
		}
		if best == nobody {
			continue
		}
		c := &m.cands[best]
		it := &m.p.Items[c.item]
		other := m.suit(slices.Sorted(slices.Values(append(rest, best))))
		out = append(out, RunnerUp{
			Slots: m.slotsOf(whole, m.p.Items[w.item].ID), Item: it.ID, Owner: it.Owner, Name: it.Name, Reduced: it.Options[c.option].Reduced,
			Instead: other.Score, Lost: without(whole.Met, other.Met), Gained: without(other.Met, whole.Met),
		})
	}
	slices.SortFunc(out, func(a, b RunnerUp) int { return first(Piece{Slots: a.Slots}) - first(Piece{Slots: b.Slots}) })
	return out
}

func (m *model) slotsOf(s Suit, item int64) Slots {
	for _, p := range s.Pieces {
		if p.Item == item {
			return p.Slots
		}
	}
	return 0
}

// without is what is in a and not in b.
func without(a, b []int) (out []int) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// unmet explains the wishes that a suit does not meet.
func (m *model) unmet(pieces []int32) []Unmet {
	s := m.suit(pieces)
	var out []Unmet
	for i := range m.p.Wishes {
		if !slices.Contains(s.Met, i) {
			out = append(out, m.explain(i, pieces, s))
		}
	}
	return out
}

func (m *model) explain(wish int, pieces []int32, s Suit) Unmet {
	if u, ok := m.instead(wish, pieces, s); ok {
		return u
	}
	// Not among the candidates: the reason that is nearest to being lifted, over all who have it.
	order := []Reason{WhySetRule, WhyNoSlot, WhyItemExcluded, WhyOwnerExcluded, WhyBarred, WhyNotOwned}
	out, rank := Unmet{Wish: wish, Reason: WhyNotOwned}, len(order)
	w := m.p.Wishes[wish]
	for i := range m.p.Items {
		it := &m.p.Items[i]
		if !slices.ContainsFunc(it.Cantrips, func(c Cantrip) bool { return c.Family == w.Family && c.Power >= w.Power }) {
			continue
		}
		reason := WhySetRule
		switch use := m.free(); {
		case it.Barred != "":
			reason = WhyBarred
		case m.p.outside(it.Owner):
			reason = WhyOwnerExcluded
		case slices.Contains(m.p.Exclude, it.ID):
			reason = WhyItemExcluded
		case !slices.ContainsFunc(it.Options, func(o Option) bool { return o.Slots&^use == 0 }):
			reason = WhyNoSlot
		}
		if at := slices.Index(order, reason); at < rank {
			rank = at
			out = Unmet{Wish: wish, Reason: reason, Item: it.ID, Owner: it.Owner, Name: it.Name, Barred: it.Barred}
			if len(it.Options) > 0 {
				out.Slots = it.Options[0].Slots
			}
		}
	}
	return out
}

// instead is the cheapest way to meet a wish by putting one piece in the place of those that are in its way.
func (m *model) instead(wish int, pieces []int32, s Suit) (Unmet, bool) {
	d := slices.Index(m.wishes, int32(wish)) //nolint:gosec // at most 128
	if d < 0 {
		return Unmet{}, false
	}
	best, nearest := []int32(nil), nobody
	at, top := nobody, int64(0)
	buffer := make([]int32, 0, 32)
	for i := range m.cands {
		c := &m.cands[i]
		if !c.mask.has(d) {
			continue
		}
		nearest = int32(i) //nolint:gosec // far fewer
		for half := range int(m.groups[c.group].capacity) {
			buffer = m.put(pieces, int32(i), buffer, half) //nolint:gosec // far fewer
			if score, ok := m.score(buffer); ok && (at == nobody || score > top) {
				best, at, top = slices.Clone(buffer), int32(i), score //nolint:gosec // far fewer
			}
		}
	}
	if nearest == nobody {
		return Unmet{}, false
	}
	u := Unmet{Wish: wish, Reason: WhyOutbid}
	if at == nobody {
		at, u.Reason = nearest, m.blocking(nearest, pieces)
	} else {
		other := m.suit(slices.Sorted(slices.Values(best)))
		u.Instead, u.Lost = other.Score, without(s.Met, other.Met)
	}
	c := &m.cands[at]
	it := &m.p.Items[c.item]
	u.Item, u.Owner, u.Name, u.Slots = it.ID, it.Owner, it.Name, it.Options[c.option].Slots
	return u, true
}

// blocking says which rule a candidate breaks in a suit.
func (m *model) blocking(i int32, pieces []int32) Reason {
	anySets, anyArmor := *m, *m
	anySets.rows = slices.Clone(m.rows)
	for k := range anySets.rows {
		if k < m.setRows() {
			anySets.rows[k] = row{bound: 100}
		}
	}
	anyArmor.floor = 0
	for half := range int(m.groups[m.cands[i].group].capacity) {
		with := m.put(pieces, i, nil, half)
		if _, ok := anySets.score(with); ok {
			return WhySetRule
		}
		if _, ok := anyArmor.score(with); ok {
			return WhyArmorFloor
		}
	}
	return WhyLimitRule
}

// setRows is how many rules are about sets.
func (m *model) setRows() (n int) {
	for _, r := range []SetRule{m.p.Primary, m.p.Secondary} {
		if r.Set != 0 {
			n += 2
		}
	}
	return n
}
