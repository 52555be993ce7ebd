package journal

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/mosswart/overlord/ingest/event"
)

// DeadLetter is an event that could not be stored, put aside with all that is needed to try again.
type DeadLetter struct {
	ID         int64      `json:"id"` // given by Bury
	Lane       Lane       `json:"lane"`
	Position   int64      `json:"position"`
	Type       event.Type `json:"type"` // empty where the entry is damaged
	Character  string     `json:"character_name"`
	Timestamp  time.Time  `json:"timestamp"`
	ReceivedAt time.Time  `json:"received_at"`
	Session    string     `json:"session_id,omitempty"`
	At         time.Time  `json:"at"` // when it was given up
	Reason     string     `json:"reason"`
	// Damaged says that Raw is only what was found in the entry's place. It cannot be tried again.
	Damaged bool   `json:"damaged,omitempty"`
	Raw     []byte `json:"raw,omitempty"` // base64 in JSON: it need not be text
}

// Letter makes the dead letter of an entry that was refused for a reason; of a Bad one, its own.
func Letter(lane Lane, e Entry, at time.Time, reason string) DeadLetter {
	if e.Bad != nil {
		return *e.Bad
	}
	h := e.Event.Header()
	return DeadLetter{
		Lane: lane, Position: e.Position, Type: h.Type, Character: h.Character, Timestamp: h.Timestamp,
		ReceivedAt: h.ReceivedAt, Session: h.SessionID, At: at.UTC(), Reason: reason, Raw: h.Raw,
	}
}

// letterHead is a letter's frame but for Raw, which follows it.
type letterHead DeadLetter

func (d *DeadLetter) append(b []byte) ([]byte, error) {
	head := letterHead(*d)
	head.Raw = nil
	text, err := json.Marshal(head)
	if err != nil {
		return b, err
	}
	start := len(b)
	b = openFrame(b, kindLetter)
	b = appendText(b, string(text))
	b = append(b, d.Raw...)
	return closeFrame(b, start), nil
}

func parseLetter(body []byte) (d DeadLetter, err error) {
	p := parser{rest: body}
	if p.byte() != kindLetter {
		return d, errFrame
	}
	text := p.take(int(p.int()))
	if p.bad {
		return d, errFrame
	}
	var head letterHead
	if err := json.Unmarshal(text, &head); err != nil {
		return d, err
	}
	d = DeadLetter(head)
	d.Raw = append([]byte(nil), p.rest...)
	return d, nil
}

// readLetter reads a letter's frame; what cannot be read makes a damaged letter of that id.
func readLetter(id int64, value []byte) DeadLetter {
	body, _, err := cutFrame(value)
	if err == nil {
		var d DeadLetter
		if d, err = parseLetter(body); err == nil {
			d.ID = id
			return d
		}
	}
	return DeadLetter{
		ID: id, Damaged: true, Reason: fmt.Sprintf("the dead letter is damaged: %v", err), Raw: append([]byte(nil), value...),
	}
}

func letterKey(id int64) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(id)) //nolint:gosec // ids are positive
}

func buriedKey(lane Lane, position int64) []byte {
	return binary.BigEndian.AppendUint64([]byte{byte(lane.index())}, uint64(position)) //nolint:gosec // two lanes; positions are positive
}

// Bury puts letters aside. One of a lane and position that is there already is left as it is.
func (j *Journal) Bury(ctx context.Context, letters []DeadLetter) error {
	if len(letters) == 0 {
		return nil
	}
	return j.ask(ctx, func() error {
		c := j.begin()
		added := 0
		err := j.transact(func(tx *bbolt.Tx) error {
			added = 0
			for i := range letters {
				fresh, err := bury(tx, &c.state, letters[i])
				if err != nil {
					return fmt.Errorf("bury a dead letter: %w", err)
				}
				if fresh {
					added++
				}
			}
			return c.state.put(tx)
		})
		if err != nil && !j.landed(c) {
			return err
		}
		j.apply(c)
		j.mu.Lock()
		j.dead += added
		j.mu.Unlock()
		return nil
	})
}

func bury(tx *bbolt.Tx, s *state, d DeadLetter) (fresh bool, err error) {
	key := buriedKey(d.Lane, d.Position)
	buried := tx.Bucket(buriedBucket)
	if buried.Get(key) != nil {
		return false, nil
	}
	s.lastID++
	d.ID = s.lastID
	frame, err := d.append(nil)
	if err != nil {
		return false, err
	}
	if err := tx.Bucket(deadBucket).Put(letterKey(d.ID), frame); err != nil {
		return false, err
	}
	return true, buried.Put(key, letterKey(d.ID))
}

