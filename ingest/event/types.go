package event

import "encoding/json"

// Register binds a socket to a character.
type Register struct{ Head }

// Unknown is an event of a type that the contract does not have; Head.Type is the wire's name, cut to 64 bytes.
type Unknown struct{ Head }

// Telemetry is a character's pulse, every 2 s.
type Telemetry struct {
	Head
	EW, NS, Z           Float // map units (240 m, + is east and north); Z metres / 240
	Kills               Int   // of this session
	KillsPerHour        Float
	OnlineTime          string // hh:mm:ss, or d.hh:mm:ss
	Deaths              Int    // of this session
	TotalDeaths         Int
	PrismaticTaperCount Int
	RaresFound          Int    // of this session
	VTState             string // Idle, Combat, Nav …
	CharTag             string
	Server              string
	MemMB               Float
	CPUPct              Float
	MemHandles          Int
	LatencyMS           Float
	Landcell            Int
	Heading             Float // degrees
	LastServerMessageS  Float // seconds since the game server's last message
}

// Points are the three pools of a character, as vitals and share_vitals carry them.
type Points struct {
	HealthCurrent, HealthMax   Int
	StaminaCurrent, StaminaMax Int
	ManaCurrent, ManaMax       Int
	HealthPercentage           Float // 0 to 100
	StaminaPercentage          Float
	ManaPercentage             Float
	Vitae                      Int // per cent lost
}

// Vitals are a character's pools, sent when they change.
type Vitals struct {
	Head
	Points
}

// FullInventory is everything a character owns. Items are in the plugin's own shape (PascalCase keys), each a part
// of Raw.
type FullInventory struct {
	Head
	ItemCount Int
	Items     []json.RawMessage // nil where there is no list, which is not the same as an empty one
}

// InventoryDelta is one change to an inventory: Item for add and update, ItemID for remove.
type InventoryDelta struct {
	Head
	Action string // add, update, remove
	ItemID Int
	Item   json.RawMessage // nil when absent
}

// Portal is a portal that was seen.
type Portal struct {
	Head
	PortalName string
	EW, NS, Z  Float
}

// Rare is a rare item that was found.
type Rare struct {
	Head
	Name           string
	EW, NS, Z      Float
	AdditionalInfo string
	Tier           string // common, great or empty
}

// Spawn is a monster that appeared.
type Spawn struct {
	Head
	Mob       string
	EW, NS, Z Float
	WCID      Int
}

// Death is a character's death.
type Death struct {
	Head
	Killer, Text string
	EW, NS, Z    Float
	Landcell     Int
	Vitae        Int // per cent lost
	TotalDeaths  Int
}

// CombatStats is the fight record of one session, the whole of it each time.
type CombatStats struct {
	Head
	Session CombatSession
}

// CombatSession is the payload of CombatStats.
type CombatSession struct {
	TotalKills          Int                      `json:"total_kills"`
	TotalDamageGiven    Int                      `json:"total_damage_given"`
	TotalDamageReceived Int                      `json:"total_damage_received"`
	TotalAetheriaSurges Int                      `json:"total_aetheria_surges"`
	TotalCloakSurges    Int                      `json:"total_cloak_surges"`
	Monsters            map[string]MonsterCombat `json:"monsters"`
}

// MonsterCombat is the fight record against one kind of monster. Offense and Defense are keyed by attack type, then
// by element.
type MonsterCombat struct {
	KillCount      Int                                `json:"kill_count"`
	DamageGiven    Int                                `json:"damage_given"`
	DamageReceived Int                                `json:"damage_received"`
	Offense        map[string]map[string]AttackTotals `json:"offense"`
	Defense        map[string]map[string]AttackTotals `json:"defense"`
}

// AttackTotals sums attacks of one type and element.
type AttackTotals struct {
	TotalAttacks      Int `json:"total_attacks"`
	FailedAttacks     Int `json:"failed_attacks"`
	Crits             Int `json:"crits"`
	TotalNormalDamage Int `json:"total_normal_damage"`
	MaxNormalDamage   Int `json:"max_normal_damage"`
	TotalCritDamage   Int `json:"total_crit_damage"`
	MaxCritDamage     Int `json:"max_crit_damage"`
}

