package sim

import (
	"math"

	"github.com/mosswart/overlord/gamedata"
)

// portal stands somewhere for ever, whatever the seed.
type portal struct {
	name   string
	stands gamedata.Coordinates
}

func portalTo(from, to gamedata.Place) portal {
	name := "Portal to " + to.Name
	if from.Name == to.Name {
		name = "Town Network"
	}
	return stand(name, from)
}

// stand places a portal on dry ground near a town, well inside a square of 0.1 units, so that its rounded position is
// the same however it is measured.
func stand(name string, town gamedata.Place) portal {
	r := fixed(name + "@" + town.Name)
	p := portal{name: name, stands: town.Coordinates}
	for range 40 {
		to := ahead(town.Coordinates, r.between(0, 360), r.between(0.2, 0.6))
		to.EW = math.Round(to.EW*10)/10 + 0.02
		to.NS = math.Round(to.NS*10)/10 - 0.03
		if gamedata.WayIsDry(town.Coordinates, to) {
			p.stands = to
			break
		}
	}
	return p
}

// identity is what the server knows the portal by.
func (p portal) identity() string {
	return PortalIdentity(p.name, p.stands.EW, p.stands.NS)
}

type portalEvent struct {
	header
	Name string  `json:"portal_name"`
	EW   float64 `json:"ew"`
	NS   float64 `json:"ns"`
	Z    float64 `json:"z"`
}

func (c *character) tellPortal(p portal) {
	c.send(kindPortal, note{identity: p.identity()}, func(h header) any {
		return portalEvent{h, p.name, round(p.stands.EW, 2), round(p.stands.NS, 2), round(height(p.stands), 3)}
	})
}
