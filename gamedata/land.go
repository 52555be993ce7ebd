package gamedata

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Biome is what covers a landblock.
type Biome byte

// The biomes, by the letters of the land mask.
const (
	Sea      Biome = '.'
	Plain    Biome = 'p'
	Forest   Biome = 'f'
	Mountain Biome = 'm'
	Desert   Biome = 'd'
	Shore    Biome = 'b'
	Swamp    Biome = 's'
	Obsidian Biome = 'o'
	Jungle   Biome = 'j'
	Lake     Biome = 'l'
)

// LandBlocks is the number of landblocks along each side of the map.
const LandBlocks = 255

// String is the biome's English name.
func (b Biome) String() string {
	switch b {
	case Sea:
		return "sea"
	case Plain:
		return "plain"
	case Forest:
		return "forest"
	case Mountain:
		return "mountain"
	case Desert:
		return "desert"
	case Shore:
		return "shore"
	case Swamp:
		return "swamp"
	case Obsidian:
		return "obsidian"
	case Jungle:
		return "jungle"
	case Lake:
		return "lake"
	default:
		return fmt.Sprintf("biome(%q)", byte(b))
	}
}

// Dry says whether one can stand there: all but the sea and lakes.
func (b Biome) Dry() bool { return b != Sea && b != Lake }

// Land is the biome of the landblock at c; beyond the map's edge it is Sea.
func Land(c Coordinates) Biome {
	block, ok := c.Landblock()
	if !ok {
		return Sea
	}
	return BlockBiome(block)
}

// BlockBiome is the biome of a landblock (0xXXYY); a block that does not exist is Sea.
func BlockBiome(block uint16) Biome {
	x, y := int(block>>8), int(block&0xFF)
	if x >= LandBlocks || y >= LandBlocks {
		return Sea
	}
	// 255 letters and a line feed a row, the northernmost row first.
	return Biome(land()[(LandBlocks-1-y)*(LandBlocks+1)+x])
}

// WayIsDry says whether the straight line between two points touches no landblock of sea or lake.
func WayIsDry(from, to Coordinates) bool {
	// The fractions of the way at which a block ends; between two of them the biome is one.
	borders := append(crossings(from.EW, to.EW), crossings(from.NS, to.NS)...)
	borders = append(borders, 0, 1)
	slices.Sort(borders)
	for i, at := range borders[1:] {
		middle := (borders[i] + at) / 2
		if !Land(Coordinates{EW: from.EW + (to.EW-from.EW)*middle, NS: from.NS + (to.NS-from.NS)*middle}).Dry() {
			return false
		}
	}
	return Land(from).Dry() && Land(to).Dry()
}

// crossings are the fractions of the way from one coordinate to another at which a landblock's border is crossed.
func crossings(from, to float64) []float64 {
	low, high := min(from, to), max(from, to)
	if !(low >= -origin/10 && high <= (lastBlock+1)*UnitsPerBlock-origin/10) { // beyond the edge all is sea anyway
		return nil
	}
	var out []float64
	for border := math.Ceil((low + origin/10) / UnitsPerBlock); ; border++ {
		at := border*UnitsPerBlock - origin/10
		if at >= high {
			return out
		}
		out = append(out, (at-from)/(to-from))
	}
}

//go:embed land.gz
var landMask []byte

// land is the unpacked mask. The embedded file is checked by a test, so a fault in it is a broken build.
var land = sync.OnceValue(func() []byte {
	mask := unpack("land.gz", landMask)
	if len(mask) != LandBlocks*(LandBlocks+1) {
		panic(fmt.Sprintf("gamedata: land.gz: %d bytes", len(mask)))
	}
	return mask
})
