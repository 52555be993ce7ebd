package items

import (
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/internal/database"
)

// Limits of a search.
const (
	MaxTotal = 10_000 // totals are exact up to it
	MaxPage  = 500    // items of a page
	maxClose = 8      // conditions of which Found.Closest says what leaving them out gives
	// closeTotal bounds what one of those counts.
	closeTotal = 1_000
	// maxShort is how many items are looked up one by one.
	maxShort = 2 * MaxTotal
)

// Query is one search.
type Query struct {
	Text      string      // what was typed
	And       filter.Expr // what must hold besides; nil: nothing
	Sort      string      // a field's name or alias; "" is the name
	Direction string      // "asc" or "desc"; "" is upwards
	Limit     int         // items of the page, 0 to MaxPage
	Cursor    string      // Found.Next of the page before; "" is the first one
	Facets    []string    // fields by whose values the items are counted
}

// Found is what a search found.
type Found struct {
	IDs     []int // rows of the page, in order
	Total   int
	Capped  bool   // there are more than Total
	Next    string // "" on the last page
	Facets  map[string]Facet
	Closest []Closest // only where nothing was found
}

// Closest says how many items there would be without one condition of the text.
type Closest struct {
	From    int    `json:"from" doc:"where it stands in q, in UTF-16 code units"`
	To      int    `json:"to"`
	Text    string `json:"text"`
	Without int    `json:"without" doc:"1,000 stands for as many or more"`
}

// Search finds a page of items. What it costs is bounded by MaxTotal, whatever it finds: that many rows at most are
// counted, sorted and divided into facets; where there are more, the page is read in the order of an index. Faults of
// the text are an [*Error], of other values a *fault.Error. It is safe for concurrent use.
func Search(ctx context.Context, db *database.DB, q Query) (Found, error) {
	search, err := parse(q.Text)
	if err != nil {
		return Found{}, err
	}
	by, err := orderOf(q.Sort, q.Direction)
	if err != nil {
		return Found{}, err
	}
	after, err := by.placeOf(q.Cursor)
	if err != nil {
		return Found{}, err
	}
	facets, err := facetsNamed(q.Facets)
	if err != nil {
		return Found{}, err
	}
	where, err := conditionOf(ctx, db, q, search.Expr)
	if err != nil {
		return Found{}, err
	}
	f := finder{db: db, by: by, after: after, where: where, limit: min(q.Limit, MaxPage)}
	found, rows, err := f.count(ctx, facets)
	if err != nil {
		return Found{}, err
	}
	if found.Capped {
		if rows, err = f.ordered(ctx); err != nil {
			return Found{}, err
		}
	}
	if len(rows) > f.limit {
		rows = rows[:f.limit]
		if f.limit > 0 {
			last := rows[f.limit-1]
			found.Next = place{Sort: by.field.Name, Down: by.down, Key: last.key, ID: last.id}.String()
		}
	}
	found.IDs = make([]int, len(rows))
	for i, row := range rows {
		found.IDs[i] = row.id
	}
	if found.Total == 0 && after == nil {
		found.Closest, err = closest(ctx, db, q, search)
	}
	return found, err
}

// conditionOf is what a query asks for, its text read as e.
func conditionOf(ctx context.Context, db *database.DB, q Query, e filter.Expr) (condition, error) {
	typed, err := (&compiler{ctx: ctx, client: db.Ent, text: q.Text}).compile(e)
	if err != nil {
		return nil, err
	}
	plain, err := (&compiler{ctx: ctx, client: db.Ent}).compile(q.And)
	if err != nil {
		return nil, err
	}
	return shorten(ctx, db, all{typed, plain})
}

// shorten makes conditions short where they list no more than maxShort items; half as many where there are others on the
// items themselves, which an index may answer sooner.
func shorten(ctx context.Context, db *database.DB, conditions all) (condition, error) {
	if db.Dialect != dialect.Postgres {
		return conditions, nil
	}
	lists, others := conditions.listed(sql.Dialect(db.Dialect).Select().From(sql.Table(item.Table)))
	if lists == nil {
		return conditions, nil
	}
	most := maxShort
	if len(others) > 0 {
		most /= 2
	}
	query, args := lists.Query()
	query = "SELECT COUNT(*), CONCAT('{', STRING_AGG(CAST(item_id AS text), ','), '}') FROM (SELECT item_id FROM (" + query +
		") AS listed LIMIT " + strconv.Itoa(most+1) + ") AS few"
	var n int
	var ids string
	if err := db.SQL.QueryRowContext(ctx, query, args...).Scan(&n, &ids); err != nil {
		return nil, fmt.Errorf("list items: %w", err)
	}
	if n > most {
		return conditions, nil
	}
	return short{conditions, others, ids}, nil
}

