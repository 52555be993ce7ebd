package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
)

// pass is one reading of a file, chunk by chunk.
type pass struct {
	*Importer
	by      access.Principal
	req     *Request
	t       *entity.Type
	rights  access.Rights
	visible query.Access

	columns columns
	key     *unique // of an upsert
	uniques []*unique
	lookups map[string]*lookup
	report  *Report
	faults  []RowError // of the chunk

	client any
	load   func(ctx context.Context, shape func(*sql.Selector)) ([]any, error) // rows that may be updated, whole
	write  func(ctx context.Context, lines []*line) error                      // what is to become of good lines
	done   func() error                                                        // after each chunk; nil: nothing
}

// line is a row of the file on its way into the table.
type line struct {
	number int
	cells  map[string]*fileCell            // by field, edge or "id"
	keys   map[string]map[string]*fileCell // by edge and field of its target
	bad    bool
	row    any // that the key found, nil for a new one
	in     change.Input
}

// run reads the file to its end. Mistakes are in the report; an error is something else.
func (p *pass) run(ctx context.Context) error {
	rows, err := p.req.rows()
	if wrong := new(malformed); errors.As(err, &wrong) {
		p.report.add([]RowError{{1, "", wrong.reason}})
		return nil
	}
	if err != nil {
		return err
	}
	for _, column := range rows.header() {
		p.columns.of(column, 1, rows.header())
	}
	for first, last := true, false; !last; first = false {
		var chunk []*line
		for size := 0; len(chunk) < chunkRows && size < chunkBytes; {
			row, err := rows.next()
			if errors.Is(err, io.EOF) {
				last = true
				break
			}
			if err == nil && p.report.Rows == MaxRows {
				err = malformedf("There are more than %d rows; import them in parts.", MaxRows)
			}
			if wrong := new(malformed); errors.As(err, &wrong) {
				p.faults = append(p.faults, RowError{row.number, "", wrong.reason})
				last = true
				break
			}
			if err != nil {
				return err
			}
			p.report.Rows++
			size += row.size
			chunk = append(chunk, p.line(row))
		}
		if first && p.req.Mode == Upsert {
			if err := p.chooseKey(len(chunk) > 0); err != nil {
				return err
			}
		}
		if err := p.chunk(ctx, chunk); err != nil {
			return err
		}
	}
	return nil
}

// line sorts a row's cells by what they are taken for.
func (p *pass) line(row fileRow) *line {
	l := &line{number: row.number, cells: map[string]*fileCell{}, keys: map[string]map[string]*fileCell{}, bad: len(row.faults) > 0}
	p.faults = append(p.faults, row.faults...)
	var all []string
	for i := range row.cells {
		c := &row.cells[i]
		if _, known := p.columns.found[c.column]; !known && all == nil {
			for j := range row.cells {
				all = append(all, row.cells[j].column)
			}
		}
		switch to := p.columns.of(c.column, row.number, all); to.kind {
		case toID:
			if !c.null {
				l.cells["id"] = c
			}
		case toField, toEdge:
			l.cells[to.name] = c
		case toEdgeKey:
			if l.keys[to.name] == nil {
				l.keys[to.name] = map[string]*fileCell{}
			}
			l.keys[to.name][to.field] = c
		case nothing:
		}
	}
	return l
}

// fail notes a mistake.
func (p *pass) fail(l *line, name, reason string) {
	l.bad = true
	column := name
	if c := l.cells[name]; c != nil {
		column = c.column
	} else {
		for to, of := range p.columns.taken {
			if to.String() == name {
				column = of
			}
		}
	}
	p.faults = append(p.faults, RowError{l.number, column, reason})
}

// chunk takes lines all the way.
func (p *pass) chunk(ctx context.Context, lines []*line) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, step := range []func(context.Context, []*line) error{p.follow, p.find, p.decode, p.checkUnique, p.write} {
		if lines = good(lines); len(lines) == 0 {
			break
		}
		if err := step(ctx, lines); err != nil {
			return err
		}
	}
	p.report.add(p.faults)
	p.faults = p.faults[:0]
	if p.done != nil {
		return p.done()
	}
	return nil
}

func good(lines []*line) []*line {
	kept := lines[:0:0]
	for _, l := range lines {
		if !l.bad {
			kept = append(kept, l)
		}
	}
	return kept
}

// find looks for the rows that an upsert's lines are to change.
func (p *pass) find(ctx context.Context, lines []*line) error {
	if p.key == nil {
		return nil
	}
	var tuples [][]any
	texts := make([]string, len(lines))
	for i, l := range lines {
		values, complete := make([]any, len(p.key.members)), true
		for n, m := range p.key.members {
			c := l.cells[m.name]
			if c == nil || c.null {
				complete = false
				continue
			}
			value, err := m.parse(c)
			if err != nil {
				p.fail(l, m.name, err.Error())
				complete = false
				continue
			}
			values[n] = value
		}
		switch {
		case complete:
			tuples = append(tuples, values)
			texts[i] = p.key.text(values)
		case !l.bad && !p.key.isID():
			for _, m := range p.key.members {
				if c := l.cells[m.name]; c == nil || c.null {
					p.fail(l, m.name, "is part of the key and cannot be empty")
				}
			}
		}
	}
	if len(tuples) == 0 {
		return nil
	}
	shape, err := matching(p.key.members, tuples)
	if err != nil {
		return err
	}
	rows, err := p.load(ctx, shape)
	if err != nil {
		return err
	}
	byKey := make(map[string]any, len(rows))
	for _, row := range rows {
		if values, ok := p.key.ofRow(row); ok {
			byKey[p.key.text(values)] = row
		}
	}
	for i, l := range lines {
		l.row = byKey[texts[i]]
		switch {
		case l.bad || l.row != nil:
		case p.key.isID() && l.cells["id"] != nil && !p.t.Type.ID.Settable:
			p.fail(l, "id", "names no row that you may change")
		}
	}
	return nil
}

