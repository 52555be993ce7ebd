package gamedata

import (
	_ "embed"
	"fmt"
	"math"
	"sync"
)

// PlaceKind says what a place is.
type PlaceKind string

// The kinds of places.
const (
	Town       PlaceKind = "town"
	Outpost    PlaceKind = "outpost"
	Settlement PlaceKind = "settlement"
	Landmark   PlaceKind = "landmark"
	Island     PlaceKind = "island"
	Peak       PlaceKind = "peak"
	Region     PlaceKind = "region"
)

// Place is a named spot of the world map.
type Place struct {
	Name string
	Kind PlaceKind
	Coordinates
	Heritage string // whose town it is ("Aluvian", "Gharu'ndim", …); empty where it is nobody's
	Special  string // "Starter", "Capital", "Starter, Capital", "Destroyed" or empty
}

// Inhabited says whether one finds vendors and a lifestone there: towns, outposts and settlements.
func (p Place) Inhabited() bool {
	return p.Kind == Town || p.Kind == Outpost || p.Kind == Settlement
}

//go:embed places.csv
var placesCSV string

// Places are all named places, by name.
func Places() []Place { return places() }

var places = sync.OnceValue(func() []Place {
	const file = "places.csv"
	var all []Place
	for _, r := range rows(file, placesCSV, 6) {
		all = append(all, Place{
			Name: r[0], Kind: PlaceKind(r[1]),
			Coordinates: Coordinates{EW: number(file, r[2]), NS: number(file, r[3])},
			Heritage:    r[4], Special: r[5],
		})
	}
	return all
})

// PlaceByName finds a place by its exact name.
func PlaceByName(name string) (Place, bool) {
	for _, p := range places() {
		if p.Name == name {
			return p, true
		}
	}
	return Place{}, false
}

// Nearby is a place as seen from somewhere.
type Nearby struct {
	Place    Place
	Distance float64 // map units
	Compass  string  // where one stands as seen from the place: "NE" = north-east of it; empty within 0.5 units
}

// NearestPlace is the place closest to c, regions left out (they are areas, not spots).
func NearestPlace(c Coordinates) Nearby {
	best := Nearby{Distance: math.Inf(1)}
	for _, p := range places() {
		if p.Kind == Region {
			continue
		}
		if d := p.DistanceTo(c); d < best.Distance {
			best = Nearby{Place: p, Distance: d}
		}
	}
	if best.Distance >= 0.5 {
		best.Compass = Compass(best.Place.HeadingTo(c))
	}
	return best
}

// String reads "Holtburg" or "3.2 NE of Holtburg".
func (n Nearby) String() string {
	if n.Compass == "" {
		return n.Place.Name
	}
	return fmt.Sprintf("%.1f %s of %s", n.Distance, n.Compass, n.Place.Name)
}