// CharacterStats is a character sheet. Head.Raw is the whole payload.
type CharacterStats struct {
	Head
	Level, Deaths, SkillCredits     Int
	Race, Gender, Birth             string
	TotalXP, UnassignedXP           Int
	LuminanceEarned, LuminanceTotal Int
	Attributes                      map[string]Attribute
	Vitals                          map[string]VitalBase
	Skills                          map[string]Skill
	Allegiance                      Allegiance
	CurrentTitle                    Int
	Titles                          []Int
	Properties                      map[string]Int // by property id
}

// Attribute is one of the six attributes.
type Attribute struct {
	Base     Int `json:"base"`
	Creation Int `json:"creation"`
}

// VitalBase is the base of health, stamina or mana.
type VitalBase struct {
	Base Int `json:"base"`
}

// Skill is one skill of a sheet.
type Skill struct {
	Base     Int    `json:"base"`
	Training string `json:"training"`
}

// Allegiance is where a character stands in its allegiance. Monarch and Patron are nil when absent.
type Allegiance struct {
	Name      string          `json:"name"`
	Monarch   *AllegianceRank `json:"monarch"`
	Patron    *AllegianceRank `json:"patron"`
	Rank      Int             `json:"rank"`
	Followers Int             `json:"followers"`
}

// AllegianceRank is one other member of an allegiance.
type AllegianceRank struct {
	Name   string `json:"name"`
	Race   Int    `json:"race"`
	Rank   Int    `json:"rank"`
	Gender Int    `json:"gender"`
}

// Quest is a quest timer.
type Quest struct {
	Head
	QuestName string
	Countdown string // "ready" or "1d 02:03:04"
}

// Chat is one line of the game's chat window.
type Chat struct {
	Head
	Text  string
	Color Int // the game's chat type
}

// Tell reports whether the line is part of a private conversation (chat types 3, 4 and 31). A line whose type is
// unknown counts as one: what cannot be told apart is not shown to everybody.
func (c *Chat) Tell() bool {
	return !c.Color.Known || c.Color.V == 3 || c.Color.V == 4 || c.Color.V == 31
}

// Cantrips lists the cantrips that are active on a character.
type Cantrips struct {
	Head
	Cantrips []Cantrip
}

// Cantrip is one active cantrip.
type Cantrip struct {
	SpellID Int    `json:"spell_id"`
	Name    string `json:"name"`
	Family  Int    `json:"family"`
	Tier    string `json:"tier"`
	ItemID  Int    `json:"item_id"`
}

// NearbyObjects lists what is around a character.
type NearbyObjects struct {
	Head
	Radius  Float // metres
	Objects []NearbyObject
}

// NearbyObject is one object near a character.
type NearbyObject struct {
	ID          Int    `json:"id"`
	Name        string `json:"name"`
	ObjectClass Int    `json:"object_class"`
	EW          Float  `json:"ew"`
	NS          Float  `json:"ns"`
	Z           Float  `json:"z"`
	Distance    Float  `json:"distance"`
	HealthPct   Float  `json:"health_pct"`
}

// DungeonMap is the floor plan of one landblock.
type DungeonMap struct {
	Head
	Landblock string // "0x01C9"
	Name      string
	Levels    []DungeonLevel
}

// DungeonLevel is one floor.
type DungeonLevel struct {
	Z     Float         `json:"z"`
	Tiles []DungeonTile `json:"tiles"`
}

// DungeonTile is one cell of a floor.
type DungeonTile struct {
	X     Float `json:"x"`
	Y     Float `json:"y"`
	Cell  Int   `json:"cell"`
	Rot   Float `json:"rot"`
	EnvID Int   `json:"env_id"`
}

// Share is any of the share_* events, which the plugins exchange through the server; Head.Type tells which, and only
// that type's fields are filled.
type Share struct {
	Head
	PlayerID Int
	Server   string
	Points

	EW, NS, Z Float
	Heading   Float // degrees
	Landcell  Int

	TrackedItems []TrackedItem

	SpellID    Int
	Target     string
	Skill      string
	DurationMS Int
}

// TrackedItem is one count of share_items.
type TrackedItem struct {
	Icon  Int    `json:"icon"`
	Name  string `json:"name"`
	Count Int    `json:"count"`
}