// Dead returns dead letters with ids beyond after, in order, at most limit.
func (j *Journal) Dead(_ context.Context, after int64, limit int) (letters []DeadLetter, err error) {
	err = j.view(func(tx *bbolt.Tx) error {
		cursor := tx.Bucket(deadBucket).Cursor()
		for key, value := cursor.Seek(letterKey(after + 1)); key != nil && len(letters) < limit; key, value = cursor.Next() {
			letters = append(letters, readLetter(idOf(key), value))
		}
		return nil
	})
	return letters, err
}

func idOf(key []byte) int64 {
	if len(key) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(key)) //nolint:gosec // written as such
}

// lettersAtATime bounds what one transaction replays or discards.
const lettersAtATime = 500

// Replay appends dead letters to their lanes anew, under new positions, and removes them, in one transaction (500 a
// transaction). It returns how many; those that are damaged stay. ids nil means all.
func (j *Journal) Replay(ctx context.Context, ids []int64) (int, error) {
	return j.eachLetter(ctx, ids, j.replay)
}

// Discard removes dead letters and returns how many. ids nil means all.
func (j *Journal) Discard(ctx context.Context, ids []int64) (int, error) {
	return j.eachLetter(ctx, ids, j.discard)
}

// eachLetter calls do, in the writing goroutine, with some letters at a time. do returns how many it removed.
func (j *Journal) eachLetter(ctx context.Context, ids []int64, do func([]DeadLetter) (int, error)) (total int, err error) {
	all := ids == nil
	if !all {
		ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	}
	var after int64
	for more := true; more; {
		err := j.ask(ctx, func() error {
			var letters []DeadLetter
			var err error
			if all {
				letters, err = j.Dead(ctx, after, lettersAtATime)
				if more = len(letters) > 0; more {
					after = letters[len(letters)-1].ID
				}
			} else {
				n := min(len(ids), lettersAtATime)
				letters, err = j.letters(ids[:n])
				ids = ids[n:]
				more = len(ids) > 0
			}
			if err != nil || len(letters) == 0 {
				return err
			}
			n, err := do(letters)
			total += n
			return err
		})
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// letters returns those that are there.
func (j *Journal) letters(ids []int64) (letters []DeadLetter, err error) {
	err = j.view(func(tx *bbolt.Tx) error {
		dead := tx.Bucket(deadBucket)
		for _, id := range ids {
			if value := dead.Get(letterKey(id)); value != nil {
				letters = append(letters, readLetter(id, value))
			}
		}
		return nil
	})
	return letters, err
}

func (j *Journal) replay(letters []DeadLetter) (int, error) {
	var again [lanes][]event.Event
	var gone []DeadLetter
	for _, d := range letters {
		if d.Damaged {
			continue
		}
		e, err := decodeAgain(append([]byte(nil), d.Raw...), d.ReceivedAt, d.Session)
		if err != nil {
			continue
		}
		again[d.Lane.index()] = append(again[d.Lane.index()], e)
		gone = append(gone, d)
	}
	return j.exhume(gone, again)
}

func (j *Journal) discard(letters []DeadLetter) (int, error) {
	return j.exhume(letters, [lanes][]event.Event{})
}

// exhume removes letters and appends events.
func (j *Journal) exhume(letters []DeadLetter, again [lanes][]event.Event) (int, error) {
	c := j.begin()
	removed := 0
	err := j.transact(func(tx *bbolt.Tx) error {
		removed = 0
		dead, buried := tx.Bucket(deadBucket), tx.Bucket(buriedBucket)
		for _, d := range letters {
			if err := dead.Delete(letterKey(d.ID)); err != nil {
				return err
			}
			if err := buried.Delete(buriedKey(d.Lane, d.Position)); err != nil {
				return err
			}
			removed++
		}
		j.arena = j.arena[:0]
		for lane, events := range again {
			if err := j.append(tx, c, lane, events); err != nil {
				return err
			}
		}
		return c.state.put(tx)
	})
	if err != nil && !j.landed(c) {
		return 0, err
	}
	for _, events := range again {
		for _, e := range events {
			j.ledger.Replayed(e.Header().Type, 1)
		}
	}
	j.apply(c)
	j.mu.Lock()
	j.dead -= removed
	j.mu.Unlock()
	return removed, nil
}
