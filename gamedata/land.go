package gamedata

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
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

// WayIsDry says whether the straight line between two points touches no sea and no lake; it looks every 0.2 units.
func WayIsDry(from, to Coordinates) bool {
	const step = UnitsPerBlock / 4
	distance := from.DistanceTo(to)
	for d := 0.0; d < distance; d += step {
		if !Land(from.Towards(to, d)).Dry() {
			return false
		}
	}
	return Land(to).Dry()
}

//go:embed land.gz
var landMask []byte

// land is the unpacked mask. The embedded file is checked by a test, so a fault in it is a broken build.
var land = sync.OnceValue(func() []byte {
	r, err := gzip.NewReader(bytes.NewReader(landMask))
	if err != nil {
		panic(fmt.Sprintf("gamedata: land.gz: %v", err))
	}
	mask, err := io.ReadAll(r)
	if err != nil || len(mask) != LandBlocks*(LandBlocks+1) {
		panic(fmt.Sprintf("gamedata: land.gz: %d bytes, %v", len(mask), err))
	}
	return mask
})
