package sim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// player is the client of one character: it lets the character live at the right pace, carries what it tells to the
// server, and opens a new socket when one ends. One goroutine runs it.
type player struct {
	*character
	options Options
	tally   *tally
	log     *slog.Logger
	faults  faults
	storms  *storms
	seen    int // storms that have cut this socket

	started time.Time     // real time of the simulation's start
	link    *link         // nil while there is no socket
	opened  time.Time     // when the socket was
	pause   time.Duration // before the next attempt
	nextCut time.Duration

	written     uint64     // number of the last frame written
	asked       uint64     // number of the last frame asked about
	heavy       int        // bytes written since
	unconfirmed []numbered // written, and not known to have been read
	lost        int
}

type numbered struct {
	outgoing
	number uint64
}

const (
	firstPause     = 250 * time.Millisecond
	steady         = 5 * time.Second // a socket that lasted so long was a good one
	longestPause   = 15 * time.Second
	maxUnconfirmed = 5000
	maxBehind      = time.Minute
	lastTries      = 3 // in a row, without any progress
)

func newPlayer(c *character, o Options, t *tally, s *storms) *player {
	p := &player{character: c, options: o, tally: t, storms: s, log: o.Log.With("character", c.name), started: time.Now()}
	p.faults = faults{random: newRandom(o.Seed, 1<<32+uint64(c.order)), resend: o.Resend, reorder: o.Reorder} //nolint:gosec // an index
	p.planCut(0)
	return p
}

// run lives until the duration is over (nil), the context ends (nil) or the server refuses (ErrRefused).
func (p *player) run(ctx context.Context) error {
	defer func() { p.tally.ended(p.name, p.now-tick, p.lost+len(p.unconfirmed), p.inventory()) }()
	if !sleep(ctx, time.Until(p.due())) { // not all at once
		return nil
	}
	for p.options.Duration == 0 || p.now <= p.options.Duration {
		if err := p.connect(ctx); err != nil {
			return p.leaveEarly(ctx, err)
		}
		if !p.wait(ctx) {
			continue // the context or the socket ended
		}
		b := p.step()
		p.tell(b.frames)
		if b.loggedOut {
			p.logOff()
		}
		if p.options.ReconnectEvery > 0 && p.now >= p.nextCut {
			p.cutOff("cut on purpose")
			p.planCut(p.now)
		}
	}
	return p.finish(ctx)
}

// leaveEarly closes what is open when the context has ended, or gives back why the server refuses.
func (p *player) leaveEarly(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	if p.link != nil {
		p.write(p.faults.drain())
	}
	if p.link != nil {
		p.goodbye(time.Second)
	}
	return nil
}

// finish sends what is left and makes sure, as far as it can, that the server has read it.
func (p *player) finish(ctx context.Context) error {
	for tries := 0; tries < lastTries; tries++ {
		before := len(p.unconfirmed)
		if err := p.connect(ctx); err != nil {
			return p.leaveEarly(ctx, err)
		}
		p.write(p.faults.drain())
		if p.link != nil {
			p.goodbye(closeTimeout)
		}
		if len(p.unconfirmed) == 0 {
			break
		}
		if len(p.unconfirmed) < before {
			tries = -1 // it goes forward
		}
	}
	return nil
}

// connect makes sure that there is a socket, and has the context's error or ErrRefused. What the last socket may have
// lost goes first.
func (p *player) connect(ctx context.Context) error {
	for p.link == nil {
		if p.pause > 0 && !sleep(ctx, p.pause/2+rand.N(p.pause/2+1)) { //nolint:gosec // only spreads the load
			break
		}
		l, err := dial(ctx, p.options.URL, p.options.Secret, p.tally)
		if errors.Is(err, ErrRefused) {
			return err
		}
		if err != nil {
			p.backOff()
			p.log.Debug("no connection", "error", err, "pause", p.pause)
			if ctx.Err() != nil {
				break
			}
			continue
		}
		p.log.Debug("connected")
		p.link, p.opened = l, time.Now()
		p.greetServer()
	}
	return ctx.Err()
}

// backOff makes the pause before the next attempt longer.
func (p *player) backOff() { p.pause = min(max(firstPause, 2*p.pause), longestPause) }

// greetServer registers the character on a new socket and sends again what the old one may have lost.
func (p *player) greetServer() {
	again := p.unconfirmed
	p.unconfirmed = nil
	p.put(outgoing{frame: p.registration()})
	for _, n := range again {
		n.again = true
		p.put(n.outgoing)
	}
}

