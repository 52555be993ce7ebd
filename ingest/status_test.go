package ingest

import (
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

func TestRatesAreTheMeanOfTheLastMinute(t *testing.T) {
	at := time.Unix(1_000_000, 500_000_000)
	r := newRates(at)
	if perSecond, last := r.read(at); len(perSecond) != 0 || !last.IsZero() {
		t.Errorf("at the start: %v, %v", perSecond, last)
	}
	// 10 s of two telemetry a second: the mean is of the 10 s that there were.
	for range 10 {
		r.add(event.TypeTelemetry, at)
		r.add(event.TypeTelemetry, at)
		at = at.Add(time.Second)
	}
	r.add("a type of the day after tomorrow", at)
	if perSecond, last := r.read(at); perSecond[event.TypeTelemetry] != 2 || perSecond["unknown"] != .1 || len(perSecond) != 2 || !last.Equal(at) {
		t.Errorf("after 10 s: %v, %v", perSecond, last)
	}
	// 90 s later there is nothing left of it.
	for range 90 {
		at = at.Add(time.Second)
		r.add(event.TypeRare, at)
	}
	if perSecond, _ := r.read(at); perSecond[event.TypeRare] != 1 || len(perSecond) != 1 {
		t.Errorf("after 100 s: %v", perSecond)
	}
	// Half a minute of silence.
	if perSecond, _ := r.read(at.Add(30 * time.Second)); perSecond[event.TypeRare] != .5 {
		t.Errorf("after 30 s of silence: %v", perSecond)
	}
	if perSecond, last := r.read(at.Add(time.Hour)); len(perSecond) != 0 || !last.Equal(at) {
		t.Errorf("after an hour of silence: %v, %v", perSecond, last)
	}
	// A clock that is set back counts on.
	r.add(event.TypeSpawn, at)
	if perSecond, _ := r.read(at); len(perSecond) != 1 {
		t.Errorf("set back: %v", perSecond)
	}
}

func TestStatusCountsSocketsCharactersAndEvents(t *testing.T) {
	r := newRig(t, Options{})
	if s := r.gateway.Status(); s.Sockets != 0 || s.Characters != 0 || !s.LastEventAt.IsZero() {
		t.Errorf("at the start: %+v", s)
	}
	p, q := r.connect(), r.connect()
	p.send(`{"type":"register","character_name":"A"}`, `{"type":"vitals","character_name":"B"}`)
	q.send(`{"type":"vitals","character_name":"B"}`, `{"type":"nonsense","character_name":"B"}`)
	eventually(t, "two sockets with two characters", func() bool {
		s := r.gateway.Status()
		return s.Sockets == 2 && s.Characters == 2 && s.EventsPerSecond[event.TypeVitals] > s.EventsPerSecond["unknown"] &&
			s.EventsPerSecond["unknown"] > 0 && s.EventsPerSecond[event.TypeRegister] > 0 && time.Since(s.LastEventAt) < time.Minute
	})
	_ = p.conn.Close()
	eventually(t, "one socket left", func() bool {
		s := r.gateway.Status()
		return s.Sockets == 1 && s.Characters == 1
	})
}
