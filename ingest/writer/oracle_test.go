package writer

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

// tables are the rows of the database as lines of text, sorted, by table. The ones that oracle makes from distinct
// events by the plainest reading of the rules are compared with the ones that snapshot reads.
type tables map[string][]string

func (t tables) add(table, format string, values ...any) {
	t[table] = append(t[table], fmt.Sprintf(format, values...))
}

func (t tables) sorted() tables {
	for _, lines := range t {
		slices.Sort(lines)
	}
	return t
}

func (t tables) compare(tb interface{ Errorf(string, ...any) }, want tables) {
	for _, name := range []string{
		"telemetry", "spawns", "characters", "sessions", "totals", "deaths", "rares", "rare totals", "portals", "sheets",
		"fights", "lifetimes",
	} {
		if !slices.Equal(t[name], want[name]) {
			tb.Errorf("%s:\n got %q\nwant %q", name, t[name], want[name])
		}
	}
}

func micros(t time.Time) int64 { return t.Sub(noon).Microseconds() }

func shown[T any](p *T) string {
	if p == nil {
		return "unknown"
	}
	return fmt.Sprint(*p)
}

// oracle keeps one map a table. Events are distinct; they are taken in the order of their time.
func oracle(distinct []event.Event) tables {
	events := slices.Clone(distinct)
	slices.SortStableFunc(events, func(a, b event.Event) int {
		return cmp.Or(a.Header().Timestamp.Compare(b.Header().Timestamp),
			cmp.Compare(a.Header().SessionID, b.Header().SessionID))
	})
	out := tables{}
	first, last := map[string]time.Time{}, map[string]time.Time{}
	state := map[string]*event.Telemetry{}
	type counts struct {
		first, last          time.Time
		kills, rares, deaths int64
	}
	sessions := map[[2]string]counts{}
	rareTotals := map[[2]string]int{}
	type gate struct {
		first, last *event.Portal
	}
	gates := map[string]gate{}
	sheets := map[string]*event.CharacterStats{}
	for _, e := range events {
		h := e.Header()
		if _, found := first[h.Character]; !found {
			first[h.Character] = h.Timestamp
		}
		last[h.Character] = h.Timestamp
		switch e := e.(type) {
		case *event.Telemetry:
			out.add("telemetry", "%s/%s at %d kills %s ew %s", h.Character, h.SessionID, micros(h.Timestamp),
				shown(e.Kills.Ptr()), shown(e.EW.Ptr()))
			state[h.Character] = e
			key := [2]string{h.Character, h.SessionID}
			c, found := sessions[key]
			if !found {
				c.first = h.Timestamp
			}
			c.last = h.Timestamp
			c.kills, c.rares, c.deaths = max(c.kills, e.Kills.V), max(c.rares, e.RaresFound.V), max(c.deaths, e.Deaths.V)
			sessions[key] = c
		case *event.Spawn:
			out.add("spawns", "%s at %d %s %s", h.Character, micros(h.Timestamp), e.Mob, shown(e.EW.Ptr()))
		case *event.Rare:
			out.add("rares", "%s at %d %s tier %q", h.Character, micros(h.Timestamp), e.Name, e.Tier)
			rareTotals[[2]string{h.Character, ""}]++
			rareTotals[[2]string{h.Character, "session " + h.SessionID}]++
		case *event.Portal:
			key := fmt.Sprintf("%s %.0f %.0f", e.PortalName, math.Round(e.EW.V*10), math.Round(e.NS.V*10))
			g := gates[key]
			if g.first == nil {
				g.first = e
			}
			g.last = e
			gates[key] = g
		case *event.CharacterStats:
			sheets[h.Character] = e
		}
	}
	for name, t := range first {
		line := fmt.Sprintf("%s %d–%d", name, micros(t), micros(last[name]))
		if s := state[name]; s != nil {
			line += fmt.Sprintf(" at %d in %s tag %q ew %s deaths %s", micros(s.Timestamp), s.SessionID, s.CharTag,
				shown(s.EW.Ptr()), shown(s.TotalDeaths.Ptr()))
		}
		out["characters"] = append(out["characters"], line)
	}
	totals := map[string][4]int64{}
	for key, c := range sessions {
		out.add("sessions", "%v %d–%d %d %d %d", key, micros(c.first), micros(c.last), c.kills, c.rares, c.deaths)
		t := totals[key[0]]
		totals[key[0]] = [4]int64{t[0] + c.kills, t[1] + c.rares, t[2] + c.deaths, t[3] + 1}
	}
	for name, t := range totals {
		out.add("totals", "%s %v", name, t)
	}
	for key, n := range rareTotals {
		out.add("rare totals", "%v %d", key, n)
	}
	for key, g := range gates {
		out.add("portals", "%s first %d by %s last %d ew %v", key, micros(g.first.Timestamp), g.first.Character,
			micros(g.last.Timestamp), g.last.EW.V)
	}
	for name, s := range sheets {
		out.add("sheets", "%s %d level %s", name, micros(s.Timestamp), shown(s.Level.Ptr()))
	}
	oracleDeaths(events, out)
	oracleCombat(events, out)
	return out.sorted()
}

