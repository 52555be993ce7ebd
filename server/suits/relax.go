package suits

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// What trying relaxations may cost.
const (
	relaxTime   = 1000 * time.Millisecond // all of them together
	relaxEach   = 250 * time.Millisecond
	relaxWishes = 8 // unmet wishes that are looked at
)

// proposal is a change of the request that may help.
type proposal struct {
	label  string
	change map[string]any // by field of the request
}

// relaxer tries proposals, each once.
type relaxer struct {
	ctx     context.Context
	q       *question
	workers int
	best    *solver.Suit // nil where no suit keeps the rules
	tried   map[string]*trial
}

type trial struct {
	suit solver.Suit
	ok   bool
	q    *question
}

// help looks for what would meet the unmet wishes of the best suit. It ends in time; what was not tried is left out.
func (q *question) help(ctx context.Context, workers int, r *solver.Result, unmet []Unmet) {
	ctx, cancel := context.WithTimeout(ctx, relaxTime)
	defer cancel()
	x := relaxer{ctx: ctx, q: q, workers: workers, best: &r.Suits[0], tried: map[string]*trial{}}
	for k, u := range r.Unmet[:min(len(r.Unmet), relaxWishes)] {
		for _, p := range q.proposals(u) {
			if made, ok := x.try(p, q.wishes[u.Wish]); ok {
				unmet[k].Relax = append(unmet[k].Relax, made)
			}
		}
	}
}

// rescue looks for changes with which there is a suit at all.
func (q *question) rescue(ctx context.Context, workers int) []Relaxation {
	ctx, cancel := context.WithTimeout(ctx, relaxTime)
	defer cancel()
	x := relaxer{ctx: ctx, q: q, workers: workers, tried: map[string]*trial{}}
	out := []Relaxation{}
	r := q.request
	first := func(proposals ...proposal) {
		for _, p := range proposals {
			if made, ok := x.try(p, ""); ok {
				out = append(out, made)
				return
			}
		}
	}
	for _, rule := range q.rules() {
		var fewer []proposal
		for n := rule.rule.Min - 1; n >= 0; n-- {
			fewer = append(fewer, rule.at(n, rule.rule.Max))
		}
		first(fewer...)
	}
	if r.ArmorFloor > 0 {
		first(proposal{"Ask for no armour level", map[string]any{"armor_floor": 0}})
	}
	if len(r.Lock) > 0 {
		first(proposal{"Lock nothing", map[string]any{"lock": []Lock{}}})
	}
	if len(r.Empty) > 0 {
		first(proposal{"Fill every slot", map[string]any{"empty": []string{}}})
	}
	if r.MaxOwners > 0 {
		first(proposal{"Any number of owners", map[string]any{"max_owners": 0}})
	}
	if len(r.Owners)+len(r.Without) > 0 {
		first(proposal{"Everybody's pieces", map[string]any{"owners": []string{}, "without": []string{}}})
	}
	if r.MaxReductions != nil {
		first(proposal{"Any number of reductions", map[string]any{"max_reductions": nil}})
	}
	return out
}

// try solves the request with a change, and says what it gains. ok is false where it gains nothing, or where time is up.
// With a wish, that wish has to be met.
func (x *relaxer) try(p proposal, wish string) (Relaxation, bool) {
	change := map[string]json.RawMessage{}
	for field, value := range p.change {
		text, err := json.Marshal(value)
		if err != nil {
			return Relaxation{}, false
		}
		change[field] = text
	}
	key, _ := json.Marshal(change) //nolint:errchkjson // it is JSON already
	t, again := x.tried[string(key)]
	if !again {
		t = x.solve(change)
		x.tried[string(key)] = t
	}
	if t == nil || !t.ok {
		return Relaxation{}, false
	}
	covered, armor := t.suit.Score.Met, t.suit.Score.Armor
	if floor, lowered := change["armor_floor"]; lowered && string(floor) == "0" { // no lower than it has to be
		change["armor_floor"], _ = json.Marshal(armor)
		p.label = fmt.Sprintf("Armour floor %d", armor)
	}
	out := Relaxation{Label: p.label, Change: change, Gains: Bound{Covered: covered, ArmorLevel: armor}}
	out.Gain = fmt.Sprintf("%d of %d, armour %d", covered, len(t.q.wishes)+len(t.q.others), armor)
	if x.best == nil {
		return out, true
	}
	if wish != "" && !slices.Contains(t.q.named(t.suit.Met), wish) && covered <= x.best.Score.Met {
		return Relaxation{}, false
	}
	return out, true
}

// solve is nil where time is up.
func (x *relaxer) solve(change map[string]json.RawMessage) *trial {
	if x.ctx.Err() != nil {
		return nil
	}
	r, err := x.q.request.with(change)
	if err != nil || r.Check() != nil {
		return nil
	}
	r.Top = 1
	q, err := askOf(r, x.q.in, x.q.wearer, x.q.problem.Items)
	if err != nil {
		return nil
	}
	if x.best != nil {
		for _, p := range x.best.Pieces {
			q.problem.Warm = append(q.problem.Warm, p.Item)
		}
	}
	ctx, cancel := context.WithTimeout(x.ctx, relaxEach)
	defer cancel()
	result, err := solver.Solve(ctx, &q.problem, solver.Options{Workers: x.workers})
	switch {
	case errors.Is(err, solver.ErrInfeasible):
		return &trial{q: q}
	case err != nil:
		return nil
	}
	return &trial{suit: result.Suits[0], ok: true, q: q}
}

