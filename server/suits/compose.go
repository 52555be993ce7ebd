package suits

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// suit puts a suit of the solver's into the players' words.
func (q *question) suit(s solver.Suit) Suit {
	out := Suit{
		Covered: s.Score.Met, Wanted: len(q.wishes) + len(q.others), ArmorLevel: s.Score.Armor, Score: s.Score.Total,
		Ratings: map[string]int{}, Met: []string{}, Items: []SuitItem{}, Sets: []SetShare{}, Reductions: len(s.Reductions()),
	}
	if !q.problem.Objective.Weighted {
		out.Score = s.Score.Required + s.Score.Wishes
	}
	for _, w := range s.Met {
		out.Met = append(out.Met, q.wishes[w])
	}
	owners, sets := map[string]bool{}, map[int]int{}
	for _, p := range s.Pieces {
		it := q.item(p.Item, p.Slots, p.Reduced)
		it.Locked = p.Locked
		out.Items = append(out.Items, it)
		for name, n := range it.Ratings {
			out.Ratings[name] += n
		}
		owners[p.Owner] = true
		if p.Slots&solver.BodyArmor != 0 && it.Set != nil {
			sets[it.Set.ID]++
		}
	}
	out.Owners = len(owners)
	for id, n := range sets {
		out.Sets = append(out.Sets, SetShare{Set: *set(id), Count: n})
	}
	slices.SortFunc(out.Sets, func(a, b SetShare) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID)) })
	return out
}

// item is a piece, by the game's id, in its place.
func (q *question) item(id int64, slots solver.Slots, reduced bool) SuitItem {
	p := q.in.ID(id)
	it := SuitItem{
		Slots: names(slots), ID: p.Row, ObjectID: p.ObjectID, Owner: p.Owner, Name: p.Name, Reduced: reduced,
		Worn: p.Worn != 0 && p.Owner == q.wearer.Name, Ratings: ratings(p), Cantrips: cantrips(p), Set: set(p.Set),
	}
	it.Slot = it.Slots[0]
	piece, _ := p.Piece(q.wearer)
	it.ArmorLevel = piece.Armor
	return it
}

func names(slots solver.Slots) []string {
	out := []string{}
	for s := range slots.Each {
		out = append(out, s.String())
	}
	return out
}

func ratings(p *Piece) map[string]int {
	out := map[string]int{}
	for _, name := range ratingNames {
		if n := p.Ratings[ratingProperties[name]]; n > 0 {
			out[name] = n
		}
	}
	return out
}

func cantrips(p *Piece) []Cantrip {
	piece, _ := p.Piece(wardrobe.Wearer{})
	out := []Cantrip{}
	for _, c := range piece.Cantrips {
		out = append(out, cantrip(c.Family, c.Power))
	}
	return out
}

func cantrip(family, power int) Cantrip {
	tier := wardrobe.TierOf(power)
	label := wardrobe.CantripName(family, power)
	return Cantrip{Family: family, Name: wardrobe.CantripName(family, 0), Tier: string(tier), Label: label}
}

func set(id int) *Set {
	if id == 0 {
		return nil
	}
	known, ok := gamedata.EquipmentSetByID(id)
	if !ok {
		known.Name = fmt.Sprintf("Set %d", id)
	}
	return &Set{ID: id, Name: known.Name}
}

// named are the labels of wishes.
func (q *question) named(wishes []int) []string {
	out := []string{}
	for _, w := range wishes {
		out = append(out, q.wishes[w])
	}
	return out
}

// runnersUp are by slot; a piece over several slots stands at each of them.
func (q *question) runnersUp(of []solver.RunnerUp) map[string]RunnerUp {
	out := map[string]RunnerUp{}
	for _, u := range of {
		it := q.item(u.Item, u.Slots, u.Reduced)
		for _, slot := range it.Slots {
			out[slot] = RunnerUp{
				SuitItem: it, SuitCovered: u.Instead.Met, SuitArmorLevel: u.Instead.Armor, Loses: q.named(u.Lost), Gains: q.named(u.Gained),
			}
		}
	}
	return out
}

// unmet explains the wishes that a suit does not meet.
func (q *question) unmet(of []solver.Unmet, best solver.Suit) []Unmet {
	out := []Unmet{}
	for _, u := range of {
		row := 0
		if p := q.in.ID(u.Item); p != nil && u.Reason != solver.WhyNotOwned {
			row = p.Row
		}
		out = append(out, Unmet{Wish: q.wishes[u.Wish], Reason: string(u.Reason), Why: q.why(u, best), Item: row, Relax: []Relaxation{}})
	}
	for _, name := range q.others {
		out = append(out, Unmet{
			Wish: name, Reason: "no_wearer", Why: "It serves only the piece that it is on, never the wearer.", Relax: []Relaxation{},
		})
	}
	return out
}

