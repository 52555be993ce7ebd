package solver

import (
	"errors"
	"fmt"
	"slices"
)

// Cantrip is a spell on a piece: its family, and its power in it. Twins have the same family and power.
type Cantrip struct{ Family, Power int }

// Option is one way to wear a piece.
type Option struct {
	Slots   Slots // all that it takes
	Reduced bool  // only after a tailor has cut it down, for good
}

// Rating is the number of a gear rating.
type Rating int

// Item is a piece that somebody owns.
type Item struct {
	ID       int64
	Owner    string
	Name     string
	Options  []Option
	Set      int // the equipment set, 0 for none; counts only where the piece is worn as body armour
	Armor    int // base armour level with the piece's own Impenetrability cantrip
	Ratings  map[Rating]int
	Cantrips []Cantrip // those that serve the wearer; not Impenetrability and banes
	// Barred says why the wearer may not wear it ("needs level 180"), and is empty where he may. It is part of the
	// problem only for the explanation of unmet wishes.
	Barred string
}

// Wish asks for a cantrip of a family with at least a power. It is met or it is not: better adds nothing.
type Wish struct {
	Family, Power int
	Required      bool // any number of other wishes weighs less than this one
	Weight        int  // 0 means 1
}

func (w Wish) weight() int64 { return int64(max(w.Weight, 1)) }

// SetRule bounds the number of pieces of a set in the nine body armour slots.
type SetRule struct {
	Set     int // 0: no rule
	Min     int
	Bounded bool // there is a maximum
	Max     int
}

// Lock keeps a piece where it is. Where Slots is one of the piece's options, it is worn so; where it is a single slot,
// the option with the fewest slots that takes it is meant.
type Lock struct {
	Item  int64
	Slots Slots
}

// Criterion is one of the things that suits are compared by.
type Criterion string

// The criteria, in their usual order.
const (
	ByWishes  Criterion = "cantrips"
	ByRatings Criterion = "ratings"
	ByArmor   Criterion = "armor"
)

// Criteria are all of them, in their usual order.
func Criteria() []Criterion { return []Criterion{ByWishes, ByRatings, ByArmor} }

// Objective says what the best suit is. Required wishes come before all of it.
type Objective struct {
	// Weighted adds everything up: wishes times their weight times WishWeight, ratings times their weights, armour
	// level times ArmorWeight. Otherwise what comes first in Order counts before all that comes later.
	Weighted bool
	// Order is lexicographic; criteria that it leaves out follow in their usual order. Nil is the usual order.
	Order       []Criterion
	WishWeight  int // weighted only; 0 means 1
	ArmorWeight int // weighted only
	Ratings     map[Rating]int
}

// Problem is a question. The same problem has the same proven answer, whatever the order of Items and however many
// cores there are.
type Problem struct {
	Items   []Item
	Wishes  []Wish // at most 128
	Slots   Slots  // the slots to fill; 0 means WholeSuit
	Empty   Slots  // slots that are to stay empty
	Locks   []Lock
	Exclude []int64  // items that are out
	Without []string // owners that are out
	Owners  []string // if any: only these
	// Primary and Secondary bound two sets; with ExclusiveSets no body armour of any other set, or of none, is worn.
	Primary, Secondary SetRule
	ExclusiveSets      bool
	MaxOwners          int  // different owners of worn pieces, locked ones included; 0: any number
	LimitReductions    bool // at most MaxReductions pieces are reduced
	MaxReductions      int
	ArmorFloor         int // the least armour level of the whole suit, locked pieces included
	Objective          Objective
	// Top is the number of suits to find, at least 1. Each has at least Distance (at least 1) pieces of every better one
	// replaced or left out.
	Top, Distance int
	// Warm is a suit to start from, as item ids: pieces that do not fit are left out.
	Warm []int64
}

// Errors of a problem that has no answer.
var (
	ErrInvalid    = errors.New("invalid problem")
	ErrInfeasible = errors.New("no suit meets the rules")
)

// order is the whole order of a lexicographic objective.
func (o Objective) order() []Criterion {
	all := slices.Clone(o.Order)
	for _, c := range Criteria() {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

func (p *Problem) check() error {
	ids := make([]int64, len(p.Items))
	for i := range p.Items {
		it := &p.Items[i]
		ids[i] = it.ID
		for _, o := range it.Options {
			if o.Slots == 0 || o.Slots&^(WholeSuit|Extras) != 0 {
				return fmt.Errorf("%w: item %d has an option without slots", ErrInvalid, it.ID)
			}
		}
	}
	slices.Sort(ids)
	for k := range len(ids) - 1 {
		if ids[k] == ids[k+1] {
			return fmt.Errorf("%w: item %d is there twice", ErrInvalid, ids[k])
		}
	}
	for _, w := range p.Wishes {
		if w.Weight < 0 {
			return fmt.Errorf("%w: the wish for family %d has a negative weight", ErrInvalid, w.Family)
		}
	}
	for r, weight := range p.Objective.Ratings {
		if weight < 0 {
			return fmt.Errorf("%w: rating %d has a negative weight", ErrInvalid, r)
		}
	}
	switch {
	case len(p.Wishes) > maxWishes:
		return fmt.Errorf("%w: %d wishes, at most %d", ErrInvalid, len(p.Wishes), maxWishes)
	case p.Primary.Set != 0 && p.Primary.Set == p.Secondary.Set:
		return fmt.Errorf("%w: primary and secondary set are the same", ErrInvalid)
	case p.Top > 32:
		return fmt.Errorf("%w: %d suits, at most 32", ErrInvalid, p.Top)
	case p.Objective.ArmorWeight < 0 || p.Objective.WishWeight < 0:
		return fmt.Errorf("%w: negative weight", ErrInvalid)
	case p.MaxOwners < 0 || p.MaxReductions < 0 || p.ArmorFloor < 0:
		return fmt.Errorf("%w: negative limit", ErrInvalid)
	}
	for k, c := range p.Objective.Order {
		if !slices.Contains(Criteria(), c) || slices.Contains(p.Objective.Order[:k], c) {
			return fmt.Errorf("%w: %q in the order of the objective", ErrInvalid, c)
		}
	}
	for _, r := range []SetRule{p.Primary, p.Secondary} {
		if r.Set != 0 && (r.Min < 0 || r.Bounded && r.Max < r.Min) {
			return fmt.Errorf("%w: set %d: %d to %d pieces", ErrInvalid, r.Set, r.Min, r.Max)
		}
	}
	return nil
}
