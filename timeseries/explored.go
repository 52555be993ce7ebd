package timeseries

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Landblock numbers a square of the map of 192 m, 0.8 map units, from the world's south-west corner: its column to the
// east and its row to the north, 0 to 254, as the first two bytes of a landcell do.
type Landblock struct{ X, Y int }

// The south-west corner of landblock 0, 0 in map units, and a landblock's side.
const (
	landblockEdge = -101.95
	landblockSide = 0.8
	landblockLast = 254
)

// Explored returns the landblocks in which any character has been outdoors since then, by column and row. It reads by
// the minute: one that was left within the minute may be missing.
func (s *Store) Explored(ctx context.Context, since time.Time) (_ []Landblock, err error) {
	block := func(column string) string {
		return fmt.Sprintf("floor((%s - %v) / %v)", column, landblockEdge, landblockSide)
	}
	// #nosec G202 -- pieces of this package's own
	statement := "WITH " + s.staleBetween("$1", "$2") + `
SELECT DISTINCT ` + block("ew") + " AS x, " + block("ns") + ` AS y FROM (
	SELECT ew, ns FROM ` + s.minutes() + ` WHERE minute >= $1 AND minute < $2 AND ew IS NOT NULL AND ns IS NOT NULL
	UNION ALL SELECT e.ew, e.ns FROM ` + s.home.ofMinutes(outdoors) + `) AS places ORDER BY x, y`
	until := s.options.Now().Add(time.Minute)
	rows, err := s.db.QueryContext(ctx, statement, s.home.moment(since), s.home.moment(until))
	if err != nil {
		return nil, fmt.Errorf("read what is explored: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	blocks := []Landblock{}
	for rows.Next() {
		var x, y float64
		if err := rows.Scan(&x, &y); err != nil {
			return nil, fmt.Errorf("read an explored landblock: %w", err)
		}
		if x >= 0 && y >= 0 && x <= landblockLast && y <= landblockLast {
			blocks = append(blocks, Landblock{int(x), int(y)})
		}
	}
	return blocks, rows.Err()
}
