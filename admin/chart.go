package admin

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

const (
	maxPoints   = 500
	usualPoints = 100
)

// chartRequest is one series of numbers over time.
type chartRequest struct {
	time     *meta.Field
	agg      string // count, avg, min, max, sum
	value    *meta.Field
	from, to time.Time
	points   int
}

func (c *call) chartRequest(values url.Values) (r chartRequest, err error) {
	name := values.Get("field")
	if name == "" {
		name = c.t.TimeField
	}
	if r.time = c.t.Field(name); r.time == nil || !c.reads(c.t.Slug, name) {
		return r, badParameter("unknown_field", "field", "there is no field "+quoteShort(name))
	}
	if r.time.Kind != meta.Time || r.time.Computed {
		return r, badParameter("bad_parameter", "field", "is not a time")
	}
	var over string
	r.agg, over, _ = strings.Cut(values.Get("agg"), ":")
	switch {
	case r.agg == "":
		r.agg = "count"
	case r.agg == "count" && over == "":
	case slices.Contains([]string{"avg", "min", "max", "sum"}, r.agg):
		if r.value = c.t.Field(over); r.value == nil || !c.reads(c.t.Slug, over) {
			return r, badParameter("unknown_field", "agg", "there is no field "+quoteShort(over))
		}
		if r.value.Kind != meta.Int && r.value.Kind != meta.Float || r.value.Computed {
			return r, badParameter("bad_parameter", "agg", over+" is not a number")
		}
	default:
		return r, badParameter("bad_parameter", "agg", "must be count, or avg, min, max or sum of a field, as in avg:price")
	}
	if r.points, err = number(values, "points", usualPoints, 1, maxPoints); err != nil {
		return r, err
	}
	if r.to, err = timeOf(values, "to", c.a.o.Now()); err != nil {
		return r, err
	}
	if r.from, err = timeOf(values, "from", r.to.AddDate(0, 0, -1)); err != nil {
		return r, err
	}
	if !r.from.Before(r.to) {
		return r, badParameter("bad_parameter", "from", "must be before to")
	}
	return r, nil
}

func timeOf(values url.Values, name string, absent time.Time) (time.Time, error) {
	text := values.Get(name)
	if text == "" {
		return absent, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return t, badParameter("bad_parameter", name, "must be a time such as 2026-01-31T12:00:00Z")
	}
	return t.UTC(), nil
}

// chart answers an aggregate of a field over intervals of equal length. Intervals without rows are left out of a count as
// of the others.
func (c *call) chart() error {
	if _, err := c.need(access.View); err != nil {
		return err
	}
	if c.t.Intercepted && c.t.SoftDelete == "" {
		return problem.New(http.StatusConflict, "no_chart", "%s have rules of their own about who sees what, so there is no chart over them.", c.t.Plural)
	}
	values, err := c.parameters("field", "from", "to", "filter", "search", "agg", "points")
	if err != nil {
		return err
	}
	r, err := c.chartRequest(values)
	if err != nil {
		return err
	}
	plan, err := c.selection(values.Get("filter"), values.Get("search"))
	if err != nil {
		return err
	}
	plan.Limit = 1
	page, err := c.a.queries.Page(c.t, plan, c.access())
	if err != nil {
		return err
	}
	_, shape := undeleted(c.ctx, c.t, false, page.CountShape())
	points, err := c.aggregate(r, shape)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, map[string]any{"points": points})
}

// point is the beginning of an interval, and what its rows come to.
type point struct {
	at    time.Time
	value float64
}

// MarshalJSON implements json.Marshaler: [time, number].
func (p point) MarshalJSON() ([]byte, error) {
	return json.Marshal([2]any{p.at.Format(time.RFC3339Nano), p.value})
}

func (c *call) aggregate(r chartRequest, shape func(*sql.Selector)) ([]point, error) {
	source := c.a.reg.Source
	width := max(r.to.Sub(r.from)/time.Duration(r.points), time.Millisecond)
	table := sql.Dialect(source.Dialect()).Select().From(sql.Table(c.t.Table).Schema(c.t.Schema))
	at := table.C(r.time.Column)
	millis := "CAST(FLOOR(EXTRACT(EPOCH FROM " + at + ") * 1000) AS BIGINT)"
	codec := c.t.Values[slices.IndexFunc(c.t.Fields, func(f meta.Field) bool { return f.Name == r.time.Name })].Codec
	if own, ok := codec.(interface{ Millis(column string) string }); ok { // times of a form of their own, as in package table
		millis = own.Millis(at)
	} else if source.Dialect() == dialect.SQLite {
		millis = "CAST(strftime('%s', substr(" + at + ", 1, 19)) AS INTEGER) * 1000"
	}
	bucket := fmt.Sprintf("(%s - %d) / %d", millis, r.from.UnixMilli(), width.Milliseconds())
	value := "COUNT(*)"
	if r.value != nil {
		value = fmt.Sprintf("%s(%s)", strings.ToUpper(r.agg), table.C(r.value.Column))
	}
	from, err := timeArg(codec, r.from)
	if err != nil {
		return nil, err
	}
	to, err := timeArg(codec, r.to)
	if err != nil {
		return nil, err
	}
	table.Where(sql.And(sql.GTE(at, from), sql.LT(at, to)))
	shape(table)
	table.Select().AppendSelectExpr(sql.Raw(bucket+" AS bucket"), sql.Raw("CAST("+value+" AS DOUBLE PRECISION) AS value"))
	table.GroupBy("bucket").OrderBy("bucket").Limit(maxPoints + 1)

	text, args := table.Query()
	var rows sql.Rows
	if err := source.Driver().Query(c.ctx, text, args, &rows); err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	points := []point{}
	for rows.Next() {
		var bucket int64
		var v sql.NullFloat64
		if err := rows.Scan(&bucket, &v); err != nil {
			return nil, err
		}
		if v.Valid && !math.IsInf(v.Float64, 0) && !math.IsNaN(v.Float64) {
			points = append(points, point{r.from.Add(time.Duration(bucket) * width.Truncate(time.Millisecond)), v.Float64})
		}
	}
	return points, rows.Err()
}

// timeArg is a time as an argument to compare a column of that codec with.
func timeArg(codec entity.Codec, t time.Time) (any, error) {
	value, err := codec.ParseText(t.Format(time.RFC3339Nano))
	if err != nil {
		return nil, err
	}
	return codec.Arg(value)
}
