package sim

import (
	"bytes"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// guild is who there is; it depends on the seed and the number of characters only.
func guild(o Options, at clock) []*character {
	r := newRandom(o.Seed, 0)
	called := names(r, o.Characters)
	homes := towns()
	members := make([]*character, len(called))
	buffers := &sync.Pool{New: func() any { return new(bytes.Buffer) }}
	for i, name := range called {
		own := newRandom(o.Seed, uint64(i)+1) //nolint:gosec // an index
		c := &character{
			name: name, order: i, random: own, clock: at, drama: o.Drama, relog: o.Relog,
			tag:      pick(r, []string{"moss", "moss", "alt", "mule", "scout", ""}),
			server:   "Dawnmoor",
			playerID: 0x50000000 + int64(r.IntN(0x0FFFFF))*16 + int64(i%16),
			trade:    pick(r, trades()),
			heritage: pick(r, heritages()),
			female:   r.chance(0.5),
			level:    level(r),
			birth:    time.Date(r.whole(2003, 2025), time.Month(r.whole(1, 12)), r.whole(1, 28), r.IntN(24), r.IntN(60), 0, 0, time.UTC),
			verbose:  r.chance(0.7),
			sharing:  i%4 == 0,
			observer: i%3 == 0,
			loose:    r.chance(0.15),
			buffed:   r.chance(0.6),
			shape:    shape{containerID: r.chance(0.5), getters: i%6 == 5},
			buffers:  buffers,
			home:     pick(r, homes),
			towns:    homes,
		}
		c.totalDeaths = r.whole(3, 400) + deathsBefore(at.start)
		c.begin()
		members[i] = c
	}
	swear(members)
	return members
}

// deathsBefore lets the lifetime counter of a character rise from one run to the next, at the pace at which a run
// lets it rise: a tracker that remembers the last run must not see it fall.
func deathsBefore(start time.Time) int {
	const hoursRound = 2000
	return int(start.Unix() / 3600 % hoursRound)
}

func level(r random) int {
	if r.chance(0.45) {
		return 275
	}
	return 80 + int(195*math.Sqrt(r.Float64()))
}

// swear builds the allegiance: the first character is monarch, each has up to four vassals.
func swear(members []*character) {
	for i, c := range members {
		c.allegiance.Name = "Keepers of the Moss"
		if i > 0 {
			c.allegiance.Monarch = members[0].peer()
			c.allegiance.Patron = members[(i-1)/4].peer()
		}
		for j := 4*i + 1; j <= 4*i+4 && j < len(members); j++ {
			c.allegiance.Followers++
		}
	}
	for i := len(members) - 1; i > 0; i-- {
		members[i].allegiance.Rank = max(members[i].allegiance.Rank, 1)
		patron := members[(i-1)/4]
		patron.allegiance.Rank = min(10, max(patron.allegiance.Rank, members[i].allegiance.Rank+1))
	}
	for i, c := range members {
		if i > 0 {
			c.allegiance.Monarch.Rank = members[0].allegiance.Rank
			c.allegiance.Patron.Rank = members[(i-1)/4].allegiance.Rank
		}
	}
}

func (c *character) peer() *peer {
	gender := 1
	if c.female {
		gender = 2
	}
	return &peer{Name: c.name, Race: c.heritage.id, Gender: gender}
}

// towns are where characters live: inhabited, and with dry land to walk on around them.
func towns() []gamedata.Place {
	var out []gamedata.Place
	for _, p := range gamedata.Places() {
		if !p.Inhabited() || p.Special == "Destroyed" || !gamedata.Land(p.Coordinates).Dry() {
			continue
		}
		open := 0
		for heading := 0.0; heading < 360; heading += 30 {
			if gamedata.WayIsDry(p.Coordinates, ahead(p.Coordinates, heading, 1.5)) {
				open++
			}
		}
		if open >= 3 {
			out = append(out, p)
		}
	}
	if len(out) < 20 {
		panic(fmt.Sprintf("sim: only %d towns to live in", len(out)))
	}
	return out
}

// heritage is a people, with its number in the game.
type heritage struct {
	id   int
	name string
}

func heritages() []heritage {
	return []heritage{
		{1, "Aluvian"}, {1, "Aluvian"}, {2, "Gharu'ndim"}, {3, "Sho"}, {3, "Sho"}, {4, "Viamontian"}, {5, "Shadowbound"},
		{6, "Gearknight"}, {7, "Tumerok"}, {8, "Lugian"}, {9, "Empyrean"}, {11, "Undead"},
	}
}

// trade is how a character fights.
type trade struct {
	name    string
	skill   string // as character_stats calls it
	attack  string // attack type of combat_stats
	element string
	wields  gamedata.Slot
	spell   int // cast in fights; 0 for none
}

func trades() []trade {
	return []trade{
		{"war mage", "war_magic", "Magic", "Fire", gamedata.SlotHeld, 4439},
		{"void mage", "void_magic", "Magic", "Nether", gamedata.SlotHeld, 5356},
		{"sword", "heavy_weapons", "MeleeMissile", "Slash", gamedata.SlotMelee, 0},
		{"archer", "missile_weapons", "MeleeMissile", "Pierce", gamedata.SlotMissile, 0},
		{"two hander", "two_handed_combat", "MeleeMissile", "Bludgeon", gamedata.SlotTwoHanded, 0},
		{"summoner", "summoning", "Magic", "Electric", gamedata.SlotHeld, 4451},
	}
}
