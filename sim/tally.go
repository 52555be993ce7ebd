package sim

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

const maxCommandsKept = 1000

// tally counts what is sent and received. Safe for concurrent use.
type tally struct {
	mu       sync.Mutex
	sum      Summary
	byName   map[string]*characterTally
	portals  map[string]bool
	finished time.Duration
	monsters bool // keep each session's last fight record whole
}

type characterTally struct {
	CharacterSummary
	baseline bool // a telemetry frame has told total_deaths
	deaths   map[int]bool
}

// newTally counts for a run; one without end does not keep fight records.
func newTally(o Options) *tally {
	return &tally{
		sum:     Summary{Frames: map[string]int{}, Distinct: map[string]int{}, Digests: map[string]Digest{}, Received: map[string]int{}},
		byName:  map[string]*characterTally{},
		portals: map[string]bool{}, monsters: o.Duration > 0,
	}
}

// sent counts one written frame.
func (t *tally) sent(character string, f frame, again, late bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Frames[f.kind]++
	if late {
		t.sum.Reordered++
	}
	if again {
		t.sum.Resent++
		return
	}
	c := t.character(character)
	t.sum.Distinct[f.kind] += t.identities(c, f)
}

func (t *tally) character(name string) *characterTally {
	c := t.byName[name]
	if c == nil {
		c = &characterTally{CharacterSummary: CharacterSummary{Name: name}, deaths: map[int]bool{}}
		t.byName[name] = c
	}
	return c
}

// identities is the number of events of f's type that nothing before has told. A frame that repeats one is counted
// with the frames only.
func (t *tally) identities(c *characterTally, f frame) int {
	switch f.kind {
	case kindTelemetry:
		c.telemetry(f.note, f.at)
		t.digest(f.kind, TelemetryIdentity(c.Name, f.note.session, f.at))
		if !c.baseline {
			c.baseline = true
		} else if f.note.totalDeaths > c.TotalDeaths {
			t.sum.Distinct[kindDeath] += t.died(c, f.note.totalDeaths)
		}
		c.TotalDeaths = max(c.TotalDeaths, f.note.totalDeaths)
	case kindDeath:
		return t.died(c, f.note.totalDeaths)
	case kindRare:
		c.RareEvents++
		c.session(f.note.session, f.at).RareEvents++
		t.digest(f.kind, RareIdentity(c.Name, f.at, f.note.identity))
	case kindSpawn:
		s := f.note.spawn
		t.digest(f.kind, SpawnIdentity(c.Name, f.at, s.Mob, s.EW, s.NS, s.Z))
	case kindCombatStats:
		c.fought(f, t.monsters)
	case kindPortal:
		if t.portals[f.note.identity] {
			return 0
		}
		t.portals[f.note.identity] = true
		t.digest(f.kind, f.note.identity)
	case kindCharacterStats:
		if f.at.After(c.SheetAsOf) {
			c.SheetAsOf = f.at
		}
	}
	return 1
}

func (t *tally) digest(kind, identity string) {
	d := t.sum.Digests[kind]
	d.Add(identity)
	t.sum.Digests[kind] = d
}

func (t *tally) died(c *characterTally, total int) int {
	if c.deaths[total] {
		return 0
	}
	c.deaths[total] = true
	t.digest(kindDeath, DeathIdentity(c.Name, int64(total)))
	c.DeathEvents++
	return 1
}

// fought keeps the newest fight record of a session.
func (c *characterTally) fought(f frame, whole bool) {
	s := c.session(f.note.session, f.at)
	if !f.at.After(s.CombatAsOf) {
		return
	}
	s.CombatAsOf, s.Combat = f.at, *f.note.combat
	if whole {
		s.combat = f.body
	}
}

func (c *characterTally) telemetry(n note, at time.Time) {
	s := c.session(n.session, at)
	s.Kills, s.Rares, s.Deaths = max(s.Kills, n.kills), max(s.Rares, n.rares), max(s.Deaths, n.deaths)
	if at.After(s.Last) {
		s.Last = at
	}
	if at.Before(s.First) {
		s.First = at
	}
	if at.After(c.LastAt) {
		c.LastAt = at
	}
}

func (c *characterTally) session(id string, at time.Time) *SessionSummary {
	for i, s := range slices.Backward(c.Sessions) {
		if s.SessionID == id {
			return &c.Sessions[i]
		}
	}
	c.Sessions = append(c.Sessions, SessionSummary{SessionID: id, First: at, Last: at})
	return &c.Sessions[len(c.Sessions)-1]
}

// monstersOf cuts the record by monster out of a combat_stats event.
func monstersOf(event []byte) json.RawMessage {
	if event == nil {
		return nil
	}
	var e struct {
		Session struct {
			Monsters json.RawMessage `json:"monsters"`
		} `json:"session"`
	}
	if err := json.Unmarshal(event, &e); err != nil {
		panic("sim: read combat_stats again: " + err.Error()) // our own
	}
	return e.Session.Monsters
}

func (t *tally) received(kind string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Received[kind]++
}

func (t *tally) command(c ReceivedCommand) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.sum.Commands) == maxCommandsKept {
		t.sum.Commands = slices.Delete(t.sum.Commands, 0, 1)
	}
	t.sum.Commands = append(t.sum.Commands, c)
}

// cut counts a socket that was ended on purpose.
func (t *tally) cut() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Cuts++
}

func (t *tally) connected() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Connects++
}

// ended notes how far a character's life was told, what never arrived, and what the character owned at the end.
func (t *tally) ended(character string, simulated time.Duration, lost int, owned InventorySummary) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.character(character).Inventory = owned
	t.sum.Lost += lost
	t.finished = max(t.finished, simulated)
}

// summary is a copy of the counts so far.
func (t *tally) summary() Summary {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.sum
	s.Simulated = t.finished
	s.Frames, s.Distinct, s.Received = maps.Clone(s.Frames), maps.Clone(s.Distinct), maps.Clone(s.Received)
	s.Digests = maps.Clone(s.Digests)
	s.Commands = slices.Clone(s.Commands)
	s.PerCharacter = make([]CharacterSummary, 0, len(t.byName))
	for _, c := range t.byName {
		out := c.CharacterSummary
		out.Sessions = slices.Clone(out.Sessions)
		for i := range out.Sessions {
			session := &out.Sessions[i]
			session.Monsters = monstersOf(session.combat)
			out.Combat.add(session.Combat)
			out.Kills += session.Kills
			out.Rares += session.Rares
			out.Deaths += session.Deaths
		}
		s.PerCharacter = append(s.PerCharacter, out)
	}
	slices.SortFunc(s.PerCharacter, func(a, b CharacterSummary) int { return strings.Compare(a.Name, b.Name) })
	return s
}
