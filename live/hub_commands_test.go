package live

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
)

type commander struct {
	mu   sync.Mutex
	got  []Command
	hold chan struct{}
}

func (c *commander) Command(ctx context.Context, v Viewer, command Command) (CommandState, string) {
	if c.hold != nil {
		select {
		case <-c.hold:
		case <-ctx.Done():
			return CommandFailed, "cancelled"
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.got = append(c.got, command)
	if command.Player == "gone" {
		return CommandFailed, "not \"connected\""
	}
	return CommandSent, ""
}

func TestCommandsAreCarriedOutInOrderAndAnsweredIfTheyHaveAnID(t *testing.T) {
	c := &commander{hold: make(chan struct{})}
	r := newRig(t, HubOptions{})
	r.hub.Connect(c, nil)
	b := r.connect(Viewer{UserID: 1})
	b.send(`{"player_name":"A","command":"1","id":"a"}`, `{"player_name":"A","command":"2"}`, `{"player_name":"gone","command":"3","id":"c"}`)
	// The reading goroutine does not wait for the commander.
	b.send(`{"type":"subscribe","message_types":["rare"]}`, `{"type":"nonsense"}`)
	if got := b.waitFor(1)[0]; !strings.Contains(got, `"error"`) {
		t.Errorf("%s", got)
	}
	r.consume(at(t, 0, "rare", "A", ""))
	b.waitFor(2)
	close(c.hold)
	got := b.waitFor(4)[2:]
	want := `{"type":"command_status","id":"a","state":"sent"} {"type":"command_status","id":"c","state":"failed","why":"not \"connected\""}`
	if strings.Join(got, " ") != want {
		t.Errorf("%s", got)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if fmt.Sprint(c.got) != "[{A 1 a} {A 2 } {gone 3 c}]" {
		t.Errorf("%v", c.got)
	}
}

func TestTooManyWaitingCommandsFail(t *testing.T) {
	c := &commander{hold: make(chan struct{})}
	r := newRig(t, HubOptions{Commander: c})
	b := r.connect(Viewer{UserID: 1})
	for i := range maxCommands + 5 {
		b.send(fmt.Sprintf(`{"player_name":"A","command":"x","id":"%d"}`, i))
	}
	for _, text := range b.waitFor(4) { // one is with the commander, or not yet
		if !strings.Contains(text, `"failed"`) {
			t.Errorf("%s", text)
		}
	}
	close(c.hold)
	b.waitFor(maxCommands + 5)
}

type plugins struct{ asked chan string }

func (p plugins) RequestDungeonMap(player, landblock string) bool {
	p.asked <- player + " " + landblock
	return player == "A"
}

func TestDungeonMapIsAskedOfThePluginAndAnsweredFromMemoryAfterwards(t *testing.T) {
	p := plugins{make(chan string, 10)}
	r := newRig(t, HubOptions{Plugins: p})
	b := r.connect(Viewer{UserID: 1})
	b.subscribe(`{"type":"subscribe","message_types":["dungeon_map"]}`)
	b.send(`{"type":"request_dungeon_map","player_name":"A","landblock":"0x01C9"}`)
	if got := <-p.asked; got != "A 0x01C9" {
		t.Errorf("asked %s", got)
	}
	m := at(t, 0, "dungeon_map", "A", `"landblock":"0x01C9","levels":[]`)
	r.consume(m)
	b.waitFor(1)
	b.send(`{"type":"request_dungeon_map","player_name":"B","landblock":"0x01c9"}`)
	if got := b.waitFor(2); got[0] != string(m.Header().Raw) || got[1] != got[0] {
		t.Errorf("%s", got)
	}
	b.send(`{"type":"request_dungeon_map","player_name":"B","landblock":"0x01CA"}`)
	if got := b.waitFor(3)[2]; got != `{"type":"error","message":"no plugin of that character is connected"}` {
		t.Errorf("%s", got)
	}
	if len(p.asked) != 1 {
		t.Errorf("asked %d times more", len(p.asked))
	}
}
