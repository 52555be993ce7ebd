package journal

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"slices"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"
)

// Salvage tells how a damaged file was replaced.
type Salvage struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
	File   string    `json:"file"` // the damaged file, kept
	Bytes  int64     `json:"bytes"`
	// Entries and Letters were found whole. Some of them may have been stored or discarded before.
	Entries int `json:"entries"`
	Letters int `json:"letters"`
	// Broken counts what looked like an entry or a dead letter and was not whole.
	Broken int `json:"broken"`
	// Missing counts positions between those found that no entry was found for.
	Missing int64 `json:"missing"`
}

// restore copies every frame of a damaged file whose checksum holds into a new journal, which takes its place. The
// new journal has another ID, so that whoever reads it begins with its first entry; storing is idempotent.
func (j *Journal) restore(ctx context.Context, fault error) (*surveyed, error) {
	j.log.Error("the journal's file is damaged; looking for what is whole",
		slog.String("path", j.path), slog.Any("error", fault))
	report := Salvage{At: j.now().UTC(), Reason: fault.Error()}
	fresh := j.path + newSuffix
	if err := removeIfThere(fresh); err != nil {
		return nil, err
	}
	if err := j.copyWhole(ctx, fresh, &report); err != nil {
		return nil, fmt.Errorf("salvage a damaged journal (%w): %w", fault, errors.Join(err, removeIfThere(fresh)))
	}
	s, err := survey(ctx, fresh)
	if err != nil || s.fault != nil {
		return nil, fmt.Errorf("salvage a damaged journal (%w): the copy: %w", fault, errors.Join(err, s.fault))
	}
	if report.File, err = j.setAside(); err != nil {
		return nil, err
	}
	if err := j.replace(); err != nil {
		return nil, err
	}
	j.log.Warn("the journal was salvaged; all that was found is read again", slog.String("path", j.path),
		slog.String("damaged_file", report.File), slog.Int("entries", report.Entries),
		slog.Int("dead_letters", report.Letters), slog.Int("broken", report.Broken), slog.Int64("missing", report.Missing))
	j.mu.Lock()
	j.salvage = &report
	j.mu.Unlock()
	return s, nil
}

// piece is a whole frame in a damaged file.
type piece struct {
	kind     byte
	lane     int
	position int64 // of an entry, or what a letter was buried from
	at       int64
	size     int
	sum      [4]byte
}

func (j *Journal) copyWhole(ctx context.Context, fresh string, report *Salvage) (err error) {
	file, err := os.Open(j.path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	report.Bytes = info.Size()

	// First: what was cut before the newest frame was written, and still lies in free pages.
	s := state{id: uuid.New()}
	var letters []piece
	var buried [lanes]int64
	from := [lanes]int64{math.MaxInt64, math.MaxInt64}
	report.Broken = scan(ctx, file, info.Size(), func(p piece, r record) {
		if p.kind == kindLetter {
			letters = append(letters, p)
			buried[p.lane] = max(buried[p.lane], p.position)
			return
		}
		s.settled[p.lane] = max(s.settled[p.lane], r.settled)
		from[p.lane] = min(from[p.lane], p.position)
	})
	db, err := createNew(fresh, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s.commits += 2
	letters = unique(letters)
	report.Letters = len(letters)
	if err := fill(ctx, db, &s, file, letters); err != nil {
		return err
	}
	var again []piece
	for lane := range from {
		next := max(from[lane], s.settled[lane]+1)
		for from[lane] < math.MaxInt64 && next < math.MaxInt64 && ctx.Err() == nil {
			end := next + j.window
			next = math.MaxInt64
			var found []piece
			scan(ctx, file, info.Size(), func(p piece, _ record) {
				switch {
				case p.kind != kindEntry || p.lane != lane || p.position < end-j.window:
				case p.position >= end:
					next = min(next, p.position)
				default:
					found = append(found, p)
				}
			})
			found, doubled := arrange(found, &s, report)
			again = append(again, doubled...)
			if err := fill(ctx, db, &s, file, found); err != nil {
				return err
			}
		}
	}
	for i := range s.last {
		// A letter is known by its position: no other event may come to have it.
		s.last[i] = max(s.last[i], s.settled[i], buried[i])
	}
	for i := range again {
		s.last[again[i].lane]++
		again[i].position = s.last[again[i].lane]
	}
	if err := fill(ctx, db, &s, file, again); err != nil {
		return err
	}
	j.mu.Lock()
	for i := range s.last { // of a journal that was open
		s.last[i] = max(s.last[i], j.state.last[i])
	}
	j.mu.Unlock()
	s.commits++
	return errors.Join(ctx.Err(), db.Update(s.put))
}

// scan finds the whole frames of a file, in the order in which they lie, and returns how many began and were not
// whole. What cannot be read is passed over.
func scan(ctx context.Context, file io.ReaderAt, size int64, fn func(piece, record)) (broken int) {
	const window = 1 << 20
	buffer := make([]byte, min(window, size))
	var frame []byte
	for at := int64(0); at < size && ctx.Err() == nil; {
		n, err := file.ReadAt(buffer[:min(int64(len(buffer)), size-at)], at)
		if err != nil && n == 0 {
			at = (at/4096 + 1) * 4096
			continue
		}
		text, pos := buffer[:n], 0
		for pos < n {
			start := bytes.Index(text[pos:], []byte(frameMagic))
			if start < 0 {
				pos = max(pos, n-len(frameMagic)+1, 1)
				break
			}
			start += pos
			p, r, ok := whole(text[start:])
			if !ok && start > 0 && n-start < window/2 && at+int64(n) < size {
				pos = start // have all of it in the next window
				break
			}
			if !ok {
				// Longer than the window, perhaps.
				if length := claimed(text[start:]); length > n-start && at+int64(start+length) <= size {
					frame = slices.Grow(frame[:0], length)[:length]
					if _, err := file.ReadAt(frame, at+int64(start)); err == nil {
						p, r, ok = whole(frame)
					}
				}
			}
			if !ok {
				broken++
				pos = start + 1
				continue
			}
			p.at = at + int64(start)
			fn(p, r)
			pos = start + p.size
		}
		at += int64(pos)
	}
	return broken
}

// claimed is the length that a frame's header tells.
func claimed(text []byte) int {
	if len(text) < frameHeader {
		return 0
	}
	p := parser{rest: text[8:frameHeader:frameHeader]}
	b := p.take(4)
	n := int(b[0]) | int(b[1])<<8 | int(b[2])<<16 | int(b[3])<<24
	if n <= 0 || n > maxBody {
		return 0
	}
	return frameHeader + n
}

func whole(text []byte) (p piece, r record, ok bool) {
	body, size, err := cutFrame(text)
	if err != nil {
		return p, r, false
	}
	p = piece{kind: body[0], size: size, sum: [4]byte(text[4:8])}
	switch p.kind {
	case kindEntry:
		r, err = parseEntry(body)
		p.lane, p.position = r.lane, r.position
	case kindLetter:
		var d DeadLetter
		d, err = parseLetter(body)
		p.lane, p.position = d.Lane.index(), d.Position
	default:
		err = errFrame
	}
	return p, r, err == nil
}

// unique sorts what was found and drops what was found twice.
func unique(found []piece) []piece {
	slices.SortFunc(found, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.position, b.position), bytes.Compare(a.sum[:], b.sum[:]))
	})
	return slices.CompactFunc(found, func(a, b piece) bool {
		return a.position == b.position && a.sum == b.sum && a.size == b.size
	})
}

