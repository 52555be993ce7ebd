package writer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/deathevent"
	"github.com/mosswart/overlord/ent/predicate"
)

// reach is the part of a character's deaths that a batch may touch.
type reach struct {
	first, last time.Time
	above       *int64 // rises need the rows from here upwards, to tell values that had been passed
	totals      []int64
}

func (r *reach) span(at time.Time) {
	if r.first.IsZero() {
		r.first, r.last = at, at
	}
	r.first, r.last = earlier(r.first, at), later(r.last, at)
}

// openDeathBook reads the rows that the rises and the death events of the batch may touch.
func (b *batch) openDeathBook(ctx context.Context, rises []rise) (*deathBook, error) {
	reaches := map[string]*reach{}
	of := func(character string) *reach {
		if reaches[character] == nil {
			reaches[character] = &reach{}
		}
		return reaches[character]
	}
	for _, r := range rises {
		c := of(r.character)
		c.span(r.at)
		if c.above == nil || r.total < *c.above {
			c.above = &r.total
		}
	}
	for _, d := range b.deaths {
		c := of(d.Character)
		c.span(d.Timestamp)
		if known(d.TotalDeaths) {
			c.totals = append(c.totals, d.TotalDeaths.V)
		}
	}
	book := &deathBook{rows: map[string][]*ent.DeathEvent{}}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(reaches)), charactersAtOnce) {
		wanted := make([]predicate.DeathEvent, 0, len(part))
		for _, name := range part {
			wanted = append(wanted, deathevent.And(deathevent.CharacterName(name), reaches[name].rows()))
		}
		rows, err := b.tx.DeathEvent.Query().Where(deathevent.Or(wanted...)).Order(deathevent.ByID()).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the deaths of %d characters: %w", len(reaches), err)
		}
		for _, row := range rows {
			book.rows[row.CharacterName] = append(book.rows[row.CharacterName], row)
		}
	}
	return book, nil
}

// charactersAtOnce is as many conditions as a statement takes: SQLite's expressions are at most 1,000 deep.
const charactersAtOnce = 200

// rows are the character's deaths that are within reach.
func (r *reach) rows() predicate.DeathEvent {
	parts := []predicate.DeathEvent{deathevent.And(
		deathevent.TimestampGTE(r.first.Add(-fillWindow)), deathevent.TimestampLTE(r.last.Add(fillWindow)))}
	if r.above != nil {
		parts = append(parts, deathevent.TotalDeathsGTE(*r.above))
	}
	if len(r.totals) > 0 {
		parts = append(parts, deathevent.TotalDeathsIn(r.totals...))
	}
	return deathevent.Or(parts...)
}

// save writes what has changed: numbered rows by their identity, new ones without a number as they are.
func (k *deathBook) save(ctx context.Context, tx *ent.Client) error {
	if len(k.merged) > 0 {
		if _, err := tx.DeathEvent.Delete().Where(deathevent.IDIn(k.merged...)).Exec(ctx); err != nil {
			return fmt.Errorf("take %d deaths out to number them: %w", len(k.merged), err)
		}
	}
	var numbered, nameless []*ent.DeathEventCreate
	for _, row := range k.changed {
		create := tx.DeathEvent.Create().SetCharacterName(row.CharacterName).SetTimestamp(row.Timestamp).
			SetSessionID(row.SessionID).SetKiller(row.Killer).SetText(row.Text).SetExplicit(row.Explicit).
			SetNillableEw(row.Ew).SetNillableNs(row.Ns).SetNillableZ(row.Z).
			SetNillableLandcell(row.Landcell).SetNillableVitae(row.Vitae).SetNillableTotalDeaths(row.TotalDeaths)
		if len(row.Payload) > 0 {
			create.SetPayload(row.Payload)
		}
		if row.TotalDeaths != nil {
			numbered = append(numbered, create)
		} else {
			nameless = append(nameless, create)
		}
	}
	for part := range slices.Chunk(numbered, rowsAtOnce) {
		err := tx.DeathEvent.CreateBulk(part...).OnConflict(onConflict(func(m merge) {
			m.replace(deathevent.FieldTimestamp, deathevent.FieldSessionID, deathevent.FieldKiller,
				deathevent.FieldText, deathevent.FieldExplicit, deathevent.FieldEw, deathevent.FieldNs,
				deathevent.FieldZ, deathevent.FieldLandcell, deathevent.FieldVitae, deathevent.FieldPayload)
		}, deathevent.FieldCharacterName, deathevent.FieldTotalDeaths)...).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save %d deaths: %w", len(part), err)
		}
	}
	for part := range slices.Chunk(nameless, rowsAtOnce) {
		if err := tx.DeathEvent.CreateBulk(part...).Exec(ctx); err != nil {
			return fmt.Errorf("add %d deaths without a number: %w", len(part), err)
		}
	}
	return nil
}
