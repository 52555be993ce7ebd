package sim

import (
	"math"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// activity is what a character is about.
type activity int

const (
	resting    activity = iota // in a town
	travelling                 // on the way to a town, a camp or a portal
	hunting                    // round a camp
	delving                    // in a dungeon
	recovering                 // after a death
)

// vtState is the macro's word for it, as telemetry carries it.
func (c *character) vtState() string {
	switch {
	case c.stopped || c.doing == resting || c.doing == recovering:
		return "Idle"
	case len(c.prey) > 0:
		return "Combat"
	default:
		return "Nav"
	}
}

// act lives one tick of the present activity.
func (c *character) act() {
	if c.stopped {
		c.pools.rest(c)
		return
	}
	switch c.doing {
	case resting:
		c.pools.rest(c)
		if c.now >= c.until {
			c.decide()
		}
	case recovering:
		c.pools.rest(c)
		if c.now >= c.until {
			c.setOut(c.camp(), func() {
				c.recoverCorpse()
				c.hunt()
			})
		}
	case travelling:
		c.pools.rest(c)
		c.move()
	case hunting, delving:
		c.roam()
	}
}

// decide is what comes after a rest.
func (c *character) decide() {
	switch k := c.random.IntN(20); {
	case k < 11:
		c.setOut(c.camp(), c.hunt)
	case k < 15:
		c.travel()
	default:
		c.delve()
	}
}

func (c *character) rest() {
	c.doing, c.until = resting, c.now+c.random.span(20*time.Second, 3*time.Minute)
	c.route, c.arrived, c.prey = nil, nil, nil
	if c.ticks > 0 {
		c.sell()
		c.tellPortal(portalTo(c.town, pick(c.random, c.towns)))
	}
}

func (c *character) hunt() {
	c.doing, c.until = hunting, c.now+c.random.span(6*time.Minute, 30*time.Minute)
	c.route, c.arrived, c.prey = nil, nil, nil
}

// roam is one tick of a hunt: fight what is there, else run on to where more is.
func (c *character) roam() {
	if len(c.prey) > 0 {
		c.fight()
		return
	}
	c.pools.rest(c)
	if c.doing == delving {
		c.wander()
	} else if c.move() {
		c.nextStand()
	}
	if c.doing == hunting && c.now >= c.until {
		c.setOut(c.spot(c.town), c.rest)
	}
}

// nextStand picks the next stop of the loop round the camp, and what waits there.
func (c *character) nextStand() {
	if c.ticks > 4 {
		c.meet()
	}
	for range 20 {
		to := ahead(c.at, c.random.between(0, 360), c.random.between(0.15, 0.5))
		was, far := c.at.DistanceTo(c.town.Coordinates), to.DistanceTo(c.town.Coordinates)
		if far < min(0.8, was) || far > max(7, was) || !gamedata.WayIsDry(c.at, to) {
			continue
		}
		c.route = []gamedata.Coordinates{to}
		return
	}
}

// travel goes to another town: on foot where the way is dry and short, else through a portal.
func (c *character) travel() {
	for range 6 {
		to := pick(c.random, c.towns)
		spot := c.spot(to)
		if d := c.at.DistanceTo(spot); to.Name != c.town.Name && d < 16 && gamedata.WayIsDry(c.at, spot) {
			c.setOut(spot, func() { c.arrive(to) })
			return
		}
	}
	to := pick(c.random, c.towns)
	gate := portalTo(c.town, to)
	c.setOut(gate.stands, func() {
		c.tellPortal(gate)
		c.chat(gamedata.ChatMagic, "You have been teleported to "+to.Name+".")
		c.at = c.spot(to)
		c.arrive(to)
	})
}

func (c *character) arrive(at gamedata.Place) {
	c.town = at
	for range c.random.whole(1, 3) { // those within sight
		c.tellPortal(portalTo(at, pick(c.random, c.towns)))
	}
	c.rest()
}

// setOut starts the way to a point; then is called there. Where the way there is wet, the character stays and does
// what it came for at once.
func (c *character) setOut(to gamedata.Coordinates, then func()) {
	c.prey = nil
	if !gamedata.WayIsDry(c.at, to) {
		to = c.at
	}
	c.doing, c.route, c.arrived = travelling, []gamedata.Coordinates{to}, then
}

// runSpeed is the pace of a trained runner: 11 m/s.
const runSpeed = 11 / gamedata.MetresPerUnit // map units a second

// move runs one tick along the route; true when there is none left.
func (c *character) move() bool {
	reach := runSpeed * tick.Seconds()
	for len(c.route) > 0 && reach > 0 {
		next := c.route[0]
		d := c.at.DistanceTo(next)
		if d > 0 {
			c.heading = c.at.HeadingTo(next)
		}
		c.at = c.at.Towards(next, reach)
		if reach -= d; reach >= 0 {
			c.route = c.route[1:]
		}
	}
	if len(c.route) > 0 {
		return false
	}
	if then := c.arrived; then != nil {
		c.arrived = nil
		then()
		return false
	}
	return true
}

// camp is a place to hunt near the character's town.
func (c *character) camp() gamedata.Coordinates {
	for range 60 {
		to := ahead(c.town.Coordinates, c.random.between(0, 360), c.random.between(1.2, 6))
		if gamedata.WayIsDry(c.at, to) {
			return to
		}
	}
	return c.spot(c.town)
}

// spot is a place to stand in a town.
func (c *character) spot(town gamedata.Place) gamedata.Coordinates {
	for range 20 {
		to := ahead(town.Coordinates, c.random.between(0, 360), c.random.between(0.02, 0.25))
		if gamedata.Land(to).Dry() {
			return to
		}
	}
	return town.Coordinates
}

// ahead is the point at so many units from a point in a direction (degrees from north).
func ahead(from gamedata.Coordinates, heading, distance float64) gamedata.Coordinates {
	sin, cos := math.Sincos(heading * math.Pi / 180)
	return gamedata.Coordinates{EW: from.EW + sin*distance, NS: from.NS + cos*distance}
}

// height is the ground's, in map units: hills of our own, the same for everybody.
func height(at gamedata.Coordinates) float64 {
	h := 0.25 + 0.12*math.Sin(at.EW*0.41)*math.Cos(at.NS*0.37) + 0.05*math.Sin(at.EW*1.7+at.NS*1.3)
	switch gamedata.Land(at) {
	case gamedata.Mountain:
		h += 0.35
	case gamedata.Shore, gamedata.Swamp:
		h -= 0.1
	default:
	}
	return max(h, 0.005)
}

// dry rounds a point on land to the three decimals that are sent, so that it stays on land.
func dry(at gamedata.Coordinates) gamedata.Coordinates {
	rounded := gamedata.Coordinates{EW: round(at.EW, 3), NS: round(at.NS, 3)}
	for _, step := range []gamedata.Coordinates{{}, {EW: 0.001}, {EW: -0.001}, {NS: 0.001}, {NS: -0.001}} {
		to := gamedata.Coordinates{EW: rounded.EW + step.EW, NS: rounded.NS + step.NS}
		if gamedata.Land(to).Dry() {
			return to
		}
	}
	return rounded
}
