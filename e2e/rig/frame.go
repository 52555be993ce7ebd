package rig

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"time"
)

// Kind is an event's type on the wire.
type Kind string

// The kinds that a Load sends. Of the first five each event is a row of its own; of the last two the newest counts.
const (
	Telemetry      Kind = "telemetry"
	Spawn          Kind = "spawn"
	Rare           Kind = "rare"
	Portal         Kind = "portal"
	Death          Kind = "death"
	CharacterStats Kind = "character_stats"
	CombatStats    Kind = "combat_stats"
)

// Mix is how often each kind comes, in parts of the sum.
type Mix map[Kind]int

// usual is the mix of a Load that names none: every stored kind, most of it telemetry and spawns as in the game.
func usual() Mix {
	return Mix{Telemetry: 60, Spawn: 26, Rare: 4, Portal: 4, Death: 2, CharacterStats: 2, CombatStats: 2}
}

// sequence spreads the mix evenly over a cycle of events.
func (m Mix) sequence() []Kind {
	var all []Kind
	total := 0
	for _, parts := range m {
		total += parts
	}
	owed := map[Kind]int{}
	order := []Kind{Telemetry, Spawn, Rare, Portal, Death, CharacterStats, CombatStats}
	for range total {
		best := order[0]
		for _, k := range order {
			owed[k] += m[k]
			if owed[k] > owed[best] {
				best = k
			}
		}
		owed[best] -= total
		all = append(all, best)
	}
	return all
}

// Each character's events are numbered; the number is in the event's timestamp, as milliseconds after the load's
// beginning, and so in its identity.
const perSession = 500 // events of a character

func sessionOf(number int) string { return "s" + strconv.Itoa(number/perSession) }

// appendFrame writes a character's event with that number.
func appendFrame(b []byte, kind Kind, character string, began time.Time, number int) []byte {
	b = append(b, `{"type":"`...)
	b = append(b, kind...)
	b = append(b, `","timestamp":"`...)
	b = began.Add(time.Duration(number)*time.Millisecond).AppendFormat(b, "2006-01-02T15:04:05.000Z")
	b = append(b, `","character_name":"`...)
	b = append(b, character...)
	b = append(b, '"')
	inSession := number % perSession
	place := float64(number%1800)/10 - 90
	switch kind {
	case Telemetry:
		b = append(b, `,"char_tag":"moss","session_id":"`...)
		b = append(b, sessionOf(number)...)
		b = append(b, `","ew":`...)
		b = strconv.AppendFloat(b, place, 'f', 2, 64)
		b = append(b, `,"ns":`...)
		b = strconv.AppendFloat(b, -place/2, 'f', 2, 64)
		b = append(b, `,"z":0.39,"kills":`...)
		b = strconv.AppendInt(b, int64(inSession), 10)
		b = append(b, `,"kills_per_hour":"842.5","onlinetime":"01:25:40","deaths":"0","prismatic_taper_count":"1834","rares_found":2,"vt_state":"Combat","mem_mb":412.5,"cpu_pct":7.2,"mem_handles":812,"latency_ms":38.0`...)
	case Spawn:
		b = append(b, `,"mob":"Raving Fiun","ew":`...)
		b = strconv.AppendFloat(b, place, 'f', 2, 64)
		b = append(b, `,"ns":42.2,"z":0.4,"wcid":24277`...)
	case Rare:
		b = append(b, `,"name":"Hunter's Crystal","ew":33.6,"ns":42.1,"z":0.4`...)
	case Portal:
		b = fmt.Appendf(b, `,"portal_name":%q,"ew":33.6,"ns":42.1,"z":0.39`, portalName(character, number))
	case Death:
		b = fmt.Appendf(b, `,"killer":"Raving Fiun","total_deaths":%d,"vitae":10,"ew":33.7,"ns":42.2,"z":0.4`, number+1)
	case CharacterStats:
		b = fmt.Appendf(b, `,"level":275,"race":"Aluvian","gender":"Female","deaths":57,"total_xp":%d,"skill_credits":0,"attributes":{"strength":{"base":290,"creation":100}},"vitals":{"health":{"base":341}},"skills":{"war_magic":{"base":533,"training":"Specialized"}},"current_title":12,"titles":[12,40]`, 191226310247+number)
	case CombatStats:
		b = fmt.Appendf(b, `,"session_id":%q,"session":{"total_kills":%d,"total_damage_given":%d,"total_damage_received":5023,"monsters":{"Raving Fiun":{"kill_count":%d,"damage_given":%d,"damage_received":55}}}`,
			sessionOf(number), inSession, 100*inSession, inSession, 100*inSession)
	}
	return append(b, '}')
}

func portalName(character string, number int) string {
	return "Portal of " + character + " " + strconv.Itoa(number)
}

// WebSocket opcodes.
const (
	opText = 1
	opPong = 10
)

// appendMessage wraps a payload into one WebSocket frame as a client sends it. The mask is zero, so that the payload
// stays as it is.
func appendMessage(b []byte, opcode byte, payload []byte) []byte {
	b = append(b, 0x80|opcode)
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n)) // #nosec G115 -- a length
	}
	b = append(b, 0, 0, 0, 0)
	return append(b, payload...)
}
