package sim

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// telemetryEvent has the plugin's types: several numbers are strings.
type telemetryEvent struct {
	header
	Tag           string   `json:"char_tag"`
	SessionID     string   `json:"session_id"`
	EW            float64  `json:"ew"`
	NS            float64  `json:"ns"`
	Z             float64  `json:"z"`
	Kills         any      `json:"kills"` // a number; a text in loose plugins
	KillsPerHour  string   `json:"kills_per_hour"`
	OnlineTime    string   `json:"onlinetime"`
	Deaths        string   `json:"deaths"`
	TotalDeaths   string   `json:"total_deaths"`
	Tapers        string   `json:"prismatic_taper_count"`
	Rares         int      `json:"rares_found"`
	State         string   `json:"vt_state"`
	MemoryMB      any      `json:"mem_mb"` // likewise
	CPU           float64  `json:"cpu_pct"`
	Handles       int      `json:"mem_handles"`
	LatencyMs     any      `json:"latency_ms"` // likewise; "N/A" or empty before the first measurement
	Landcell      *uint32  `json:"landcell,omitempty"`
	Heading       *float64 `json:"heading,omitempty"`
	Server        *string  `json:"server,omitempty"`
	ServerSilence *float64 `json:"last_server_message_s,omitempty"`
}

func (c *character) tellTelemetry() {
	s := &c.session
	s.memoryMB = min(900, max(250, s.memoryMB+c.random.between(-2, 2.1)))
	s.cpu = min(40, max(1, s.cpu+c.random.between(-1.5, 1.5)))
	s.delay = min(300, max(12, s.delay+c.random.between(-6, 6)))
	s.handles = max(600, s.handles+c.random.whole(-4, 4))
	at, z, cell := c.position()
	told := note{kills: s.kills, rares: s.rares, deaths: s.deaths, totalDeaths: c.totalDeaths}
	c.send(kindTelemetry, told, func(h header) any {
		return telemetryEvent{
			header: h, Tag: c.tag, SessionID: s.id,
			EW: round(at.EW, 3), NS: round(at.NS, 3), Z: round(z, 3),
			Kills: c.number(s.kills), KillsPerHour: c.killsPerHour(), OnlineTime: onlineTime(c.now - s.since),
			Deaths: strconv.Itoa(s.deaths), TotalDeaths: c.number2text(c.totalDeaths),
			Tapers: c.number2text(c.pack.tapers()), Rares: s.rares, State: c.vtState(),
			MemoryMB: c.fraction(s.memoryMB), CPU: round(s.cpu, 1), Handles: s.handles, LatencyMs: c.latency(),
			// Indoors every client tells its cell: without it nobody could know that the position means nothing.
			Landcell:      optional(c.verbose || c.inside != nil, cell),
			Heading:       optional(c.verbose, round(c.heading, 1)),
			Server:        optional(c.verbose, c.server),
			ServerSilence: optional(c.verbose, round(c.random.between(0, 1.5), 2)),
		}
	})
}

// killsPerHour is unknown in the first seconds of a session, and the plugin says so in its own way.
func (c *character) killsPerHour() string {
	hours := (c.now - c.session.since).Hours()
	if hours < 1.0/1200 {
		return "N/A"
	}
	return strconv.FormatFloat(float64(c.session.kills)/hours, 'f', 1, 64)
}

func (c *character) number2text(v int) string {
	if c.loose && v >= 1000 {
		return fmt.Sprintf("%d,%03d", v/1000, v%1000)
	}
	return strconv.Itoa(v)
}

// number is a whole number, or its text where the plugin writes loosely.
func (c *character) number(v int) any {
	if c.loose {
		return c.number2text(v)
	}
	return v
}