// upTo counts a statement's rows, as far as a limit.
func upTo(ctx context.Context, db *database.DB, s *sql.Selector, limit int) (n int, err error) {
	query, args := s.Query()
	query = "SELECT COUNT(*) FROM (SELECT 1 FROM (" + query + ") AS listed LIMIT " + strconv.Itoa(limit) + ") AS counted"
	if err := db.SQL.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count items: %w", err)
	}
	return n, nil
}

// finder reads one page.
type finder struct {
	db    *database.DB
	by    order
	after *place
	where condition
	limit int
}

// hit is one row of a page.
type hit struct {
	id  int
	key any // nil, a string, an int64 or a float64
}

// matching selects what the finder looks for. The sort key's table is joined where it is not the items' own.
func (f *finder) matching(join func(s *sql.Selector, of *sql.SelectTable)) (*sql.Selector, string) {
	items := sql.Dialect(f.db.Dialect).Select().From(sql.Table(item.Table))
	key := items.C(f.by.at.name)
	if f.by.at.table != item.Table {
		part := sql.Table(f.by.at.table)
		join(items, part)
		items.On(items.C(item.FieldID), part.C(itemID))
		key = part.C(f.by.at.name)
	}
	items.Where(sql.IsNull(items.C(item.FieldRemovedAt)))
	items.Where(f.where.where(items, false))
	return items, key
}

// between stands between the values of a facet. No character's name holds it.
const between = "\x1f"

// counting is the statement that counts what is found, up to MaxTotal and one, divides it and, where there are no more than
// MaxTotal, reads the page out of it: one more row than its limit. Its rows are of the columns
//
//	rank  0 for the counts, else the row's place in the page
//	n     how many there are, or the row's id
//	k     the row's sort key as text
//	f_…   of the counts: a facet's values, those that are known, in one text: that takes a fraction of what rows would
func (f *finder) counting(facets []facet) (query string, args []any) {
	hits, key := f.matching(func(s *sql.Selector, of *sql.SelectTable) { s.LeftJoin(of) })
	hits.Select(sql.As(hits.C(item.FieldID), "id"), sql.As(key, "k"))
	values, none := "", ""
	for _, one := range facets {
		hits.AppendSelectExpr(sql.ExprFunc(func(b *sql.Builder) { b.Ident(hits.C(one.column)).WriteString(" AS f_" + one.column) }))
		values += ", STRING_AGG(CAST(f_" + one.column + " AS text), '" + between + "')"
		none += ", NULL"
	}
	hits.Limit(MaxTotal + 1)
	query, args = hits.Query()

	query = "WITH hits AS (" + query + ") SELECT 0 AS rank, COUNT(*) AS n, CAST(NULL AS text) AS k" + values + " FROM hits"
	if f.limit > 0 {
		sorting := f.sorting("k", "id")
		query += " UNION ALL SELECT ROW_NUMBER() OVER (ORDER BY " + sorting + "), id, " + f.exactly("k") + none + " FROM (SELECT id, k FROM hits WHERE " +
			"(SELECT COUNT(*) FROM hits) <= " + strconv.Itoa(MaxTotal) + " AND " + f.beyond("k", "id", &args) +
			" ORDER BY " + sorting + " LIMIT " + strconv.Itoa(f.limit+1) + ") AS page"
	}
	return query, args
}

// exactly is a key as a text that loses nothing of it: SQLite's CAST keeps 15 digits of a number.
func (f *finder) exactly(key string) string {
	if f.db.Dialect == dialect.SQLite && f.by.field.Kind == Number {
		return "CASE WHEN " + key + " IS NOT NULL THEN printf('%!.17g', " + key + ") END"
	}
	return "CAST(" + key + " AS text)"
}

