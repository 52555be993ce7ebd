package live

import (
	"context"
	"encoding/json"
	"time"

	"github.com/olahol/melody"

	"github.com/mosswart/overlord/ingest/event"
)

const (
	commandTimeout  = 10 * time.Second
	maxMessageTypes = 64
	maxIDLength     = 64
	minBatch        = 20 * time.Millisecond
	maxBatch        = time.Second
	snapshotWithin  = 30 * time.Second // as GET /live
)

// request is what a browser sends.
type request struct {
	Type string `json:"type"`

	MessageTypes []event.Type `json:"message_types"` // nil: all
	BatchMS      float64      `json:"batch_ms"`
	Snapshot     bool         `json:"snapshot"`

	PlayerName string  `json:"player_name"`
	Landblock  string  `json:"landblock"`
	Command    *string `json:"command"`
	ID         string  `json:"id"`
}

// received handles one frame, in the goroutine that reads the socket, and does not block for long.
func (l *listener) received(text []byte) {
	if !l.requests.Allow() {
		l.malformed("too many requests")
		return
	}
	var r request
	if err := json.Unmarshal(text, &r); err != nil {
		l.malformed("not understood: send a JSON object as the contract has it")
		return
	}
	switch {
	case r.Type == "subscribe":
		l.subscribe(r)
	case r.Type == "request_dungeon_map":
		l.dungeonMap(r)
	case (r.Type == "" || r.Type == "command") && r.Command != nil:
		l.command(Command{Player: r.PlayerName, Text: *r.Command, ID: r.ID})
	default:
		l.malformed("unknown type of message")
	}
}

// malformed answers with an error frame; a browser that goes on is closed with 1008.
func (l *listener) malformed(message string) {
	l.hub.metrics.malformed.Inc()
	if !l.forgivable.Allow() {
		l.close(melody.ClosePolicyViolation, "too many malformed messages", "malformed")
		return
	}
	l.refuse(message)
}

func (l *listener) refuse(message string) {
	l.tell(struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	}{"error", message})
}

// subscribe replaces what the socket hears, and how.
func (l *listener) subscribe(r request) {
	if len(r.MessageTypes) > maxMessageTypes {
		l.malformed("too many message_types")
		return
	}
	var wants map[event.Type]struct{}
	if r.MessageTypes != nil {
		wants = make(map[event.Type]struct{}, len(r.MessageTypes))
		for _, t := range r.MessageTypes {
			wants[t] = struct{}{}
		}
	}
	l.mu.Lock()
	l.wants = wants
	l.batch = batchPeriod(r.BatchMS)
	l.queue.setCoalesce(l.batch > 0)
	l.mu.Unlock()
	if r.Snapshot {
		l.snapshot()
	}
	l.rouse()
}

// batchPeriod clamps batch_ms; without one, or with 0, there are no batches.
func batchPeriod(ms float64) time.Duration {
	if ms <= 0 {
		return 0
	}
	return time.Duration(min(max(ms, float64(minBatch/time.Millisecond)), float64(maxBatch/time.Millisecond)) * float64(time.Millisecond))
}

type snapshot struct {
	Type    string   `json:"type"`
	Players []Player `json:"players"`
}

// snapshot sends the players as GET /live has them, without totals. What is queued of the same kinds is older. The lock
// keeps events that are newer than the snapshot from being queued, and sent, before it.
func (l *listener) snapshot() {
	l.mu.Lock()
	l.queue.supersede(event.TypeTelemetry, event.TypeVitals)
	ok := l.tellLocked(snapshot{"snapshot", l.hub.state.Players(snapshotWithin)})
	l.mu.Unlock()
	if !ok {
		l.close(melody.CloseTryAgainLater, "too slow", "behind")
	}
}

// dungeonMap answers from memory if it can, since floor plans do not change, and else asks the plugin, whose answer
// goes to everybody as an event.
func (l *listener) dungeonMap(r request) {
	if r.PlayerName == "" || landblockKey(r.Landblock) == "" || len(r.Landblock) > maxLandblockName {
		l.malformed("request_dungeon_map needs player_name and landblock")
		return
	}
	if m, ok := l.hub.state.DungeonMap(r.Landblock); ok {
		l.tell([]byte(m.Raw))
		return
	}
	plugins := l.hub.parties.Load().plugins
	if plugins == nil || !plugins.RequestDungeonMap(r.PlayerName, r.Landblock) {
		l.refuse("no plugin of that character is connected")
	}
}

// command queues a command for obey.
func (l *listener) command(c Command) {
	if len(c.ID) > maxIDLength {
		l.malformed("id is longer than 64 bytes")
		return
	}
	select {
	case l.commands <- c:
	default:
		l.report(c, CommandFailed, "too many commands are waiting")
	}
}

// obey carries commands out one after the other, so that they keep their order, until the socket ends.
func (l *listener) obey() {
	for {
		select {
		case <-l.ctx.Done():
			return
		case c := <-l.commands:
			commander := l.hub.parties.Load().commander
			if commander == nil {
				l.report(c, CommandFailed, "commands are not available")
				continue
			}
			ctx, cancel := context.WithTimeout(l.ctx, commandTimeout)
			state, why := commander.Command(ctx, l.viewer, c)
			cancel()
			l.report(c, state, why)
		}
	}
}

func (l *listener) report(c Command, state CommandState, why string) {
	l.hub.metrics.commands.WithLabelValues(string(state)).Inc()
	if c.ID == "" {
		return
	}
	l.tell(struct {
		Type  string       `json:"type"`
		ID    string       `json:"id"`
		State CommandState `json:"state"`
		Why   string       `json:"why,omitempty"`
	}{"command_status", c.ID, state, why})
}
