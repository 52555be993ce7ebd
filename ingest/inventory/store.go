package inventory

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
)

// MaxItems is how many sound items of a full inventory are kept: ten times what the largest have.
const MaxItems = 10_000

// Reasons why an item of an event is not kept.
const (
	SkippedNoID     = "no_id"    // without a usable id, or no item at all
	SkippedRepeated = "repeated" // the id comes again: the last counts
	SkippedTooMany  = "too_many" // beyond MaxItems
)

// Reasons why a delta is dropped.
const (
	reasonNoItem   = "no_item"   // an item, or an item's id, that can be read is missing
	reasonNoAction = "no_action" // neither add nor update nor remove
)

var (
	errNoList  = errors.New("items is missing or no list")
	errEmpty   = errors.New("items is empty although item_count says that there are some")
	errUnsound = errors.New("no item in items has an id")
)

// Result is what became of some events, and what was found in them.
type Result struct {
	Outcomes ledger.Tally
	Skipped  map[string]int       // items that were not kept, by reason
	Oddities map[object.Fault]int // values that could not be read and are unknown, by fault
	Rows     int                  // rows of items, their parts and their history that were inserted, changed or deleted
}

// Unusable says why a full inventory cannot be one, nil if it can: what replaces everything must not come to nothing
// because it cannot be read. It is safe for concurrent use.
func Unusable(e *event.FullInventory) error {
	switch {
	case e.Items == nil:
		return errNoList
	case len(e.Items) == 0 && e.ItemCount.Known && e.ItemCount.V > 0:
		return errEmpty
	case len(e.Items) > 0 && !slices.ContainsFunc(e.Items, sound):
		return errUnsound
	}
	return nil
}

func sound(text json.RawMessage) bool {
	o, _ := object.Decode(text)
	return o.ID != 0
}

// Apply stores inventory events of any number of characters in tx, each character's in the order of arrival: full
// inventories, for which Unusable says nothing, and deltas; it passes over others. What is stored in the end depends on
// the set of events alone, not on their order, and an event that is repeated changes nothing. It locks the characters'
// rows of inventories, in the order of names. An error means that the transaction must not be committed.
func Apply(ctx context.Context, tx database.Tx, events []event.Event) (Result, error) {
	s := newSession(tx)
	byName := s.sortOut(events)
	if len(byName) == 0 {
		return s.report, nil
	}
	characters, err := s.load(ctx, byName)
	if err != nil {
		return Result{}, err
	}
	for _, c := range characters {
		for _, t := range byName[c.name] {
			s.report.Outcomes.Add(t.kind, c.take(&t), 1)
		}
	}
	if err := s.save(ctx, characters); err != nil {
		return Result{}, err
	}
	return s.report, nil
}

// session is one transaction's work.
type session struct {
	tx     database.Tx
	report Result
}

func newSession(tx database.Tx) *session {
	return &session{tx: tx, report: Result{
		Outcomes: ledger.Tally{}, Skipped: map[string]int{}, Oddities: map[object.Fault]int{},
	}}
}

// told is an event, read as far as it is needed.
type told struct {
	kind   event.Type
	at     time.Time
	action action
	item   *snapshot // of an addition or an update
	id     int64     // of a removal

	items   []json.RawMessage // of a full inventory
	digest  int64
	sound   map[int64]*snapshot // nil until it is needed
	skipped int
}

type action int

const (
	replacing action = iota
	adding
	updating
	removing
)

// sortOut reads events by character, and drops deltas of nothing.
func (s *session) sortOut(events []event.Event) map[string][]told {
	byName := map[string][]told{}
	for _, e := range events {
		var t told
		head := e.Header()
		switch e := e.(type) {
		case *event.FullInventory:
			t = told{items: e.Items, digest: digestOfAll(e.Items)}
		case *event.InventoryDelta:
			var reason string
			if t, reason = s.delta(e); reason != "" {
				s.report.Outcomes.Drop(head.Type, reason)
				continue
			}
		default:
			continue
		}
		t.kind, t.at = head.Type, head.Timestamp
		byName[head.Character] = append(byName[head.Character], t)
	}
	return byName
}

func (s *session) delta(e *event.InventoryDelta) (t told, refused string) {
	switch e.Action {
	case "add":
		t.action = adding
	case "update":
		t.action = updating
	case "remove":
		t.action, t.id = removing, int64(uint32(e.ItemID.V)) //nolint:gosec // 32 bits, signed or not
		if !e.ItemID.Known || t.id == 0 {
			return t, reasonNoItem
		}
		return t, ""
	default:
		return t, reasonNoAction
	}
	if t.item = s.read(e.Item); t.item == nil {
		return t, reasonNoItem
	}
	return t, ""
}

// read decodes an item and counts what is odd in it; nil for what is none.
func (s *session) read(text json.RawMessage) *snapshot {
	item, oddities := read(text)
	for _, o := range oddities {
		s.report.Oddities[o.Fault] += o.Count
	}
	if item.object.ID == 0 {
		s.report.Skipped[SkippedNoID]++
		return nil
	}
	return item
}

// readAll decodes the items of a full inventory.
func (s *session) readAll(t *told) {
	t.sound = make(map[int64]*snapshot, min(len(t.items), MaxItems))
	for _, text := range t.items {
		item := s.read(text)
		if item == nil {
			t.skipped++
			continue
		}
		id := int64(item.object.ID)
		switch {
		case t.sound[id] != nil:
			s.report.Skipped[SkippedRepeated]++
			t.skipped++
		case len(t.sound) == MaxItems:
			s.report.Skipped[SkippedTooMany]++
			t.skipped++
			continue
		}
		t.sound[id] = item
	}
}

// take takes an event in.
func (c *character) take(t *told) ledger.Outcome {
	switch t.action {
	case adding, updating:
		return c.tell(t.at, t.item, t.action == adding)
	case removing:
		return c.remove(t.at, t.id)
	default:
		if t.sound == nil {
			return c.repeated(t.at)
		}
		return c.full(t.at, t.digest, t.sound, t.skipped)
	}
}

// names are the sorted keys.
func names[V any](byName map[string]V) []string { return slices.Sorted(maps.Keys(byName)) }