// oracleDeaths walks each character's events in time: values of total_deaths above all before them, except the first.
func oracleDeaths(events []event.Event, out tables) {
	type death struct {
		total    *int64
		at       time.Time
		explicit bool
		killer   string
	}
	deaths, high := map[string][]*death{}, map[string]int64{}
	for _, e := range events {
		t, ok := e.(*event.Telemetry)
		if !ok || !t.TotalDeaths.Known {
			continue
		}
		if before, counted := high[t.Character]; counted && t.TotalDeaths.V > before {
			deaths[t.Character] = append(deaths[t.Character], &death{total: t.TotalDeaths.Ptr(), at: t.Timestamp})
		}
		high[t.Character] = max(high[t.Character], t.TotalDeaths.V)
	}
	for _, e := range events {
		d, ok := e.(*event.Death)
		if !ok {
			continue
		}
		var its *death
		for _, o := range deaths[d.Character] {
			byNumber := d.TotalDeaths.Known && o.total != nil && *o.total == d.TotalDeaths.V
			byTime := !d.TotalDeaths.Known && !o.explicit && o.at.Sub(d.Timestamp).Abs() <= time.Minute
			if byNumber || byTime {
				its = o
			}
		}
		if its == nil {
			its = &death{total: d.TotalDeaths.Ptr()}
			deaths[d.Character] = append(deaths[d.Character], its)
		}
		its.explicit, its.at, its.killer = true, d.Timestamp, d.Killer
	}
	for name, all := range deaths {
		for _, d := range all {
			out.add("deaths", "%s %s at %d told %v %q", name, shown(d.total), micros(d.at), d.explicit, d.killer)
		}
	}
}

// snapshot reads the tables.
func snapshot(t testing.TB, db *database.DB) tables {
	t.Helper()
	out := tables{}
	seriesRows(t, db, out)
	ctx := t.Context()
	characters, err := db.Ent.Character.Query().All(ctx)
	must(t, err)
	for _, c := range characters {
		line := fmt.Sprintf("%s %d–%d", c.Name, micros(c.FirstSeenAt), micros(c.LastSeenAt))
		if c.StateAt != nil {
			line += fmt.Sprintf(" at %d in %s tag %q ew %s deaths %s", micros(*c.StateAt), c.SessionID, c.Tag,
				shown(c.Ew), shown(c.TotalDeaths))
		}
		out["characters"] = append(out["characters"], line)
	}
	sessions, err := db.Ent.CharSession.Query().All(ctx)
	must(t, err)
	for _, s := range sessions {
		out.add("sessions", "%v %d–%d %d %d %d", [2]string{s.CharacterName, s.SessionID}, micros(s.FirstAt),
			micros(s.LastAt), s.Kills, s.Rares, s.Deaths)
	}
	totals, err := db.Ent.CharStats.Query().All(ctx)
	must(t, err)
	for _, s := range totals {
		out.add("totals", "%s %v", s.CharacterName, [4]int64{s.TotalKills, s.TotalRares, s.TotalDeaths, s.Sessions})
	}
	deaths, err := db.Ent.DeathEvent.Query().All(ctx)
	must(t, err)
	for _, d := range deaths {
		out.add("deaths", "%s %s at %d told %v %q", d.CharacterName, shown(d.TotalDeaths), micros(d.Timestamp),
			d.Explicit, d.Killer)
	}
	snapshotKept(t, db, out)
	snapshotCombat(t, db, out)
	return out.sorted()
}

