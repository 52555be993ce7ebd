package gamedata

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

const (
	// MetresPerUnit is the length of one map unit: the "1" in "42.1N" is 240 m.
	MetresPerUnit = 240.0
	// UnitsPerBlock is the side of a landblock (192 m) in map units.
	UnitsPerBlock = 0.8

	metresPerBlock = 192.0
	metresPerCell  = 24.0
	origin         = 1019.5 // outdoor cells west (or south) of the map's zero
	lastBlock      = 254    // blocks 0x00 to 0xFE exist
	firstIndoor    = 0x100
)

// Coordinates is a place on the world map in map units; positive is east and north.
type Coordinates struct{ EW, NS float64 }

// FromLandcell turns a landcell (0xXXYYCCCC) and a position inside its block, in metres, into coordinates, by the
// formula DECAL uses (the server's own formula differs from it by 0.05). For an indoor cell the result is where the
// client believes to be, which means nothing on the world map: ask IsIndoors first.
func FromLandcell(cell uint32, x, y float64) Coordinates {
	return Coordinates{
		EW: (float64(cell>>24)*8 + x/metresPerCell - origin) / 10,
		NS: (float64(cell>>16&0xFF)*8 + y/metresPerCell - origin) / 10,
	}
}

// Landcell is the outdoor cell at c and the position inside its block in metres; ok is false beyond the map's edge.
func (c Coordinates) Landcell() (cell uint32, x, y float64, ok bool) {
	blockX, x, okX := axis(c.EW)
	blockY, y, okY := axis(c.NS)
	if !okX || !okY {
		return 0, 0, 0, false
	}
	index := uint32(x/metresPerCell)*8 + uint32(y/metresPerCell) + 1
	return blockX<<24 | blockY<<16 | index, x, y, true
}

// axis splits one coordinate into its block and the metres inside it.
func axis(v float64) (block uint32, metres float64, ok bool) {
	m := (v*10 + origin) * metresPerCell
	b := math.Floor(m / metresPerBlock)
	if math.IsNaN(b) || b < 0 || b > lastBlock {
		return 0, 0, false
	}
	return uint32(b), m - b*metresPerBlock, true
}

// Landblock is the block (0xXXYY) at c; ok is false beyond the map's edge.
func (c Coordinates) Landblock() (block uint16, ok bool) {
	cell, _, _, ok := c.Landcell()
	return LandblockOf(cell), ok
}

// LandblockOf is the block (0xXXYY) that a landcell lies in: the key of a dungeon, for an indoor cell.
func LandblockOf(cell uint32) uint16 { return uint16(cell >> 16) }

// FormatLandblock writes a block as the plugin does: "0x01C9".
func FormatLandblock(block uint16) string { return fmt.Sprintf("0x%04X", block) }

// ParseLandblock reads "0x01C9" (any case, with or without 0x).
func ParseLandblock(s string) (uint16, error) {
	digits := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "0x")
	v, err := strconv.ParseUint(digits, 16, 16)
	if err != nil {
		return 0, fmt.Errorf("landblock %q: %w", s, err)
	}
	return uint16(v), nil
}

// IsIndoors says whether a landcell is inside a building or a dungeon (cell part 0x100 and above).
func IsIndoors(cell uint32) bool { return cell&0xFFFF >= firstIndoor }

// String is the game's way to write coordinates, one decimal: "42.1N, 33.6E".
func (c Coordinates) String() string {
	return half(c.NS, 'N', 'S') + ", " + half(c.EW, 'E', 'W')
}

func half(v float64, positive, negative byte) string {
	letter := positive
	if v < 0 {
		letter = negative
	}
	return strconv.FormatFloat(math.Abs(v), 'f', 1, 64) + string(letter)
}

// DistanceTo is the straight way from c to d in map units.
func (c Coordinates) DistanceTo(d Coordinates) float64 { return math.Hypot(d.EW-c.EW, d.NS-c.NS) }

// HeadingTo is the direction from c to d in degrees, clockwise from north, 0 to below 360.
func (c Coordinates) HeadingTo(d Coordinates) float64 {
	h := math.Atan2(d.EW-c.EW, d.NS-c.NS) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	return h
}

// Towards is the point at distance units from c in the direction of d; it does not go beyond d.
func (c Coordinates) Towards(d Coordinates, distance float64) Coordinates {
	whole := c.DistanceTo(d)
	if whole <= distance || whole == 0 {
		return d
	}
	f := distance / whole
	return Coordinates{EW: c.EW + (d.EW-c.EW)*f, NS: c.NS + (d.NS-c.NS)*f}
}

// Compass names a heading in degrees by the nearest of eight directions: "N", "NE" … "NW".
func Compass(heading float64) string {
	names := [...]string{"N", "NE", "E", "SE", "S", "SW", "W", "NW"}
	i := int(math.Round(heading/45)) % len(names)
	if i < 0 {
		i += len(names)
	}
	return names[i]
}
