package sim

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func quick(tr *tracker) Options {
	return Options{
		URL: tr.url(), Secret: testSecret, Seed: 21, Characters: 12, Duration: 40 * time.Second, Speed: 40, Drama: 80,
		Relog: 30 * time.Second,
	}
}

// arrived counts what a tracker has read, by type: every frame, and every different one.
func (tr *tracker) arrived(t *testing.T) (frames, distinct map[string]int) {
	t.Helper()
	tr.mu.Lock()
	defer tr.mu.Unlock()
	frames, distinct = map[string]int{}, map[string]int{}
	seen := map[string]bool{}
	for _, texts := range tr.frames {
		for _, text := range texts {
			var head struct {
				Type string `json:"type"`
			}
			if err := json.Unmarshal([]byte(text), &head); err != nil {
				t.Fatalf("%v: %.200s", err, text)
			}
			frames[head.Type]++
			if !seen[text] {
				distinct[head.Type]++
			}
			seen[text] = true
		}
	}
	return frames, distinct
}

func checkArrived(t *testing.T, tr *tracker, s Summary) {
	t.Helper()
	frames, distinct := tr.arrived(t)
	for kind, n := range s.Distinct {
		switch kind {
		case kindRegister: // all alike
		case kindPortal, kindDeath: // identities are coarser, or wider, than frames
			if distinct[kind] == 0 && frames[kind] != s.Frames[kind] {
				t.Errorf("%s: %d arrived, %d sent", kind, distinct[kind], n)
			}
		default:
			if distinct[kind] != n {
				t.Errorf("%s: %d different ones arrived, %d sent", kind, distinct[kind], n)
			}
		}
	}
	if s.Lost != 0 {
		t.Errorf("%d lost", s.Lost)
	}
}

func TestAllThatIsSentArrives(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	s, err := Run(t.Context(), quick(tr))
	if err != nil {
		t.Fatal(err)
	}
	checkArrived(t, tr, s)
	frames, _ := tr.arrived(t)
	for kind, n := range s.Frames {
		if frames[kind] != n {
			t.Errorf("%s: %d frames arrived, %d sent", kind, frames[kind], n)
		}
	}
	if s.Resent != 0 || s.Reordered != 0 || len(s.PerCharacter) != 12 || s.Frames[kindRegister] != s.Connects || s.Connects <= 12 {
		t.Errorf("%+v", s)
	}
	if n := s.Distinct[kindTelemetry]; n < 12*17 || n > 12*21 {
		t.Errorf("%d telemetry frames in 40 s", n)
	}
	for _, c := range s.PerCharacter {
		if c.SheetAsOf.IsZero() || len(c.Sessions) == 0 || c.LastAt.After(time.Now().Add(time.Second)) {
			t.Errorf("%+v", c)
		}
	}
	for name, texts := range tr.frames {
		if !strings.Contains(texts[0], `"type":"register"`) {
			t.Errorf("%s begins with %.100s", name, texts[0])
		}
	}
}

func TestFaultsRepeatAndReorderButLoseNothing(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	o := quick(tr)
	now := time.Now()
	o.Now = func() time.Time { return now }
	plain, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	tr = newTracker(t)
	o.URL, o.Resend, o.Reorder, o.ReconnectEvery = tr.url(), 0.3, 0.2, 10*time.Second
	s, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	checkArrived(t, tr, s)
	total := 0
	for kind, n := range plain.Distinct {
		total += n
		if kind != kindRegister && s.Distinct[kind] != n {
			t.Errorf("%s: %d with faults, %d without", kind, s.Distinct[kind], n)
		}
	}
	if s.Resent < total*25/100 || s.Reordered < total*15/100 || s.Connects < plain.Connects+12 {
		t.Errorf("of %d frames %d again, %d late, %d sockets", total, s.Resent, s.Reordered, s.Connects)
	}
}

