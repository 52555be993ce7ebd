// Package journal keeps the plugin's events on disk between their receipt and their storing, so that neither a crash
// nor a database that is away loses one.
//
// The file is a bbolt database: a bucket a lane, whose values are blocks of frames, each with its own checksum; the
// dead letters; and one record of state. One goroutine writes it, many events a transaction. What a damaged file
// still holds is found frame by frame, without any of bbolt's structure; see verify.go and salvage.go.
package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"go.etcd.io/bbolt"

	"github.com/mosswart/overlord/ingest/event"
)

var (
	// ErrClosed is returned after Close.
	ErrClosed = errors.New("the journal is closed")
	// ErrLocked is returned by Open while another process has the journal open.
	ErrLocked = errors.New("another process has it open; is a server running?")
)

const (
	// A transaction is due when so much waits, or the oldest has waited so long.
	batchEvents = 500
	batchBytes  = 1 << 20
	patience    = 50 * time.Millisecond

	defaultMaxBytes    = 1 << 30
	defaultQueueEvents = 4000
	defaultQueueBytes  = 8 << 20
	defaultTailBytes   = 16 << 20
	// A file that is bigger and mostly free pages is copied into a new one when it is opened.
	defaultCompactFrom = 64 << 20
	// So many positions are salvaged at a time: an index of a whole big file would not fit into a small machine.
	defaultWindow = 1 << 19
)

// Ledger is told what comes in and what is lost. Its methods must be quick and safe for concurrent use.
type Ledger interface {
	Received(t event.Type, n int)
	Replayed(t event.Type, n int)
	Dropped(t event.Type, n int, reason string)
}

// Options say where the journal is and how big it may become.
type Options struct {
	// Path is the file. Files beside it begin with its name.
	Path string
	// MaxBytes bounds what the events in the file take; 0 means 1 GiB. Bulk may fill three quarters of it and then
	// loses its oldest; kept may take what is left, and room from bulk, and then blocks.
	MaxBytes int64
	// MinFree is how much of the disk to leave free, in bytes: below it, bulk loses its oldest instead of growing;
	// below a quarter of it, kept does not grow either.
	MinFree int64

	Ledger  Ledger                // nil: nobody is told
	Log     *slog.Logger          // nil: slog.Default()
	Metrics prometheus.Registerer // nil: not registered
	Now     func() time.Time      // nil: time.Now

	QueueEvents int // 0: 4,000. Write blocks when so many events of a lane wait for the disk
	QueueBytes  int // 0: 8 MiB. Write blocks when the events of a lane that wait take so much
	TailBytes   int // 0: 16 MiB. How much a lane keeps in memory of what is on disk and not yet cut

	// freeDisk tells how many bytes are free where the path is. nil: what the system says.
	freeDisk    func(path string) (int64, bool)
	compactFrom int64 // 0: 64 MiB
	window      int64 // 0: 524,288
}

// Journal is an open journal. Its methods are safe for concurrent use.
type Journal struct {
	path     string
	maxBytes int64
	minFree  int64
	tailMax  int
	ledger   Ledger
	log      *slog.Logger
	now      func() time.Time
	freeDisk func(path string) (int64, bool)
	metrics  *metrics

	compactFrom, window int64

	lock  *os.File
	queue *queue
	held  atomic.Pointer[hold] // nil: nobody waits; set under mu
	jobs  chan job

	// db is replaced by the writing goroutine alone, under dbMu; nil after Close.
	dbMu sync.RWMutex
	db   *bbolt.DB

	// evicting is held by the writing goroutine from when it decides what to evict until that is done or not, and by
	// who reads until what he takes is marked as handed out: nothing is both lost and given out. It is taken before dbMu.
	evicting sync.RWMutex

	mu      sync.Mutex
	state   state
	lanes   [lanes]lane
	dead    int
	trouble trouble
	salvage *Salvage
	readAt  time.Time // when bulk was last read from memory

	closing   chan struct{}
	closeOnce sync.Once
	stopped   chan struct{} // closed when the writing goroutine has ended
	closeErr  error         // valid then

	// The writing goroutine's own.
	flight  [lanes]flight
	evicts  bool // it holds evicting
	arena   []byte
	retryAt time.Time
	cutAt   time.Time
}

// lane is what is known of one lane. Positions up to state.settled[lane] are done with.
type lane struct {
	first   int64 // position of the first entry; newest+1 when there is none
	newest  int64 // position of the last entry that is on disk
	entries int64 // in the file
	bytes   int64 // of blocks in the file
	dropped int64 // since the start, for want of room
	handed  int64 // the highest position that Read has given out
	wanted  int64 // the highest position that Cut was asked for
	tail    tail
	grown   chan struct{} // closed, and renewed, when newest rises
}