// decode makes inputs of lines.
func (p *pass) decode(_ context.Context, lines []*line) error {
	for _, l := range lines {
		creating := l.row == nil
		if creating && !p.rights.Create {
			p.fail(l, "", "would be a new row, which you may not create")
			continue
		}
		if !creating || !p.t.Type.ID.Settable {
			delete(l.cells, "id")
		}
		if !creating {
			for _, m := range p.key.members { // by which the row was found, so they say the same
				delete(l.cells, m.name)
			}
			p.dropImmutable(l)
		}
		var err error
		if p.req.Format == CSV {
			err = p.decodeText(l, creating)
		} else {
			err = p.decodeJSON(l, creating)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dropImmutable takes away the cells that cannot be changed any more; that they say the same as the row is no mistake.
func (p *pass) dropImmutable(l *line) {
	for i := range p.t.Fields {
		f, v := &p.t.Fields[i], &p.t.Values[i]
		c := l.cells[f.Name]
		if c == nil || !f.Immutable {
			continue
		}
		if v.Get == nil || v.Codec == nil || !p.same(v.Get(l.row), v, c) {
			p.fail(l, f.Name, "cannot be changed any more")
		}
		delete(l.cells, f.Name)
	}
	for i := range p.t.Edges {
		e := &p.t.Edges[i]
		c := l.cells[e.Name]
		if c == nil || !e.Immutable {
			continue
		}
		if _, id, _ := p.t.One(l.row, e.Name); !e.ToOne() || id != c.id() {
			p.fail(l, e.Name, "cannot be changed any more")
		}
		delete(l.cells, e.Name)
	}
}

// same reports whether a cell says what a field is.
func (p *pass) same(value any, v *entity.Value, c *fileCell) bool {
	if value == nil || c.null {
		return value == nil && c.null || value != nil && v.Codec.Text(value) == c.text && c.raw == nil
	}
	given, err := c.parse(v.Codec)
	return err == nil && bytes.Equal(v.Codec.AppendJSON(nil, given), v.Codec.AppendJSON(nil, value))
}

func (c *fileCell) parse(codec entity.Codec) (any, error) {
	if c.raw != nil {
		return codec.ParseJSON(c.raw)
	}
	return codec.ParseText(c.text)
}

// id is the id that a cell of an edge or an id holds; JSON may have it as {"id": …}.
func (c *fileCell) id() string {
	var to struct {
		ID *string `json:"id"`
	}
	if c.raw != nil && json.Unmarshal(c.raw, &to) == nil && to.ID != nil {
		return *to.ID
	}
	if c.null {
		return ""
	}
	return c.string()
}

// decodeText makes an input of CSV cells. An empty one is null where that is possible; else it is left out of a new
// row, and empty text in one that is there.
func (p *pass) decodeText(l *line, creating bool) error {
	cells := make(map[string]string, len(l.cells))
	var nulls, unlinked []string
	for name, c := range l.cells {
		f, e := p.t.Field(name), p.t.Edge(name)
		switch {
		case !c.null:
			cells[name] = c.text
		case creating:
		case !p.rights.Sets(name, false):
			p.fail(l, name, "may not be changed by you")
		case f != nil && f.Nullable:
			nulls = append(nulls, name)
		case f != nil && f.Kind != meta.String:
			p.fail(l, name, "cannot be empty")
		case f != nil:
			cells[name] = ""
		case e != nil && e.Required:
			p.fail(l, name, "cannot be empty")
		case e != nil:
			unlinked = append(unlinked, name)
		}
	}
	in, errs := p.engine.DecodeText(p.t, p.rights, cells, creating)
	for name, reason := range errs {
		p.fail(l, name, reason)
	}
	if in.Set == nil {
		in.Set = map[string]any{}
	}
	if in.Edges == nil {
		in.Edges = map[string]change.EdgeInput{}
	}
	for _, name := range nulls {
		in.Set[name] = nil
	}
	for _, name := range unlinked {
		in.Edges[name] = change.EdgeInput{Replace: true}
	}
	l.in = in
	return nil
}

// decodeJSON makes an input of JSON values.
func (p *pass) decodeJSON(l *line, creating bool) error {
	body := make(map[string]json.RawMessage, len(l.cells))
	for name, c := range l.cells {
		if f := p.t.Field(name); creating && c.null && (f == nil || !f.Nullable) {
			continue
		}
		body[name] = c.raw
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	l.in, err = p.engine.Decode(p.t, p.rights, raw, creating)
	if err == nil {
		return nil
	}
	wrong := problem.Of(err)
	if len(wrong.Errors) == 0 {
		return err
	}
	for name, reason := range wrong.Errors {
		p.fail(l, name, reason)
	}
	return nil
}
