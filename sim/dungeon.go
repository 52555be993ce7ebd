package sim

import (
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// dungeon is a set of rooms of 10 m on one level or two, under a landblock of its own. Names and rooms are made up.
type dungeon struct {
	block uint16
	name  string
	tiles []tile
}

type tile struct {
	x, y, z  int // metres inside the block
	rotation int
	ways     []int // tiles that one can walk to
}

const (
	tileMetres  = 10
	firstTile   = 0x100 // cells of rooms start here
	environment = 13
)

func dungeonNames() []string {
	return []string{"Moss-Grown Cellar", "Drowned Vault", "Halls of Thistle", "Smuggler's Undercroft", "Sunken Archive", "Gloomwater Mine", "Bonepicker's Den", "Old Lyceum"}
}

// dungeonOf is the dungeon under a landblock, the same for everybody.
func dungeonOf(block uint16) *dungeon {
	r := fixed(gamedata.FormatLandblock(block))
	d := &dungeon{block: block, name: dungeonNames()[int(block)%len(dungeonNames())]}
	type square struct{ x, y, z int }
	index := map[square]int{}
	here := square{x: 0, y: 0, z: 0}
	for len(d.tiles) < 60 {
		if _, taken := index[here]; !taken {
			index[here] = len(d.tiles)
			d.tiles = append(d.tiles, tile{
				x: 40 + here.x*tileMetres, y: -40 + here.y*tileMetres, z: here.z, rotation: r.IntN(4) * 90,
			})
		}
		switch r.IntN(17) {
		case 0:
			here.z = -6 - here.z // stairs
		default:
			step := pick(r, []square{{x: 1}, {x: -1}, {y: 1}, {y: -1}})
			here.x += step.x
			here.y += step.y
		}
	}
	for at, i := range index {
		for _, way := range []square{{at.x + 1, at.y, at.z}, {at.x - 1, at.y, at.z}, {at.x, at.y + 1, at.z}, {at.x, at.y - 1, at.z}, {at.x, at.y, -6 - at.z}} {
			if j, ok := index[way]; ok {
				d.tiles[i].ways = append(d.tiles[i].ways, j)
			}
		}
	}
	return d
}

// delve goes to a dungeon's portal near the town and in.
func (c *character) delve() {
	block := uint16(0x0100 + fixed(c.town.Name).IntN(0x200)) //nolint:gosec // at most 0x2FF
	d := dungeonOf(block)
	gate := stand(d.name, c.town)
	c.setOut(gate.stands, func() {
		c.tellPortal(gate)
		c.doing, c.until = delving, c.now+c.random.span(3*time.Minute, 9*time.Minute)
		c.route, c.prey = nil, nil
		c.inside, c.tile = d, 0
		c.tellDungeon(block)
	})
}

// wander walks through the rooms, one every second, and meets something in every fourth; when it is time, out.
func (c *character) wander() {
	if c.now >= c.until {
		c.leave()
		c.setOut(c.spot(c.town), c.rest)
		return
	}
	if ways := c.inside.tiles[c.tile].ways; len(ways) > 0 && c.every(time.Second) {
		to := pick(c.random, ways)
		from, next := c.inside.tiles[c.tile], c.inside.tiles[to]
		c.heading = gamedata.Coordinates{EW: float64(from.x), NS: float64(from.y)}.
			HeadingTo(gamedata.Coordinates{EW: float64(next.x), NS: float64(next.y)})
		c.tile = to
		if c.ticks > 4 && c.random.chance(0.25) {
			c.meet()
		}
	}
}

// leave puts the character back to the dungeon's entrance; nothing happens outdoors.
func (c *character) leave() {
	c.inside, c.tile = nil, 0
}

// position is where the client believes to be: in a dungeon that means nothing on the world map.
func (c *character) position() (at gamedata.Coordinates, z float64, cell uint32) {
	if c.inside == nil {
		at = dry(c.at)
		cell, _, _, _ = at.Landcell()
		return at, height(at), cell
	}
	t := c.inside.tiles[c.tile]
	cell = uint32(c.inside.block)<<16 | uint32(firstTile+c.tile) //nolint:gosec // a small index
	return gamedata.FromLandcell(cell, float64(t.x), float64(t.y)), float64(t.z) / gamedata.MetresPerUnit, cell
}

type dungeonMap struct {
	header
	Landblock string         `json:"landblock"`
	Name      string         `json:"name,omitempty"`
	Levels    []dungeonLevel `json:"levels"`
}

type dungeonLevel struct {
	Z     int           `json:"z"`
	Tiles []dungeonTile `json:"tiles"`
}

type dungeonTile struct {
	X           int `json:"x"`
	Y           int `json:"y"`
	Cell        int `json:"cell"`
	Rotation    int `json:"rot"`
	Environment int `json:"env_id"`
}

func (c *character) tellDungeon(block uint16) {
	d := dungeonOf(block)
	c.send(kindDungeonMap, note{}, func(h header) any {
		e := dungeonMap{header: h, Landblock: gamedata.FormatLandblock(block), Name: d.name}
		for _, z := range []int{0, -6} {
			level := dungeonLevel{Z: z}
			for i, t := range d.tiles {
				if t.z == z {
					level.Tiles = append(level.Tiles, dungeonTile{t.x, t.y, firstTile + i, t.rotation, environment})
				}
			}
			if len(level.Tiles) > 0 {
				e.Levels = append(e.Levels, level)
			}
		}
		return e
	})
}
