package cmd

import (
	"fmt"
	"strings"

	"github.com/mosswart/overlord/solver"
)

// suitAnswer is what suits solve prints.
type suitAnswer struct {
	Covered              int                     `json:"covered"`
	Wanted               int                     `json:"wanted"`
	ArmorLevel           int64                   `json:"armor_level"`
	UpperBound           int                     `json:"upper_bound"`             // of covered
	UpperBoundArmorLevel int64                   `json:"upper_bound_armor_level"` // of a suit that reaches it
	Proven               bool                    `json:"proven"`
	Seconds              float64                 `json:"seconds"`
	FirstSuitSeconds     float64                 `json:"first_suit_seconds"`
	Items                []suitPiece             `json:"items"`
	Unmet                []unmetWish             `json:"unmet"`
	RunnerUp             map[string]suitRunnerUp `json:"runner_up"` // by slot
	Alternates           []suitAlternate         `json:"alternates,omitempty"`
}

type suitPiece struct {
	Slot    string `json:"slot"`
	ID      int64  `json:"id"`
	Owner   string `json:"owner"`
	Name    string `json:"name"`
	Reduced bool   `json:"reduced"`
}

type unmetWish struct {
	Wish string `json:"wish"`
	Why  string `json:"why"`
}

// suitRunnerUp is the best other piece for a slot, and what the suit would be with it.
type suitRunnerUp struct {
	suitPiece
	Covered    int      `json:"covered"`
	ArmorLevel int64    `json:"armor_level"`
	Loses      []string `json:"loses"`
	Gains      []string `json:"gains"`
}

type suitAlternate struct {
	Covered    int         `json:"covered"`
	ArmorLevel int64       `json:"armor_level"`
	Items      []suitPiece `json:"items"`
}

func newSuitAnswer(r *solver.Result, names, others []string) suitAnswer {
	best := r.Suits[0]
	a := suitAnswer{
		Covered: best.Score.Met, Wanted: len(names) + len(others), ArmorLevel: best.Score.Armor,
		UpperBound: r.Bound.Met, UpperBoundArmorLevel: r.Bound.Armor, Proven: r.Proven,
		Items: suitPieces(best), Unmet: []unmetWish{}, RunnerUp: map[string]suitRunnerUp{},
	}
	for _, u := range r.Unmet {
		a.Unmet = append(a.Unmet, unmetWish{Wish: names[u.Wish], Why: why(u, best, names)})
	}
	for _, name := range others {
		a.Unmet = append(a.Unmet, unmetWish{Wish: name, Why: "serves only the piece that it is on, never the wearer"})
	}
	for _, u := range r.RunnersUp {
		a.RunnerUp[u.Slots.String()] = suitRunnerUp{
			suitPiece: suitPiece{Slot: u.Slots.String(), ID: u.Item, Owner: u.Owner, Name: u.Name, Reduced: u.Reduced},
			Covered:   u.Instead.Met, ArmorLevel: u.Instead.Armor, Loses: named(u.Lost, names), Gains: named(u.Gained, names),
		}
	}
	for _, s := range r.Suits[1:] {
		a.Alternates = append(a.Alternates, suitAlternate{Covered: s.Score.Met, ArmorLevel: s.Score.Armor, Items: suitPieces(s)})
	}
	return a
}

func suitPieces(s solver.Suit) []suitPiece {
	out := []suitPiece{}
	for _, p := range s.Pieces {
		out = append(out, suitPiece{Slot: p.Slots.String(), ID: p.Item, Owner: p.Owner, Name: p.Name, Reduced: p.Reduced})
	}
	return out
}

func named(wishes []int, names []string) []string {
	out := []string{}
	for _, w := range wishes {
		out = append(out, names[w])
	}
	return out
}

// why says in words why a wish is not met.
func why(u solver.Unmet, best solver.Suit, names []string) string {
	piece := fmt.Sprintf("%s (%d, %s)", u.Name, u.Item, u.Owner)
	switch u.Reason {
	case solver.WhyNotOwned:
		return "nobody owns one"
	case solver.WhyBarred:
		return fmt.Sprintf("owned, but not for this wearer: %s %s", piece, u.Barred)
	case solver.WhyOwnerExcluded:
		return "owned, but its owner is excluded: " + piece
	case solver.WhyItemExcluded:
		return "owned, but excluded: " + piece
	case solver.WhyNoSlot:
		return "owned, but fits only slots that are locked or stay empty: " + piece
	case solver.WhySetRule:
		return "owned, but loses to a set rule: " + piece
	case solver.WhyArmorFloor:
		return "owned, but with it the armour falls below the floor: " + piece
	case solver.WhyLimitRule:
		return "owned, but would need one more owner or reduction: " + piece
	case solver.WhyOutbid:
		cost := []string{}
		if len(u.Lost) > 0 {
			cost = append(cost, strings.Join(named(u.Lost, names), ", "))
		}
		if lost := best.Score.Armor - u.Instead.Armor; lost > 0 {
			cost = append(cost, fmt.Sprintf("%d armour", lost))
		}
		return fmt.Sprintf("owned, but %s in slot %s would cost %s", piece, u.Slots, strings.Join(cost, " and "))
	default:
		return string(u.Reason)
	}
}

// text is the answer for a reader.
func (a suitAnswer) text(r *solver.Result, wearer string) string {
	var b strings.Builder
	line := func(format string, values ...any) { _, _ = fmt.Fprintf(&b, format+"\n", values...) }
	proof := fmt.Sprintf("at most %d are possible", a.UpperBound)
	switch {
	case a.Proven:
		proof = "proven best"
	case a.UpperBound == a.Covered:
		proof = fmt.Sprintf("no suit covers more; with as many, at most %d armour is possible", a.UpperBoundArmorLevel)
	}
	line("%d of %d wishes, armour %d: %s (%.3f s, first suit after %.3f s)", a.Covered, a.Wanted, a.ArmorLevel, proof, a.Seconds, a.FirstSuitSeconds)
	for _, p := range a.Items {
		reduced := ""
		if p.Reduced {
			reduced = ", reduced"
		}
		line("  %-15s %s (%d, %s%s)", p.Slot, p.Name, p.ID, p.Owner, reduced)
	}
	if len(a.Unmet) > 0 {
		line("Not met:")
	}
	for _, u := range a.Unmet {
		line("  %s: %s", u.Wish, u.Why)
	}
	line("To fetch:")
	for _, h := range r.Suits[0].Fetch(wearer) {
		var pieces []string
		for _, p := range h.Pieces {
			pieces = append(pieces, p.Name)
		}
		line("  %s: %s", h.Owner, strings.Join(pieces, ", "))
	}
	if reductions := r.Suits[0].Reductions(); len(reductions) > 0 {
		line("To reduce:")
		for _, p := range reductions {
			line("  %s to %s", p.Name, p.Slots)
		}
	}
	for k, s := range a.Alternates {
		line("Suit %d: %d wishes, armour %d", k+2, s.Covered, s.ArmorLevel)
		for _, p := range s.Items {
			line("  %-15s %s (%d, %s)", p.Slot, p.Name, p.ID, p.Owner)
		}
	}
	return b.String()
}
