package ingest

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/olahol/melody"

	"github.com/mosswart/overlord/ingest/event"
)

// received handles one frame, in the goroutine that reads the socket.
func (g *Gateway) received(s *melody.Session, frame []byte) {
	k := socketOf(s)
	now := g.now()
	e, err := event.Decode(frame, now)
	if err != nil {
		g.malformed(k, err, len(frame))
		return
	}
	h := e.Header()
	g.metrics.received(h)
	g.rates.add(h.Type, now)
	if !g.bind(k, h) {
		return
	}
	switch e.(type) {
	case *event.Register:
		return
	case *event.Unknown:
		if k.firstUnknown(h.Type) {
			g.log.Warn("unknown event type", slog.String("type", string(h.Type)),
				slog.String("character", h.Character), slog.Uint64("socket", k.id))
		}
		return
	}
	g.sessions.stamp(e)

	one := []event.Event{e}
	if g.live != nil {
		g.live.Consume(one)
	}
	if h.Type.Shared() {
		g.relay(k, h.Raw)
	}
	if h.Type.Persisted() && g.writer != nil {
		g.write(k, h.Type, one)
	}
}

// receivedBinary refuses what is no text frame.
func (g *Gateway) receivedBinary(s *melody.Session, frame []byte) {
	g.malformed(socketOf(s), &event.DecodeError{Reason: "is binary"}, len(frame))
}

func (g *Gateway) malformed(k *socket, err error, size int) {
	field := "frame"
	var fault *event.DecodeError
	if errors.As(err, &fault) && fault.Field != "" {
		field = fault.Field
	}
	g.metrics.decodeErrors.WithLabelValues(field).Inc()
	if k.malformed.Allow() {
		g.log.Warn("malformed frame", slog.Any("error", err), slog.Int("bytes", size),
			slog.Uint64("socket", k.id), slog.String("address", k.address))
	}
}

// bind ties the event's character to the socket; false when the event is to be dropped.
func (g *Gateway) bind(k *socket, h *event.Head) bool {
	fresh, ok := g.roster.bind(k, h.Character)
	switch {
	case !ok:
		g.metrics.drop("too_many_characters", 1)
		if k.crowded.Allow() {
			g.log.Warn("a socket carries at most 4 characters: event of a further one dropped",
				slog.String("character", h.Character), slog.Uint64("socket", k.id), slog.String("address", k.address))
		}
		return false
	case fresh:
		g.log.Info("character bound", slog.String("character", h.Character), slog.Uint64("socket", k.id))
	}
	return true
}

const (
	stalledBulkWait = 20 * time.Millisecond
	stalledKeptWait = time.Second
)

// write hands an event to the writer and waits for it within reason; see the package's comment.
func (g *Gateway) write(k *socket, t event.Type, one []event.Event) {
	wait := g.patience
	if g.stalled.Load() {
		wait = min(wait, stalledKeptWait)
		if t == event.TypeTelemetry || t == event.TypeSpawn {
			wait = min(wait, stalledBulkWait)
		}
	}
	ctx := patient{Context: g.ctx, wait: wait}
	defer ctx.cancel()
	err := g.writer.Write(&ctx, one)
	if err == nil {
		if g.stalled.Load() && g.stalled.CompareAndSwap(true, false) {
			g.log.Info("the writer takes events again")
		}
		return
	}
	reason := "writer_refused"
	switch {
	case g.ctx.Err() != nil:
		reason = "shutdown"
	case errors.Is(err, context.DeadlineExceeded):
		reason = "writer_stalled"
		g.stalled.Store(true)
	}
	g.metrics.drop(reason, len(one))
	if k.stalled.Allow() {
		g.log.Error("event not stored", slog.String("reason", reason), slog.String("type", string(t)),
			slog.Any("error", err), slog.Uint64("socket", k.id))
	}
}

// patient is a context that ends some time after somebody first waits for it. Mostly nobody does, and a timer for every
// event would be made in vain. It is for one goroutine.
type patient struct {
	context.Context // the parent
	wait            time.Duration
	limited         context.Context // nil until somebody waits
	stop            context.CancelFunc
}

func (p *patient) limit() context.Context {
	if p.limited == nil {
		p.limited, p.stop = context.WithTimeout(p.Context, p.wait)
	}
	return p.limited
}

// Done implements context.Context.
func (p *patient) Done() <-chan struct{} { return p.limit().Done() }

// Err implements context.Context.
func (p *patient) Err() error {
	if p.limited == nil {
		return p.Context.Err()
	}
	return p.limited.Err()
}

// Deadline implements context.Context.
func (p *patient) Deadline() (time.Time, bool) { return p.limit().Deadline() }

func (p *patient) cancel() {
	if p.stop != nil {
		p.stop()
	}
}

// relay sends a share_* frame to every other plugin socket.
func (g *Gateway) relay(from *socket, frame []byte) {
	for _, k := range g.roster.all() {
		if k == from {
			continue
		}
		if k.send(frame) {
			g.metrics.relayed.Inc()
		} else {
			g.metrics.relayDropped.Inc()
		}
	}
}
