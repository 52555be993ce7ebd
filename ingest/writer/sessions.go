package writer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/charsession"
	"github.com/mosswart/overlord/ent/charstats"
	"github.com/mosswart/overlord/ent/predicate"
	"github.com/mosswart/overlord/ingest/event"
)

// sessionKey names a play session. The plugin's session ids are unique to a character only.
type sessionKey struct{ character, session string }

func compareKeys(a, b sessionKey) int {
	return cmp.Or(cmp.Compare(a.character, b.character), cmp.Compare(a.session, b.session))
}

// counters are what telemetry tells of a session: the extremes, to which late and repeated rows add nothing.
type counters struct {
	first, last          time.Time
	kills, rares, deaths int64
}

func (c *counters) add(t *event.Telemetry) {
	c.first = earlier(c.first, t.Timestamp)
	c.last = later(c.last, t.Timestamp)
	c.kills = max(c.kills, t.Kills.V)
	c.rares = max(c.rares, t.RaresFound.V)
	c.deaths = max(c.deaths, t.Deaths.V)
}

// saveSessions keeps each session's first and last time and greatest counters in char_sessions, and their sum over a
// character's sessions in char_stats. The sum grows by what the sessions have grown, so that its cost does not depend on
// how many there are; the characters' rows, locked before, keep others from changing the same in between.
func (b *batch) saveSessions(ctx context.Context) error {
	if len(b.pulses) == 0 {
		return nil
	}
	all := map[sessionKey]*counters{}
	for _, t := range b.pulses {
		key := sessionKey{t.Character, t.SessionID}
		c := all[key]
		if c == nil {
			c = &counters{first: t.Timestamp, last: t.Timestamp}
			all[key] = c
		}
		c.add(t)
	}
	keys := slices.SortedFunc(maps.Keys(all), compareKeys)
	growth, err := b.growth(ctx, keys, all)
	if err != nil {
		return err
	}
	if err := b.upsertSessions(ctx, keys, all); err != nil {
		return err
	}
	return b.saveTotals(ctx, growth)
}

// lifetime is what a batch adds to a character's totals.
type lifetime struct {
	counters
	sessions int64 // new ones
}

// growth compares sessions with what is stored of them.
func (b *batch) growth(ctx context.Context, keys []sessionKey, now map[sessionKey]*counters) (map[string]*lifetime, error) {
	before := make(map[sessionKey]*ent.CharSession, len(keys))
	for part := range slices.Chunk(keys, rowsAtOnce) {
		rows, err := b.tx.CharSession.Query().Where(sessionIn(part)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for %d sessions: %w", len(keys), err)
		}
		for _, row := range rows {
			before[sessionKey{row.CharacterName, row.SessionID}] = row
		}
	}
	growth := map[string]*lifetime{}
	for _, key := range keys {
		c := now[key]
		g := growth[key.character]
		if g == nil {
			g = &lifetime{counters: counters{first: c.first, last: c.last}}
			growth[key.character] = g
		}
		g.first, g.last = earlier(g.first, c.first), later(g.last, c.last)
		old := before[key]
		if old == nil {
			g.sessions++
			old = &ent.CharSession{}
		}
		g.kills += max(0, c.kills-old.Kills)
		g.rares += max(0, c.rares-old.Rares)
		g.deaths += max(0, c.deaths-old.Deaths)
	}
	return growth, nil
}

// sessionIn finds the rows of sessions, each by way of the index.
func sessionIn(keys []sessionKey) predicate.CharSession {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("(").WriteString(s.C(charsession.FieldCharacterName)).WriteString(", ").
				WriteString(s.C(charsession.FieldSessionID)).WriteString(") IN (VALUES ")
			for i, key := range keys {
				if i > 0 {
					b.WriteString(", ")
				}
				b.WriteString("(").Arg(key.character).WriteString(", ").Arg(key.session).WriteString(")")
			}
			b.WriteString(")")
		}))
	}
}

