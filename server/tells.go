package server

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/characteraccess"
)

const (
	tellsAge   = 5 * time.Second // how old a right to read tells may be while the database answers
	tellsWait  = time.Second     // how long somebody waits for it to be read
	tellsStale = time.Minute     // and when it counts no more, because the database does not
)

// tellRights knows who may read which character's tells. It is asked for every tell and every listener, so it answers
// from memory; the sockets that need it keep it fresh. It is safe for concurrent use.
type tellRights struct {
	ent *ent.Client
	now func() time.Time
	log *slog.Logger

	reading *errand
	known   atomic.Pointer[tellsKnown]
}

type tellsKnown struct {
	readAt time.Time
	rights map[tellRight]struct{}
}

type tellRight struct {
	userID    int
	character string
}

func newTellRights(client *ent.Client, now func() time.Time, log *slog.Logger, errands *sync.WaitGroup) *tellRights {
	t := &tellRights{ent: client, now: now, log: log}
	t.reading = newErrand(errands, t.read)
	return t
}

// sees reports whether a user may read a character's tells. It never blocks.
func (t *tellRights) sees(userID int, character string) bool {
	known := t.known.Load()
	if known == nil || t.now().Sub(known.readAt) > tellsStale {
		return false
	}
	_, ok := known.rights[tellRight{userID, character}]
	return ok
}

// refresh reads the rights if they are older than tellsAge, and waits a moment for them.
func (t *tellRights) refresh(ctx context.Context) {
	if known := t.known.Load(); known != nil && t.now().Sub(known.readAt) < tellsAge {
		return
	}
	if err := t.reading.run(ctx, tellsWait); err != nil && ctx.Err() == nil {
		t.log.WarnContext(ctx, "rights to read tells are stale", slog.Any("error", err))
	}
}

// keepFresh refreshes until ctx ends.
func (t *tellRights) keepFresh(ctx context.Context) {
	tick := time.NewTicker(tellsAge)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			t.refresh(ctx)
		}
	}
}

// read is the errand behind refresh.
func (t *tellRights) read(ctx context.Context) error {
	now := t.now()
	rows, err := t.ent.CharacterAccess.Query().Where(characteraccess.SeeTells(true)).WithCharacter().All(ctx)
	if err != nil {
		return fmt.Errorf("read rights to tells: %w", err)
	}
	rights := make(map[tellRight]struct{}, len(rows))
	for _, row := range rows {
		if row.Edges.Character != nil {
			rights[tellRight{row.UserID, row.Edges.Character.Name}] = struct{}{}
		}
	}
	t.known.Store(&tellsKnown{now, rights})
	return nil
}