// flight is the part of a lane that was taken from the queue and is not on disk yet.
type flight struct {
	events     []event.Event // all that was taken
	done       int           // the first of them are written, or dropped
	generation int
}

// trouble is why appending does not go on.
type trouble struct {
	err   error
	since time.Time
	last  error // the last there was, kept when it is over
	at    time.Time
}

// Open opens the journal, or makes it. There can be one at a time: another one's lock makes an error that names the
// file. A file that is damaged is never an error: what it still holds is copied into a new journal with a new ID, it
// is kept beside it, and what was found is logged and part of Status.
func Open(ctx context.Context, o Options) (*Journal, error) {
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.QueueEvents <= 0 {
		o.QueueEvents = defaultQueueEvents
	}
	if o.QueueBytes <= 0 {
		o.QueueBytes = defaultQueueBytes
	}
	if o.TailBytes <= 0 {
		o.TailBytes = defaultTailBytes
	}
	if o.Ledger == nil {
		o.Ledger = nobody{}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.compactFrom == 0 {
		o.compactFrom = defaultCompactFrom
	}
	if o.window == 0 {
		o.window = defaultWindow
	}
	if o.freeDisk == nil {
		o.freeDisk = freeDisk
	}
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, fmt.Errorf("open the journal %s: %w", path, err)
	}
	j := &Journal{
		path: path, maxBytes: o.MaxBytes, minFree: o.MinFree, tailMax: o.TailBytes,
		ledger: o.Ledger, log: o.Log, now: o.Now, freeDisk: o.freeDisk, compactFrom: o.compactFrom, window: o.window,
		lock: lock, queue: newQueue(o.QueueEvents, o.QueueBytes), jobs: make(chan job),
		closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	for i := range j.lanes {
		j.lanes[i].grown = make(chan struct{})
	}
	if err := j.mount(ctx); err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("open the journal %s: %w", path, err)
	}
	j.metrics = newMetrics(o.Metrics, j)
	go j.run()
	return j, nil
}

// Close refuses further events, writes those that were accepted, and closes the file. It waits some seconds for a
// disk that takes nothing; what could not be written then is counted as dropped and makes the error.
func (j *Journal) Close() error {
	j.closeOnce.Do(func() {
		j.queue.close()
		close(j.closing)
	})
	<-j.stopped
	return j.closeErr
}

// ID names the journal. It changes when the file had to be salvaged, which can happen while it is open: ask for it
// with each transaction that stores positions.
func (j *Journal) ID() uuid.UUID {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state.id
}

// Write accepts events, all or none, and takes ownership of the slice; the events themselves are only read. It
// returns when they are queued in memory: they are on disk 50 ms later at most, if the disk takes them. It blocks
// while the queue is full, until there is room, ctx ends or the journal is closed (ErrClosed); but while the disk
// takes nothing, bulk loses its oldest instead. Bulk that comes faster than its reader gets on waits up to 50 ms for
// him. Events of types that are not stored are counted as dropped.
func (j *Journal) Write(ctx context.Context, events []event.Event) error {
	for i, e := range events {
		if !e.Header().Type.Persisted() {
			return j.Write(ctx, j.stored(events, i))
		}
	}
	if len(events) == 0 {
		return nil
	}
	j.pace(ctx, LaneOf(events[0].Header().Type))
	return j.queue.put(ctx, events, func() {
		for _, e := range events {
			j.ledger.Received(e.Header().Type, 1)
		}
	}, func(e event.Event) {
		j.ledger.Dropped(e.Header().Type, 1, reasonFull)
		j.metrics.dropped[bulk].Inc()
	})
}

// stored copies what is stored of events, of which i is not.
func (j *Journal) stored(events []event.Event, i int) []event.Event {
	left := append(make([]event.Event, 0, len(events)-1), events[:i]...)
	for _, e := range events[i:] {
		if t := e.Header().Type; t.Persisted() {
			left = append(left, e)
		} else {
			j.ledger.Received(t, 1)
			j.ledger.Dropped(t, 1, "not_stored")
		}
	}
	return left
}

// Sync returns when everything that was accepted before the call is on disk, or with ctx's error.
func (j *Journal) Sync(ctx context.Context) error { return j.queue.sync(ctx) }

type nobody struct{}

func (nobody) Received(event.Type, int)        {}
func (nobody) Replayed(event.Type, int)        {}
func (nobody) Dropped(event.Type, int, string) {}
