package transfer

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/render"
	"github.com/mosswart/overlord/admin/sight"
)

// ErrBroken is wrapped by errors of [Export.Serve] after which the client has got a part of the file. The connection
// should then be cut, by panic(http.ErrAbortHandler), so that the part cannot be taken for the whole.
var ErrBroken = errors.New("the export broke off")

// Export is one export of rows. JSON and NDJSON rows are as everywhere in the admin; a CSV file has the id, the
// fields, and of each to-one edge the id ("author") and the label ("author.label"). Rows in the trash, sensitive
// fields, and what Access does not let the caller read, are never exported; the label of a row behind an edge that he may
// not see is its id.
type Export struct {
	Registry *entity.Registry
	Compiler *query.Compiler
	Type     *entity.Type
	Plan     query.Plan // filter, search and sort; its paging is not looked at
	Access   query.Access
	Fields   []string // fields and to-one edges, in that order; nil: all but foreign keys, whose edges say the same
	Computed map[string]func(row any) any
	Format   Format // "": CSV

	BOM       bool   // of CSV: begin with a byte order mark, without which spreadsheets take the file for something else
	Delimiter byte   // of CSV; 0: a comma
	Name      string // of the file, without its ending; "": the type's slug and the day
}

// Options takes format, bom, delimiter and fields from a request's query.
func (x *Export) Options(q url.Values) (err error) {
	if x.Format, err = formatNamed(q.Get("format")); err != nil {
		return err
	}
	if x.Delimiter, err = delimiterNamed(q); err != nil {
		return err
	}
	x.BOM = q.Get("bom") == "1"
	if q.Get("fields") != "" {
		x.Fields = strings.Split(q.Get("fields"), ",")
	}
	return nil
}

// writer writes rows in one format.
type writer interface {
	query() entity.Query
	head(dst []byte) []byte
	row(dst []byte, row any, seen render.Seen) []byte
	foot(dst []byte) []byte
}

// Serve writes the file, page by page, until the end, or until ctx ends or the client is gone. An error that comes
// before the first byte is written is fit to answer; any other wraps [ErrBroken].
func (x *Export) Serve(ctx context.Context, w http.ResponseWriter) error {
	if err := x.checkFields(); err != nil {
		return err
	}
	x.Format = cmp.Or(x.Format, CSV)
	var out writer
	if x.Format == CSV {
		out = x.newTable()
	} else {
		out = x.newObjects()
	}
	var (
		buf     []byte
		started bool
		flush   = http.NewResponseController(w)
		plan    = x.Plan
	)
	fail := func(err error) error {
		if started {
			return fmt.Errorf("%w: %w", ErrBroken, err)
		}
		return err
	}
	send := func() error {
		started = true
		_, err := w.Write(buf)
		buf = buf[:0]
		return err
	}
	plan.After, plan.Before, plan.Limit = "", "", firstPage
	for {
		rows, seen, next, err := x.page(ctx, plan, out.query())
		if err != nil {
			return fail(err)
		}
		if !started {
			x.headers(w.Header())
			buf = out.head(buf)
		}
		size := 0
		for _, row := range rows {
			before := len(buf)
			buf = out.row(buf, row, seen)
			size += len(buf) - before
			if len(buf) >= sendBytes {
				if err := send(); err != nil {
					return fail(err)
				}
			}
		}
		if next == "" {
			buf = out.foot(buf)
		}
		if err := send(); err != nil {
			return fail(err)
		}
		if next == "" {
			return nil
		}
		if err := flush.Flush(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return fail(err)
		}
		plan.After = next
		plan.Limit = min(max(plan.Limit*pageBytes/max(size, 1), 10), pageRows)
	}
}

// page reads some rows, and which of those that their edges lead to the caller may see.
func (x *Export) page(ctx context.Context, plan query.Plan, q entity.Query) (rows []any, seen render.Seen, next string, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, "", err
	}
	page, err := x.Compiler.Page(x.Type, plan, x.Access)
	if err != nil {
		return nil, nil, "", err
	}
	source := x.Registry.Source
	edges := q.Edges
	q = page.Query(q)
	selected := q.Shape
	q.Shape = func(s *sql.Selector) {
		selected(s)
		undeleted(x.Type, s)
	}
	found, err := x.Type.Ops.Find(ctx, source.Client(), q)
	if err != nil {
		return nil, nil, "", err
	}
	result, err := page.Finish(ctx, source.Driver(), found)
	if err != nil {
		return nil, nil, "", err
	}
	seen, err = sight.Sight{Registry: x.Registry, Compiler: x.Compiler, Access: x.Access}.Rows(ctx, x.Type, edges, result.Rows)
	return result.Rows, seen, result.Next, err
}

func (x *Export) headers(h http.Header) {
	name := cmp.Or(x.Name, x.Type.Slug+"-"+time.Now().UTC().Format(time.DateOnly)) + "." + string(x.Format)
	h.Set("Content-Type", mediaTypes[x.Format])
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Accel-Buffering", "no")
}

// checkFields refuses fields that the type does not have or the caller may not read, both with the same answer.
func (x *Export) checkFields() error {
	for _, name := range x.Fields {
		if name != "id" && !x.exports(name) {
			p := problem.Field("fields", "there is no field %q", name)
			p.Status, p.Title, p.Code = http.StatusBadRequest, http.StatusText(http.StatusBadRequest), "unknown_field"
			return p
		}
	}
	return nil
}