// with is the request with some fields replaced; null takes the default.
func (r *Request) with(change map[string]json.RawMessage) (*Request, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	for field, value := range change {
		if string(value) == "null" {
			delete(fields, field)
		} else {
			fields[field] = value
		}
	}
	if text, err = json.Marshal(fields); err != nil {
		return nil, err
	}
	out := &Request{}
	if err := json.Unmarshal(text, out); err != nil {
		return nil, err
	}
	return out, nil
}

// namedRule is a rule about a set, and the request's field that has it.
type namedRule struct {
	field string
	rule  *SetRule
}

func (q *question) rules() (out []namedRule) {
	for field, rule := range map[string]*SetRule{"primary": q.request.Primary, "secondary": q.request.Secondary} {
		if rule != nil {
			out = append(out, namedRule{field, rule})
		}
	}
	slices.SortFunc(out, func(a, b namedRule) int { return len(a.field) - len(b.field) })
	return out
}

// at is the rule with other bounds.
func (n namedRule) at(least int, most *int) proposal {
	known, _ := gamedata.EquipmentSetByID(n.rule.Set)
	label := fmt.Sprintf("%d pieces of %s at least", least, known.Name)
	switch {
	case most != nil && least > 0:
		label = fmt.Sprintf("%d to %d pieces of %s", least, *most, known.Name)
	case most != nil:
		label = fmt.Sprintf("Up to %d pieces of %s", *most, known.Name)
	case least == 0:
		label = "Any number of pieces of " + known.Name
	}
	return proposal{label, map[string]any{n.field: SetRule{Set: n.rule.Set, Min: least, Max: most}}}
}

// proposals are changes that may meet a wish, by the reason why it is not.
func (q *question) proposals(u solver.Unmet) (out []proposal) {
	r := q.request
	add := func(label, field string, value any) { out = append(out, proposal{label, map[string]any{field: value}}) }
	switch u.Reason {
	case solver.WhyOwnerExcluded:
		change := map[string]any{}
		if slices.Contains(r.Without, u.Owner) {
			change["without"] = slices.DeleteFunc(slices.Clone(r.Without), func(o string) bool { return o == u.Owner })
		}
		if len(r.Owners) > 0 && !slices.Contains(r.Owners, u.Owner) {
			change["owners"] = append(slices.Clone(r.Owners), u.Owner)
		}
		out = append(out, proposal{"Use " + u.Owner + "'s pieces", change})
	case solver.WhyItemExcluded:
		row := q.in.ID(u.Item).Row
		add("Allow "+u.Name, "exclude", slices.DeleteFunc(slices.Clone(r.Exclude), func(e int) bool { return e == row }))
	case solver.WhyNoSlot:
		for k, l := range q.problem.Locks {
			if l.Slots&u.Slots != 0 {
				add("Unlock "+q.in.ID(l.Item).Name, "lock", slices.Delete(slices.Clone(r.Lock), k, k+1))
			}
		}
		for s := range (q.problem.Empty & u.Slots).Each {
			add("Fill "+s.String(), "empty", slices.DeleteFunc(slices.Clone(r.Empty), func(e string) bool { return e == s.String() }))
		}
	case solver.WhySetRule:
		if r.ExclusiveSets {
			add("Body armour of any set", "exclusive_sets", false)
		}
		for _, n := range q.rules() {
			if n.rule.Min > 0 {
				out = append(out, n.at(n.rule.Min-1, n.rule.Max))
			}
			if n.rule.Max != nil && *n.rule.Max < 9 {
				more := *n.rule.Max + 1
				out = append(out, n.at(n.rule.Min, &more))
			}
		}
	case solver.WhyArmorFloor:
		add("Lower armour floor", "armor_floor", 0)
	case solver.WhyLimitRule:
		if r.MaxOwners > 0 {
			add(fmt.Sprintf("Up to %d owners", r.MaxOwners+1), "max_owners", r.MaxOwners+1)
		}
		if r.MaxReductions != nil {
			add(fmt.Sprintf("Up to %d reductions", *r.MaxReductions+1), "max_reductions", *r.MaxReductions+1)
		}
	case solver.WhyNotOwned:
		if lower, ok := q.nearestTier(u.Wish); ok {
			add("Take "+lower, "want", q.wanting(u.Wish, Want{Cantrip: lower}))
		}
	case solver.WhyOutbid:
		add("Insist on it", "want", q.wanting(u.Wish, Want{Cantrip: q.wishes[u.Wish], Must: true}))
	case solver.WhyBarred: // nobody can change the wearer
	}
	return out
}

// wanting is the list of wishes with one replaced.
func (q *question) wanting(wish int, by Want) []Want {
	asked := q.problem.Wishes[wish]
	out := slices.Clone(q.request.Want)
	for k, w := range out {
		if is, _, err := wardrobe.Wish(w.Cantrip); err == nil && is.Family == asked.Family && is.Power == asked.Power {
			by.Weight, by.Must = w.Weight, by.Must || w.Must
			out[k] = by
		}
	}
	return out
}

// nearestTier is the best cantrip of a wish's family that somebody has.
func (q *question) nearestTier(wish int) (name string, ok bool) {
	asked, best := q.problem.Wishes[wish], 0
	for i := range q.problem.Items {
		it := &q.problem.Items[i]
		if it.Barred != "" {
			continue
		}
		for _, c := range it.Cantrips {
			if c.Family == asked.Family && c.Power < asked.Power {
				best = max(best, c.Power)
			}
		}
	}
	if best == 0 {
		return "", false
	}
	name = wardrobe.CantripName(asked.Family, best)
	_, _, err := wardrobe.Wish(name)
	return name, err == nil
}
