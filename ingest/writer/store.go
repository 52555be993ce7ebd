package writer

import (
	"context"
	"math"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
)

// Reasons why an event is dropped.
const (
	reasonNotStored  = "not_stored"  // its type is kept in memory only
	reasonNameless   = "nameless"    // a rare, spawn or portal without its name
	reasonPlaceless  = "placeless"   // a portal that is nowhere
	reasonNoDeath    = "no_death"    // a death event that tells nothing of one
	reasonVitaeAlone = "vitae_alone" // vitae on a character whose total_deaths says that nobody died
)

// rowsAtOnce keeps a statement of the widest entity below both databases' limit of parameters, 32,766 and 65,535.
const rowsAtOnce = 1_000

// batch is the work of one transaction: events by kind, each kind in the order of arrival.
type batch struct {
	tx     *ent.Client
	tally  ledger.Tally
	all    []event.Event // those that are stored, of all kinds
	pulses []*event.Telemetry
	spawns []*event.Spawn
	rares  []*event.Rare
	deaths []*event.Death
	gates  []*event.Portal
	sheets []*event.CharacterStats
	fights []*event.CombatStats
	bags   []event.Event // full inventories and their deltas, in the order of arrival
}

// store writes events in tx, in a number of statements that does not grow with theirs, and says what became of them.
func store(ctx context.Context, tx database.Tx, series Series, events []event.Event) (*results, error) {
	b := sortOut(events)
	b.tx = tx.Ent
	before, err := b.knownCharacters(ctx)
	if err != nil {
		return nil, err
	}
	var found inventory.Result
	// Characters come first: that locks their rows, so what is read below of the same characters stays as it is.
	for _, step := range []func(context.Context) error{
		b.saveCharacters,
		func(ctx context.Context) error { return b.saveSeries(ctx, tx, series) },
		b.saveSessions,
		func(ctx context.Context) error { return b.saveDeaths(ctx, before) },
		b.saveRares,
		b.savePortals,
		b.saveSheets,
		b.saveCombat,
		func(ctx context.Context) (err error) {
			found, err = inventory.Apply(ctx, tx, b.bags)
			return err
		},
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	for r, n := range found.Outcomes {
		b.tally[r] += n
	}
	return &results{Tally: b.tally, inventory: found}, nil
}

// results are what became of the events of one transaction.
type results struct {
	ledger.Tally
	inventory inventory.Result
}

// sortOut puts events in their places and drops those that have no identity.
func sortOut(events []event.Event) *batch {
	b := &batch{tally: ledger.Tally{}, all: make([]event.Event, 0, len(events))}
	for _, e := range events {
		switch e := e.(type) {
		case *event.Telemetry:
			b.pulses = append(b.pulses, e)
		case *event.Spawn:
			if e.Mob == "" {
				b.tally.Drop(e.Header().Type, reasonNameless)
				continue
			}
			b.spawns = append(b.spawns, e)
		case *event.Rare:
			if e.Name == "" {
				b.tally.Drop(e.Header().Type, reasonNameless)
				continue
			}
			b.rares = append(b.rares, e)
		case *event.Portal:
			if e.PortalName == "" {
				b.tally.Drop(e.Header().Type, reasonNameless)
				continue
			}
			if !onMap(e.EW) || !onMap(e.NS) {
				b.tally.Drop(e.Header().Type, reasonPlaceless)
				continue
			}
			b.gates = append(b.gates, e)
		case *event.Death:
			b.deaths = append(b.deaths, e)
		case *event.CharacterStats:
			b.sheets = append(b.sheets, e)
		case *event.CombatStats:
			b.fights = append(b.fights, e)
		case *event.FullInventory, *event.InventoryDelta:
			b.bags = append(b.bags, e)
		default:
			b.tally.Drop(e.Header().Type, reasonNotStored)
			continue
		}
		b.all = append(b.all, e)
	}
	return b
}

// onMap reports whether a coordinate is known and of a size that a map has. Dereth ends at 102; dungeons lie within.
func onMap(f event.Float) bool { return f.Known && math.Abs(f.V) < 10_000 }

// saveSeries adds the rows of the time series.
func (b *batch) saveSeries(ctx context.Context, tx database.Tx, series Series) error {
	inserted, duplicate, err := series.InsertTelemetry(ctx, tx.SQL, b.pulses)
	if err != nil {
		return err
	}
	b.tally.Add(event.TypeTelemetry, ledger.Inserted, inserted)
	b.tally.Add(event.TypeTelemetry, ledger.Duplicate, duplicate)
	if inserted, duplicate, err = series.InsertSpawns(ctx, tx.SQL, b.spawns); err != nil {
		return err
	}
	b.tally.Add(event.TypeSpawn, ledger.Inserted, inserted)
	b.tally.Add(event.TypeSpawn, ledger.Duplicate, duplicate)
	return nil
}
