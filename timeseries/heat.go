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

// HeatCells counts the spawns since then by squares whose sides are cell map units long, the fullest first and no more
// than 50,000 of them. mob is a monster's name, or "" for every one's. Spawns of unknown places do not count.
func (s *Store) HeatCells(ctx context.Context, from time.Time, mob string, cell float64) (_ []Cell, err error) {
	if !(cell > 0) {
		return nil, fmt.Errorf("read heat: cells of %v map units", cell)
	}
	statement := `SELECT floor(ew / $2 + 0.5) AS x, floor(ns / $2 + 0.5) AS y, count(*) AS n FROM spawn_events
WHERE timestamp >= $1 AND ew IS NOT NULL AND ns IS NOT NULL AND ($3 = '' OR mob = $3) GROUP BY x, y ORDER BY n DESC, x, y LIMIT $4`
	rows, err := s.db.QueryContext(ctx, statement, s.home.moment(from), cell, mob, mostCells)
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
		c.EW, c.NS = c.EW*cell, c.NS*cell
		cells = append(cells, c)
	}
	return cells, rows.Err()
}

// Mobs counts the spawns since then by monster, the most frequent first and no more than 2,000 of them.
func (s *Store) Mobs(ctx context.Context, from time.Time) (_ []Mob, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT mob, count(*) AS n FROM spawn_events WHERE timestamp >= $1
GROUP BY mob ORDER BY n DESC, mob LIMIT $2`, s.home.moment(from), mostMobs)
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
