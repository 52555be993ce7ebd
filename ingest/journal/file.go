package journal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"
)

const (
	newSuffix = ".new"
	// Damaged files are kept beside the journal, the newest of them.
	damagedInfix = ".damaged-"
	damagedKept  = 2
)

func options() *bbolt.Options {
	return &bbolt.Options{
		Timeout:      time.Second,
		FreelistType: bbolt.FreelistMapType,
		// The list of free pages is found anew at each start: it would be written whole with each transaction.
		NoFreelistSync: true,
	}
}

// mount opens the file, whatever state it is in, and learns what it holds.
func (j *Journal) mount(ctx context.Context) error {
	if err := j.settleFiles(); err != nil {
		return err
	}
	s, err := survey(ctx, j.path)
	if err != nil {
		return err
	}
	if s.fault != nil {
		if s, err = j.restore(ctx, s.fault); err != nil {
			return err
		}
	} else if s.fileBytes > j.compactFrom && s.usedBytes < s.fileBytes/4 {
		if err := j.compact(); err != nil {
			j.log.Warn("the journal could not be made smaller", slog.String("path", j.path), slog.Any("error", err))
		}
	}
	db, err := bbolt.Open(j.path, 0o600, options())
	if err != nil {
		return err
	}
	db.AllocSize = 4 << 20
	j.dbMu.Lock()
	j.db = db
	j.dbMu.Unlock()
	j.learn(s)
	return nil
}

// learn takes over what a survey found.
func (j *Journal) learn(s *surveyed) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state = s.state
	j.dead = s.dead
	for i := range j.lanes {
		l, found := &j.lanes[i], &s.lanes[i]
		l.entries, l.bytes, l.newest = found.entries, found.bytes, s.state.last[i]
		l.first = l.newest + 1
		if found.entries > 0 {
			l.first, l.newest = max(found.first, s.state.settled[i]+1), found.last
		}
		l.wanted = max(l.wanted, s.state.settled[i])
		l.tail.reset()
	}
}

// remount closes the file and opens it again, salvaging it if that is needed. Only the writing goroutine may.
func (j *Journal) remount() error {
	j.dbMu.Lock()
	if j.db != nil {
		func() {
			defer func() { _ = recover() }()
			_ = j.db.Close()
		}()
		j.db = nil
	}
	j.dbMu.Unlock()
	return j.mount(context.Background())
}

// settleFiles ends what a crash may have left half done, and makes the file if there is none.
func (j *Journal) settleFiles() error {
	fresh := j.path + newSuffix
	_, err := os.Stat(j.path)
	switch {
	case err == nil:
		return removeIfThere(fresh)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	// A salvaged file is complete before the damaged one is moved aside.
	if s, err := survey(context.Background(), fresh); err == nil && s.fault == nil {
		return j.replace()
	}
	if err := removeIfThere(fresh); err != nil {
		return err
	}
	db, err := createNew(fresh, state{id: uuid.New()})
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	return j.replace()
}

func createNew(path string, s state) (*bbolt.DB, error) {
	db, err := bbolt.Open(path, 0o600, options())
	if err != nil {
		return nil, err
	}
	// Twice, so that either meta page tells of the buckets.
	for range 2 {
		s.commits++
		if err := db.Update(func(tx *bbolt.Tx) error { return lay(tx, s) }); err != nil {
			_ = db.Close()
			return nil, err
		}
	}
	return db, nil
}

// replace moves the new file into the journal's place.
func (j *Journal) replace() error {
	if err := os.Rename(j.path+newSuffix, j.path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(j.path))
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func syncFolder(path string) error {
	folder, err := os.Open(path) //nolint:gosec // the journal's own
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	_ = folder.Sync() // not every system can
	return nil
}

// compact copies the file into a new one without free pages. ID and positions stay.
func (j *Journal) compact() (err error) {
	fresh := j.path + newSuffix
	if err := removeIfThere(fresh); err != nil {
		return err
	}
	from, err := bbolt.Open(j.path, 0o600, options())
	if err != nil {
		return err
	}
	defer func() {
		if from != nil {
			err = errors.Join(err, from.Close())
		}
	}()
	to, err := bbolt.Open(fresh, 0o600, options())
	if err != nil {
		return err
	}
	err = bbolt.Compact(to, from, 4<<20)
	// The other meta page is still that of the empty file.
	err = errors.Join(err, to.Update(func(*bbolt.Tx) error { return nil }), to.Close(), from.Close())
	from = nil
	if err != nil {
		return errors.Join(err, removeIfThere(fresh))
	}
	return j.replace()
}

// setAside moves the damaged file beside the journal and keeps the newest of its kind.
func (j *Journal) setAside() (string, error) {
	name := j.path + damagedInfix + j.now().UTC().Format("20060102T150405.000000000Z")
	if err := os.Rename(j.path, name); err != nil {
		return "", err
	}
	old, err := filepath.Glob(escapeGlob(j.path) + damagedInfix + "*")
	if err != nil {
		return name, fmt.Errorf("find damaged journals: %w", err)
	}
	slices.Sort(old)
	for len(old) > damagedKept {
		if err := removeIfThere(old[0]); err != nil {
			return name, err
		}
		old = old[1:]
	}
	return name, nil
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
