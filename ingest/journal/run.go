package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

const (
	retryPause = 250 * time.Millisecond // after the disk took nothing
	stepPause  = 5 * time.Millisecond   // after it took a part
	// What was cut leaves the file with the next transaction, once it is so much or has waited so long.
	cutEntries = 10_000
	cutPause   = time.Second
	// closePatience is how long Close tries to write what was accepted.
	closePatience = 5 * time.Second
)

// job is a change that somebody else wants made in a transaction of its own.
type job struct {
	do   func() error
	done chan error
}

// run is the goroutine that writes the file.
func (j *Journal) run() {
	defer close(j.stopped)
	debug.SetPanicOnFault(true) // a page of the mapped file that is not there
	timer := time.NewTimer(0)
	defer timer.Stop()
	closing := j.closing
	var deadline time.Time
	for {
		select {
		case <-j.queue.arrived:
		case work := <-j.jobs:
			work.done <- work.do()
		case <-timer.C:
		case <-closing:
			closing = nil
			deadline = time.Now().Add(closePatience)
		}
		wait := j.step()
		if closing == nil {
			idle := !j.flying() && j.queue.due() < 0
			if idle || time.Now().After(deadline) {
				j.closeErr = j.end()
				return
			}
			wait = min(wait, retryPause)
		}
		timer.Reset(wait)
	}
}

// step writes what is due and returns when to look again.
func (j *Journal) step() time.Duration {
	now := time.Now()
	if left := j.retryAt.Sub(now); left > 0 {
		return left
	}
	due := j.queue.due()
	if due == 0 {
		for i := range j.flight {
			if f := &j.flight[i]; f.generation == 0 {
				f.events, f.generation = j.queue.take(i)
			}
		}
	}
	cut := j.cutDue(now)
	if !j.flying() && !cut {
		return j.nextLook()
	}
	start := time.Now()
	progress, err := j.attempt(cut)
	j.metrics.appendSeconds.Observe(time.Since(start).Seconds())
	j.troubled(err)
	switch {
	case err == nil:
		j.retryAt = time.Time{}
		return j.nextLook()
	case progress:
		j.retryAt = time.Now().Add(stepPause)
	default:
		j.retryAt = time.Now().Add(retryPause)
	}
	return time.Until(j.retryAt)
}

// nextLook is when something will be due, if nobody nudges.
func (j *Journal) nextLook() time.Duration {
	now := time.Now()
	wait := cutPause
	if due := j.queue.due(); due >= 0 {
		wait = due
	}
	if j.cutDue(now) {
		return 0
	}
	if j.cutWanted() {
		wait = min(wait, max(0, cutPause-now.Sub(j.cutAt)))
	}
	return wait
}

func (j *Journal) flying() bool {
	return j.flight[bulk].generation != 0 || j.flight[kept].generation != 0
}

// troubled remembers why appending does not go on, or that it does.
func (j *Journal) troubled(err error) {
	j.mu.Lock()
	was, since := j.trouble.err, j.trouble.since
	j.trouble.err = err
	if err != nil {
		j.trouble.last, j.trouble.at = err, j.now()
		if was == nil {
			j.trouble.since = j.trouble.at
		}
	}
	j.mu.Unlock()
	j.queue.setFull(err != nil)
	switch {
	case err != nil:
		j.metrics.errors.Inc()
		if was == nil || was.Error() != err.Error() {
			j.log.Error("the journal takes no events", slog.String("path", j.path), slog.Any("error", err))
		}
	case was != nil:
		j.log.Info("the journal takes events again", slog.String("path", j.path), slog.Duration("after", j.now().Sub(since)))
	}
}

// end writes the last cut and closes the file.
func (j *Journal) end() error {
	lost := 0
	for i := range j.flight {
		f := &j.flight[i]
		if f.generation == 0 {
			f.events, f.generation = j.queue.take(i)
		}
		for _, e := range f.events[f.done:] {
			j.ledger.Dropped(e.Header().Type, 1, "stopped")
			lost++
		}
		j.flight[i] = flight{}
	}
	var err error
	if lost > 0 {
		err = fmt.Errorf("close the journal: the disk did not take %d events within %v: %w", lost, closePatience, j.trouble.err)
	} else if j.cutWanted() {
		if _, cutErr := j.attempt(true); cutErr != nil {
			j.log.Warn("what is stored could not be cut from the journal; it is read again", slog.Any("error", cutErr))
		}
	}
	j.dbMu.Lock()
	defer j.dbMu.Unlock()
	if j.db != nil {
		err = errors.Join(err, j.db.Close())
		j.db = nil
	}
	return errors.Join(err, j.lock.Close())
}

// ask has the writing goroutine make a change.
func (j *Journal) ask(ctx context.Context, do func() error) error {
	work := job{do: do, done: make(chan error, 1)}
	select {
	case j.jobs <- work:
		return <-work.done
	case <-j.stopped:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// damage is a panic or a fault within bbolt: the file is not what it should be.
type damage struct{ cause any }

func (d *damage) Error() string { return fmt.Sprintf("the journal's file is damaged: %v", d.cause) }

// transact runs fn in a transaction. A file that turns out to be damaged is salvaged, and the error says that it was.
func (j *Journal) transact(fn func(tx *bbolt.Tx) error) error {
	if j.db == nil {
		if err := j.remount(); err != nil {
			return err
		}
	}
	err := j.commit(fn)
	var d *damage
	if errors.As(err, &d) || errors.Is(err, berrors.ErrInvalidMapping) || errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return errors.Join(err, j.remount())
	}
	return err
}

func (j *Journal) commit(fn func(tx *bbolt.Tx) error) (err error) {
	var tx *bbolt.Tx
	defer func() {
		if cause := recover(); cause != nil {
			err = &damage{cause}
			release(tx)
		}
	}()
	tx, err = j.db.Begin(true)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// release frees the locks of a transaction that panicked. bbolt's own way to do that reads the file.
func release(tx *bbolt.Tx) {
	defer func() { _ = recover() }()
	if tx != nil {
		_ = tx.Rollback()
	}
}

// view runs fn in a transaction that only reads. A fault of the mapped file makes an error of type *damage.
func (j *Journal) view(fn func(tx *bbolt.Tx) error) (err error) {
	j.dbMu.RLock()
	defer j.dbMu.RUnlock()
	if j.db == nil {
		return ErrClosed
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = &damage{cause}
		}
	}()
	return j.db.View(fn)
}
