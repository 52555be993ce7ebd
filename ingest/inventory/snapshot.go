package inventory

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"maps"
	"math"
	"slices"

	"github.com/mosswart/overlord/gamedata/object"
)

// snapshot is one telling of an item.
type snapshot struct {
	text      json.RawMessage // as it came; nil while only the database has it
	object    object.Object   // valid where text is not nil
	appraised bool            // it holds an appraisal itself
	digest    int64
}

// read decodes an item of an event. An object whose ID is 0 is no item.
func read(text json.RawMessage) (*snapshot, []object.Oddity) {
	o, oddities := object.Decode(text)
	return &snapshot{text: text, object: o, appraised: o.HasIDData, digest: digestOf(&o)}, oddities
}

// digestOf is a hash of what an item says, whatever the order in which it says so. When it was appraised is left out: the
// same appraisal, made again, is no change.
func digestOf(o *object.Object) int64 {
	b := make([]byte, 0, 1024)
	number := func(v int64) { b = binary.LittleEndian.AppendUint64(b, uint64(v)) } //nolint:gosec // its bits
	number(int64(o.ID))
	number(int64(o.ContainerID))
	number(int64(o.ObjectClass))
	number(bit(o.HasIDData))
	each(o.Ints, number, number)
	each(o.Doubles, number, func(v float64) { number(int64(math.Float64bits(v))) }) //nolint:gosec // its bits
	each(o.Bools, number, func(v bool) { number(bit(v)) })
	each(o.Strings, number, func(v string) { number(int64(len(v))); b = append(b, v...) })
	for _, list := range [][]int{o.Spells, o.ActiveSpells} {
		number(int64(len(list)))
		for _, id := range list {
			number(int64(id))
		}
	}
	return hash(b)
}

// each tells a map's entries in the order of their keys.
func each[K ~int | ~int32 | ~int64 | ~uint32, V any](values map[K]V, number func(int64), value func(V)) {
	number(int64(len(values)))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		number(int64(key))
		value(values[key])
	}
}

func bit(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

// digestOfAll is a hash of a whole inventory, as it came.
func digestOfAll(items []json.RawMessage) int64 {
	h := sha256.New()
	for _, text := range items {
		_, _ = h.Write(text)
		_, _ = h.Write([]byte{'\n'})
	}
	return first64(h.Sum(nil))
}

func hash(b []byte) int64 {
	sum := sha256.Sum256(b)
	return first64(sum[:])
}

func first64(sum []byte) int64 { return int64(binary.LittleEndian.Uint64(sum)) } //nolint:gosec // its bits
