package suits

import (
	"encoding/json"
	"slices"
	"sync"
)

// Event is one thing that happened in a run. ID rises from 1.
type Event struct {
	ID   int
	Name string // phase, suit, bound, progress, done or error
	Data json.RawMessage
}

// Names of events; a run ends with one of the last two.
const (
	EventPhase    = "phase"
	EventSuit     = "suit"
	EventBound    = "bound"
	EventProgress = "progress"
	EventDone     = "done"
	EventError    = "error"
)

// Feed is what happened in a run, as far as it still matters: of phases, bounds and progress the newest, of suits the
// newest of each rank. So it stays small, and whoever comes late or comes back misses nothing. It is safe for concurrent
// use.
type Feed struct {
	mu      sync.Mutex
	events  []feedEvent
	last    int
	over    bool
	changed chan struct{}
}

type feedEvent struct {
	Event
	rank int // of a suit
}

func newFeed() *Feed { return &Feed{changed: make(chan struct{})} }

// After is what matters of what came after an event, 0 for all of it; changed is closed when there is more; over says
// that nothing more will come.
func (f *Feed) After(id int) (events []Event, changed <-chan struct{}, over bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.events {
		if e.ID > id {
			events = append(events, e.Event)
		}
	}
	return events, f.changed, f.over
}

// tell adds an event in the place of the one of the same name, and rank, before it. A value that does not marshal is a
// fault of the program.
func (f *Feed) tell(name string, rank int, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over {
		return
	}
	f.events = slices.DeleteFunc(f.events, func(e feedEvent) bool { return e.Name == name && e.rank == rank })
	f.last++
	f.events = append(f.events, feedEvent{Event{f.last, name, data}, rank})
	f.over = name == EventDone || name == EventError
	close(f.changed)
	f.changed = make(chan struct{})
}

// What the events say.
type phaseEvent struct {
	Name  string `json:"name"` // queued, reading, searching, explaining
	Ahead int    `json:"ahead"`
}

type suitEvent struct {
	Rank    int     `json:"rank"`
	Suit    Suit    `json:"suit"`
	Seconds float64 `json:"seconds"`
}

type boundEvent struct {
	Covered    int     `json:"covered"`
	Wanted     int     `json:"wanted"`
	ArmorLevel int64   `json:"armor_level"`
	Upper      Bound   `json:"upper"`
	Seconds    float64 `json:"seconds"`
}

type progressEvent struct {
	Share   float64 `json:"share"`
	Nodes   int64   `json:"nodes"`
	Seconds float64 `json:"seconds"`
}

// Finished is the data of the event done.
type Finished struct {
	State  State   `json:"state"`
	Answer *Answer `json:"answer"`
}

type errorEvent struct {
	Title string `json:"title"`
}

// End is the last event of a run that is over.
func (r *Run) End() (name string, data json.RawMessage) {
	var value any = Finished{State: r.State, Answer: r.Answer}
	if name = EventDone; r.State == Failed {
		name, value = EventError, errorEvent{Title: r.Failure}
	}
	data, err := json.Marshal(value)
	if err != nil {
		panic(err) // plain data
	}
	return name, data
}
