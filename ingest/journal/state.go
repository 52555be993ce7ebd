package journal

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"
)

// state is the journal's one record about itself, written with every transaction.
type state struct {
	id      uuid.UUID
	commits uint64       // transactions so far
	last    [lanes]int64 // the last position that was used
	settled [lanes]int64 // positions up to it are stored elsewhere, or given up
	lastID  int64        // the last dead letter's
}

const (
	stateVersion = 1
	stateSize    = 1 + 16 + 8 + 8*lanes + 8*lanes + 8 + 4
)

var (
	metaBucket   = []byte("meta")
	stateKey     = []byte("state")
	laneBuckets  = [lanes][]byte{[]byte(Bulk), []byte(Kept)}
	deadBucket   = []byte("dead")   // frames by id
	buriedBucket = []byte("buried") // ids by lane and position
)

var errState = errors.New("the record of state is damaged")

func (s *state) append(b []byte) []byte {
	start := len(b)
	b = append(b, stateVersion)
	b = append(b, s.id[:]...)
	b = binary.LittleEndian.AppendUint64(b, s.commits)
	for i := range s.last {
		b = binary.LittleEndian.AppendUint64(b, uint64(s.last[i]))    //nolint:gosec // not negative
		b = binary.LittleEndian.AppendUint64(b, uint64(s.settled[i])) //nolint:gosec // not negative
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(s.lastID)) //nolint:gosec // not negative
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[start:], crcTable))
}

func parseState(b []byte) (s state, err error) {
	if len(b) != stateSize || b[0] != stateVersion ||
		crc32.Checksum(b[:stateSize-4], crcTable) != binary.LittleEndian.Uint32(b[stateSize-4:]) {
		return s, errState
	}
	p := parser{rest: b[1:]}
	copy(s.id[:], p.take(16))
	s.commits = p.uint64()
	for i := range s.last {
		s.last[i] = int64(p.uint64())    //nolint:gosec // written as such
		s.settled[i] = int64(p.uint64()) //nolint:gosec // written as such
	}
	s.lastID = int64(p.uint64()) //nolint:gosec // written as such
	return s, nil
}

func (s *state) put(tx *bbolt.Tx) error {
	return tx.Bucket(metaBucket).Put(stateKey, s.append(nil))
}

// lay makes the buckets of a new file.
func lay(tx *bbolt.Tx, s state) error {
	for _, name := range [][]byte{metaBucket, laneBuckets[bulk], laneBuckets[kept], deadBucket, buriedBucket} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return s.put(tx)
}
