package writer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/charsession"
	"github.com/mosswart/overlord/ent/charstats"
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

// saveSessions keeps each session's first and last time and greatest counters in char_sessions.
func (b *batch) saveSessions(ctx context.Context) error {
	if len(b.pulses) == 0 {
		return nil
	}
	all := map[sessionKey]*counters{}
	for _, t := range b.pulses {
		key := sessionKey{t.Character, t.SessionID}
		if all[key] == nil {
			all[key] = &counters{first: t.Timestamp, last: t.Timestamp}
		}
		all[key].add(t)
	}
	rows := make([]*ent.CharSessionCreate, 0, len(all))
	for _, key := range slices.SortedFunc(maps.Keys(all), compareKeys) {
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
	return nil
}

// saveTotals reckons char_stats anew for the characters whose sessions were touched: the sum over all their sessions.
func (b *batch) saveTotals(ctx context.Context) error {
	if len(b.pulses) == 0 {
		return nil
	}
	times := map[string]*counters{}
	for _, t := range b.pulses {
		if times[t.Character] == nil {
			times[t.Character] = &counters{first: t.Timestamp, last: t.Timestamp}
		}
		times[t.Character].add(t)
	}
	names := slices.Sorted(maps.Keys(times))
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
	rows := make([]*ent.CharStatsCreate, 0, len(sums))
	for _, s := range sums {
		t := times[s.CharacterName]
		rows = append(rows, b.tx.CharStats.Create().SetCharacterName(s.CharacterName).
			SetTotalKills(s.Kills).SetTotalRares(s.Rares).SetTotalDeaths(s.Deaths).SetSessions(s.Sessions).
			SetFirstAt(t.first).SetLastAt(t.last))
	}
	err = b.tx.CharStats.CreateBulk(rows...).OnConflict(onConflict(func(m merge) {
		m.replace(charstats.FieldTotalKills, charstats.FieldTotalRares, charstats.FieldTotalDeaths,
			charstats.FieldSessions)
		m.least(charstats.FieldFirstAt)
		m.greatest(charstats.FieldLastAt)
	}, charstats.FieldCharacterName)...).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save totals of %d characters: %w", len(rows), err)
	}
	return nil
}
