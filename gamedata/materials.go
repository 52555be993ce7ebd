package gamedata

import (
	_ "embed"
	"sync"
)

// Material is what a piece of loot is made of.
type Material struct {
	ID    int
	Name  string // "Black Opal"
	Group string // ceramic, cloth, gem, hide/ivory, metal, stone, wood; "group" for the groups themselves
}

//go:embed materials.csv
var materialsCSV string

// Materials are all materials, by number: number n is at index n-1.
func Materials() []Material { return materials() }

var materials = sync.OnceValue(func() []Material {
	const file = "materials.csv"
	var all []Material
	for _, r := range rows(file, materialsCSV, 3) {
		all = append(all, Material{ID: int(whole(file, r[0])), Name: r[1], Group: r[2]})
	}
	return all
})

// MaterialByID finds a material; ok is false where there is none with that number.
func MaterialByID(id int) (Material, bool) {
	all := materials()
	if id < 1 || id > len(all) {
		return Material{}, false
	}
	return all[id-1], true
}
