package timeseries

import (
	"fmt"
	"strconv"
	"time"
)

// home is what the SQL of a database does in its own way. Everything else is written once for all of them.
type home interface {
	// moment is t as a parameter or as it is compared with a column of times.
	moment(t time.Time) any
	// bucket is an expression for the number of whole steps, a whole number of seconds, from 1970 to the time in column.
	bucket(column string, step time.Duration) string
	// newest selects, of the rows of source for which condition holds, the newest by its column at of each group that
	// has the same values in the columns of by, and of it by, at, ew and ns.
	newest(by, source, condition string) string
	// minute is an expression for the minute that the time in column is in.
	minute(column string) string
	// micros is an expression for the time in column as Unix microseconds.
	micros(column string) string
	// plus is an expression for the time in column and so many seconds.
	plus(column string, seconds int) string
	// ofMinutes joins the minutes in the relation stale with those rows, e, in each of them for which condition holds. It
	// says how: left to themselves, databases may go through all rows of a character or even index them first.
	ofMinutes(condition string) string
	// spawnCells selects the spawns from $1 on of the monster $2, or where that is '' of all, at known places: the cell's
	// numbers x and y, and in n how many; a cell may come more than once.
	spawnCells() string
	// spawnMobs selects the spawns from $1 on: mob, and in n how many; a mob may come more than once.
	spawnMobs() string
}

type postgresHome struct{}

func (postgresHome) moment(t time.Time) any { return t.UTC() }

func (postgresHome) bucket(column string, step time.Duration) string {
	return fmt.Sprintf("floor(date_part('epoch', %s) / %d)::bigint", column, int64(step/time.Second))
}

func (postgresHome) newest(by, source, condition string) string {
	return "SELECT DISTINCT ON (" + by + ") " + by + ", at, ew, ns FROM " + source + " WHERE " + condition +
		" ORDER BY " + by + ", at DESC"
}

func (postgresHome) minute(column string) string {
	return "date_trunc('minute', " + column + ", 'UTC')"
}

func (postgresHome) micros(column string) string {
	return "(date_part('epoch', " + column + ") * 1000000)::bigint"
}

func (postgresHome) plus(column string, seconds int) string {
	return fmt.Sprintf("%s + interval '%d seconds'", column, seconds)
}

func (postgresHome) ofMinutes(condition string) string {
	return `stale CROSS JOIN LATERAL (SELECT * FROM telemetry_events WHERE ` + condition + `
	AND timestamp >= stale.minute AND timestamp < stale.minute + interval '1 minute' OFFSET 0) AS e`
}

func (postgresHome) spawnCells() string {
	return cellsOf + " AND ($2 = '' OR mob = $2) GROUP BY x, y"
}

func (postgresHome) spawnMobs() string {
	return "SELECT mob, count(*) AS n FROM spawn_events WHERE timestamp >= $1 GROUP BY mob"
}

type sqliteHome struct{}

func (sqliteHome) moment(t time.Time) any { return t.UnixMicro() }

func (sqliteHome) bucket(column string, step time.Duration) string {
	return column + " / " + strconv.FormatInt(step.Microseconds(), 10)
}

// newest rests on a promise of SQLite's: beside a single max(), bare columns are those of the row that has it.
func (sqliteHome) newest(by, source, condition string) string {
	return "SELECT " + by + ", max(at) AS at, ew, ns FROM " + source + " WHERE " + condition + " GROUP BY " + by
}

func (sqliteHome) minute(column string) string { return column + " / 60000000 * 60000000" }

func (sqliteHome) micros(column string) string { return column }

func (sqliteHome) plus(column string, seconds int) string {
	return fmt.Sprintf("%s + %d", column, seconds*1_000_000)
}

func (sqliteHome) ofMinutes(condition string) string {
	return `stale CROSS JOIN telemetry_events AS e INDEXED BY telemetry_events_identity ON ` + condition + `
	AND e.timestamp >= stale.minute AND e.timestamp < stale.minute + 60000000`
}

// The hours that lie whole in what is asked are counted already, by triggers; their first is nextHour.
const nextHour = "(($1 + 3599999999) / 3600000000 * 3600000000)"

func (sqliteHome) spawnCells() string {
	return "SELECT x, y, n FROM spawn_cells WHERE mob = $2 AND hour >= " + nextHour +
		" UNION ALL " + cellsOf + " AND timestamp < " + nextHour + " AND ($2 = '' OR mob = $2) GROUP BY 1, 2"
}

func (sqliteHome) spawnMobs() string {
	return "SELECT mob, n FROM spawn_mobs WHERE hour >= " + nextHour +
		" UNION ALL SELECT mob, count(*) FROM spawn_events WHERE timestamp >= $1 AND timestamp < " + nextHour + " GROUP BY mob"
}

// cellsOf counts, with a GROUP BY, the spawns from $1 on by cells.
var cellsOf = fmt.Sprintf("SELECT floor(ew / %[1]v + 0.5) AS x, floor(ns / %[1]v + 0.5) AS y, count(*) AS n FROM spawn_events "+
	"WHERE timestamp >= $1 AND ew IS NOT NULL AND ns IS NOT NULL", CellSide)

// ofCharacter is the condition on the rows of the character $1.
const ofCharacter = "character_name = $1"

// outdoors holds for rows that have a place on the map of Dereth: cells from 0x100 on are indoors, and the
// coordinates of a dungeon are no place on the map. A row that does not know its cell counts as outdoors.
const outdoors = "ew IS NOT NULL AND ns IS NOT NULL AND (landcell IS NULL OR (landcell & 65535) < 256)"
