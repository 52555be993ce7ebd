package suits

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// question is a request in the solver's words.
type question struct {
	request *Request
	in      *Inventory
	wearer  wardrobe.Wearer
	problem solver.Problem
	wishes  []string // labels, by the index in problem.Wishes
	others  []string // asked for, but no suit can meet them: they serve the piece that they are on
}

// ask makes the problem of a request that Check has found right. The error is a *fault.Error of code Invalid where the
// request does not fit the inventory: a lock on what is not there, or does not go there.
func ask(r *Request, in *Inventory, w wardrobe.Wearer) (*question, error) {
	return askOf(r, in, w, in.Items(w))
}

// askOf is ask, with the inventory's items at hand.
func askOf(r *Request, in *Inventory, w wardrobe.Wearer, items []solver.Item) (*question, error) {
	q := &question{request: r, in: in, wearer: w}
	p := &q.problem
	p.Items = items
	q.wish(r.Want)
	p.Primary, p.Secondary, p.ExclusiveSets = r.Primary.rule(), r.Secondary.rule(), r.ExclusiveSets
	p.Owners, p.Without, p.MaxOwners, p.ArmorFloor = r.Owners, r.Without, r.MaxOwners, r.ArmorFloor
	if r.MaxReductions != nil {
		p.LimitReductions, p.MaxReductions = true, *r.MaxReductions
	}
	p.Slots, _ = slotsOf(r.Slots) // checked
	p.Empty, _ = slotsOf(r.Empty)
	for _, row := range r.Exclude {
		if piece := in.Row(row); piece != nil { // what has been sold needs no excluding
			p.Exclude = append(p.Exclude, piece.ID)
		}
	}
	if err := q.lock(r.Lock); err != nil {
		return nil, err
	}
	p.Objective = r.objective()
	p.Top, p.Distance = r.Top, max(r.Distance, 1)
	if p.Top == 0 {
		p.Top = DefaultSuits
	}
	return q, nil
}

func (q *question) wish(want []Want) {
	for _, w := range want {
		wish, wearer, err := wardrobe.Wish(w.Cantrip)
		if err != nil {
			continue // checked
		}
		label := strings.Join(strings.Fields(w.Cantrip), " ")
		if !wearer {
			if !slices.Contains(q.others, label) {
				q.others = append(q.others, label)
			}
			continue
		}
		wish.Required, wish.Weight = w.Must, w.Weight
		again := slices.IndexFunc(q.problem.Wishes, func(o solver.Wish) bool { return o.Family == wish.Family && o.Power == wish.Power })
		if again >= 0 {
			q.problem.Wishes[again].Required = q.problem.Wishes[again].Required || wish.Required
			continue
		}
		q.problem.Wishes, q.wishes = append(q.problem.Wishes, wish), append(q.wishes, label)
	}
}

func (q *question) lock(locks []Lock) error {
	faults := fieldFaults{}
	p := &q.problem
	taken := solver.Slots(0)
	for k, lock := range locks {
		at := fmt.Sprintf("lock[%d]", k)
		piece := q.in.Row(lock.Item)
		if piece == nil {
			faults.add(at+".item", "There is no such item, or it cannot be worn.")
			continue
		}
		slots, _ := slotsOf(strings.Split(lock.Slot, "+")) // checked
		fits := slices.ContainsFunc(wardrobe.Options(piece.Slots, piece.Coverage, piece.Loot), func(o solver.Option) bool {
			return o.Slots == slots || slots.Len() == 1 && o.Slots&slots != 0
		})
		switch {
		case !fits:
			faults.add(at+".slot", fmt.Sprintf("%s cannot be worn at %s.", piece.Name, lock.Slot))
		case slots&taken != 0:
			faults.add(at+".slot", "Another piece is locked there.")
		case slots&p.Empty != 0:
			faults.add(at+".slot", "This slot is to stay empty.")
		}
		taken |= slots
		p.Locks = append(p.Locks, solver.Lock{Item: piece.ID, Slots: slots})
	}
	return faults.err()
}

// rule is the solver's; of none it is no rule.
func (r *SetRule) rule() solver.SetRule {
	if r == nil {
		return solver.SetRule{}
	}
	rule := solver.SetRule{Set: r.Set, Min: r.Min}
	if r.Max != nil {
		rule.Bounded, rule.Max = true, *r.Max
	}
	return rule
}

func (r *Request) objective() solver.Objective {
	o := solver.Objective{Weighted: r.Order.Weighted, Order: r.Order.Criteria}
	for name, weight := range r.Ratings {
		if weight == 0 {
			continue
		}
		if o.Ratings == nil {
			o.Ratings = map[solver.Rating]int{}
		}
		o.Ratings[ratingProperties[name]] = weight
	}
	if o.Weighted && r.Weights != nil {
		o.WishWeight, o.ArmorWeight = r.Weights.Cantrips, r.Weights.Armor
	}
	return o
}

// invalid turns the solver's word on a problem that cannot be asked into a fault. The wording is the solver's own, which
// names items and slots as players know them.
func invalid(err error) error {
	text := strings.TrimPrefix(err.Error(), solver.ErrInvalid.Error()+": ")
	return fault.Wrap(err, fault.Invalid, sentence(text))
}
