package writer

import (
	"context"
	"fmt"
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
	wanted := make([]predicate.DeathEvent, 0, len(reaches))
	for name, r := range reaches {
		parts := []predicate.DeathEvent{deathevent.And(
			deathevent.TimestampGTE(r.first.Add(-fillWindow)), deathevent.TimestampLTE(r.last.Add(fillWindow)))}
		if r.above != nil {
			parts = append(parts, deathevent.TotalDeathsGTE(*r.above))
		}
		if len(r.totals) > 0 {
			parts = append(parts, deathevent.TotalDeathsIn(r.totals...))
		}
		wanted = append(wanted, deathevent.And(deathevent.CharacterName(name), deathevent.Or(parts...)))
	}
	rows, err := b.tx.DeathEvent.Query().Where(deathevent.Or(wanted...)).Order(deathevent.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the deaths of %d characters: %w", len(reaches), err)
	}
	book := &deathBook{rows: map[string][]*ent.DeathEvent{}}
	for _, row := range rows {
		book.rows[row.CharacterName] = append(book.rows[row.CharacterName], row)
	}
	return book, nil
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
	if len(numbered) > 0 {
		err := tx.DeathEvent.CreateBulk(numbered...).OnConflict(onConflict(func(m merge) {
			m.replace(deathevent.FieldTimestamp, deathevent.FieldSessionID, deathevent.FieldKiller,
				deathevent.FieldText, deathevent.FieldExplicit, deathevent.FieldEw, deathevent.FieldNs,
				deathevent.FieldZ, deathevent.FieldLandcell, deathevent.FieldVitae, deathevent.FieldPayload)
		}, deathevent.FieldCharacterName, deathevent.FieldTotalDeaths)...).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save %d deaths: %w", len(numbered), err)
		}
	}
	if len(nameless) > 0 {
		if err := tx.DeathEvent.CreateBulk(nameless...).Exec(ctx); err != nil {
			return fmt.Errorf("add %d deaths without a number: %w", len(nameless), err)
		}
	}
	return nil
}
