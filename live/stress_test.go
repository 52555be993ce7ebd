package live

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// For the race detector: plugins send, browsers come, subscribe and go, users are signed out, all at once. What is left
// of it is that a browser who stays hears each rare of a character in order.
func TestComingAndGoingBesideTheStream(t *testing.T) {
	r := newRig(t, HubOptions{})
	stays := r.connect(Viewer{UserID: 1})
	stays.subscribe(`{"type":"subscribe","message_types":["rare"],"batch_ms":20}`)
	const characters, rares = 4, 150
	var wg sync.WaitGroup
	for c := range characters {
		name := fmt.Sprintf("C%d", c)
		var events []event.Event
		for i := range rares {
			events = append(events, at(t, i, "telemetry", name, ""), at(t, i, "vitals", name, ""), at(t, i, "rare", name, fmt.Sprintf(`"name":"%d"`, i)))
		}
		wg.Go(func() {
			for i := range events {
				r.consume(events[i : i+1]...)
				r.hub.State().Players(time.Hour)
			}
		})
	}
	for i := range 10 {
		conn, _, _ := r.dial(Viewer{UserID: 2 + i%2, SessionID: "s"}, nil)
		b := &browser{t: t, conn: conn, ended: make(chan error, 1)}
		go b.read()
		b.send(`{"type":"subscribe","snapshot":true,"batch_ms":20}`, `{"type":"subscribe"}`)
		switch i % 3 {
		case 0:
			_ = conn.Close()
		case 1:
			r.hub.CloseUser(2 + i%2)
		default:
			r.hub.CloseSession("s")
		}
		defer func() { _ = conn.Close() }()
	}
	wg.Wait()
	heard := map[string]int{}
	total := 0
	eventually(t, "every rare", func() bool {
		clear(heard)
		total = 0
		for _, text := range stays.received() {
			var batch struct {
				Type   string
				Events []struct {
					Name          string
					CharacterName string `json:"character_name"`
				}
			}
			if err := json.Unmarshal([]byte(text), &batch); err != nil || batch.Type != "batch" {
				t.Fatalf("%s: %v", text, err)
			}
			for _, e := range batch.Events {
				if e.Name != fmt.Sprint(heard[e.CharacterName]) {
					t.Fatalf("%s: rare %s, want %d", e.CharacterName, e.Name, heard[e.CharacterName])
				}
				heard[e.CharacterName]++
				total++
			}
		}
		return total == characters*rares
	})
}

func FuzzRequest(f *testing.F) {
	for _, seed := range []string{
		`{"type":"subscribe","message_types":["rare","chat"],"batch_ms":50,"snapshot":true}`,
		`{"type":"request_dungeon_map","player_name":"A","landblock":"0x01C9"}`,
		`{"player_name":"A","command":"/mm report","id":"1"}`,
		`{"type":"subscribe","batch_ms":1e308}`, `{"type":"subscribe","message_types":null}`, `[]`, `null`, `{`,
	} {
		f.Add([]byte(seed))
	}
	h := NewHub(HubOptions{Plugins: plugins{make(chan string, 1)}})
	h.Consume([]event.Event{at(f, 0, "dungeon_map", "A", `"landblock":"0x01C9"`)})
	f.Fuzz(func(t *testing.T, text []byte) {
		l := newListener(h, Viewer{UserID: 1})
		defer l.ended()
		h.Connect(nil, plugins{make(chan string, 1)})
		l.received(text)
		if l.batch != 0 && (l.batch < minBatch || l.batch > maxBatch) || len(l.wants) > maxMessageTypes || len(l.control) > 1 || len(l.commands) > 1 {
			t.Fatalf("batch %v, %d types, %d answers, %d commands", l.batch, len(l.wants), len(l.control), len(l.commands))
		}
		for _, message := range l.control {
			raw, ok := message.([]byte)
			if !ok {
				var err error
				if raw, err = json.Marshal(message); err != nil {
					t.Fatal(err)
				}
			}
			if !json.Valid(raw) {
				t.Fatalf("answer %s", raw)
			}
		}
	})
}