// fraction likewise, with one decimal.
func (c *character) fraction(v float64) any {
	if c.loose {
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return round(v, 1)
}

// latency is not known in the first seconds of a session. Every plugin says so in its own way.
func (c *character) latency() any {
	switch {
	case c.now-c.session.since > 6*time.Second:
		return c.fraction(c.session.delay)
	case c.loose:
		return ""
	case c.order%2 == 0:
		return "N/A"
	default:
		return 0
	}
}

// onlineTime writes hh:mm:ss, with days as d.hh:mm:ss.
func onlineTime(d time.Duration) string {
	total := int(d.Seconds())
	text := fmt.Sprintf("%02d:%02d:%02d", total/3600%24, total/60%60, total%60)
	if days := total / 86400; days > 0 {
		text = fmt.Sprintf("%d.%s", days, text)
	}
	return text
}

type shareVitalsEvent struct {
	header
	PlayerID int64  `json:"player_id"`
	Server   string `json:"server"`
	points
}

func (c *character) shareVitals() {
	c.send(kindShareVitals, note{}, func(h header) any {
		return shareVitalsEvent{h, c.playerID, c.server, c.pools.points()}
	})
}

type sharePositionEvent struct {
	header
	PlayerID int64   `json:"player_id"`
	Server   string  `json:"server"`
	EW       float64 `json:"ew"`
	NS       float64 `json:"ns"`
	Z        float64 `json:"z"`
	Heading  float64 `json:"heading"`
	Landcell uint32  `json:"landcell"`
}

func (c *character) sharePosition() {
	at, z, cell := c.position()
	c.send(kindSharePosition, note{}, func(h header) any {
		return sharePositionEvent{h, c.playerID, c.server, round(at.EW, 3), round(at.NS, 3), round(z, 3), round(c.heading, 1), cell}
	})
}

type shareItemsEvent struct {
	header
	PlayerID int64         `json:"player_id"`
	Server   string        `json:"server"`
	Items    []trackedItem `json:"tracked_items"`
}

type trackedItem struct {
	Icon  int    `json:"icon"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

func (c *character) shareItems() {
	c.send(kindShareItems, note{}, func(h header) any {
		return shareItemsEvent{h, c.playerID, c.server, c.tracked()}
	})
}

// tracked are the things that one likes to keep an eye on in others' packs.
func (c *character) tracked() []trackedItem {
	s := theStock()
	pyreals := 0
	for i := range c.pack.things {
		if t := &c.pack.things[i]; t.ware == s.pyreals && t.rare == 0 {
			pyreals += int(t.count)
		}
	}
	return []trackedItem{
		{firstIcon + int(s.tapers)*13, tapersName, c.pack.tapers()}, {firstIcon + int(s.pyreals)*13, pyrealsName, pyreals},
	}
}

type castAttempt struct {
	header
	PlayerID int64  `json:"player_id"`
	Server   string `json:"server"`
	SpellID  int    `json:"spell_id"`
	Target   string `json:"target"`
	Skill    string `json:"skill"`
}

type castSuccess struct {
	header
	PlayerID   int64  `json:"player_id"`
	Server     string `json:"server"`
	SpellID    int    `json:"spell_id"`
	Target     string `json:"target"`
	DurationMs int    `json:"duration_ms"`
}

func (c *character) shareCast(target string) {
	c.send(kindShareCastAttempt, note{}, func(h header) any {
		return castAttempt{h, c.playerID, c.server, c.trade.spell, target, c.trade.skill}
	})
	if c.random.chance(0.9) {
		c.send(kindShareCastSuccess, note{}, func(h header) any {
			return castSuccess{h, c.playerID, c.server, c.trade.spell, target, 0}
		})
	}
}

type nearbyEvent struct {
	header
	Radius  int            `json:"radius"`
	Objects []nearbyObject `json:"objects"`
}

type nearbyObject struct {
	ID       int64                `json:"id"`
	Name     string               `json:"name"`
	Class    gamedata.ObjectClass `json:"object_class"`
	EW       float64              `json:"ew"`
	NS       float64              `json:"ns"`
	Z        float64              `json:"z"`
	Distance float64              `json:"distance"`
	Health   *float64             `json:"health_pct,omitempty"`
}

func (c *character) tellNearby() {
	here, z, _ := c.position()
	objects := []nearbyObject{}
	see := func(id int64, name string, class gamedata.ObjectClass, at gamedata.Coordinates, health *float64) {
		if far := here.DistanceTo(at) * gamedata.MetresPerUnit; far <= 75 {
			objects = append(objects, nearbyObject{id, name, class, round(at.EW, 3), round(at.NS, 3), round(z, 3), round(far, 1), health})
		}
	}
	for _, foe := range c.prey {
		hurt := optional(foe.health < 100, round(foe.health, 0))
		see(foe.id, foe.name, gamedata.ClassMonster, foe.at, hurt)
	}
	if c.inside == nil {
		r := fixed(c.town.Name)
		first := 0x70000000 + int64(r.IntN(0xFFFF))<<8
		see(first, "Life Stone", gamedata.ClassLifestone, ahead(c.town.Coordinates, r.between(0, 360), 0.05), nil)
		for i, name := range []string{"Archmage", "Blacksmith", "Shopkeeper", "Barkeeper"} {
			see(first+int64(i)+1, c.town.Name+" "+name, gamedata.ClassVendor, ahead(c.town.Coordinates, r.between(0, 360), r.between(0.02, 0.2)), nil)
		}
	}
	c.send(kindNearbyObjects, note{}, func(h header) any { return nearbyEvent{h, 75, objects} })
}
