package items

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/internal/database"
)

// Explain says how the database runs a search's counting statement, a line of its plan each.
func Explain(ctx context.Context, db *database.DB, q Query) (lines []string, err error) {
	search, err := parse(q.Text)
	if err != nil {
		return nil, err
	}
	by, err := orderOf(q.Sort, q.Direction)
	if err != nil {
		return nil, err
	}
	facets, err := facetsNamed(q.Facets)
	if err != nil {
		return nil, err
	}
	where, err := conditionOf(ctx, db, q, search.Expr)
	if err != nil {
		return nil, err
	}
	f := finder{db: db, by: by, where: where, limit: MaxPage}
	query, args := f.counting(facets)
	prefix := "EXPLAIN QUERY PLAN "
	if db.Dialect == dialect.Postgres {
		prefix = "EXPLAIN (ANALYZE, BUFFERS) "
	}
	rows, err := db.SQL.QueryContext(ctx, prefix+query, args...)
	if err != nil {
		return nil, fmt.Errorf("explain: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, fmt.Errorf("explain: %w", err)
	}
	for rows.Next() {
		cells, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, fmt.Errorf("explain: %w", err)
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	return lines, rows.Err()
}