func TestABrokenConnectionIsReplacedAndItsFramesSentAgain(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	tr.cuts, tr.cutAfter = 20, 30
	o := quick(tr)
	o.Characters, o.Speed = 6, 20
	s, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	checkArrived(t, tr, s)
	if s.Connects < 20 || s.Resent == 0 {
		t.Errorf("%d sockets, %d frames again", s.Connects, s.Resent)
	}
}

func TestStormsCutEverySocketAtOnceAndLoseNothing(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	o := quick(tr)
	o.Storms, o.Speed = 2, 20
	s, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	checkArrived(t, tr, s)
	if s.Storms != 2 || s.Cuts != 24 || s.Connects < 12+s.Cuts || s.Resent == 0 {
		t.Errorf("%d storms, %d sockets cut, %d opened, %d frames again", s.Storms, s.Cuts, s.Connects, s.Resent)
	}
	for _, c := range s.PerCharacter {
		if c.Inventory.Count < fewestThings/2 || len(c.Inventory.IDs) != c.Inventory.Count || c.Inventory.Digest == "" {
			t.Errorf("%s: %+v", c.Name, c.Inventory)
		}
	}
}

func TestTheSummarySaysHowEverySessionWasFought(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	o := quick(tr)
	o.Resend = 0.3
	s, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	newest := map[string]CombatTotals{}
	as := map[string]string{}
	for _, texts := range tr.frames {
		for _, text := range texts {
			var e struct {
				Type, Timestamp string
				SessionID       string `json:"session_id"`
				Session         CombatTotals
			}
			if err := json.Unmarshal([]byte(text), &e); err != nil {
				t.Fatal(err)
			}
			if e.Type == kindCombatStats && e.Timestamp > as[e.SessionID] {
				as[e.SessionID], newest[e.SessionID] = e.Timestamp, e.Session
			}
		}
	}
	told := 0
	for _, c := range s.PerCharacter {
		var sum CombatTotals
		for _, session := range c.Sessions {
			sum.add(session.Combat)
			if session.CombatAsOf.IsZero() {
				continue
			}
			told++
			if session.Combat != newest[session.SessionID] || !json.Valid(session.Monsters) {
				t.Errorf("%s: %+v, sent %+v", c.Name, session, newest[session.SessionID])
			}
		}
		if sum != c.Combat {
			t.Errorf("%s: %+v, the sessions' sum is %+v", c.Name, c.Combat, sum)
		}
	}
	if told != len(newest) || told < 12 {
		t.Errorf("%d sessions with fights in the summary, %d sent", told, len(newest))
	}
}

func TestAServerThatIsAwayIsWaitedFor(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	tr.away = true
	back := time.AfterFunc(600*time.Millisecond, func() {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		tr.away = false
	})
	defer back.Stop()
	o := quick(tr)
	o.Characters, o.Duration = 3, 10*time.Second
	s, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	checkArrived(t, tr, s)
}

func TestAWrongSecretIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	o := quick(tr)
	o.Secret, o.Duration, o.Speed = "not-to-be-told", 0, 1
	began := time.Now()
	_, err := Run(t.Context(), o)
	if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("after %v", took)
	}
	if err != nil && strings.Contains(err.Error(), o.Secret) {
		t.Errorf("the error tells the secret: %v", err)
	}
}

func TestEndingTheContextStopsARunWithoutEnd(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	o := quick(tr)
	o.Duration, o.Speed = 0, 5
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	type result struct {
		s   Summary
		err error
	}
	done := make(chan result, 1)
	go func() {
		s, err := Run(ctx, o)
		done <- result{s, err}
	}()
	eventually(t, "frames arrive", func() bool { n, _ := tr.count(); return n > 300 })
	cancel()
	select {
	case r := <-done:
		if r.err != nil {
			t.Error(r.err)
		}
		checkArrived(t, tr, r.s)
		for _, c := range r.s.PerCharacter {
			if c.LastAt.After(time.Now().Add(time.Second)) {
				t.Errorf("%s tells of the future: %v", c.Name, c.LastAt)
			}
		}
	case <-time.After(10 * time.Second):
		t.Fatal("still running 10 s later")
	}
}

