// Package event holds the plugin's wire events as Go types and decodes them.
//
// A frame is one JSON object with snake_case keys. The plugin cannot be changed by us, so decoding bends: a value
// that is missing, null, of the wrong kind or not coercible is unknown, and the rest of the event survives. Only a
// frame that is no JSON object, or one that does not say its type and its character, is refused.
package event

import (
	"encoding/json"
	"time"
)

// Type is an event's name on the wire.
type Type string

// The event types of the contract.
const (
	TypeRegister         Type = "register"
	TypeTelemetry        Type = "telemetry"
	TypeVitals           Type = "vitals"
	TypeFullInventory    Type = "full_inventory"
	TypeInventoryDelta   Type = "inventory_delta"
	TypePortal           Type = "portal"
	TypeRare             Type = "rare"
	TypeSpawn            Type = "spawn"
	TypeDeath            Type = "death"
	TypeCombatStats      Type = "combat_stats"
	TypeCharacterStats   Type = "character_stats"
	TypeQuest            Type = "quest"
	TypeChat             Type = "chat"
	TypeCantrips         Type = "cantrips"
	TypeNearbyObjects    Type = "nearby_objects"
	TypeDungeonMap       Type = "dungeon_map"
	TypeShareVitals      Type = "share_vitals"
	TypeSharePosition    Type = "share_position"
	TypeShareItems       Type = "share_items"
	TypeShareCastAttempt Type = "share_cast_attempt"
	TypeShareCastSuccess Type = "share_cast_success"
)

// Types lists every type of the contract, register first. The slice is the caller's own.
func Types() []Type {
	return []Type{
		TypeRegister, TypeTelemetry, TypeVitals, TypeFullInventory, TypeInventoryDelta, TypePortal, TypeRare,
		TypeSpawn, TypeDeath, TypeCombatStats, TypeCharacterStats, TypeQuest, TypeChat, TypeCantrips,
		TypeNearbyObjects, TypeDungeonMap, TypeShareVitals, TypeSharePosition, TypeShareItems,
		TypeShareCastAttempt, TypeShareCastSuccess,
	}
}

// known turns the wire's name into a constant of ours, without allocating.
func known(name []byte) (Type, bool) {
	switch t := Type(name); t {
	case TypeRegister:
		return TypeRegister, true
	case TypeTelemetry:
		return TypeTelemetry, true
	case TypeVitals:
		return TypeVitals, true
	case TypeFullInventory:
		return TypeFullInventory, true
	case TypeInventoryDelta:
		return TypeInventoryDelta, true
	case TypePortal:
		return TypePortal, true
	case TypeRare:
		return TypeRare, true
	case TypeSpawn:
		return TypeSpawn, true
	case TypeDeath:
		return TypeDeath, true
	case TypeCombatStats:
		return TypeCombatStats, true
	case TypeCharacterStats:
		return TypeCharacterStats, true
	case TypeQuest:
		return TypeQuest, true
	case TypeChat:
		return TypeChat, true
	case TypeCantrips:
		return TypeCantrips, true
	case TypeNearbyObjects:
		return TypeNearbyObjects, true
	case TypeDungeonMap:
		return TypeDungeonMap, true
	case TypeShareVitals:
		return TypeShareVitals, true
	case TypeSharePosition:
		return TypeSharePosition, true
	case TypeShareItems:
		return TypeShareItems, true
	case TypeShareCastAttempt:
		return TypeShareCastAttempt, true
	case TypeShareCastSuccess:
		return TypeShareCastSuccess, true
	default:
		return t, false
	}
}

// Known reports whether t is a type of the contract.
func (t Type) Known() bool {
	_, ok := known([]byte(t))
	return ok
}

// Persisted reports whether events of this type are written to the database.
func (t Type) Persisted() bool {
	switch t {
	case TypeTelemetry, TypeSpawn, TypeRare, TypePortal, TypeDeath, TypeCharacterStats, TypeCombatStats,
		TypeFullInventory, TypeInventoryDelta:
		return true
	default:
		return false
	}
}

// Replaceable reports whether a newer event of this type makes an older one of the same character worthless, so
// that a listener who falls behind may miss the older one.
func (t Type) Replaceable() bool {
	switch t {
	case TypeTelemetry, TypeVitals, TypeNearbyObjects:
		return true
	default:
		return false
	}
}

// Shared reports whether events of this type (share_*) are relayed to the other plugins.
func (t Type) Shared() bool {
	switch t {
	case TypeShareVitals, TypeSharePosition, TypeShareItems, TypeShareCastAttempt, TypeShareCastSuccess:
		return true
	default:
		return false
	}
}

// Event is one decoded frame: a pointer to one of the types of this package.
type Event interface {
	// Header returns the part that all events have. It is never nil and belongs to the event.
	Header() *Head
}

// Head is what every event carries. Events are not changed after the gateway has handed them on, so they may be
// read from several goroutines.
type Head struct {
	Type      Type
	Character string // trimmed, 1 to 64 bytes, no control characters
	// Timestamp is UTC, truncated to microseconds.
	Timestamp time.Time
	// TimestampReplaced says that the wire's timestamp was missing or absurd and Timestamp is the time of receipt.
	TimestampReplaced bool
	// SessionID is the wire's session_id, or the one that the gateway stamped; empty when neither is known.
	SessionID  string
	ReceivedAt time.Time // UTC
	// Mistyped counts the fields that the type knows and whose values were of a kind that cannot be read (an object
	// where a number was expected) or too long. They are unknown, or cut, in the event.
	Mistyped int
	// Raw is the frame: valid JSON, valid UTF-8, without escapes that PostgreSQL's jsonb refuses. It must not be
	// changed.
	Raw json.RawMessage
}

// Header returns h.
func (h *Head) Header() *Head { return h }
