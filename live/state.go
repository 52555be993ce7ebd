package live

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// What the state holds at most.
const (
	maxCharacters    = 2000
	maxChatLines     = 200 // a character
	maxQuests        = 500 // a character
	maxDungeonMaps   = 64
	maxLandblockName = 16 // bytes
)

// State is who is where now: the newest events of each character, in memory only. It refills from the plugins after a
// start. It is safe for concurrent use. What it returns is the caller's own, but for the events, which nobody may
// change.
type State struct {
	now func() time.Time

	mu         sync.RWMutex
	characters map[string]*character
	maps       dungeonMaps
}

type character struct {
	name     string
	lastSeen time.Time

	telemetry            *event.Telemetry
	outdoorEW, outdoorNS event.Float
	vitals               *event.Vitals
	cantrips             *event.Cantrips
	nearby               *event.NearbyObjects
	quests               map[string]*event.Quest
	chat                 ring
}

// NewState makes an empty state; now may be nil and then means time.Now.
func NewState(now func() time.Time) *State {
	if now == nil {
		now = time.Now
	}
	return &State{now: now, characters: make(map[string]*character)}
}

// Consume takes events in. It keeps the events, but not the slice, and does not block.
func (s *State) Consume(events []event.Event) {
	for _, e := range events {
		s.apply(e)
	}
}

// apply takes one event in and reports whether it is news: false means that the state has a newer one of a kind of
// which only the newest counts, so that to show this one would go back in time.
func (s *State) apply(e event.Event) bool {
	h := e.Header()
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.character(h.Character)
	if h.ReceivedAt.After(c.lastSeen) {
		c.lastSeen = h.ReceivedAt
	}
	switch e := e.(type) {
	case *event.Telemetry:
		return c.setTelemetry(e)
	case *event.Vitals:
		if c.vitals != nil && e.Timestamp.Before(c.vitals.Timestamp) {
			return false
		}
		c.vitals = e
	case *event.Cantrips:
		if c.cantrips != nil && e.Timestamp.Before(c.cantrips.Timestamp) {
			return false
		}
		c.cantrips = e
	case *event.NearbyObjects:
		if c.nearby != nil && e.Timestamp.Before(c.nearby.Timestamp) {
			return false
		}
		c.nearby = e
	case *event.Quest:
		return c.setQuest(e)
	case *event.Chat:
		c.chat.add(e)
	case *event.DungeonMap:
		s.maps.add(e)
	}
	return true
}

// setTelemetry keeps the newest pulse by the plugin's clock, whichever session it belongs to: a late one, of this
// session or of one before, changes nothing.
func (c *character) setTelemetry(t *event.Telemetry) bool {
	if c.telemetry != nil {
		if t.Timestamp.Before(c.telemetry.Timestamp) {
			return false
		}
		if t.SessionID != c.telemetry.SessionID && t.Timestamp.Equal(c.telemetry.Timestamp) {
			return false
		}
	}
	c.telemetry = t
	if !indoors(t.Landcell) && t.EW.Known && t.NS.Known {
		c.outdoorEW, c.outdoorNS = t.EW, t.NS
	}
	return true
}

func (c *character) setQuest(q *event.Quest) bool {
	before, ok := c.quests[q.QuestName]
	if ok && q.Timestamp.Before(before.Timestamp) {
		return false
	}
	if c.quests == nil {
		c.quests = make(map[string]*event.Quest)
	}
	if !ok && len(c.quests) >= maxQuests {
		var oldest *event.Quest
		for _, known := range c.quests {
			if oldest == nil || known.Timestamp.Before(oldest.Timestamp) {
				oldest = known
			}
		}
		delete(c.quests, oldest.QuestName)
	}
	c.quests[q.QuestName] = q
	return true
}

// character finds or makes a character; when there are too many, the one that was not seen for longest goes.
func (s *State) character(name string) *character {
	if c, ok := s.characters[name]; ok {
		return c
	}
	if len(s.characters) >= maxCharacters {
		var oldest *character
		for _, c := range s.characters {
			if oldest == nil || c.lastSeen.Before(oldest.lastSeen) {
				oldest = c
			}
		}
		delete(s.characters, oldest.name)
	}
	c := &character{name: name}
	s.characters[name] = c
	return c
}

// Players returns the characters of which anything was received within the last while, sorted by name.
func (s *State) Players(within time.Duration) []Player {
	since := s.now().Add(-within)
	s.mu.RLock()
	players := make([]Player, 0, len(s.characters))
	for _, c := range s.characters {
		if !c.lastSeen.Before(since) {
			players = append(players, c.player())
		}
	}
	s.mu.RUnlock()
	slices.SortFunc(players, func(a, b Player) int { return strings.Compare(a.CharacterName, b.CharacterName) })
	return players
}

// Player returns one character, however long ago it was seen; false when the state knows nothing of it.
func (s *State) Player(name string) (Player, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c, ok := s.characters[name]
	if !ok {
		return Player{}, false
	}
	return c.player(), true
}

// Knows reports whether anything of the character was received.
func (s *State) Knows(name string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.characters[name]
	return ok
}

// Vitals returns the newest vitals of each character that sent any, sorted by name.
func (s *State) Vitals() []*event.Vitals {
	s.mu.RLock()
	vitals := make([]*event.Vitals, 0, len(s.characters))
	for _, c := range s.characters {
		if c.vitals != nil {
			vitals = append(vitals, c.vitals)
		}
	}
	s.mu.RUnlock()
	slices.SortFunc(vitals, func(a, b *event.Vitals) int { return strings.Compare(a.Character, b.Character) })
	return vitals
}

// Quests returns every quest timer that is known, sorted by character, then by quest.
func (s *State) Quests() []*event.Quest {
	s.mu.RLock()
	var quests []*event.Quest
	for _, c := range s.characters {
		for _, q := range c.quests {
			quests = append(quests, q)
		}
	}
	s.mu.RUnlock()
	slices.SortFunc(quests, func(a, b *event.Quest) int {
		return cmp.Or(strings.Compare(a.Character, b.Character), strings.Compare(a.QuestName, b.QuestName))
	})
	return quests
}

// Cantrips returns the newest list of a character's cantrips; false when there is none.
func (s *State) Cantrips(name string) (*event.Cantrips, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if c, ok := s.characters[name]; ok && c.cantrips != nil {
		return c.cantrips, true
	}
	return nil, false
}

// Nearby returns the newest list of what is near a character; false when there is none.
func (s *State) Nearby(name string) (*event.NearbyObjects, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if c, ok := s.characters[name]; ok && c.nearby != nil {
		return c.nearby, true
	}
	return nil, false
}

// Chat returns a character's last chat lines in the order of receipt, at most 200; tells only if tells is true.
func (s *State) Chat(name string, tells bool) []*event.Chat {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c, ok := s.characters[name]
	if !ok {
		return nil
	}
	lines := c.chat.lines()
	if !tells {
		lines = slices.DeleteFunc(lines, (*event.Chat).Tell)
	}
	return lines
}

// DungeonMap returns a landblock's floor plan ("0x01C9", "01c9") if it is among the last 64 that were received.
func (s *State) DungeonMap(landblock string) (*event.DungeonMap, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, ok := s.maps.byLandblock[landblockKey(landblock)]
	return m, ok
}
