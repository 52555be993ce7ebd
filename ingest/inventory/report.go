package inventory

import (
	"cmp"
	"iter"
	"slices"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
)

// Fate is what becomes of a property.
type Fate string

// The fates.
const (
	InColumn    Fate = "column"      // a column is made of it
	RawOnly     Fate = "raw only"    // kept with the raw item, on purpose
	Unexplained Fate = "unexplained" // no rule here knows it; it is kept with the raw item too
)

// Finding is one property that items have.
type Finding struct {
	Kind  gamedata.PropertyKind `json:"kind"`
	ID    int32                 `json:"id"`    // the plugin's number
	Name  string                `json:"name"`  // the game's; empty where the tables do not have it
	Items int                   `json:"items"` // how many items have it
	Fate  Fate                  `json:"fate"`
	Why   string                `json:"why"` // the column, or the reason; empty where unexplained
}

// Report says which properties occur in items, how often, and what becomes of them; by kind, then number.
func Report(items iter.Seq[object.Object]) []Finding {
	count := map[property]int{}
	for o := range items {
		for p := range o.Bools {
			count[property{gamedata.BoolProperties, int32(p)}]++
		}
		for p := range o.Doubles {
			count[property{gamedata.FloatProperties, int32(p)}]++
		}
		for p := range o.Ints {
			count[property{gamedata.IntProperties, int32(p)}]++
		}
		for p := range o.Strings {
			count[property{gamedata.StringProperties, int32(p)}]++
		}
	}
	out := make([]Finding, 0, len(count))
	for p, n := range count {
		f := Finding{Kind: p.kind, ID: p.id, Items: n, Fate: Unexplained}
		if known, ok := gamedata.PropertyByID(p.kind, p.id); ok {
			f.Name = known.Name
		}
		if fate, ok := fates[p]; ok {
			f.Fate, f.Why = fate.fate, fate.why
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	return out
}

type property struct {
	kind gamedata.PropertyKind
	id   int32
}