func (q *question) why(u solver.Unmet, best solver.Suit) string {
	piece := u.Name + " (" + u.Owner + ")"
	switch u.Reason {
	case solver.WhyNotOwned:
		return "Nobody owns one."
	case solver.WhyBarred:
		return fmt.Sprintf("Owned, but not for this wearer: %s %s.", piece, u.Barred)
	case solver.WhyOwnerExcluded:
		return fmt.Sprintf("Owned, but its owner is out: %s.", piece)
	case solver.WhyItemExcluded:
		return fmt.Sprintf("Owned, but excluded: %s.", piece)
	case solver.WhyNoSlot:
		return fmt.Sprintf("Owned, but it fits only slots that are locked or stay empty: %s.", piece)
	case solver.WhySetRule:
		return fmt.Sprintf("Owned, but it loses to a set rule: %s.", piece)
	case solver.WhyArmorFloor:
		return fmt.Sprintf("Owned, but with %s the armour falls below %d.", piece, q.request.ArmorFloor)
	case solver.WhyLimitRule:
		return fmt.Sprintf("Owned, but %s would need one more owner or reduction.", piece)
	case solver.WhyOutbid:
		var cost []string
		if len(u.Lost) > 0 {
			cost = append(cost, strings.Join(q.named(u.Lost), ", "))
		}
		if lost := best.Score.Armor - u.Instead.Armor; lost > 0 {
			cost = append(cost, fmt.Sprintf("%d armour", lost))
		}
		if len(cost) == 0 {
			cost = append(cost, "something that counts more")
		}
		return fmt.Sprintf("Owned, but %s at %s would cost %s.", piece, strings.Join(names(u.Slots), "+"), strings.Join(cost, " and "))
	default:
		return string(u.Reason) + "."
	}
}

// inPlay counts the pieces that the question allows, over all and by slot.
func (q *question) inPlay() (Pieces, map[string]int) {
	use := q.problem.Slots
	if use == 0 {
		use = solver.WholeSuit
	}
	locked, excluded := map[int64]bool{}, map[int64]bool{}
	free := use &^ q.problem.Empty
	for _, l := range q.problem.Locks {
		locked[l.Item] = true
		free &^= l.Slots
	}
	for _, id := range q.problem.Exclude {
		excluded[id] = true
	}
	outside := func(owner string) bool {
		return slices.Contains(q.problem.Without, owner) || len(q.problem.Owners) > 0 && !slices.Contains(q.problem.Owners, owner)
	}
	counts := map[string]int{}
	for s := range use.Each {
		counts[s.String()] = 0
	}
	pieces := Pieces{}
	for i := range q.problem.Items {
		it := &q.problem.Items[i]
		var may, fits solver.Slots
		for _, o := range it.Options {
			if o.Slots&^use == 0 {
				fits |= o.Slots
			}
			if o.Slots&^free == 0 {
				may |= o.Slots
			}
		}
		if fits != 0 {
			pieces.Of++
		}
		if !locked[it.ID] && (it.Barred != "" || excluded[it.ID] || outside(it.Owner) || may == 0) {
			continue
		}
		pieces.InPlay++
		for s := range may.Each {
			counts[s.String()]++
		}
	}
	return pieces, counts
}

// wornNow is what the wearer wears now, as a suit; nil for nobody in particular.
func (q *question) wornNow() (solver.Suit, bool) {
	if q.wearer.Name == "" {
		return solver.Suit{}, false
	}
	use := q.problem.Slots
	if use == 0 {
		use = solver.WholeSuit
	}
	var s solver.Suit
	met := map[int]bool{}
	taken := solver.Slots(0)
	for k := range q.in.Pieces {
		p := &q.in.Pieces[k]
		if p.Worn == 0 || p.Owner != q.wearer.Name {
			continue
		}
		piece, ok := p.Piece(q.wearer)
		at := wardrobe.Options(p.Worn, p.Coverage, false)
		if !ok || len(at) == 0 || at[0].Slots&^use != 0 || at[0].Slots&taken != 0 {
			continue
		}
		taken |= at[0].Slots
		s.Pieces = append(s.Pieces, solver.Piece{Slots: at[0].Slots, Item: p.ID, Owner: p.Owner, Name: p.Name})
		s.Score.Armor += int64(piece.Armor)
		for w, wish := range q.problem.Wishes {
			if slices.ContainsFunc(piece.Cantrips, func(c solver.Cantrip) bool { return c.Family == wish.Family && c.Power >= wish.Power }) {
				met[w] = true
			}
		}
	}
	for w, wish := range q.problem.Wishes {
		if !met[w] {
			continue
		}
		s.Met = append(s.Met, w)
		s.Score.Wishes += int64(max(wish.Weight, 1))
	}
	s.Score.Met = len(s.Met)
	slices.SortFunc(s.Pieces, func(a, b solver.Piece) int { return cmp.Compare(a.Slots&-a.Slots, b.Slots&-b.Slots) })
	return s, true
}