// arrange puts the entries of a lane in order, which go on where the state is. doubled are those that share their
// position with another one: a transaction that failed may have left such a frame. They need new positions.
func arrange(found []piece, s *state, report *Salvage) (left, doubled []piece) {
	found = unique(found)
	left = found[:0]
	for _, p := range found {
		report.Entries++
		last := s.last[p.lane]
		if p.position == last {
			doubled = append(doubled, p)
			continue
		}
		if last > 0 {
			report.Missing += p.position - last - 1
		}
		s.last[p.lane] = p.position
		left = append(left, p)
	}
	return left, doubled
}

// fill writes the pieces into the new file.
func fill(ctx context.Context, db *bbolt.DB, s *state, file io.ReaderAt, pieces []piece) error {
	for len(pieces) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := db.Update(func(tx *bbolt.Tx) error {
			n, err := fillSome(tx, s, file, pieces)
			if err != nil {
				return err
			}
			pieces = pieces[n:]
			s.commits++
			return s.put(tx)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fillSome writes some of the pieces and returns how many.
func fillSome(tx *bbolt.Tx, s *state, file io.ReaderAt, pieces []piece) (n int, err error) {
	for size := 0; n < len(pieces) && size < 4*batchBytes; {
		p := pieces[n]
		if p.kind == kindLetter {
			frame := make([]byte, p.size)
			if _, err := file.ReadAt(frame, p.at); err != nil {
				return n, err
			}
			d := readLetter(0, frame)
			if _, err := bury(tx, s, d); err != nil {
				return n, err
			}
			n++
			size += p.size
			continue
		}
		var block []byte
		first, last := p.position, p.position-1
		for ; n < len(pieces) && len(block) < blockBytes; n++ {
			q := pieces[n]
			if q.kind != kindEntry || q.lane != p.lane || q.position != last+1 {
				break
			}
			start := len(block)
			block = append(block, make([]byte, q.size)...)
			if _, err := file.ReadAt(block[start:], q.at); err != nil {
				return n, err
			}
			r, err := renumber(block[start:], q.position, s.settled[q.lane])
			if err != nil {
				return n, err
			}
			block = append(block[:start], r...)
			last = q.position
		}
		bucket := tx.Bucket(laneBuckets[p.lane])
		bucket.FillPercent = 1
		if err := bucket.Put(blockKey(first, last), block); err != nil {
			return n, err
		}
		size += len(block)
	}
	return n, nil
}

// renumber returns an entry's frame for a position, which may be its own.
func renumber(frame []byte, position, settled int64) ([]byte, error) {
	body, _, err := cutFrame(frame)
	if err != nil {
		return nil, err
	}
	r, err := parseEntry(body)
	if err != nil || r.position == position {
		return frame, err
	}
	return appendRecord(nil, position, settled, &r), nil
}
