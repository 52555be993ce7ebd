package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/mosswart/overlord/admin/access"
)

// The types under which changes of the store's own rows are recorded.
const (
	typeRoles   = "_roles"
	typeMembers = "_members"
	typeKeys    = "_keys"
	typePeople  = "_people"
)

// fields are the state of one of the store's own rows, as far as it is shown.
type fields map[string]any

// diff is what differs between two states, field → [from, to].
func diff(before, after fields) (json.RawMessage, error) {
	changed := make(map[string][2]json.RawMessage)
	for _, state := range []fields{before, after} {
		for name := range state {
			from, err := json.Marshal(before[name])
			if err != nil {
				return nil, err
			}
			to, err := json.Marshal(after[name])
			if err != nil {
				return nil, err
			}
			if !bytes.Equal(from, to) {
				changed[name] = [2]json.RawMessage{from, to}
			}
		}
	}
	return json.Marshal(changed)
}

// note records a change of one of the store's own rows.
func (s *Store) note(ctx context.Context, tx tx, by access.Principal, action, typ, id, label string, before, after fields) error {
	d, err := diff(before, after)
	if err != nil {
		return fmt.Errorf("record change: %w", err)
	}
	return s.Record(ctx, tx.raw, &Change{Actor: ActorOf(by), Action: action, Type: typ},
		[]Revision{{Type: typ, ObjectID: id, Action: action, Label: label, Diff: d}})
}
