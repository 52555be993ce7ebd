package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// The event types that the guild sends.
const (
	kindRegister         = "register"
	kindTelemetry        = "telemetry"
	kindVitals           = "vitals"
	kindFullInventory    = "full_inventory"
	kindInventoryDelta   = "inventory_delta"
	kindPortal           = "portal"
	kindRare             = "rare"
	kindSpawn            = "spawn"
	kindDeath            = "death"
	kindCombatStats      = "combat_stats"
	kindCharacterStats   = "character_stats"
	kindQuest            = "quest"
	kindChat             = "chat"
	kindCantrips         = "cantrips"
	kindNearbyObjects    = "nearby_objects"
	kindDungeonMap       = "dungeon_map"
	kindShareVitals      = "share_vitals"
	kindSharePosition    = "share_position"
	kindShareItems       = "share_items"
	kindShareCastAttempt = "share_cast_attempt"
	kindShareCastSuccess = "share_cast_success"
)

// frame is one message to the server.
type frame struct {
	kind string
	at   time.Time
	body []byte
	note note
}

// note is what the tally wants to know of a frame.
type note struct {
	session                           string
	kills, rares, deaths, totalDeaths int
	identity                          string // a portal's, or a rare's name
	spawn                             *spawnEvent
	combat                            *CombatTotals
}

// header is what every event begins with.
type header struct {
	Type      string `json:"type"`
	Timestamp string `json:"timestamp"`
	Character string `json:"character_name"`
}

// timestampFormat is how .NET writes a UTC time: seven digits of a second, where we use six.
const timestampFormat = "2006-01-02T15:04:05.0000000Z"

// send encodes an event and queues it. make gets the header to embed, and returns the event.
func (c *character) send(kind string, n note, make func(header) any) {
	at := c.stamp()
	text := c.buffers.Get().(*bytes.Buffer) //nolint:errcheck,forcetypeassert // holds nothing else
	defer c.buffers.Put(text)
	text.Reset()
	e := json.NewEncoder(text)
	e.SetEscapeHTML(false) // Newtonsoft does not either
	if err := e.Encode(make(header{Type: kind, Timestamp: at.Format(timestampFormat), Character: c.name})); err != nil {
		panic(fmt.Sprintf("sim: encode %s: %v", kind, err)) // own types: cannot be
	}
	c.queue(kind, at, n, bytes.TrimSpace(text.Bytes()))
}

// sendRaw queues an event of the inventory, whose fields behind the header write appends.
func (c *character) sendRaw(kind string, write func([]byte) []byte) {
	at := c.stamp()
	c.pocketed = at
	text := c.buffers.Get().(*bytes.Buffer) //nolint:errcheck,forcetypeassert // holds nothing else
	defer c.buffers.Put(text)
	text.Reset()
	b := append(append(text.AvailableBuffer(), `{"type":"`...), kind...)
	b = at.AppendFormat(append(b, `","timestamp":"`...), timestampFormat)
	b = appendText(append(b, `","character_name":`...), c.name)
	b = append(write(b), '}')
	c.queue(kind, at, note{}, b)
	_, _ = text.Write(b) // the buffer has grown for the next one
}

// queue keeps a copy of the text, no longer than it is.
func (c *character) queue(kind string, at time.Time, n note, text []byte) {
	n.session = c.session.id
	c.out = append(c.out, frame{kind: kind, at: at, body: bytes.Clone(text), note: n})
}

// stamp is the present, later than any stamp before it, so that identities differ.
func (c *character) stamp() time.Time {
	at := c.clock.at(c.now)
	if !at.After(c.stamped) {
		at = c.stamped.Add(time.Duration(c.random.whole(1, 900)) * time.Microsecond)
	}
	c.stamped = at
	return at
}

// round cuts a number to so many decimals, as the plugin sends it.
func round(v float64, decimals int) float64 {
	f := math.Pow10(decimals)
	return math.Round(v*f) / f
}

func optional[T any](have bool, v T) *T {
	if !have {
		return nil
	}
	return &v
}
