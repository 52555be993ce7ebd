package sim

import (
	"encoding/json"
	"time"
)

// Summary is what a run sent, for people and for tests to compare with what a server has kept.
type Summary struct {
	Seed       uint64        `json:"seed"`
	Characters int           `json:"characters"`
	StartedAt  time.Time     `json:"started_at"` // first possible timestamp
	Simulated  time.Duration `json:"simulated_ns"`

	// Frames counts every frame written, by type, repeats included.
	Frames map[string]int `json:"frames"`
	// Distinct counts events by identity and type: telemetry (character, session, timestamp), spawn (character,
	// timestamp, mob, position), rare (character, timestamp, name), death (character, total_deaths: a rise seen in
	// telemetry, an explicit event, or both), portal (name, position rounded to 0.1); the others each count as new.
	Distinct map[string]int `json:"distinct"`
	// Digests are of the identities of telemetry, spawn, rare, death and portal.
	Digests map[string]Digest `json:"digests"`

	Resent    int `json:"resent"`    // frames written again, by fault or after a reconnect
	Reordered int `json:"reordered"` // frames written late on purpose
	Connects  int `json:"connects"`  // sockets opened
	Storms    int `json:"storms"`    // times that all sockets were cut at once
	Cuts      int `json:"cuts"`      // sockets cut on purpose, in storms and else
	Lost      int `json:"lost"`      // frames given up: never confirmed by the server

	// Received counts what the server sent, by type; "command" has none of its own.
	Received map[string]int `json:"received"`
	// Commands are the newest 1,000 commands received.
	Commands []ReceivedCommand `json:"commands"`

	PerCharacter []CharacterSummary `json:"per_character"` // by name
}

// ReceivedCommand is one command that reached a character.
type ReceivedCommand struct {
	Character string    `json:"character"`
	Command   string    `json:"command"`
	At        time.Time `json:"at"` // timestamp of the answering chat line
}

// CharacterSummary is what was sent about one character.
type CharacterSummary struct {
	Name        string           `json:"name"`
	Kills       int              `json:"kills"`        // over all sessions, as telemetry told it
	Rares       int              `json:"rares"`        // likewise
	Deaths      int              `json:"deaths"`       // likewise
	TotalDeaths int              `json:"total_deaths"` // greatest told
	RareEvents  int              `json:"rare_events"`
	DeathEvents int              `json:"death_events"` // identities
	SheetAsOf   time.Time        `json:"sheet_as_of"`  // newest character_stats; zero when none was sent
	LastAt      time.Time        `json:"last_at"`      // newest telemetry
	Sessions    []SessionSummary `json:"sessions"`
	// Combat is the lifetime: the sum of the last state of every session.
	Combat    CombatTotals     `json:"combat"`
	Inventory InventorySummary `json:"inventory"`
}

// SessionSummary is the greatest of each counter that telemetry told in one session.
type SessionSummary struct {
	SessionID  string    `json:"session_id"`
	Kills      int       `json:"kills"`
	Rares      int       `json:"rares"`
	Deaths     int       `json:"deaths"`
	RareEvents int       `json:"rare_events"`
	First      time.Time `json:"first"`
	Last       time.Time `json:"last"`
	// Combat is the newest combat_stats of the session; its time is zero when none was sent. Monsters is its record by
	// monster, as sent; a run without end does not keep it.
	CombatAsOf time.Time       `json:"combat_as_of"`
	Combat     CombatTotals    `json:"combat"`
	Monsters   json.RawMessage `json:"monsters,omitempty"`

	combat []byte // the event
}