// count counts, divides and, where there are no more than MaxTotal, reads the page: one more row than its limit.
func (f *finder) count(ctx context.Context, facets []facet) (found Found, page []hit, err error) {
	query, args := f.counting(facets)
	rows, err := f.db.SQL.QueryContext(ctx, query, args...)
	if err != nil {
		return Found{}, nil, fmt.Errorf("search items: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	found.Facets = map[string]Facet{}
	page = make([]hit, f.limit+1)
	var rank, n, last int
	var key stdsql.NullString
	values := make([]stdsql.NullString, len(facets))
	into := []any{&rank, &n, &key}
	for i := range values {
		into = append(into, &values[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return Found{}, nil, fmt.Errorf("search items: %w", err)
		}
		if rank > 0 {
			page[rank-1], last = hit{id: n, key: f.by.key(key)}, max(last, rank)
			continue
		}
		found.Total, found.Capped = min(n, MaxTotal), n > MaxTotal
		for i, one := range facets {
			found.Facets[one.name] = one.divide(tallyOf(values[i]))
		}
	}
	if err := rows.Err(); err != nil {
		return Found{}, nil, fmt.Errorf("search items: %w", err)
	}
	return found, page[:last], nil
}

// key is a sort key as cursors have it.
func (o order) key(text stdsql.NullString) any {
	if !text.Valid {
		return nil
	}
	if o.field.Kind == Text {
		return text.String
	}
	v, _ := strconv.ParseFloat(text.String, 64) // the database wrote it
	return v
}

func (f *finder) sorting(key, id string) string {
	d := f.by.direction()
	return fmt.Sprintf("CASE WHEN %s IS NULL THEN 1 ELSE 0 END, %s %s, %s %s", key, key, d, id, d)
}

// beyond is the condition that a row comes after the page before; it adds to args what it names.
func (f *finder) beyond(key, id string, args *[]any) string {
	if f.after == nil {
		return "1 = 1"
	}
	param := func(v any) string {
		*args = append(*args, v)
		if f.db.Dialect == dialect.Postgres {
			return "$" + strconv.Itoa(len(*args))
		}
		return "?"
	}
	if f.after.Key == nil {
		return fmt.Sprintf("%s IS NULL AND %s %s %s", key, id, f.by.beyond(), param(f.after.ID))
	}
	cast := func(p string) string { return p }
	if f.by.field.Kind == Number {
		cast = func(p string) string { return "CAST(" + p + " AS double precision)" }
	}
	further, same := cast(param(f.after.Key)), cast(param(f.after.Key))
	return fmt.Sprintf("(%s IS NULL OR %s %s %s OR %s = %s AND %s %s %s)", key, key, f.by.beyond(), further,
		key, same, id, f.by.beyond(), param(f.after.ID))
}

// ordered reads a page in the order of the sort key's index: what has a key, then what has none.
func (f *finder) ordered(ctx context.Context) ([]hit, error) {
	var rows []hit
	if f.after == nil || f.after.Key != nil {
		s, key := f.matching(func(s *sql.Selector, of *sql.SelectTable) { s.Join(of) })
		id := s.C(item.FieldID)
		if f.after != nil {
			s.Where(f.afterKey(key, id))
		}
		s.Select(id, key).Where(sql.NotNull(key)).OrderBy(key+" "+f.by.direction(), id+" "+f.by.direction()).Limit(f.limit + 1)
		var err error
		if rows, err = f.read(ctx, s); err != nil {
			return nil, err
		}
	}
	if len(rows) > f.limit {
		return rows, nil
	}
	s, key := f.matching(func(s *sql.Selector, of *sql.SelectTable) { s.LeftJoin(of) })
	id := s.C(item.FieldID)
	if f.after != nil && f.after.Key == nil {
		s.Where(further(id, f.by.down, f.after.ID))
	}
	s.Select(id, key).Where(sql.IsNull(key)).OrderBy(id + " " + f.by.direction()).Limit(f.limit + 1 - len(rows))
	rest, err := f.read(ctx, s)
	return append(rows, rest...), err
}

// afterKey is beyond for a column: the key itself bounds what the index is read for.
func (f *finder) afterKey(key, id string) *sql.Predicate {
	at := f.after.Key
	if v, ok := at.(float64); ok && f.by.field.isInt() {
		at = int64(v)
	}
	least := sql.GTE(key, at)
	if f.by.down {
		least = sql.LTE(key, at)
	}
	return sql.And(least, sql.Or(further(key, f.by.down, at), further(id, f.by.down, f.after.ID)))
}

func further(c string, down bool, than any) *sql.Predicate {
	if down {
		return sql.LT(c, than)
	}
	return sql.GT(c, than)
}

func (f *finder) read(ctx context.Context, s *sql.Selector) (rows []hit, err error) {
	query, args := s.Query()
	all, err := f.db.SQL.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("search items: %w", err)
	}
	defer func() { err = errors.Join(err, all.Close()) }()
	for all.Next() {
		var h hit
		var k stdsql.NullString
		if err := all.Scan(&h.id, &k); err != nil {
			return nil, fmt.Errorf("search items: %w", err)
		}
		h.key = f.by.key(k)
		rows = append(rows, h)
	}
	if err := all.Err(); err != nil {
		return nil, fmt.Errorf("search items: %w", err)
	}
	return rows, nil
}

// closest says what the search would find without each of its conditions.
func closest(ctx context.Context, db *database.DB, q Query, search filter.Search) ([]Closest, error) {
	var out []Closest
	for i, term := range search.Terms[:min(len(search.Terms), maxClose)] {
		var others []filter.Expr
		for _, other := range slices.Delete(slices.Clone(search.Terms), i, i+1) {
			others = append(others, other.Expr)
		}
		where, err := conditionOf(ctx, db, q, filter.All(others...))
		if err != nil {
			return nil, err
		}
		s := sql.Dialect(db.Dialect).Select().From(sql.Table(item.Table))
		s.Select(s.C(item.FieldID)).Where(sql.IsNull(s.C(item.FieldRemovedAt))).Where(where.where(s, false))
		n, err := upTo(ctx, db, s, closeTotal)
		if err != nil {
			return nil, err
		}
		out = append(out, Closest{
			From: units(q.Text[:term.From]), To: units(q.Text[:term.To]), Text: q.Text[term.From:term.To], Without: n,
		})
	}
	return out, nil
}
