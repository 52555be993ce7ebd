package timeseries

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	mostCells = 50_000
	mostMobs  = 2_000
)

// CellSide is a cell's side in map units, 120 m. SQLite's counts are kept by cells of this size.
const CellSide = 0.5

// Cell is a square of the map around EW, NS, its centre in map units, with the number of spawns that were seen in it.
type Cell struct {
	EW, NS float64
	Count  int64
}

// Mob is a kind of monster and how many spawns of it were seen.
type Mob struct {
	Name  string
	Count int64
}

// HeatCells counts the spawns since then by squares whose sides are CellSide long, the fullest first and no more than
// 50,000 of them. mob is a monster's name, or "" for every one's. Spawns of unknown places do not count.
func (s *Store) HeatCells(ctx context.Context, from time.Time, mob string) (_ []Cell, err error) {
	// #nosec G202 -- a piece of this package's own
	statement := "SELECT x, y, sum(n) AS n FROM (" + s.home.spawnCells() + ") AS counted GROUP BY x, y ORDER BY n DESC, x, y LIMIT $3"
	rows, err := s.db.QueryContext(ctx, statement, s.home.moment(from), mob, mostCells)
	if err != nil {
		return nil, fmt.Errorf("read heat: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	cells := []Cell{}
	for rows.Next() {
		var c Cell
		if err := rows.Scan(&c.EW, &c.NS, &c.Count); err != nil {
			return nil, fmt.Errorf("read a cell: %w", err)
		}
		c.EW, c.NS = c.EW*CellSide, c.NS*CellSide
		cells = append(cells, c)
	}
	return cells, rows.Err()
}

// Mobs counts the spawns since then by monster, the most frequent first and no more than 2,000 of them.
func (s *Store) Mobs(ctx context.Context, from time.Time) (_ []Mob, err error) {
	// #nosec G202 -- a piece of this package's own
	statement := "SELECT mob, sum(n) AS n FROM (" + s.home.spawnMobs() + ") AS counted GROUP BY mob ORDER BY n DESC, mob LIMIT $2"
	rows, err := s.db.QueryContext(ctx, statement, s.home.moment(from), mostMobs)
	if err != nil {
		return nil, fmt.Errorf("read mobs: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	mobs := []Mob{}
	for rows.Next() {
		var m Mob
		if err := rows.Scan(&m.Name, &m.Count); err != nil {
			return nil, fmt.Errorf("read a mob: %w", err)
		}
		mobs = append(mobs, m)
	}
	return mobs, rows.Err()
}
