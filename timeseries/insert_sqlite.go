package timeseries

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/ingest/event"
)

// rowsPerStatement is where more rows a statement stopped to pay: the cost of parsing a statement grows with it, the
// cost of a call is spread over it. It stays far below SQLite's 32,766 parameters.
const rowsPerStatement = 32

// sqlite adds rows by multi-row inserts, prepared once a call and repeated.
type sqlite struct {
	telemetry values[event.Telemetry]
	spawns    values[event.Spawn]
}

func newSQLite() *sqlite {
	return &sqlite{telemetry: newValues(telemetryTable()), spawns: newValues(spawnTable())}
}

// InsertTelemetry is inserter's.
func (s *sqlite) InsertTelemetry(ctx context.Context, tx *sql.Tx, events []*event.Telemetry) (int, int, error) {
	for few := range slices.Chunk(minutesOf(events), rowsPerStatement) {
		parameters := make([]any, len(few))
		for i, minute := range few {
			parameters[i] = minute.UnixMicro()
		}
		// #nosec G202 -- nobody's input
		statement := "INSERT INTO telemetry_minutes_stale VALUES (?)" + strings.Repeat(", (?)", len(few)-1)
		if _, err := tx.ExecContext(ctx, statement, parameters...); err != nil {
			return 0, 0, fmt.Errorf("note %d minutes: %w", len(few), err)
		}
	}
	return s.telemetry.insert(ctx, tx, events)
}

// InsertSpawns is inserter's.
func (s *sqlite) InsertSpawns(ctx context.Context, tx *sql.Tx, events []*event.Spawn) (int, int, error) {
	return s.spawns.insert(ctx, tx, events)
}

type values[E any] struct {
	table table[E]
	head  string // up to and with VALUES
	row   string // (?, ?, …)
}

func newValues[E any](t table[E]) values[E] {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return values[E]{
		table: t,
		head:  "INSERT INTO " + t.name + " (" + strings.Join(names, ", ") + ") VALUES ",
		row:   "(?" + strings.Repeat(", ?", len(names)-1) + ")",
	}
}

// statement adds that many rows. ON CONFLICT DO NOTHING, unlike INSERT OR IGNORE, passes over a taken identity only
// and still refuses a row that breaks another constraint.
func (v values[E]) statement(rows int) string {
	return v.head + v.row + strings.Repeat(", "+v.row, rows-1) + " ON CONFLICT DO NOTHING"
}

func (v values[E]) insert(ctx context.Context, tx *sql.Tx, events []*E) (inserted, duplicate int, err error) {
	whole := len(events) - len(events)%rowsPerStatement
	for _, part := range []struct {
		events []*E
		rows   int // a statement
	}{{events[:whole], rowsPerStatement}, {events[whole:], len(events) - whole}} {
		if len(part.events) == 0 {
			continue
		}
		n, err := v.repeat(ctx, tx, part.events, part.rows)
		if err != nil {
			return 0, 0, fmt.Errorf("insert %d rows into %s: %w", len(events), v.table.name, err)
		}
		inserted += n
	}
	return inserted, len(events) - inserted, nil
}

// repeat adds the events, whose number is a multiple of rows, by a statement for that many.
func (v values[E]) repeat(ctx context.Context, tx *sql.Tx, events []*E, rows int) (inserted int, err error) {
	statement, err := tx.PrepareContext(ctx, v.statement(rows))
	if err != nil {
		return 0, fmt.Errorf("prepare: %w", err)
	}
	defer func() { err = errors.Join(err, statement.Close()) }()
	parameters := make([]any, 0, rows*len(v.table.columns))
	for start := 0; start < len(events); start += rows {
		parameters = parameters[:0]
		for _, e := range events[start : start+rows] {
			for _, c := range v.table.columns {
				parameters = append(parameters, parameter(c.kind, c.of(e)))
			}
		}
		result, err := statement.ExecContext(ctx, parameters...)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		inserted += int(n)
	}
	return inserted, nil
}

func parameter(k kind, c cell) any {
	switch {
	case !c.known:
		return nil
	case k == float:
		return c.float
	case k == text:
		return c.text
	default:
		return c.whole
	}
}