// exports reports whether a field or edge can be in a file.
func (x *Export) exports(name string) bool {
	if x.Access.Reads != nil && !x.Access.Reads(x.Type.Slug, name) {
		return false
	}
	if f := x.Type.Field(name); f != nil {
		return !f.Hidden && !f.Sensitive && (!f.Computed || x.Computed[name] != nil)
	}
	e := x.Type.Edge(name)
	return e != nil && e.ToOne() && !e.Hidden
}

// names are the fields and edges to write, but for the id.
func (x *Export) names() []string {
	if x.Fields != nil {
		return slices.DeleteFunc(slices.Clone(x.Fields), func(name string) bool { return name == "id" })
	}
	var names []string
	for i := range x.Type.Fields {
		f := &x.Type.Fields[i]
		if x.exports(f.Name) && (f.Edge == "" || !x.exports(f.Edge)) {
			names = append(names, f.Name)
		}
	}
	for i := range x.Type.Edges {
		if name := x.Type.Edges[i].Name; x.exports(name) {
			names = append(names, name)
		}
	}
	return names
}

// objects writes rows as JSON objects, in an array or a line each.
type objects struct {
	*render.Plan
	lines bool
	begun bool
}

func (x *Export) newObjects() *objects {
	return &objects{Plan: x.plan(), lines: x.Format == NDJSON}
}

func (x *Export) plan() *render.Plan {
	names := x.names()
	if names == nil {
		names = []string{} // nil would be all
	}
	return render.New(x.Registry, x.Type, render.Options{Fields: names, Reads: x.Access.Reads, Computed: x.Computed})
}

func (o *objects) query() entity.Query { return o.Query() }

func (o *objects) head(dst []byte) []byte {
	if o.lines {
		return dst
	}
	return append(dst, '[')
}

func (o *objects) row(dst []byte, row any, seen render.Seen) []byte {
	if !o.lines {
		if o.begun {
			dst = append(dst, ',')
		}
		dst = append(dst, '\n')
	}
	o.begun = true
	dst = o.AppendSeen(dst, row, seen)
	if o.lines {
		dst = append(dst, '\n')
	}
	return dst
}

func (o *objects) foot(dst []byte) []byte {
	if o.lines {
		return dst
	}
	return append(dst, "\n]\n"...)
}

// table writes rows as CSV.
type table struct {
	q       entity.Query
	sep     byte
	bom     bool
	columns []column
	cells   []csvCell
}

// column is one column of a CSV file.
type column struct {
	name string
	cell func(row any, seen render.Seen) csvCell
}

func (x *Export) newTable() *table {
	t := &table{q: x.plan().Query(), sep: cmp.Or(x.Delimiter, ','), bom: x.BOM}
	if x.Type.IDText != nil && (x.Type.Type.ID.Kind != "" || len(x.Type.Type.ID.Parts) > 0) {
		t.columns = append(t.columns, column{"id", func(row any, _ render.Seen) csvCell { return textCell(x.Type.IDText(row)) }})
	}
	for _, name := range x.names() {
		t.columns = append(t.columns, x.columnsOf(name)...)
	}
	return t
}

func (x *Export) columnsOf(name string) []column {
	t := x.Type
	for i := range t.Fields {
		if t.Fields[i].Name != name {
			continue
		}
		if compute := x.Computed[name]; t.Fields[i].Computed && compute != nil {
			return []column{{name, func(row any, _ render.Seen) csvCell { return computedCell(compute(row)) }}}
		}
		v := &t.Values[i]
		if v.Get == nil || v.Codec == nil {
			return nil
		}
		return []column{{name, func(row any, _ render.Seen) csvCell {
			value := v.Get(row)
			if value == nil {
				return csvCell{}
			}
			return textCell(v.Codec.Text(value))
		}}}
	}
	target := x.Registry.Type(t.Edge(name).Type)
	if t.One == nil || target == nil {
		return nil
	}
	reads := x.Access.Reads
	if reads == nil {
		reads = func(string, string) bool { return true }
	}
	label := render.NewLabel(target, reads)
	return []column{
		{name, func(row any, _ render.Seen) csvCell {
			_, id, _ := t.One(row, name)
			if id == "" {
				return csvCell{}
			}
			return textCell(id)
		}},
		{name + ".label", func(row any, seen render.Seen) csvCell {
			to, id, _ := t.One(row, name)
			ids, some := seen[name]
			switch {
			case to != nil && (!some || ids[id]):
				return textCell(label.Of(to))
			case id != "":
				return textCell(id)
			}
			return csvCell{}
		}},
	}
}

// textCell is a cell that is not null.
func textCell(text string) csvCell { return csvCell{text: guard(text), quoted: text == ""} }

func computedCell(value any) csvCell {
	switch v := value.(type) {
	case nil:
		return csvCell{}
	case string:
		return textCell(v)
	}
	raw, err := json.Marshal(value)
	if err != nil || string(raw) == "null" {
		return csvCell{}
	}
	return textCell(strings.Trim(string(raw), `"`))
}

func (t *table) query() entity.Query { return t.q }

func (t *table) head(dst []byte) []byte {
	if t.bom {
		dst = append(dst, "\ufeff"...)
	}
	t.cells = t.cells[:0]
	for _, c := range t.columns {
		t.cells = append(t.cells, csvCell{text: c.name})
	}
	return appendCSV(dst, t.sep, t.cells)
}

func (t *table) row(dst []byte, row any, seen render.Seen) []byte {
	t.cells = t.cells[:0]
	for _, c := range t.columns {
		t.cells = append(t.cells, c.cell(row, seen))
	}
	return appendCSV(dst, t.sep, t.cells)
}

func (t *table) foot(dst []byte) []byte { return dst }
