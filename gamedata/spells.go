package gamedata

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// Tier ranks cantrips. Rank those of one family by Power, as the server does, not by tier.
type Tier string

// The tiers; loot has minor, major, epic and legendary ones, quest items the others too.
const (
	TierNone      Tier = ""
	TierFeeble    Tier = "feeble"
	TierMinor     Tier = "minor"
	TierLesser    Tier = "lesser"
	TierModerate  Tier = "moderate"
	TierInner     Tier = "inner"
	TierMajor     Tier = "major"
	TierEpic      Tier = "epic"
	TierLegendary Tier = "legendary"
)

// Rank orders the tiers as players do, from 0 for none; -1 for what is no tier. Within a family power is the same order
// but for one of the two Epic Slashing Wards, which has a legendary one's.
func (t Tier) Rank() int { return slices.Index(tiers, t) }

var tiers = []Tier{
	TierNone, TierFeeble, TierMinor, TierLesser, TierModerate, TierInner, TierMajor, TierEpic, TierLegendary,
}

// Spell is one of the game's spells.
type Spell struct {
	ID     int
	Name   string
	School string // "Creature Enchantment", "Item Enchantment", "Life Magic", "War Magic" or "Void Magic"
	// Family is the game's spell category. Of the enchantments of one family only the one with the highest Power
	// counts (server rule).
	Family   int
	Power    int
	Level    int           // 1 to 8; 0 for spells without a level
	Duration time.Duration // negative: for as long as the item is worn
	Mana     int
	Tier     Tier
	// Cantrip says that the spell is one of the minor, major, epic or legendary cantrips. Its name alone does not
	// tell: "Minor Mists of Bur" is an ordinary spell.
	Cantrip bool
}

//go:embed spells.gz
var spellsPacked []byte

// Spells are all 6,266 spells of the final client, by number.
func Spells() []Spell { return spells() }

var spells = sync.OnceValue(func() []Spell {
	const file, columns = "spells.gz", 10
	plain := unpack(file, spellsPacked)
	all := make([]Spell, 0, bytes.Count(plain, []byte{'\n'}))
	r := csv.NewReader(bytes.NewReader(plain))
	r.FieldsPerRecord, r.ReuseRecord = columns, true
	for {
		f, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			panic(fmt.Sprintf("gamedata: %s: %v", file, err))
		}
		if f[0] == "id" {
			continue
		}
		s := Spell{
			ID: int(whole(file, f[0])), Name: strings.Clone(f[1]), School: school(f[2]), Family: int(whole(file, f[3])),
			Power: int(number(file, f[4])), Duration: time.Duration(number(file, f[6]) * float64(time.Second)),
			Mana: int(whole(file, f[7])), Tier: tier(f[8]), Cantrip: f[9] == "1",
		}
		if f[5] != "" {
			s.Level = int(whole(file, f[5]))
		}
		all = append(all, s)
	}
})

// SpellByID finds a spell; ok is false where there is none with that number.
func SpellByID(id int) (Spell, bool) {
	all := spells()
	i, ok := slices.BinarySearchFunc(all, id, func(s Spell, id int) int { return s.ID - id })
	if !ok {
		return Spell{}, false
	}
	return all[i], true
}

func school(letter string) string {
	for _, name := range []string{"Creature Enchantment", "Item Enchantment", "Life Magic", "War Magic", "Void Magic"} {
		if name[:1] == letter {
			return name
		}
	}
	panic(fmt.Sprintf("gamedata: spells.gz: school %q", letter))
}

// tier gives the constant, so that no piece of the table's text is kept for it.
func tier(text string) Tier {
	for _, t := range tiers {
		if string(t) == text {
			return t
		}
	}
	panic(fmt.Sprintf("gamedata: spells.gz: tier %q", text))
}
