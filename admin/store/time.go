package store

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
)

// clockSlack is how far the clocks of several processes, or of one whose clock was set, may differ without a change
// being missed that was made between two times.
const clockSlack = time.Hour

// during narrows a query of admin_changes c to those from one time, until before another one; a zero one is no limit.
// Ids are given in the order of time, but for clockSlack, so that an index by time, which each write would have to keep
// up, is not needed: the ids of that time are looked for in the table itself.
func during(ctx context.Context, d dialect.Driver, q *statement, since, until time.Time) error {
	if !since.IsZero() {
		id, err := firstChange(ctx, d, since.Add(-clockSlack))
		if err != nil {
			return err
		}
		q.WriteString(` AND c.id >= ` + q.arg(id) + ` AND c.at >= ` + q.arg(micros(since)))
	}
	if !until.IsZero() {
		id, err := firstChange(ctx, d, until.Add(clockSlack))
		if err != nil {
			return err
		}
		q.WriteString(` AND c.id <= ` + q.arg(id) + ` AND c.at < ` + q.arg(micros(until)))
	}
	return nil
}

// firstChange is the least id of a change that was made at or after a time, the greatest id where there is none.
func firstChange(ctx context.Context, d dialect.Driver, when time.Time) (int64, error) {
	probe := from(d, `SELECT at FROM admin_changes WHERE id >= `)
	probe.WriteString(probe.arg(int64(0)) + ` ORDER BY id LIMIT 1`)
	var low, high int64
	err := each(ctx, d, `SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), 0) FROM admin_changes`, []any{}, func(r rows) error {
		return r.Scan(&low, &high)
	})
	for err == nil && low < high {
		middle := low + (high-low)/2
		var at int64
		if at, err = one[int64](ctx, d, probe.String(), middle); at < micros(when) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if err != nil {
		return 0, fmt.Errorf("look for changes of a time: %w", err)
	}
	return low, nil
}
