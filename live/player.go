package live

import (
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// Player is a character as the map and the lists show it: the newest telemetry's fields under the wire's names, the
// newest vitals, and where to plot it. Unknown values are nil. The pointers lead into events that nobody changes.
type Player struct {
	CharacterName string `json:"character_name"`
	CharTag       string `json:"char_tag"`
	SessionID     string `json:"session_id"`
	// Timestamp is the newest telemetry's, nil before the first.
	Timestamp *time.Time `json:"timestamp"`
	// LastSeen is when anything of the character was last received.
	LastSeen time.Time `json:"last_seen"`

	EW       *float64 `json:"ew"`
	NS       *float64 `json:"ns"`
	Z        *float64 `json:"z"`
	Landcell *int64   `json:"landcell"`
	Heading  *float64 `json:"heading"`
	// Indoors says that EW and NS are not to be plotted: landcell & 0xFFFF >= 0x100. OutdoorEW and OutdoorNS are the
	// last position outdoors, nil when none is known.
	Indoors   bool     `json:"indoors"`
	OutdoorEW *float64 `json:"outdoor_ew"`
	OutdoorNS *float64 `json:"outdoor_ns"`

	Kills               *int64   `json:"kills"`
	KillsPerHour        *float64 `json:"kills_per_hour"`
	OnlineTime          string   `json:"onlinetime"`
	Deaths              *int64   `json:"deaths"`
	TotalDeaths         *int64   `json:"total_deaths"`
	PrismaticTaperCount *int64   `json:"prismatic_taper_count"`
	RaresFound          *int64   `json:"rares_found"`
	SessionRares        *int64   `json:"session_rares"` // the same number, under the name that the list uses
	VTState             string   `json:"vt_state"`
	MemMB               *float64 `json:"mem_mb"`
	CPUPct              *float64 `json:"cpu_pct"`
	MemHandles          *int64   `json:"mem_handles"`
	LatencyMS           *float64 `json:"latency_ms"`
	Server              string   `json:"server"`
	LastServerMessageS  *float64 `json:"last_server_message_s"`

	HealthCurrent     *int64   `json:"health_current"`
	HealthMax         *int64   `json:"health_max"`
	HealthPercentage  *float64 `json:"health_percentage"`
	StaminaCurrent    *int64   `json:"stamina_current"`
	StaminaMax        *int64   `json:"stamina_max"`
	StaminaPercentage *float64 `json:"stamina_percentage"`
	ManaCurrent       *int64   `json:"mana_current"`
	ManaMax           *int64   `json:"mana_max"`
	ManaPercentage    *float64 `json:"mana_percentage"`
	Vitae             *int64   `json:"vitae"`
}

// indoors reports whether a landcell lies in a dungeon or a building. An unknown one does not.
func indoors(landcell event.Int) bool {
	return landcell.Known && landcell.V&0xFFFF >= 0x100
}

// player puts a character's newest events together. The caller holds the state's lock.
func (c *character) player() Player {
	p := Player{
		CharacterName: c.name, LastSeen: c.lastSeen,
		OutdoorEW: c.outdoorEW.Ptr(), OutdoorNS: c.outdoorNS.Ptr(),
	}
	if t := c.telemetry; t != nil {
		p.CharTag, p.SessionID, p.Timestamp = t.CharTag, t.SessionID, &t.Timestamp
		p.EW, p.NS, p.Z = known(&t.EW), known(&t.NS), known(&t.Z)
		p.Landcell, p.Heading = knownInt(&t.Landcell), known(&t.Heading)
		p.Indoors = indoors(t.Landcell)
		p.Kills, p.KillsPerHour, p.OnlineTime = knownInt(&t.Kills), known(&t.KillsPerHour), t.OnlineTime
		p.Deaths, p.TotalDeaths = knownInt(&t.Deaths), knownInt(&t.TotalDeaths)
		p.PrismaticTaperCount = knownInt(&t.PrismaticTaperCount)
		p.RaresFound, p.SessionRares = knownInt(&t.RaresFound), knownInt(&t.RaresFound)
		p.VTState, p.Server = t.VTState, t.Server
		p.MemMB, p.CPUPct, p.MemHandles = known(&t.MemMB), known(&t.CPUPct), knownInt(&t.MemHandles)
		p.LatencyMS, p.LastServerMessageS = known(&t.LatencyMS), known(&t.LastServerMessageS)
	}
	if v := c.vitals; v != nil {
		p.HealthCurrent, p.HealthMax = knownInt(&v.HealthCurrent), knownInt(&v.HealthMax)
		p.HealthPercentage = known(&v.HealthPercentage)
		p.StaminaCurrent, p.StaminaMax = knownInt(&v.StaminaCurrent), knownInt(&v.StaminaMax)
		p.StaminaPercentage = known(&v.StaminaPercentage)
		p.ManaCurrent, p.ManaMax = knownInt(&v.ManaCurrent), knownInt(&v.ManaMax)
		p.ManaPercentage = known(&v.ManaPercentage)
		p.Vitae = knownInt(&v.Vitae)
	}
	return p
}

// known points into an event; Float.Ptr would copy, and a player has thirty of them.
func known(f *event.Float) *float64 {
	if !f.Known {
		return nil
	}
	return &f.V
}

func knownInt(i *event.Int) *int64 {
	if !i.Known {
		return nil
	}
	return &i.V
}
