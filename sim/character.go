package sim

import (
	"fmt"
	"sync"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// tick is the step of simulated time.
const tick = 500 * time.Millisecond

// character is one member of the guild: who it is, where it is, what it does. It knows no network: step gives the
// events of the next half second. Not safe for concurrent use.
type character struct {
	name       string
	order      int // in the guild
	tag        string
	server     string
	playerID   int64
	trade      trade
	heritage   heritage
	female     bool
	level      int
	birth      time.Time
	allegiance allegiance
	home       gamedata.Place
	towns      []gamedata.Place // all there are; shared

	verbose  bool // a newer plugin: sends telemetry's optional fields
	sharing  bool // shares vitals and position with other clients
	observer bool // sends nearby_objects
	loose    bool // writes some numbers as texts: "1,834", "N/A", ""
	buffed   bool // keeps the armour enchanted
	shape    shape

	random  random
	clock   clock
	now     time.Duration
	stamped time.Time
	ticks   int // since login
	drama   float64
	relog   time.Duration
	out     []frame

	place
	doing    activity
	until    time.Duration // when the present activity ends
	stopped  bool          // the macro is off: somebody said /vt stop
	town     gamedata.Place
	route    []gamedata.Coordinates
	arrived  func() // what to do at the end of the route
	prey     []creature
	nextBlow time.Duration
	nextFoe  uint32

	session     session
	totalDeaths int
	pools       pools
	pack        pack
	pocketed    time.Time // newest event of the inventory
	quests      []quest
	buffers     *sync.Pool // of *bytes.Buffer; the guild's
	combat      combatSession
}

// place is where a character is.
type place struct {
	at      gamedata.Coordinates // outdoors; inside a dungeon, its entrance
	heading float64
	inside  *dungeon // nil outdoors
	tile    int      // of the dungeon
}

// session is one login of a character.
type session struct {
	number               int
	id                   string
	since, ends          time.Duration
	kills, rares, deaths int
	memoryMB, cpu, delay float64
	handles              int
	nextChat, nextQuest  time.Duration
	nextPouch            time.Duration
}

// begin puts a new character into the world, most of them in the middle of something.
func (c *character) begin() {
	c.now = c.random.span(0, 2*time.Second)
	c.town = c.home
	c.at = c.spot(c.town)
	c.pools = newPools(c)
	c.pack = newPack(c)
	c.quests = newQuests(c)
	c.logIn()
	switch k := c.random.IntN(20); {
	case k < 14:
		c.at = c.camp()
		c.hunt()
	case k < 16:
		c.travel()
	case k < 18:
		c.delve()
	default:
		c.rest()
	}
}

func (c *character) logIn() {
	r := c.random
	c.session = session{
		number: c.session.number + 1, since: c.now, ends: c.now + r.span(c.relog/2, c.relog*3/2),
		memoryMB: r.between(300, 600), cpu: r.between(3, 12), delay: r.between(20, 90), handles: r.whole(900, 1500),
		nextChat: c.now + r.span(time.Second, 20*time.Second), nextQuest: c.now + r.span(2*time.Second, 40*time.Second),
		nextPouch: c.now + r.span(5*time.Second, 30*time.Second),
	}
	c.session.id = fmt.Sprintf("%08x%04x", uint32(c.clock.at(c.now).Unix()), (c.order*31+c.session.number)&0xFFFF) //nolint:gosec // cut on purpose
	c.combat = newCombatSession()
	c.ticks = 0
}

// batch is what a character tells at one moment.
type batch struct {
	at     time.Duration // simulated time since the start
	frames []frame
	// loggedOut says that the session ends here: the client closes its socket, and the next batch comes on a new one.
	loggedOut bool
}

// step lives the next half second.
func (c *character) step() batch {
	c.out = nil
	b := batch{at: c.now}
	if c.now >= c.session.ends && c.doing != recovering {
		c.chat(gamedata.ChatSystem, "Logging off...")
		b.frames, b.loggedOut = c.out, true
		c.now += c.random.span(3*time.Second, 8*time.Second)
		c.logIn()
		return b
	}
	if c.ticks == 0 {
		c.greet()
	}
	c.act()
	c.report()
	c.ticks++
	c.now += tick
	b.frames = c.out
	return b
}

// greet is what the plugin sends right after the login.
func (c *character) greet() {
	c.tellSheet()
	c.tellInventory()
	c.tellCantrips()
	c.chat(gamedata.ChatSystem, "Welcome to "+c.server+"!")
	for i := range c.quests {
		c.tellQuest(i)
	}
	c.tellVitals()
	if c.inside != nil {
		c.tellDungeon(c.inside.block)
	}
}

// every says whether an event that comes once a period is due at this tick.
func (c *character) every(period time.Duration) bool {
	return c.ticks%int(period/tick) == 0
}

// report sends what is sent by the clock.
func (c *character) report() {
	if c.every(2 * time.Second) {
		c.tellTelemetry()
	}
	if c.pools.changed && c.every(time.Second) {
		c.tellVitals()
		if c.sharing && c.every(3*time.Second) {
			c.shareVitals()
		}
	}
	if c.sharing && c.every(5*time.Second) {
		c.sharePosition()
	}
	if c.sharing && c.every(time.Minute) {
		c.shareItems()
	}
	if c.observer && c.every(4*time.Second) {
		c.tellNearby()
	}
	if c.ticks > 0 && c.every(time.Minute) || c.ticks == 20 {
		c.tellCombat()
	}
	if c.ticks > 0 && c.every(5*time.Minute) {
		c.tellCantrips()
	}
	if c.ticks > 0 && c.every(10*time.Minute) {
		c.tellSheet()
	}
	if c.now >= c.session.nextChat {
		c.chatter()
		c.session.nextChat = c.now + c.random.span(8*time.Second, 70*time.Second)
	}
	if c.now >= c.session.nextQuest {
		c.tellNextQuest()
		c.session.nextQuest = c.now + c.random.span(30*time.Second, 2*time.Minute)
	}
	if len(c.pack.unread) > 0 && c.every(time.Second) {
		c.appraise()
	}
	if c.now >= c.session.nextPouch {
		c.useUp()
		c.session.nextPouch = c.now + c.random.span(15*time.Second, 45*time.Second)
	}
}

// command lets the character obey at once, between two steps.
func (c *character) command(text string) []frame {
	c.out = nil
	c.obey(text)
	return c.out
}

// showDungeon answers the server's request for the map of a landblock.
func (c *character) showDungeon(block uint16) []frame {
	c.out = nil
	c.tellDungeon(block)
	return c.out
}
