package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// creature is something that a character is fighting.
type creature struct {
	id     int64
	name   string
	at     gamedata.Coordinates
	health float64 // per cent
}

type spawnEvent struct {
	header
	Mob string  `json:"mob"`
	EW  float64 `json:"ew"`
	NS  float64 `json:"ns"`
	Z   float64 `json:"z"`
}

// meet lets a few creatures appear around the character.
func (c *character) meet() {
	here, z, _ := c.position()
	native := c.native()
	for range c.random.whole(2, 6) {
		c.nextFoe++
		foe := creature{
			id: 0x80000000 + int64(c.order)<<16 + int64(c.nextFoe&0xFFFF), name: pick(c.random, native),
			at: ahead(here, c.random.between(0, 360), c.random.between(0.01, 0.1)), health: 100,
		}
		if c.inside == nil {
			if foe.at = dry(foe.at); !gamedata.Land(foe.at).Dry() {
				foe.at = here
			}
		}
		c.prey = append(c.prey, foe)
		seen := spawnEvent{Mob: foe.name, EW: round(foe.at.EW, 3), NS: round(foe.at.NS, 3), Z: round(z, 3)}
		c.send(kindSpawn, note{spawn: &seen}, func(h header) any {
			seen.header = h
			return seen
		})
	}
	c.nextBlow = c.now + c.random.span(time.Second, 3*time.Second)
}

// native are the names of what lives around here: always the same few around one town.
func (c *character) native() []string {
	biome := gamedata.Land(c.at)
	var all, some []string
	for _, kind := range gamedata.Creatures() {
		if kind.LivesIn(biome) {
			all = append(all, kind.Name)
		}
	}
	local := fixed(c.town.Name + biome.String())
	for range 4 {
		some = append(some, pick(local, all))
	}
	return some
}

// fight is one tick against the nearest creature.
func (c *character) fight() {
	foe := &c.prey[0]
	c.heading = c.heading0(foe.at)
	c.pools.strain(c)
	c.combat.strike(c, foe)
	if c.random.chance(c.drama * tick.Seconds() / (90 * 60)) {
		c.die(foe.name)
		return
	}
	if c.now < c.nextBlow {
		foe.health = max(1, foe.health-c.random.between(5, 25))
		return
	}
	c.kill(*foe)
	c.prey = c.prey[1:]
	c.nextBlow = c.now + c.random.span(1500*time.Millisecond, 5*time.Second)
}

func (c *character) heading0(to gamedata.Coordinates) float64 {
	here, _, _ := c.position()
	if here.DistanceTo(to) == 0 {
		return c.heading
	}
	return here.HeadingTo(to)
}

func (c *character) kill(foe creature) {
	c.session.kills++
	c.combat.killed(foe.name)
	c.pools.recoverVitae()
	if c.random.chance(0.35) {
		c.chat(gamedata.ChatBroadcast, c.killed(foe.name))
	}
	if c.trade.spell != 0 {
		c.pack.burnt += int32(c.random.whole(0, 4)) //nolint:gosec // small
		if c.sharing && c.random.chance(0.3) {
			c.shareCast(foe.name)
		}
	}
	if c.random.chance(0.12) {
		c.loot()
	}
	// The game's odds are 1 in 2,500 for the commonest; a guild of 60 should see one every few minutes. Not in the
	// first moments of a session, when the tracker may not know the session yet.
	if c.now > c.session.since+10*time.Second && c.random.chance(c.drama/1200) {
		c.find()
	}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

type rareEvent struct {
	header
	Name string  `json:"name"`
	EW   float64 `json:"ew"`
	NS   float64 `json:"ns"`
	Z    float64 `json:"z"`
	Tier *string `json:"tier,omitempty"`
}

// find is the luck of a rare. Common ones come twenty times for each great one.
func (c *character) find() {
	var choice []gamedata.Rare
	common := c.random.chance(0.95)
	for _, r := range gamedata.Rares() {
		if r.Common() == common {
			choice = append(choice, r)
		}
	}
	rare := pick(c.random, choice)
	c.session.rares++
	at, z, _ := c.position()
	c.chat(gamedata.ChatSystem, fmt.Sprintf("%s has discovered the %s!", c.name, rare.Name))
	c.send(kindRare, note{identity: rare.Name}, func(h header) any {
		return rareEvent{h, rare.Name, round(at.EW, 2), round(at.NS, 2), round(z, 3), optional(c.verbose, rare.TierName())}
	})
	c.own(rare)
}

type deathEvent struct {
	header
	Killer      string  `json:"killer"`
	Text        string  `json:"text"`
	EW          float64 `json:"ew"`
	NS          float64 `json:"ns"`
	Z           float64 `json:"z"`
	Landcell    uint32  `json:"landcell"`
	Vitae       int     `json:"vitae"`
	TotalDeaths int     `json:"total_deaths"`
}

// ownHand is who kills a character that was told to die.
const ownHand = "your own hand"

// die ends a fight at the lifestone of the town. Three quarters of the clients say so with an event of its own.
func (c *character) die(killer string) {
	at, z, cell := c.position()
	c.session.deaths++
	c.totalDeaths++
	c.pools.fall()
	text := c.killedBy(killer)
	if killer == ownHand {
		text = "You were killed by " + killer + "!"
	}
	c.chat(gamedata.ChatBroadcast, text)
	if c.order%4 != 3 {
		c.send(kindDeath, note{totalDeaths: c.totalDeaths}, func(h header) any {
			return deathEvent{h, killer, text, round(at.EW, 2), round(at.NS, 2), round(z, 3), cell, c.pools.vitae, c.totalDeaths}
		})
	}
	c.tellVitals()
	c.dropCorpse()
	c.leave()
	c.prey, c.route, c.arrived = nil, nil, nil
	c.at = c.spot(c.town)
	c.doing, c.until = recovering, c.now+c.random.span(40*time.Second, 90*time.Second)
	c.chat(gamedata.ChatMagic, "You feel weaker as your vitae is spent.")
	// The next telemetry, which has the new total, comes before anything else can kill.
}