func TestEndingTheContextBeforeTheDurationIsAnError(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	o := quick(tr)
	o.Duration, o.Speed = time.Hour, 1
	ctx, cancel := context.WithCancel(t.Context())
	stop := time.AfterFunc(100*time.Millisecond, cancel)
	defer stop.Stop()
	if _, err := Run(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCommandsAreObeyedAndAnswered(t *testing.T) {
	t.Parallel()
	tr := newTracker(t)
	o := quick(tr)
	o.Characters, o.Duration, o.Speed, o.Drama = 2, 0, 1, 0.001
	who := guild(options(o.Seed, 2, 1), options(o.Seed, 2, 1).clock())[0].name
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan Summary, 1)
	go func() {
		s, err := Run(ctx, o)
		if err != nil {
			t.Error(err)
		}
		done <- s
	}()
	orders := []struct{ command, want string }{
		{"/vt stop", `"vt_state":"Idle"`},
		{"/say hi there", `You say, \"hi there\"`},
		{"/a hello <all>", `[Allegiance] You say, \"hello <all>\"`},
		{"/t Bel, psst", `"text":"You tell Bel, \"psst\"","color":4`},
		{"/mm report", `[MM] 0 kills`},
		{"/ls", `is recalling to the lifestone.","color":23`},
		{"/dance", `Command received: /dance`},
		{"/die", `You were killed by your own hand!`},
		{"/vt start", `Command received: /vt start`},
	}
	for _, order := range orders {
		text, err := json.Marshal(map[string]string{"player_name": who, "command": order.command})
		if err != nil {
			t.Fatal(err)
		}
		tr.order(t, who, string(text))
		answer, _ := json.Marshal("[MM] Command received: " + order.command)
		eventually(t, order.command+" is answered", func() bool {
			return tr.heard(who, order.want) && tr.heard(who, strings.ReplaceAll(strings.ReplaceAll(string(answer), `\u003c`, "<"), `\u003e`, ">"))
		})
	}
	tr.order(t, who, `{"type":"request_dungeon_map","landblock":"0x0123"}`)
	eventually(t, "the dungeon's map comes", func() bool { return tr.heard(who, `"landblock":"0x0123"`) })
	tr.order(t, who, `{"type":"share_vitals","character_name":"Somebody","health_current":1}`)
	tr.order(t, who, `this is not JSON`)
	tr.order(t, who, `{"player_name":"x","command":"/last"}`)
	eventually(t, "the last command is answered", func() bool { return tr.heard(who, "received: /last") })
	cancel()
	s := <-done
	if len(s.Commands) != len(orders)+1 || s.Commands[1].Command != "/say hi there" || s.Commands[1].Character != who || s.Commands[1].At.IsZero() {
		t.Errorf("commands: %+v", s.Commands)
	}
	if s.Received["command"] != len(orders)+1 || s.Received["share_vitals"] != 1 || s.Received["unreadable"] != 1 || s.Received["request_dungeon_map"] != 1 {
		t.Errorf("received: %v", s.Received)
	}
}

func TestWrongOptionsAreRefused(t *testing.T) {
	t.Parallel()
	good := Options{URL: "ws://127.0.0.1:1/ws/position", Secret: "x"}
	for name, spoil := range map[string]func(*Options){
		"no url": func(o *Options) { o.URL = "" }, "an http url": func(o *Options) { o.URL = "http://127.0.0.1/ws" },
		"no secret": func(o *Options) { o.Secret = "" }, "too many characters": func(o *Options) { o.Characters = 2001 },
		"negative characters": func(o *Options) { o.Characters = -1 }, "negative speed": func(o *Options) { o.Speed = -1 },
		"storms without an end": func(o *Options) { o.Storms = 2 }, "negative storms": func(o *Options) { o.Storms, o.Duration = -1, time.Minute },
		"resend of 30": func(o *Options) { o.Resend = 30 }, "negative reorder": func(o *Options) { o.Reorder = -0.1 },
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			spoil(&o)
			if _, err := Run(t.Context(), o); err == nil || errors.Is(err, ErrRefused) {
				t.Errorf("got %v", err)
			}
		})
	}
}