func snapshotKept(t testing.TB, db *database.DB, out tables) {
	t.Helper()
	ctx := t.Context()
	rares, err := db.Ent.RareEvent.Query().All(ctx)
	must(t, err)
	for _, r := range rares {
		out.add("rares", "%s at %d %s tier %q", r.CharacterName, micros(r.Timestamp), r.Name, tierOf(r))
	}
	perCharacter, err := db.Ent.RareStats.Query().All(ctx)
	must(t, err)
	for _, s := range perCharacter {
		out.add("rare totals", "%v %d", [2]string{s.CharacterName, ""}, s.TotalRares)
	}
	perSession, err := db.Ent.RareStatsSession.Query().All(ctx)
	must(t, err)
	for _, s := range perSession {
		out.add("rare totals", "%v %d", [2]string{s.CharacterName, "session " + s.SessionID}, s.SessionRares)
	}
	portals, err := db.Ent.Portal.Query().All(ctx)
	must(t, err)
	for _, p := range portals {
		out.add("portals", "%s %d %d first %d by %s last %d ew %v", p.PortalName, p.EwTenths, p.NsTenths,
			micros(p.FirstSeenAt), p.DiscoveredBy, micros(p.LastSeenAt), p.Ew)
	}
	sheets, err := db.Ent.CharacterSheet.Query().All(ctx)
	must(t, err)
	for _, s := range sheets {
		out.add("sheets", "%s %d level %s", s.CharacterName, micros(s.AsOf), shown(s.Level))
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func tierOf(r *ent.RareEvent) string {
	if r.Tier == nil {
		return ""
	}
	return r.Tier.String()
}

// seriesRows reads the two tables that ent does not know.
func seriesRows(t testing.TB, db *database.DB, out tables) {
	t.Helper()
	pulses, err := db.SQL.QueryContext(t.Context(), "SELECT character_name, session_id, timestamp, kills, ew FROM telemetry_events")
	must(t, err)
	defer func() { must(t, pulses.Close()) }()
	for pulses.Next() {
		var character, session string
		var when moment
		var kills *int64
		var ew *float64
		must(t, pulses.Scan(&character, &session, &when, &kills, &ew))
		out.add("telemetry", "%s/%s at %d kills %s ew %s", character, session, micros(when.Time), shown(kills), shown(ew))
	}
	must(t, pulses.Err())
	spawns, err := db.SQL.QueryContext(t.Context(), "SELECT character_name, timestamp, mob, ew FROM spawn_events")
	must(t, err)
	defer func() { must(t, spawns.Close()) }()
	for spawns.Next() {
		var character, mob string
		var when moment
		var ew *float64
		must(t, spawns.Scan(&character, &when, &mob, &ew))
		out.add("spawns", "%s at %d %s %s", character, micros(when.Time), mob, shown(ew))
	}
	must(t, spawns.Err())
}

// moment scans a time of either database's series.
type moment struct{ time.Time }

// Scan implements sql.Scanner.
func (m *moment) Scan(value any) error {
	switch v := value.(type) {
	case time.Time:
		m.Time = v
	case int64:
		m.Time = time.UnixMicro(v)
	default:
		return fmt.Errorf("a time as %T", value)
	}
	return nil
}
