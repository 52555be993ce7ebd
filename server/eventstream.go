package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/mosswart/overlord/server/suits"
)

const (
	eventStream   = "text/event-stream"
	streamBeat    = 15 * time.Second // a comment, so that proxies keep the connection
	streamPatient = 20 * time.Second // that one write may take
	streamEnd     = "end"            // the id of the last event
)

// lastEvent reads the id that a browser brings back: where to go on, or that it has everything.
func lastEvent(id string) (after int, over bool) {
	if id == streamEnd {
		return 0, true
	}
	after, _ = strconv.Atoi(id) // what is none of ours begins at the beginning
	return max(after, 0), false
}

// suitEvents streams a run: what still matters of what happened after an event, then what happens, until it is over.
func (s *Server) suitEvents(ctx context.Context, id uuid.UUID, after int) (*suitOutput, error) {
	run, feed, err := s.suits.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	return &suitOutput{func(c huma.Context) {
		c.SetHeader("Content-Type", eventStream)
		c.SetHeader("Cache-Control", cacheNothing)
		c.SetHeader("X-Accel-Buffering", "no") // nginx passes each event on as it comes
		c.SetStatus(http.StatusOK)
		w, _ := wire(c.Context())
		out := &eventWriter{w: c.BodyWriter(), control: http.NewResponseController(w)}
		if err := out.send("retry: 2000\n\n"); err != nil {
			return
		}
		if feed == nil {
			s.tellFinished(out, run)
			return
		}
		s.follow(c.Context(), out, feed, after)
	}}, nil
}

func (s *Server) follow(ctx context.Context, out *eventWriter, feed *suits.Feed, after int) {
	beat := time.NewTicker(streamBeat)
	defer beat.Stop()
	for {
		events, changed, over := feed.After(after)
		for k, e := range events {
			id, data := strconv.Itoa(e.ID), e.Data
			after = e.ID
			if over && k == len(events)-1 {
				id, data = streamEnd, s.placed(e)
			}
			if out.event(id, e.Name, data) != nil {
				return
			}
		}
		if over {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-beat.C:
			if out.send(": still here\n\n") != nil {
				return
			}
		}
	}
}

// placed is the last event's data with the places where owners are now.
func (s *Server) placed(e suits.Event) json.RawMessage {
	var done suits.Finished
	if e.Name != suits.EventDone || json.Unmarshal(e.Data, &done) != nil {
		return e.Data
	}
	done.Answer = s.whereabouts(done.Answer)
	if data, err := json.Marshal(done); err == nil {
		return data
	}
	return e.Data
}

// tellFinished sends the last event of a run that is not in memory any more.
func (s *Server) tellFinished(out *eventWriter, run *suits.Run) {
	name, data := run.End()
	_ = out.event(streamEnd, name, s.placed(suits.Event{Name: name, Data: data})) // an error of the connection is the client's
}

// eventWriter writes server-sent events, each at once.
type eventWriter struct {
	w       io.Writer
	control *http.ResponseController
}

// event writes one event; data is JSON, and so one line.
func (e *eventWriter) event(id, name string, data []byte) error {
	return e.send(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", id, name, data))
}

func (e *eventWriter) send(text string) error {
	// A stream may last longer than the server's limit for answers; each write has one of its own.
	if err := e.control.SetWriteDeadline(time.Now().Add(streamPatient)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := io.WriteString(e.w, text); err != nil {
		return err
	}
	return e.control.Flush()
}
