package solver

import (
	"cmp"
	"math/bits"
	"slices"
)

// Piece is a worn item.
type Piece struct {
	Slots   Slots
	Item    int64
	Owner   string
	Name    string
	Reduced bool // a tailor has to cut it down first
	Locked  bool
}

// Suit is a choice of pieces, in the order of their slots.
type Suit struct {
	Pieces []Piece
	Score  Score
	Met    []int // indices of the wishes that it meets
}

// suit puts names to candidates.
func (m *model) suit(pieces []int32) Suit {
	var s Suit
	worn := m.fixed
	var taken Slots
	for _, i := range pieces { // they are in the order of item ids, so a pair's left is its smaller id
		c := &m.cands[i]
		option := m.p.Items[c.item].Options[c.option]
		if grp := m.groups[c.group]; grp.capacity == 2 && taken&option.Slots != 0 {
			option.Slots = grp.slots &^ option.Slots
		}
		taken |= option.Slots
		worn = append(worn[:len(worn):len(worn)], piece{item: c.item, option: option})
	}
	var met mask
	families := m.families()
	for k, w := range worn {
		it := &m.p.Items[w.item]
		s.Pieces = append(s.Pieces, Piece{
			Slots: w.option.Slots, Item: it.ID, Owner: it.Owner, Name: it.Name, Reduced: w.option.Reduced, Locked: k < len(m.fixed),
		})
		met = met.or(meets(families, it))
		s.Score.Armor += int64(it.Armor)
		s.Score.Ratings += m.ratings(it)
	}
	for i, w := range m.p.Wishes {
		if !met.has(i) {
			continue
		}
		s.Met = append(s.Met, i)
		if w.Required {
			s.Score.Required += w.weight()
		} else {
			s.Score.Wishes += w.weight()
		}
	}
	s.Score.Met = len(s.Met)
	m.total(&s.Score)
	sortPieces(s.Pieces)
	return s
}

func sortPieces(pieces []Piece) {
	for i := range pieces { // at most 23, nearly sorted
		for k := i; k > 0 && first(pieces[k]) < first(pieces[k-1]); k-- {
			pieces[k], pieces[k-1] = pieces[k-1], pieces[k]
		}
	}
}

func first(p Piece) int { return bits.TrailingZeros32(uint32(p.Slots)) }

// total is the weighted sum. Required wishes weigh as much as the others here; that they come first is not in it.
func (m *model) total(s *Score) {
	if o := m.p.Objective; o.Weighted {
		s.Total = (s.Required+s.Wishes)*int64(max(o.WishWeight, 1)) + s.Ratings + s.Armor*int64(o.ArmorWeight)
	}
}

// crude is a bound that needs no search: every wish that some piece meets, every slot at its best. A piece over several
// slots counts at its first.
func (m *model) crude() Score {
	s := m.suit(nil).Score
	for _, i := range m.wishes {
		w := m.p.Wishes[i]
		s.Met++
		if w.Required {
			s.Required += w.weight()
		} else {
			s.Wishes += w.weight()
		}
	}
	var armor, ratings [32]int64
	for i := range m.cands {
		c := &m.cands[i]
		armor[c.group] = max(armor[c.group], c.armor)
		if len(m.p.Objective.Ratings) > 0 {
			ratings[c.group] = max(ratings[c.group], m.ratings(&m.p.Items[c.item]))
		}
	}
	for g, grp := range m.groups {
		s.Armor += armor[g] * int64(grp.capacity)
		s.Ratings += ratings[g] * int64(grp.capacity)
	}
	m.total(&s)
	return s
}

// bounded is the bound that a search's number stands for, or that and a primary weight where the search had a target.
func (m *model) bounded(g goal, bound, primary int64) Score {
	s, base := m.most, m.base
	if g.value {
		main := bound / m.scale
		if bound > 0 && bound%m.scale != 0 {
			main++
		}
		if m.p.Objective.Weighted {
			s.Total = min(s.Total, base.Total+main)
			return s
		}
		if m.summed {
			m.leading(&s, base, main)
			return s
		}
		m.valued(&s, base, main)
		bound = primary
	} else {
		bound /= g.unit
	}
	s.Required = base.Required + bound/m.requireAt
	s.Wishes = base.Wishes + bound%m.requireAt
	for _, w := range m.p.Wishes {
		if w.Required || w.weight() != 1 {
			return s
		}
	}
	s.Met = int(s.Wishes)
	return s
}

// valued bounds ratings and armour level by a value, where wishes come first.
func (m *model) valued(s *Score, base Score, value int64) {
	first, second, unit := &s.Ratings, &s.Armor, m.ratingsAt
	baseFirst, baseSecond := base.Ratings, base.Armor
	if m.armorAt > m.ratingsAt {
		first, second, unit = second, first, m.armorAt
		baseFirst, baseSecond = baseSecond, baseFirst
	}
	most, rest := value/unit, value%unit
	if rest > unit/2 { // more than the second can be
		most, rest = most+1, 0
	}
	if *first < baseFirst+most { // the rest is for suits that nobody can make
		return
	}
	*first, *second = baseFirst+most, min(*second, baseSecond+max(rest, 0))
}

// leading bounds the criterion that comes first by a value, where that is not wishes and none of them is required.
func (m *model) leading(s *Score, base Score, value int64) {
	for _, i := range m.wishes {
		if m.p.Wishes[i].Required {
			return
		}
	}
	if m.p.Objective.order()[0] == ByArmor {
		s.Armor = min(s.Armor, base.Armor+(value+m.armorAt/2)/m.armorAt)
	} else {
		s.Ratings = min(s.Ratings, base.Ratings+(value+m.ratingsAt/2)/m.ratingsAt)
	}
}

// Handover is what one owner gives to the wearer.
type Handover struct {
	Owner  string
	Pieces []Piece
}

// Fetch is who hands what to the wearer, by owner's name. What the wearer has already is not in it.
func (s Suit) Fetch(wearer string) []Handover {
	var out []Handover
	for _, p := range s.Pieces {
		if p.Owner == wearer {
			continue
		}
		k := slices.IndexFunc(out, func(h Handover) bool { return h.Owner == p.Owner })
		if k < 0 {
			k, out = len(out), append(out, Handover{Owner: p.Owner})
		}
		out[k].Pieces = append(out[k].Pieces, p)
	}
	slices.SortFunc(out, func(a, b Handover) int { return cmp.Compare(a.Owner, b.Owner) })
	return out
}

// Reductions are the pieces that a tailor has to cut down first.
func (s Suit) Reductions() []Piece {
	return slices.DeleteFunc(slices.Clone(s.Pieces), func(p Piece) bool { return !p.Reduced })
}
