package gamedata_test

import (
	"math"
	"testing"

	"github.com/mosswart/overlord/gamedata"
	"pgregory.net/rapid"
)

func TestLandcellBecomesTheCoordinatesTheGameShows(t *testing.T) {
	tests := []struct {
		name string
		cell uint32
		x, y float64
		want string
	}{
		{"portal to Holtburg", 0xA9B40019, 84.0, 7.1, "42.1N, 33.6E"},
		{"north-west is negative east", 0x20C00001, 12, 12, "51.7N, 76.3W"},
		{"south-west corner of the map", 0x00000001, 12, 12, "101.9S, 101.9W"},
		{"a dungeon lies in the far west", 0x01C90102, 12, 12, "58.9N, 101.1W"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := gamedata.FromLandcell(test.cell, test.x, test.y).String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestLandcellAndCoordinatesAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := gamedata.Coordinates{
			EW: rapid.Float64Range(-101.95, 102.04).Draw(t, "ew"),
			NS: rapid.Float64Range(-101.95, 102.04).Draw(t, "ns"),
		}
		cell, x, y, ok := c.Landcell()
		if !ok || gamedata.IsIndoors(cell) || x < 0 || x > 192 || y < 0 || y > 192 {
			t.Fatalf("%v: cell %08X at %v, %v (%v)", c, cell, x, y, ok)
		}
		if back := gamedata.FromLandcell(cell, x, y); back.DistanceTo(c) > 1e-9 {
			t.Fatalf("%v came back as %v", c, back)
		}
		block, _ := c.Landblock()
		if block != gamedata.LandblockOf(cell) {
			t.Fatalf("block %04X of cell %08X", block, cell)
		}
	})
}

func TestHoltburgsPortalStandsInItsOwnCell(t *testing.T) {
	c := gamedata.FromLandcell(0xA9B40019, 84.0, 7.1)
	if cell, _, _, ok := c.Landcell(); !ok || cell != 0xA9B40019 {
		t.Errorf("cell %08X, want A9B40019", cell)
	}
}

func TestBeyondTheEdgeThereIsNoLandblock(t *testing.T) {
	for _, c := range []gamedata.Coordinates{{EW: -102}, {EW: 102.1}, {NS: 300}, {EW: math.NaN()}, {NS: math.Inf(-1)}} {
		if cell, _, _, ok := c.Landcell(); ok {
			t.Errorf("%v is in cell %08X", c, cell)
		}
		if got := gamedata.Land(c); got != gamedata.Sea {
			t.Errorf("%v is %v", c, got)
		}
	}
}

func TestIndoorsBeginsAtCell0x100(t *testing.T) {
	for cell, want := range map[uint32]bool{0xA9B40001: false, 0xA9B40040: false, 0xA9B40100: true, 0x01C90123: true} {
		if got := gamedata.IsIndoors(cell); got != want {
			t.Errorf("%08X: %v", cell, got)
		}
	}
}

func TestLandblockNamesAreReadBack(t *testing.T) {
	if got := gamedata.FormatLandblock(0x01C9); got != "0x01C9" {
		t.Errorf("got %s", got)
	}
	for _, s := range []string{"0x01C9", "0X01c9", "01C9", " 1c9 "} {
		if got, err := gamedata.ParseLandblock(s); err != nil || got != 0x01C9 {
			t.Errorf("%q: %04X, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "0x", "Holtburg", "0x12345", "-1"} {
		if got, err := gamedata.ParseLandblock(s); err == nil {
			t.Errorf("%q: %04X without an error", s, got)
		}
	}
}

func TestHeadingsAreNamedByCompassPoints(t *testing.T) {
	here := gamedata.Coordinates{EW: 10, NS: 10}
	tests := []struct {
		to   gamedata.Coordinates
		want string
	}{
		{gamedata.Coordinates{EW: 10, NS: 12}, "N"}, {gamedata.Coordinates{EW: 12, NS: 12}, "NE"},
		{gamedata.Coordinates{EW: 12, NS: 10}, "E"}, {gamedata.Coordinates{EW: 10, NS: 1}, "S"},
		{gamedata.Coordinates{EW: 0, NS: 10}, "W"}, {gamedata.Coordinates{EW: 9.9, NS: 12}, "N"},
		{gamedata.Coordinates{EW: 9, NS: 11}, "NW"},
	}
	for _, test := range tests {
		if got := gamedata.Compass(here.HeadingTo(test.to)); got != test.want {
			t.Errorf("to %v: %s, want %s", test.to, got, test.want)
		}
	}
}

func FuzzParseLandblock(f *testing.F) {
	for _, seed := range []string{"0x01C9", "01c9", "", "0x", "0x12345", "nowhere", "0x 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		block, err := gamedata.ParseLandblock(s)
		if err != nil {
			return
		}
		if again, err := gamedata.ParseLandblock(gamedata.FormatLandblock(block)); err != nil || again != block {
			t.Errorf("%q: %04X came back as %04X, %v", s, block, again, err)
		}
	})
}
