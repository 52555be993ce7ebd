// Package sim is a simulated guild: characters that live on Dereth and tell a tracker about it, over real WebSockets,
// in the plugin's protocol. It is what `overlord simulate` and `overlord serve --demo` run, and what tests send.
//
// Each character is a state machine of its own (it rests in a town, travels, hunts round a camp, explores a dungeon,
// dies) that is advanced in steps of simulated time and depends on nothing but the seed and the start of the clock:
// the same seed gives the same guild and the same events, whatever happens on the network. A connection carries them,
// and can be told to misbehave: to send frames twice, out of order, or to break.
package sim

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"
)

// Options say what to simulate. The zero value of a field means its default.
type Options struct {
	// URL of the tracker's plugin endpoint, such as ws://127.0.0.1:8770/ws/position. Required.
	URL string
	// Secret is sent as X-Plugin-Secret. Required.
	Secret string
	// Characters is the size of the guild, 1 to 2,000; 60 by default.
	Characters int
	// Seed decides everything that happens.
	Seed uint64
	// Duration of simulated time after which Run returns; 0 runs until the context ends.
	Duration time.Duration
	// Speed is simulated seconds per real second, 1 by default. With a Duration the events' timestamps are those of
	// the simulated time that ends when Run does (history told fast). Without one they are the real time, and things
	// happen faster.
	Speed float64
	// Drama multiplies the chance of what is rare: finds, deaths, journeys. 1 by default, when a guild of 60 finds a
	// rare and loses somebody every few minutes.
	Drama float64
	// Relog is the mean simulated time between two logins (sessions) of a character; 90 minutes by default.
	Relog time.Duration

	// Resend is the fraction of frames that are sent twice, 0 to 1.
	Resend float64
	// Reorder is the fraction of frames that are sent up to six frames late, 0 to 1.
	Reorder float64
	// ReconnectEvery is the mean simulated time between two cuts of each connection; 0 never cuts. What the server
	// has not confirmed is sent again.
	ReconnectEvery time.Duration

	// Storms is how often all sockets are cut at once, evenly over the Duration, which must be given then.
	Storms int

	// Now is the clock that timestamps start from; time.Now by default.
	Now func() time.Time
	// Log receives connections, faults and commands; nothing is logged when it is nil.
	Log *slog.Logger
}

const (
	defaultCharacters = 60
	maxCharacters     = 2000
	defaultRelog      = 90 * time.Minute
)

// ErrRefused says that the server answered and does not want us: a wrong secret, or not a plugin endpoint.
var ErrRefused = errors.New("refused by the server")

func (o Options) withDefaults() (Options, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || (u.Scheme != "ws" && u.Scheme != "wss") {
		return o, fmt.Errorf("simulate: url %q: want ws://host/path or wss://host/path", o.URL)
	}
	if o.Secret == "" {
		return o, errors.New("simulate: no secret: the server lets nobody in without one")
	}
	if o.Characters == 0 {
		o.Characters = defaultCharacters
	}
	if o.Speed == 0 {
		o.Speed = 1
	}
	if o.Drama == 0 {
		o.Drama = 1
	}
	if o.Relog == 0 {
		o.Relog = defaultRelog
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	switch {
	case o.Characters < 0 || o.Characters > maxCharacters:
		return o, fmt.Errorf("simulate: %d characters: want 1 to %d", o.Characters, maxCharacters)
	case o.Speed < 0 || o.Drama < 0 || o.Duration < 0 || o.Relog < 0 || o.ReconnectEvery < 0:
		return o, errors.New("simulate: speed, drama and times cannot be negative")
	case o.Storms < 0 || o.Storms > 0 && o.Duration == 0:
		return o, errors.New("simulate: storms are spread over a run: they want a duration")
	case o.Resend < 0 || o.Resend > 1 || o.Reorder < 0 || o.Reorder > 1:
		return o, errors.New("simulate: resend and reorder are fractions, 0 to 1")
	}
	return o, nil
}

// clock turns simulated time since the start into timestamps.
func (o Options) clock() clock {
	now := o.Now().UTC().Truncate(time.Microsecond)
	if o.Duration > 0 {
		took := time.Duration(float64(o.Duration) / o.Speed)
		return clock{start: now.Add(took - o.Duration), pace: 1}
	}
	return clock{start: now, pace: o.Speed}
}

type clock struct {
	start time.Time
	pace  float64 // simulated seconds per second of the timestamps
}

func (c clock) at(simulated time.Duration) time.Time {
	return c.start.Add(time.Duration(float64(simulated) / c.pace)).Truncate(time.Microsecond)
}
