package writer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/portal"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
)

// portalKey is a portal's identity: portals of one name stand in many places.
type portalKey struct {
	name   string
	ew, ns int // tenths of a map unit
}

func keyOf(p *event.Portal) portalKey {
	return portalKey{p.PortalName, int(math.Round(p.EW.V * 10)), int(math.Round(p.NS.V * 10))}
}

func (k portalKey) compare(o portalKey) int {
	return cmp.Or(cmp.Compare(k.name, o.name), cmp.Compare(k.ew, o.ew), cmp.Compare(k.ns, o.ns))
}

// span is the time between a portal's first and last sighting.
type span struct{ first, last time.Time }

// glimpses are the earliest and the latest sighting of a portal in a batch.
type glimpses struct{ first, last *event.Portal }

// savePortals keeps one row a portal: where it was last seen, when first and last, and who saw it first. A sighting
// between the two is a duplicate: it changes nothing.
func (b *batch) savePortals(ctx context.Context) error {
	if len(b.gates) == 0 {
		return nil
	}
	stored, err := b.storedPortals(ctx)
	if err != nil {
		return err
	}
	changed := map[portalKey]*glimpses{}
	for _, p := range b.gates {
		key := keyOf(p)
		s, found := stored[key]
		switch {
		case !found:
			b.tally.Add(p.Type, ledger.Inserted, 1)
			s = span{p.Timestamp, p.Timestamp}
		case p.Timestamp.Before(s.first) || p.Timestamp.After(s.last):
			b.tally.Add(p.Type, ledger.Applied, 1)
		default:
			b.tally.Add(p.Type, ledger.Duplicate, 1)
			continue
		}
		stored[key] = span{earlier(s.first, p.Timestamp), later(s.last, p.Timestamp)}
		g := changed[key]
		if g == nil {
			g = &glimpses{first: p, last: p}
			changed[key] = g
		}
		if p.Timestamp.Before(g.first.Timestamp) {
			g.first = p
		}
		if p.Timestamp.After(g.last.Timestamp) {
			g.last = p
		}
	}
	return b.upsertPortals(ctx, changed)
}

// storedPortals finds the portals of the batch that are there already, and perhaps a few others.
func (b *batch) storedPortals(ctx context.Context) (map[portalKey]span, error) {
	var names []string
	var ew, ns []int
	for _, p := range b.gates {
		key := keyOf(p)
		names, ew, ns = append(names, key.name), append(ew, key.ew), append(ns, key.ns)
	}
	rows, err := b.tx.Portal.Query().
		Where(portal.PortalNameIn(names...), portal.EwTenthsIn(ew...), portal.NsTenthsIn(ns...)).
		Select(portal.FieldPortalName, portal.FieldEwTenths, portal.FieldNsTenths,
			portal.FieldFirstSeenAt, portal.FieldLastSeenAt).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for %d portals: %w", len(b.gates), err)
	}
	stored := make(map[portalKey]span, len(rows))
	for _, r := range rows {
		stored[portalKey{r.PortalName, r.EwTenths, r.NsTenths}] = span{r.FirstSeenAt, r.LastSeenAt}
	}
	return stored, nil
}

func (b *batch) upsertPortals(ctx context.Context, changed map[portalKey]*glimpses) error {
	if len(changed) == 0 {
		return nil
	}
	rows := make([]*ent.PortalCreate, 0, len(changed))
	for _, key := range slices.SortedFunc(maps.Keys(changed), portalKey.compare) {
		first, last := changed[key].first, changed[key].last
		row := b.tx.Portal.Create().SetPortalName(key.name).SetEwTenths(key.ew).SetNsTenths(key.ns).
			SetEw(last.EW.V).SetNs(last.NS.V).SetNillableZ(last.Z.Ptr()).
			SetLastSeenAt(last.Timestamp).SetFirstSeenAt(first.Timestamp).SetDiscoveredBy(first.Character)
		if len(last.Raw) > 0 {
			row.SetPayload(last.Raw)
		}
		rows = append(rows, row)
	}
	err := b.tx.Portal.CreateBulk(rows...).OnConflict(onConflict(func(m merge) {
		seen, found := portal.FieldLastSeenAt, portal.FieldFirstSeenAt
		m.when(m.offered(seen)+" > "+m.held(seen),
			seen, portal.FieldEw, portal.FieldNs, portal.FieldZ, portal.FieldPayload)
		m.when(m.offered(found)+" < "+m.held(found), found, portal.FieldDiscoveredBy)
	}, portal.FieldPortalName, portal.FieldEwTenths, portal.FieldNsTenths)...).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save %d portals: %w", len(rows), err)
	}
	return nil
}