func (p *player) registration() frame {
	body, err := json.Marshal(struct {
		Type      string `json:"type"`
		Character string `json:"character_name"`
	}{kindRegister, p.name})
	if err != nil {
		panic(fmt.Sprintf("sim: encode register: %v", err)) // two strings: cannot be
	}
	return frame{kind: kindRegister, at: p.clock.at(p.now), body: body}
}

// due is the real time of the next step.
func (p *player) due() time.Time {
	return p.started.Add(time.Duration(float64(p.now) / p.options.Speed))
}

// wait holds the next step back until its time has come; meanwhile it obeys the server. False means that it was
// interrupted: the context or the socket ended.
func (p *player) wait(ctx context.Context) bool {
	due := p.due()
	if behind := time.Since(due); p.options.Duration == 0 && behind > maxBehind {
		// It was away for long: what would have happened meanwhile has not.
		p.started = p.started.Add(behind)
		p.clock.start = p.clock.start.Add(behind)
	}
	timer := time.NewTimer(time.Until(due))
	defer timer.Stop()
	for {
		select { // first of all, however late the step may be
		case <-p.storms.after(p.seen):
			p.seen++
			p.cutOff("storm")
			return false
		default:
		}
		select {
		case <-p.storms.after(p.seen):
		case <-ctx.Done():
			return false
		case <-p.link.gone:
			p.breakOff("the server closed the socket")
			return false
		case m := <-p.link.messages:
			if p.answer(m); p.link == nil {
				return false
			}
		case <-timer.C:
			return true
		}
	}
}

func (p *player) answer(m message) {
	if m.Command == "" {
		if block, err := gamedata.ParseLandblock(m.Landblock); err == nil {
			p.tell(p.showDungeon(block))
		}
		return
	}
	frames := p.command(m.Command)
	p.log.Info("command received", "command", m.Command)
	p.tally.command(ReceivedCommand{Character: p.name, Command: m.Command, At: frames[len(frames)-1].at})
	p.tell(frames)
}

// tell sends frames through the faults. Nothing is lost when there is no socket: it is kept for the next one.
func (p *player) tell(frames []frame) {
	for _, f := range frames {
		p.write(p.faults.pass(f))
	}
}

func (p *player) write(out []outgoing) {
	for _, o := range out {
		p.put(o)
	}
}

// put writes one frame, and keeps it until the server has confirmed it, which it is asked for now and then.
func (p *player) put(o outgoing) {
	p.forget()
	p.written++
	if o.kind != kindRegister {
		p.unconfirmed = append(p.unconfirmed, numbered{o, p.written})
	}
	p.tally.sent(p.name, o.frame, o.again, o.late)
	if p.link == nil {
		return
	}
	p.heavy += len(o.body)
	if err := p.link.write(o.body); err != nil {
		p.breakOff("write failed")
		return
	}
	if p.written-p.asked >= confirmEvery || p.heavy >= confirmBytes {
		p.asked, p.heavy = p.written, 0
		if err := p.link.ask(p.written); err != nil {
			p.breakOff("ping failed")
		}
	}
}

// forget drops what the server has confirmed, and the oldest of what is too much.
func (p *player) forget() {
	n := 0
	if p.link != nil {
		confirmed := p.link.confirmed.Load()
		for n < len(p.unconfirmed) && p.unconfirmed[n].number <= confirmed {
			n++
		}
	}
	if rest := len(p.unconfirmed) - n; rest >= maxUnconfirmed {
		p.lost += rest - maxUnconfirmed + 1
		n += rest - maxUnconfirmed + 1
	}
	p.unconfirmed = p.unconfirmed[n:]
}

// logOff ends the session's socket as a client that closes does.
func (p *player) logOff() {
	p.write(p.faults.drain())
	if p.link != nil {
		p.goodbye(closeTimeout)
	}
}

func (p *player) goodbye(patience time.Duration) {
	if p.link.close(patience) {
		p.unconfirmed, p.pause = nil, 0
	}
	p.forget()
	p.link = nil
}

// breakOff gives up a socket that has failed.
func (p *player) breakOff(why string) {
	if time.Since(p.opened) > steady {
		p.pause = 0
	}
	p.backOff()
	p.drop(why)
}

// cutOff ends the socket on purpose.
func (p *player) cutOff(why string) {
	if p.link == nil {
		return
	}
	p.tally.cut()
	p.link.reset()
	p.drop(why)
}

// drop ends the socket without a word.
func (p *player) drop(why string) {
	if p.link == nil {
		return
	}
	p.log.Debug("connection lost", "why", why)
	p.link.cut()
	p.forget()
	p.link = nil
}

func (p *player) planCut(after time.Duration) {
	if every := p.options.ReconnectEvery; every > 0 {
		p.nextCut = after + p.faults.random.span(every/2, every*3/2)
	}
}

// sleep waits, and says whether it did to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
