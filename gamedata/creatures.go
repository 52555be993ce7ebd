package gamedata

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Creature is something to hunt.
type Creature struct {
	Name   string
	Kind   string  // the game's creature type: "Drudge", "Olthoi" …
	Biomes []Biome // where one meets it
}

// LivesIn says whether the creature is met in that biome.
func (c Creature) LivesIn(b Biome) bool {
	return slices.Contains(c.Biomes, b)
}

//go:embed creatures.csv
var creaturesCSV string

// Creatures is a choice of what is hunted, not a list of all that lives.
func Creatures() []Creature { return creatures() }

var creatures = sync.OnceValue(func() []Creature {
	var all []Creature
	for _, r := range rows("creatures.csv", creaturesCSV, 3) {
		c := Creature{Name: r[0], Kind: r[1]}
		for _, letter := range []byte(strings.TrimSpace(r[2])) {
			c.Biomes = append(c.Biomes, Biome(letter))
		}
		all = append(all, c)
	}
	return all
})
