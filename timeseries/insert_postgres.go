package timeseries

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/mosswart/overlord/ingest/event"
)

// postgres adds rows to PostgreSQL's tables: one array a column, unnested by the server. That makes one statement, and
// so one plan, for any number of rows. Its rows cost the client less than those of a COPY, and the server, where the
// statement is kept prepared, no more than a COPY into a staging table with an INSERT from there: it has to be one of
// the two, since COPY alone does not know ON CONFLICT.
type postgres struct {
	telemetry unnest[event.Telemetry]
	spawns    unnest[event.Spawn]
	minutes   bool // whether to note the minutes that get rows

	compressed func([]*event.Telemetry) bool // whether rows may go into compressed chunks; nil: there are none
}

func newPostgres(noteMinutes bool) *postgres {
	p := &postgres{telemetry: newUnnest(telemetryTable()), spawns: newUnnest(spawnTable()), minutes: noteMinutes}
	if noteMinutes {
		p.telemetry.statement = "WITH noted AS (INSERT INTO telemetry_minutes_stale SELECT " +
			unnested(moment, len(p.telemetry.table.columns)+1) + ") " + p.telemetry.statement
	}
	return p
}

// prepare keeps the statements prepared on each connection of db that uses them, as long as db is open: a batch of a
// few rows then costs half.
func (p *postgres) prepare(ctx context.Context, db *sql.DB) (err error) {
	if p.telemetry.prepared, err = db.PrepareContext(ctx, p.telemetry.statement); err != nil {
		return fmt.Errorf("prepare to insert telemetry: %w", err)
	}
	if p.spawns.prepared, err = db.PrepareContext(ctx, p.spawns.statement); err != nil {
		return fmt.Errorf("prepare to insert spawns: %w", err)
	}
	return nil
}

// InsertTelemetry is inserter's.
func (p *postgres) InsertTelemetry(ctx context.Context, tx *sql.Tx, events []*event.Telemetry) (int, int, error) {
	if p.compressed != nil && p.compressed(events) {
		// To look for a row's identity, TimescaleDB unpacks some of the chunk, by default not more than 100,000 rows.
		if _, err := tx.ExecContext(ctx, `SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0`); err != nil {
			return 0, 0, fmt.Errorf("prepare to insert late rows: %w", err)
		}
	}
	if !p.minutes {
		return p.telemetry.insert(ctx, tx, events)
	}
	b := []byte{'{'}
	for i, minute := range minutesOf(events) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendElement(b, moment, momentCell(minute))
	}
	return p.telemetry.insert(ctx, tx, events, string(append(b, '}')))
}

// InsertSpawns is inserter's.
func (p *postgres) InsertSpawns(ctx context.Context, tx *sql.Tx, events []*event.Spawn) (int, int, error) {
	return p.spawns.insert(ctx, tx, events)
}

type unnest[E any] struct {
	table     table[E]
	statement string
	prepared  *sql.Stmt // nil: the server reads the statement anew each time
}

func newUnnest[E any](t table[E]) unnest[E] {
	names := make([]string, len(t.columns))
	arrays := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
		arrays[i] = unnested(c.kind, i+1)
	}
	return unnest[E]{table: t, statement: "INSERT INTO " + t.name + " (" + strings.Join(names, ", ") + ") SELECT " +
		strings.Join(arrays, ", ") + " ON CONFLICT DO NOTHING"}
}

// unnested is the SQL for the elements of the parameter of that number. A moment comes as microseconds since 1970, exact in
// the double precision by which the interval is multiplied: to read it as a date costs both sides several times as much.
func unnested(k kind, parameter int) string {
	array := "unnest($" + strconv.Itoa(parameter) + "::"
	switch k {
	case float:
		return array + "double precision[])"
	case whole:
		return array + "bigint[])"
	case moment:
		return "timestamptz 'epoch' + " + array + "bigint[]) * interval '1 microsecond'"
	default:
		return array + "text[])"
	}
}

// insert adds the events' rows. more are parameters of the statement after those of the columns.
func (u unnest[E]) insert(ctx context.Context, tx *sql.Tx, events []*E, more ...any) (inserted, duplicate int, err error) {
	if len(events) == 0 {
		return 0, 0, nil
	}
	parameters := append(u.arrays(events), more...)
	var result sql.Result
	if u.prepared != nil {
		result, err = tx.StmtContext(ctx, u.prepared).ExecContext(ctx, parameters...) //nolint:sqlclosecheck // the transaction closes its own
	} else {
		result, err = tx.ExecContext(ctx, u.statement, parameters...)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("insert %d rows into %s: %w", len(events), u.table.name, err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return 0, 0, fmt.Errorf("count rows inserted into %s: %w", u.table.name, err)
	}
	return int(n), len(events) - int(n), nil
}

// arrays is the text of an array a column.
func (u unnest[E]) arrays(events []*E) []any {
	arrays := make([]any, len(u.table.columns))
	var b []byte
	for i, c := range u.table.columns {
		b = append(b[:0], '{')
		for j, e := range events {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendElement(b, c.kind, c.of(e))
		}
		b = append(b, '}')
		arrays[i] = string(b)
	}
	return arrays
}

// appendElement appends a value as an element of PostgreSQL's array text.
func appendElement(b []byte, k kind, c cell) []byte {
	if !c.known {
		return append(b, "NULL"...)
	}
	switch k {
	case float:
		return event.AppendFloat(b, c.float)
	case whole, moment:
		return strconv.AppendInt(b, c.whole, 10)
	default:
		b = append(b, '"')
		for i := range len(c.text) {
			if c.text[i] == '"' || c.text[i] == '\\' {
				b = append(b, '\\')
			}
			b = append(b, c.text[i])
		}
		return append(b, '"')
	}
}
