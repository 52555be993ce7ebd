package rig

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/internal/database"
)

// Event is the identity of one of a load's events.
type Event struct {
	Kind      Kind
	Character string
	Number    int
}

// Stored is what a database holds of a load's events.
type Stored struct {
	Rows   map[Event]int    // how many rows carry the identity
	Counts map[Kind]int     // rows by kind
	Newest map[Event]int    // the number of the event that a sheet or a session's combat stands at; Number is the session's
	Faults []string         // derived counts that disagree with the rows they are derived from
	Others map[string]int64 // rows that are none of the load's, by table
}

// Read reads from a database what it holds of the load's events.
func (l *Load) Read(ctx context.Context, url string) (_ Stored, err error) {
	db, err := database.Open(ctx, url)
	if err != nil {
		return Stored{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	r := reader{load: l, db: db, stored: Stored{
		Rows: map[Event]int{}, Counts: map[Kind]int{}, Newest: map[Event]int{}, Others: map[string]int64{},
	}}
	for _, step := range []func(context.Context) error{r.series, r.entities, r.states, r.derived} {
		if err := step(ctx); err != nil {
			return Stored{}, fmt.Errorf("read what is stored: %w", err)
		}
	}
	return r.stored, nil
}

type reader struct {
	load   *Load
	db     *database.DB
	stored Stored
}

// number is that of the character's event with that timestamp; -1 for none of the load's.
func (r *reader) number(character string, timestamp time.Time) int {
	after := timestamp.Sub(r.load.began)
	if r.load.byName[character] == nil || after < 0 || after%time.Millisecond != 0 {
		return -1
	}
	return int(after / time.Millisecond)
}

func (r *reader) add(kind Kind, character string, number int) {
	r.stored.Counts[kind]++
	if number < 0 {
		r.stored.Others[string(kind)]++
		return
	}
	r.stored.Rows[Event{kind, character, number}]++
}

// series reads the time series.
func (r *reader) series(ctx context.Context) error {
	micros := "timestamp"
	if r.db.Dialect == dialect.Postgres {
		micros = "(extract(epoch FROM timestamp) * 1000000)::bigint"
	}
	for kind, query := range map[Kind]string{
		Telemetry: "SELECT character_name, " + micros + ", session_id FROM telemetry_events",
		Spawn:     "SELECT character_name, " + micros + ", '' FROM spawn_events",
	} {
		rows, err := r.db.SQL.QueryContext(ctx, query)
		if err != nil {
			return err
		}
		for rows.Next() {
			var character, session string
			var at int64
			if err := rows.Scan(&character, &at, &session); err != nil {
				return errors.Join(err, rows.Close())
			}
			number := r.number(character, time.UnixMicro(at))
			if number >= 0 && kind == Telemetry && session != sessionOf(number) {
				r.stored.Faults = append(r.stored.Faults, fmt.Sprintf("telemetry %s %d is of session %q", character, number, session))
			}
			r.add(kind, character, number)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
	}
	return nil
}

// entities reads what has a row an event.
func (r *reader) entities(ctx context.Context) error {
	rares, err := r.db.Ent.RareEvent.Query().Select("character_name", "timestamp").All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rares {
		r.add(Rare, row.CharacterName, r.number(row.CharacterName, row.Timestamp))
	}
	portals, err := r.db.Ent.Portal.Query().Select("portal_name", "discovered_by", "last_seen_at").All(ctx)
	if err != nil {
		return err
	}
	for _, row := range portals {
		number := r.number(row.DiscoveredBy, row.LastSeenAt)
		if row.PortalName != portalName(row.DiscoveredBy, number) {
			number = -1
		}
		r.add(Portal, row.DiscoveredBy, number)
	}
	deaths, err := r.db.Ent.DeathEvent.Query().Select("character_name", "timestamp", "total_deaths").All(ctx)
	if err != nil {
		return err
	}
	for _, row := range deaths {
		number := r.number(row.CharacterName, row.Timestamp)
		if row.TotalDeaths == nil || *row.TotalDeaths != int64(number)+1 {
			number = -1
		}
		r.add(Death, row.CharacterName, number)
	}
	return nil
}

// states reads what is replaced by newer events.
func (r *reader) states(ctx context.Context) error {
	sheets, err := r.db.Ent.CharacterSheet.Query().Select("character_name", "as_of").All(ctx)
	if err != nil {
		return err
	}
	for _, row := range sheets {
		r.stored.Newest[Event{CharacterStats, row.CharacterName, 0}] = r.number(row.CharacterName, row.AsOf)
	}
	sessions, err := r.db.Ent.CombatStatsSession.Query().All(ctx)
	if err != nil {
		return err
	}
	given := map[string]int64{}
	for _, row := range sessions {
		number := r.number(row.CharacterName, row.AsOf)
		r.stored.Newest[Event{CombatStats, row.CharacterName, number / perSession}] = number
		given[row.CharacterName] += row.TotalDamageGiven
		if row.SessionID != sessionOf(number) || row.TotalKills != int64(number%perSession) {
			r.stored.Faults = append(r.stored.Faults, fmt.Sprintf("combat of %s, session %s, as of %d has %d kills", row.CharacterName, row.SessionID, number, row.TotalKills))
		}
	}
	lifetimes, err := r.db.Ent.CombatStats.Query().All(ctx)
	if err != nil {
		return err
	}
	for _, row := range lifetimes {
		if row.TotalDamageGiven != given[row.CharacterName] {
			r.stored.Faults = append(r.stored.Faults, fmt.Sprintf("combat of %s: lifetime damage %d, its sessions' sum %d", row.CharacterName, row.TotalDamageGiven, given[row.CharacterName]))
		}
		delete(given, row.CharacterName)
	}
	for character := range given {
		r.stored.Faults = append(r.stored.Faults, "combat of "+character+" has sessions and no lifetime")
	}
	return nil
}

// derived compares counters with the rows that they count: something stored twice, or counted and lost, shows here.
func (r *reader) derived(ctx context.Context) error {
	type check struct{ what, query string }
	for _, c := range []check{
		{"kills of a character against its telemetry", `
			SELECT s.character_name, s.total_kills, t.kills FROM char_stats s JOIN (
				SELECT character_name, sum(kills) AS kills FROM (
					SELECT character_name, session_id, max(kills) AS kills FROM telemetry_events GROUP BY character_name, session_id
				) AS sessions GROUP BY character_name
			) AS t ON t.character_name = s.character_name WHERE s.total_kills <> t.kills`},
		{"sessions of a character against its telemetry", `
			SELECT s.character_name, s.sessions, t.sessions FROM char_stats s JOIN (
				SELECT character_name, count(DISTINCT session_id) AS sessions FROM telemetry_events GROUP BY character_name
			) AS t ON t.character_name = s.character_name WHERE s.sessions <> t.sessions`},
		{"rares of a character against its rare events", `
			SELECT e.character_name, coalesce(s.total_rares, 0), e.rares FROM (
				SELECT character_name, count(*) AS rares FROM rare_events GROUP BY character_name
			) AS e LEFT JOIN rare_stats s ON s.character_name = e.character_name WHERE coalesce(s.total_rares, 0) <> e.rares`},
		{"rares of a character's sessions against its rare events", `
			SELECT e.character_name, coalesce(s.rares, 0), e.rares FROM (
				SELECT character_name, count(*) AS rares FROM rare_events WHERE session_id <> '' GROUP BY character_name
			) AS e LEFT JOIN (
				SELECT character_name, sum(session_rares) AS rares FROM rare_stats_sessions WHERE session_id <> '' GROUP BY character_name
			) AS s ON s.character_name = e.character_name WHERE coalesce(s.rares, 0) <> e.rares`},
	} {
		rows, err := r.db.SQL.QueryContext(ctx, c.query)
		if err != nil {
			return fmt.Errorf("%s: %w", c.what, err)
		}
		for rows.Next() {
			var character string
			var has, want int64
			if err := rows.Scan(&character, &has, &want); err != nil {
				return errors.Join(err, rows.Close())
			}
			r.stored.Faults = append(r.stored.Faults, fmt.Sprintf("%s: %s has %d, want %d", c.what, character, has, want))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Count counts the rows of the kinds that have one an event, without looking at them.
func Count(ctx context.Context, url string) (_ map[Kind]int, err error) {
	db, _, err := database.Connect(ctx, url, 10*time.Second)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tables := map[Kind]string{
		Telemetry: "telemetry_events", Spawn: "spawn_events", Rare: "rare_events", Portal: "portals", Death: "death_events",
	}
	counts := map[Kind]int{}
	for kind, table := range tables {
		var n int
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n); err != nil { // #nosec G202 -- a name of ours
			return nil, err
		}
		counts[kind] = n
	}
	return counts, nil
}

// Alone is an error while the program has connections to a PostgreSQL database.
func Alone(ctx context.Context, url string) (err error) {
	db, name, err := database.Connect(ctx, url, 10*time.Second)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if name != dialect.Postgres {
		return nil
	}
	var others int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'overlord' AND pid <> pg_backend_pid()`).Scan(&others); err != nil {
		return err
	}
	if others > 0 {
		return fmt.Errorf("%d connections are left", others)
	}
	return nil
}

// Verdict is a load compared with what is stored of it.
type Verdict struct {
	Events  int // handed to sockets
	Stored  int // of those that have a row each
	Lost    []Event
	LostAge time.Duration // the longest time before the moment asked for that an event which is not stored was seen
	Faults  []string
}

// Judge compares the load with what is stored. Every event that a browser had seen at least grace before by (zero: ever)
// must be stored, every event stored must have been sent, and none twice.
func (l *Load) Judge(s Stored, by []Deadline) Verdict {
	v := Verdict{Faults: s.Faults}
	newest := map[Event]int{}
	sent := map[Event]int{}
	for _, b := range l.books {
		b.mu.Lock()
		for number, e := range b.sent {
			v.Events++
			event := Event{e.kind, b.name, number}
			_, hasRow := s.Rows[event]
			switch e.kind {
			case CharacterStats, CombatStats:
				event.Number = 0
				if e.kind == CombatStats {
					event.Number = number / perSession
				}
				sent[event] = number
				if required(e, by) {
					newest[event] = number
				}
				continue
			case Telemetry, Spawn, Rare, Portal, Death:
			}
			if hasRow {
				v.Stored++
				continue
			}
			if !e.seen.IsZero() {
				v.LostAge = max(v.LostAge, age(e, by))
			}
			if required(e, by) {
				v.Lost = append(v.Lost, event)
			}
		}
		b.mu.Unlock()
	}
	for event, number := range newest {
		if stands, ok := s.Newest[event]; !ok || stands < number {
			v.Lost = append(v.Lost, Event{event.Kind, event.Character, number})
		}
	}
	for event, number := range s.Newest {
		if number < 0 || number > sent[event] {
			v.Faults = append(v.Faults, fmt.Sprintf("%s of %s stands at event %d, sent were %d", event.Kind, event.Character, number, sent[event]))
		}
	}
	for event, rows := range s.Rows {
		if rows > 1 {
			v.Faults = append(v.Faults, fmt.Sprintf("%v is stored %d times", event, rows))
		}
	}
	if found := len(s.Rows); found != v.Stored {
		v.Faults = append(v.Faults, fmt.Sprintf("%d identities are stored, %d of them were sent", found, v.Stored))
	}
	for table, n := range s.Others {
		v.Faults = append(v.Faults, fmt.Sprintf("%d rows of %s are none of the load's", n, table))
	}
	return v
}

// Deadline is a kill: what was seen Grace before At or earlier must have survived it.
type Deadline struct {
	At    time.Time
	Grace time.Duration
}

// required reports whether an event has to be stored: it was seen, and long enough before the next kill, if one came.
func required(e sent, by []Deadline) bool {
	if e.seen.IsZero() {
		return false
	}
	for _, d := range by {
		if e.handed.Before(d.At) {
			return !e.seen.After(d.At.Add(-d.Grace))
		}
	}
	return true
}

// age is how long before the next kill an event was seen; 0 where none came.
func age(e sent, by []Deadline) time.Duration {
	for _, d := range by {
		if e.handed.Before(d.At) {
			return d.At.Sub(e.seen)
		}
	}
	return 0
}

// Error is nil for a clean verdict.
func (v Verdict) Error() error {
	var problems []string
	if len(v.Lost) > 0 {
		problems = append(problems, fmt.Sprintf("%d events are lost, such as %v", len(v.Lost), v.Lost[:min(5, len(v.Lost))]))
	}
	if len(v.Faults) > 0 {
		problems = append(problems, fmt.Sprintf("%d faults, such as %s", len(v.Faults), strings.Join(v.Faults[:min(5, len(v.Faults))], "; ")))
	}
	if len(problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(problems, "; "))
}
