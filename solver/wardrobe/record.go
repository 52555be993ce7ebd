package wardrobe

import (
	"slices"
	"sync"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
)

// Record is what counts of a piece when it is worn, wherever it was read. A zero number is one that is not known, or not
// there: it forbids and adds nothing.
type Record struct {
	ID        int64
	Owner     string
	Name      string // as the game shows it, the material in front
	Slots     gamedata.Slot
	Coverage  gamedata.Coverage
	Loot      bool // found as treasure, so that a tailor can cut it down: quest items have no material
	Set       int
	BaseArmor int // armour level without any spell
	Ratings   map[solver.Rating]int
	Spells    []int // its own, not what was cast on it
	Attuned   bool
	Heritage  int // the only one that may wear it
	Lore      int // arcane lore to activate it
	Wield     [4]Requirement
}

// Requirement is one of the things that wielding a piece asks for.
type Requirement struct {
	Kind             gamedata.WieldRequirement
	Subject, Minimum int
}

// Piece is the solver's item; ok is false for what is not worn. Ratings are by the numbers of gamedata's properties.
func (r *Record) Piece(w Wearer) (piece solver.Item, ok bool) {
	f := Fitter{Wearer: w}
	return f.Piece(r)
}

// Fitter makes the solver's items of many records for one wearer. What the items have in common is made once, so they are
// not to be changed. It is not safe for concurrent use.
type Fitter struct {
	Wearer   Wearer
	options  map[shape][]solver.Option
	cantrips []solver.Cantrip // of the items so far, and room for the next
}

// shape is what the ways to wear a piece depend on.
type shape struct {
	slots    gamedata.Slot
	coverage gamedata.Coverage
	loot     bool
}

// Piece is the record's item; ok is false for what is not worn. Ratings are by the numbers of gamedata's properties.
func (f *Fitter) Piece(r *Record) (piece solver.Item, ok bool) {
	options := f.ways(shape{r.Slots, r.Coverage, r.Loot})
	if len(options) == 0 {
		return solver.Item{}, false
	}
	piece = solver.Item{ID: r.ID, Owner: r.Owner, Name: r.Name, Options: options, Set: r.Set, Ratings: r.Ratings, Barred: f.Wearer.bars(r)}
	own := 0
	if room := cap(f.cantrips) - len(f.cantrips); room < len(r.Spells) {
		f.cantrips = make([]solver.Cantrip, 0, max(min(2*cap(f.cantrips), maxRoom), len(r.Spells)))
	}
	first := len(f.cantrips)
	for _, id := range r.Spells {
		e := effectOf(id)
		own = max(own, e.impenetrability)
		if e.power > 0 {
			f.cantrips = append(f.cantrips, solver.Cantrip{Family: e.family, Power: e.power})
		}
	}
	if last := len(f.cantrips); last > first {
		piece.Cantrips = f.cantrips[first:last:last]
	}
	if options[0].Slots&solver.BodyArmor != 0 && r.BaseArmor > 0 {
		piece.Armor = r.BaseArmor + own
	}
	return piece, true
}

// maxRoom is the most cantrips that room is made for at a time.
const maxRoom = 4096

func (f *Fitter) ways(s shape) []solver.Option {
	ways, known := f.options[s]
	if !known {
		ways = Options(s.slots, s.coverage, s.loot)
		if f.options == nil {
			f.options = map[shape][]solver.Option{}
		}
		f.options[s] = ways
	}
	return ways
}

// effect is what one of a piece's own spells does in a suit.
type effect struct {
	family, power   int // a cantrip that serves the wearer; power 0: it is none
	impenetrability int // armour level that its cantrip adds to the piece
}

func effectOf(spell int) effect {
	all := effects()
	if spell < 0 || spell >= len(all) {
		return effect{}
	}
	return all[spell]
}

// effects are those of all spells, by number.
var effects = sync.OnceValue(func() []effect {
	known := gamedata.Spells()
	last := slices.MaxFunc(known, func(a, b gamedata.Spell) int { return a.ID - b.ID })
	all := make([]effect, last.ID+1)
	for _, s := range known {
		// A quest's timed spell of the same family has no tier.
		if family, ok := gamedata.CantripFamilyByID(s.Family); ok && s.Tier != gamedata.TierNone && family.ActsOn == gamedata.ActsOnWearer {
			all[s.ID].family, all[s.ID].power = s.Family, rank(s)
		}
		if s.Cantrip {
			all[s.ID].impenetrability = gamedata.OwnImpenetrability([]int{s.ID})
		}
	}
	return all
})
