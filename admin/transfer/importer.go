package transfer

import (
	"context"
	"errors"
	"net/http"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
)

// Importer takes files of rows in. It is safe for concurrent use.
type Importer struct {
	reg      *entity.Registry
	compiler *query.Compiler
	engine   *change.Engine
	access   func(access.Principal) query.Access
	rights   func(access.Principal, *meta.Type) access.Rights
}

// NewImporter is an importer for the types of reg, which writes through engine. visible says what of other rows
// somebody may refer to, rights what he may do.
func NewImporter(reg *entity.Registry, compiler *query.Compiler, engine *change.Engine,
	visible func(access.Principal) query.Access, rights func(access.Principal, *meta.Type) access.Rights,
) *Importer {
	return &Importer{reg: reg, compiler: compiler, engine: engine, access: visible, rights: rights}
}

// Check reads the whole file and says what importing it would do, with all its mistakes. It writes and locks nothing.
// Beyond what stands in the file it checks that edges lead to rows that the caller may see, and that what is unique
// is neither in the file twice nor taken by another row as the table is now. What hooks and the database's own checks
// would say is only known when the file is written.
func (i *Importer) Check(ctx context.Context, by access.Principal, req *Request) (*Report, error) {
	p, err := i.newPass(by, req)
	if err != nil {
		return nil, err
	}
	p.client = i.reg.Source.Client()
	if p.load, err = p.updatable(); err != nil {
		return nil, err
	}
	p.write = p.foresee
	return p.report, p.run(ctx)
}

// Run writes the whole file in one transaction: when it has a mistake, nothing of it, and the problem, 422 "rows", has
// the report as its member "report". It checks the file before it begins the transaction.
func (i *Importer) Run(ctx context.Context, by access.Principal, req *Request, progress change.Progress) (*Report, error) {
	checked, err := i.Check(ctx, by, req)
	if err != nil {
		return nil, err
	}
	if checked.ErrorsTotal > 0 {
		return nil, checked.problem()
	}
	var report *Report
	result, err := i.engine.InTx(ctx, by, "import", req.Type, func(ctx context.Context, tx *change.Tx) error {
		p, err := i.newPass(by, req)
		if err != nil {
			return err
		}
		p.client, p.load = tx.Client(), tx.Load
		p.write = func(ctx context.Context, lines []*line) error { return p.apply(ctx, tx, lines) }
		p.done = func() error {
			if p.report.ErrorsTotal > 0 {
				return p.report.problem()
			}
			if progress != nil {
				progress(p.report.Rows, checked.Rows)
			}
			return nil
		}
		report = p.report
		return p.run(ctx)
	})
	if err != nil {
		return nil, err
	}
	report.Undo, report.Why = result.Undo, result.Why
	return report, nil
}

// foresee counts what writing the lines would do.
func (p *pass) foresee(ctx context.Context, lines []*line) error {
	rows, ins := make([]any, len(lines)), make([]change.Input, len(lines))
	for i, l := range lines {
		rows[i], ins[i] = l.row, l.in
	}
	differs, err := p.engine.Check(ctx, p.by, p.t, rows, ins)
	if err = p.failed(lines, err); err != nil {
		return err
	}
	for i, l := range lines {
		switch {
		case l.bad:
		case l.row == nil:
			p.report.Create++
		case differs[i]:
			p.report.Update++
		default:
			p.report.Unchanged++
		}
	}
	return nil
}

// apply writes the lines.
func (p *pass) apply(ctx context.Context, tx *change.Tx, lines []*line) error {
	var creates, updates []*line
	for _, l := range lines {
		if l.row == nil {
			creates = append(creates, l)
		} else {
			updates = append(updates, l)
		}
	}
	if len(creates) > 0 {
		if _, err := tx.Create(ctx, inputs(creates)); err != nil {
			return p.failed(creates, err)
		}
		p.report.Create += len(creates)
	}
	if len(updates) > 0 {
		rows := make([]any, len(updates))
		for i, l := range updates {
			rows[i] = l.row
		}
		changed, err := tx.Update(ctx, rows, inputs(updates))
		if err != nil {
			return p.failed(updates, err)
		}
		p.report.Update += changed
		p.report.Unchanged += len(updates) - changed
	}
	return nil
}

func inputs(lines []*line) []change.Input {
	ins := make([]change.Input, len(lines))
	for i, l := range lines {
		ins[i] = l.in
	}
	return ins
}

// failed notes what the engine found wrong with lines, and returns any other error.
func (p *pass) failed(lines []*line, err error) error {
	var wrong *change.RowErrors
	if !errors.As(err, &wrong) {
		return err
	}
	for i, errs := range wrong.Rows {
		for name, reason := range errs {
			p.fail(lines[i], name, reason)
		}
	}
	return nil
}

// updatable finds rows that the caller may update, with all that an editor sees of them.
func (p *pass) updatable() (func(ctx context.Context, shape func(*sql.Selector)) ([]any, error), error) {
	bound, err := p.compiler.Check(p.t, p.rights.RowsFor(access.Update), query.Access{Vars: p.by.Vars(), Now: p.visible.Now})
	if err != nil {
		return nil, problem.Internal(err)
	}
	allowed := bound.Predicate()
	return func(ctx context.Context, shape func(*sql.Selector)) ([]any, error) {
		q := p.t.Whole()
		q.Shape = func(s *sql.Selector) {
			shape(s)
			allowed(s)
			undeleted(p.t, s)
		}
		return p.t.Ops.Find(ctx, p.client, q)
	}, nil
}

// undeleted leaves out the rows in the trash.
func undeleted(t *entity.Type, s *sql.Selector) {
	if f := t.Field(t.SoftDelete); f != nil {
		s.Where(sql.IsNull(s.C(f.Column)))
	}
}

// newPass prepares one reading of the file.
func (i *Importer) newPass(by access.Principal, req *Request) (*pass, error) {
	t := req.Type
	rights := i.rights(by, &t.Type)
	switch {
	case !t.Editable():
		return nil, problem.New(http.StatusMethodNotAllowed, "read_only", "%s are read-only.", t.Plural)
	case !rights.Import:
		return nil, problem.Forbidden("import " + t.Slug)
	}
	p := &pass{
		Importer: i, by: by, req: req, t: t, rights: rights, visible: i.access(by), report: newReport(),
		lookups: map[string]*lookup{},
	}
	reads := p.visible.Reads
	if reads == nil {
		reads = func(string, string) bool { return true }
	}
	p.columns = columns{
		t: t, targets: i.reg.Type, writes: rights.Writes, reads: reads, given: req.Map, report: p.report,
		fault: func(row int, column, reason string) {
			p.faults = append(p.faults, RowError{row, column, reason})
		},
	}
	p.columns.ids = t.Type.ID.Settable
	p.columns.idless = "is given by the database"
	if req.Mode == Upsert && !t.Type.ID.Settable {
		p.columns.ids = len(req.Key) == 0 || len(req.Key) == 1 && req.Key[0] == "id"
		p.columns.idless = "is not the key"
	}
	p.columns.index()
	return p, p.findUniques()
}