func (b *batch) upsertSessions(ctx context.Context, keys []sessionKey, all map[sessionKey]*counters) error {
	for part := range slices.Chunk(keys, rowsAtOnce) {
		rows := make([]*ent.CharSessionCreate, 0, len(part))
		for _, key := range part {
			c := all[key]
			rows = append(rows, b.tx.CharSession.Create().SetCharacterName(key.character).SetSessionID(key.session).
				SetFirstAt(c.first).SetLastAt(c.last).SetKills(c.kills).SetRares(c.rares).SetDeaths(c.deaths))
		}
		err := b.tx.CharSession.CreateBulk(rows...).OnConflict(onConflict(func(m merge) {
			m.least(charsession.FieldFirstAt)
			m.greatest(charsession.FieldLastAt, charsession.FieldKills, charsession.FieldRares, charsession.FieldDeaths)
		}, charsession.FieldCharacterName, charsession.FieldSessionID)...).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save %d sessions: %w", len(rows), err)
		}
	}
	return nil
}

// saveTotals adds growth to char_stats.
func (b *batch) saveTotals(ctx context.Context, growth map[string]*lifetime) error {
	for part := range slices.Chunk(slices.Sorted(maps.Keys(growth)), rowsAtOnce) {
		known, err := b.tx.CharStats.Query().Where(charstats.CharacterNameIn(part...)).
			Select(charstats.FieldCharacterName).Strings(ctx)
		if err != nil {
			return fmt.Errorf("look for the totals of %d characters: %w", len(part), err)
		}
		var fresh []string
		rows := make([]*ent.CharStatsCreate, 0, len(part))
		for _, name := range part {
			if !slices.Contains(known, name) {
				fresh = append(fresh, name)
				continue
			}
			rows = append(rows, b.newTotals(name, growth[name]))
		}
		if err := b.sumSessions(ctx, fresh, growth); err != nil {
			return err
		}
		for _, name := range fresh {
			rows = append(rows, b.newTotals(name, growth[name]))
		}
		err = b.tx.CharStats.CreateBulk(rows...).OnConflict(onConflict(func(m merge) {
			m.sum(charstats.FieldTotalKills, charstats.FieldTotalRares, charstats.FieldTotalDeaths, charstats.FieldSessions)
			m.least(charstats.FieldFirstAt)
			m.greatest(charstats.FieldLastAt)
		}, charstats.FieldCharacterName)...).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save totals of %d characters: %w", len(rows), err)
		}
	}
	return nil
}

func (b *batch) newTotals(name string, g *lifetime) *ent.CharStatsCreate {
	return b.tx.CharStats.Create().SetCharacterName(name).
		SetTotalKills(g.kills).SetTotalRares(g.rares).SetTotalDeaths(g.deaths).SetSessions(g.sessions).
		SetFirstAt(g.first).SetLastAt(g.last)
}

// sumSessions replaces the growth of characters that have no totals yet by the sum over all their sessions, of which
// there may be some all the same.
func (b *batch) sumSessions(ctx context.Context, names []string, growth map[string]*lifetime) error {
	if len(names) == 0 {
		return nil
	}
	var sums []struct {
		CharacterName        string `json:"character_name"`
		Kills, Rares, Deaths int64
		Sessions             int64
	}
	err := b.tx.CharSession.Query().Where(charsession.CharacterNameIn(names...)).
		GroupBy(charsession.FieldCharacterName).
		Aggregate(
			ent.As(ent.Sum(charsession.FieldKills), "kills"), ent.As(ent.Sum(charsession.FieldRares), "rares"),
			ent.As(ent.Sum(charsession.FieldDeaths), "deaths"), ent.As(ent.Count(), "sessions"),
		).Scan(ctx, &sums)
	if err != nil {
		return fmt.Errorf("sum sessions of %d characters: %w", len(names), err)
	}
	for _, s := range sums {
		g := growth[s.CharacterName]
		g.kills, g.rares, g.deaths, g.sessions = s.Kills, s.Rares, s.Deaths, s.Sessions
	}
	return nil
}
