package store

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// Entry is a revision with the change that it is of.
type Entry struct {
	Change
	Revision
}

// MaxPage is the most that one call of History, HistoryIn, Revisions or Audit gives.
const MaxPage = 1000

const changeColumns = `c.id, c.secret, c.at, c.actor_id, c.actor_name, c.via, c.key_id, c.impersonator_id, ` +
	`c.impersonator_name, c.action, c.type, c.rows, c.expires_at, c.undone_at, c.undone_by, c.note`

// entryColumns are those of a revision but the snapshot, and then those of its change.
const entryColumns = `r.id, r.type, r.object_id, r.number, r.action, r.label, r.diff, r.secret_fields, ` +
	`r.version_before, r.version_after, r.effect, ` + changeColumns

// scanChange reads changeColumns.
func scanChange(c *Change, rest []any, rows rows) error {
	var (
		secret          *string
		when            int64
		expires, undone *int64
	)
	err := rows.Scan(append(rest, &c.ID, &secret, &when, &c.Actor.ID, &c.Actor.Name, &c.Actor.Via, &c.Actor.KeyID,
		&c.Actor.ImpersonatorID, &c.Actor.ImpersonatorName, &c.Action, &c.Type, &c.Rows, &expires, &undone, &c.UndoneBy, &c.Note)...)
	c.Token = tokenOf(c.ID, secret)
	c.At, c.ExpiresAt, c.UndoneAt = at(when), atOrZero(expires), atOrZero(undone)
	return err
}

// scanEntry reads entryColumns.
func scanEntry(rows rows) (Entry, error) {
	var e Entry
	var diff, secrets string
	err := scanChange(&e.Change, []any{&e.Seq, &e.Revision.Type, &e.ObjectID, &e.Number, &e.Revision.Action,
		&e.Label, &diff, &secrets, &e.VersionBefore, &e.VersionAfter, &e.Effect}, rows)
	e.ChangeID = e.ID
	if diff != "" {
		e.Diff = json.RawMessage(diff)
	}
	if secrets != "" {
		e.SecretFields = strings.Split(secrets, ",")
	}
	return e, err
}

// statement is a query in the making, on any dialect.
type statement struct {
	strings.Builder
	args    []any
	dialect string
}

// arg adds an argument, and returns what stands for it.
func (q *statement) arg(value any) string {
	q.args = append(q.args, value)
	return placeholders(q.dialect)(len(q.args))
}

// among is a condition that a text is one of values. Where the dialect has arrays, one argument holds all of them, so
// that the statement is the same for any number.
func (q *statement) among(values []string) string {
	if q.dialect == dialect.Postgres {
		return `= ANY(` + q.arg(textArray(values)) + `::text[])`
	}
	if len(values) == 0 {
		return `IN (NULL)`
	}
	for _, value := range values {
		q.args = append(q.args, value)
	}
	return `IN (?` + strings.Repeat(", ?", len(values)-1) + `)`
}

// from is the driver, and the statement to begin with.
func from(d dialect.Driver, text string) *statement {
	q := &statement{dialect: d.Dialect()}
	q.WriteString(text)
	return q
}

const entriesFrom = ` FROM admin_revisions r JOIN admin_changes c ON c.id = (r.id >> 24) WHERE `

func entries(ctx context.Context, d dialect.Driver, q *statement) ([]Entry, error) {
	found := []Entry{}
	err := each(ctx, d, q.String(), q.args, func(rows rows) error {
		e, err := scanEntry(rows)
		found = append(found, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read revisions: %w", err)
	}
	return found, nil
}

// History is what happened to a row, newest first and without snapshots: before the revision of that number, where it
// is over 0. What a reader may not see of it is for the caller to leave out, by Rights.Diff.
func (s *Store) History(ctx context.Context, typ, id string, before, limit int) ([]Entry, error) {
	return history(ctx, s.registry.Source.Driver(), typ, id, before, limit)
}

// HistoryIn is History in a transaction.
func (s *Store) HistoryIn(ctx context.Context, tx entity.Tx, typ, id string, before, limit int) ([]Revision, error) {
	found, err := history(ctx, tx.Driver, typ, id, before, limit)
	if err != nil {
		return nil, err
	}
	revisions := make([]Revision, len(found))
	for i := range found {
		revisions[i] = found[i].Revision
	}
	return revisions, nil
}

func history(ctx context.Context, d dialect.Driver, typ, id string, before, limit int) ([]Entry, error) {
	q := from(d, `SELECT `+entryColumns+entriesFrom)
	q.WriteString(`r.type = ` + q.arg(typ) + ` AND r.object_id = ` + q.arg(id))
	if before > 0 {
		q.WriteString(` AND r.number < ` + q.arg(before))
	}
	q.WriteString(` ORDER BY r.number DESC LIMIT ` + q.arg(page(limit)))
	return entries(ctx, d, q)
}

// page bounds a limit.
func page(limit int) int { return max(1, min(limit, MaxPage)) }

// Revision is one revision of a row with its snapshot; with number 0 the newest that has one. problem.NotFound where
// there is none.
func (s *Store) Revision(ctx context.Context, tx entity.Tx, typ, id string, number int) (*Entry, error) {
	q := from(tx.Driver, `SELECT `+entryColumns+entriesFrom)
	q.WriteString(`r.type = ` + q.arg(typ) + ` AND r.object_id = ` + q.arg(id))
	if number > 0 {
		q.WriteString(` AND r.number = ` + q.arg(number))
	} else {
		q.WriteString(` AND r.snapshot IS NOT NULL`)
	}
	q.WriteString(` ORDER BY r.number DESC LIMIT 1`)
	found, err := entries(ctx, tx.Driver, q)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, problem.NotFound("such revision")
	}
	e := &found[0]
	snapshot := from(tx.Driver, `SELECT snapshot FROM admin_revisions WHERE id = `)
	snapshot.WriteString(snapshot.arg(e.Seq))
	text, err := one[*string](ctx, tx.Driver, snapshot.String(), snapshot.args...)
	if err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	if text != nil {
		e.Snapshot = json.RawMessage(*text)
	}
	return e, nil
}

// Revisions are those of one change with their snapshots, the last written first: those before the one with that Seq,
// where it is over 0.
func (s *Store) Revisions(ctx context.Context, tx entity.Tx, change, before int64, limit int) ([]Revision, error) {
	q := from(tx.Driver, `SELECT r.snapshot, `+entryColumns+entriesFrom)
	end := firstRevision(change + 1)
	if before > 0 {
		end = min(end, before)
	}
	q.WriteString(`r.id >= ` + q.arg(firstRevision(change)) + ` AND r.id < ` + q.arg(end))
	q.WriteString(` ORDER BY r.id DESC LIMIT ` + q.arg(page(limit)))
	var found []Revision
	err := each(ctx, tx.Driver, q.String(), q.args, func(rows rows) error {
		var snapshot *string
		e, err := scanEntry(scanAfter{rows, &snapshot})
		if snapshot != nil {
			e.Snapshot = json.RawMessage(*snapshot)
		}
		found = append(found, e.Revision)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read revisions: %w", err)
	}
	return found, nil
}

// scanAfter is a row whose first value goes elsewhere.
type scanAfter struct {
	rows
	first any
}

func (s scanAfter) Scan(into ...any) error { return s.rows.Scan(append([]any{s.first}, into...)...) }

// Latest is the newest revision of each of these rows that has one, by their ids and without snapshots.
func (s *Store) Latest(ctx context.Context, tx entity.Tx, typ string, ids []string) (map[string]Revision, error) {
	latest := make(map[string]Revision, len(ids))
	for len(ids) > 0 {
		n := min(len(ids), revisionsAtOnce)
		q := from(tx.Driver, `SELECT `+entryColumns+entriesFrom)
		q.WriteString(`r.type = ` + q.arg(typ) + ` AND r.object_id ` + q.among(ids[:n]) + ` AND r.number = (` +
			`SELECT MAX(l.number) FROM admin_revisions l WHERE l.type = r.type AND l.object_id = r.object_id)`)
		found, err := entries(ctx, tx.Driver, q)
		if err != nil {
			return nil, err
		}
		for i := range found {
			latest[found[i].ObjectID] = found[i].Revision
		}
		ids = ids[n:]
	}
	return latest, nil
}

// ChangeByToken is the change that a token for undo names. Problems: 404 where there is none; 410 with the code
// "expired" where it is too late, and "undone" where it has been undone.
func (s *Store) ChangeByToken(ctx context.Context, tx entity.Tx, token string) (*Change, error) {
	id, _ := splitToken(token)
	q := from(tx.Driver, `SELECT `+changeColumns+` FROM admin_changes c WHERE c.id = `)
	q.WriteString(q.arg(id))
	found, err := changes(ctx, tx.Driver, q)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0 || token == "" || subtle.ConstantTimeCompare([]byte(found[0].Token), []byte(token)) != 1:
		return nil, problem.NotFound("such change to undo")
	}
	c := &found[0]
	switch {
	case !c.UndoneAt.IsZero():
		return nil, problem.New(http.StatusGone, "undone", "This has been undone already, by %s.", c.UndoneBy)
	case !c.ExpiresAt.After(s.now()):
		return nil, problem.New(http.StatusGone, "expired", "It is too late to undo this.")
	}
	return c, nil
}

// MarkUndone notes that a change has been undone, in the transaction that does it. Of two that do it at the same time one
// gets 409 with the code "undone".
func (s *Store) MarkUndone(ctx context.Context, tx entity.Tx, change int64, by string) error {
	q := from(tx.Driver, `UPDATE admin_changes SET `)
	q.WriteString(`undone_at = ` + q.arg(micros(s.now())) + `, undone_by = ` + q.arg(by) +
		` WHERE id = ` + q.arg(change) + ` AND undone_at IS NULL`)
	n, err := affected(ctx, tx.Driver, q.String(), q.args...)
	if err != nil {
		return fmt.Errorf("mark change as undone: %w", err)
	}
	if n == 0 {
		return problem.New(http.StatusConflict, "undone", "Somebody has undone this already.")
	}
	return nil
}

func changes(ctx context.Context, d dialect.Driver, q *statement) ([]Change, error) {
	found := []Change{}
	err := each(ctx, d, q.String(), q.args, func(rows rows) error {
		var c Change
		err := scanChange(&c, nil, rows)
		found = append(found, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	return found, nil
}

// AuditQuery selects changes. Zero members select nothing out.
type AuditQuery struct {
	Actor    string // id, or name in any case, of an actor or of an impersonator
	Type     string
	Action   string
	Types    []string // only of these; nil: of all
	From, To time.Time
	Before   int64 // id
	Limit    int   // at most MaxPage
}

// Audit is the list of all changes that q selects, newest first.
func (s *Store) Audit(ctx context.Context, query AuditQuery) ([]Change, error) {
	d := s.registry.Source.Driver()
	q := from(d, `SELECT `+changeColumns+` FROM admin_changes c WHERE 1 = 1`)
	if query.Actor != "" {
		q.WriteString(` AND (c.actor_id = ` + q.arg(query.Actor) + ` OR c.impersonator_id = ` + q.arg(query.Actor) +
			` OR lower(c.actor_name) = lower(` + q.arg(query.Actor) + `) OR lower(c.impersonator_name) = lower(` + q.arg(query.Actor) + `))`)
	}
	if query.Type != "" {
		q.WriteString(` AND c.type = ` + q.arg(query.Type))
	}
	if query.Action != "" {
		q.WriteString(` AND c.action = ` + q.arg(query.Action))
	}
	if query.Types != nil {
		q.WriteString(` AND c.type ` + q.among(query.Types))
	}
	if err := during(ctx, d, q, query.From, query.To); err != nil {
		return nil, err
	}
	if query.Before > 0 {
		q.WriteString(` AND c.id < ` + q.arg(query.Before))
	}
	q.WriteString(` ORDER BY c.id DESC LIMIT ` + q.arg(page(query.Limit)))
	return changes(ctx, d, q)
}

// EntriesOf are the revisions of one change without snapshots, the first written first: those after the one with that
// Seq.
func (s *Store) EntriesOf(ctx context.Context, change, after int64, limit int) ([]Entry, error) {
	d := s.registry.Source.Driver()
	q := from(d, `SELECT `+entryColumns+entriesFrom)
	q.WriteString(`r.id >= ` + q.arg(max(after+1, firstRevision(change))) + ` AND r.id < ` + q.arg(firstRevision(change+1)) +
		` ORDER BY r.id LIMIT ` + q.arg(page(limit)))
	return entries(ctx, d, q)
}

// Day is how much happened on one day.
type Day struct {
	Day     string // UTC, "2026-11-22"
	Changes int
}

// Activity counts the changes of each day since from, of these types or, where they are nil, of all. Days without any
// are left out.
func (s *Store) Activity(ctx context.Context, since time.Time, types []string) ([]Day, error) {
	d := s.registry.Source.Driver()
	const day = int64(24 * time.Hour / time.Microsecond)
	q := from(d, `SELECT c.at / `)
	days := q.arg(day)
	q.WriteString(days + ` AS day, COUNT(*) FROM admin_changes c WHERE 1 = 1`)
	if err := during(ctx, d, q, since, time.Time{}); err != nil {
		return nil, err
	}
	if types != nil {
		q.WriteString(` AND c.type ` + q.among(types))
	}
	q.WriteString(` GROUP BY 1 ORDER BY 1`)
	found := []Day{}
	err := each(ctx, d, q.String(), q.args, func(rows rows) error {
		var number int64
		var one Day
		err := rows.Scan(&number, &one.Changes)
		one.Day = at(number * day).Format(time.DateOnly)
		found = append(found, one)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count changes: %w", err)
	}
	return found, nil
}

// prune forgets changes that are older than KeepAudit, a few at a time, so that nobody waits long for the lock.
func (s *Store) prune(ctx context.Context) error {
	if s.o.KeepAudit < 0 {
		return nil
	}
	const atOnce = 500
	oldest := micros(s.now().Add(-s.o.KeepAudit))
	for {
		var n int
		err := s.registry.Source.InTx(ctx, func(ctx context.Context, tx entity.Tx) (err error) {
			n, err = forget(ctx, tx.Driver, oldest, atOnce)
			return err
		})
		if err != nil {
			return fmt.Errorf("forget old changes: %w", err)
		}
		if n < atOnce {
			return nil
		}
	}
}

// forget forgets the first changes, at most so many, as far as they are from before a time, and returns how many.
func forget(ctx context.Context, tx dialect.Driver, oldest int64, most int) (n int, err error) {
	var last int64
	young := false
	q := from(tx, `SELECT id, at FROM admin_changes ORDER BY id LIMIT `)
	q.WriteString(q.arg(most))
	err = each(ctx, tx, q.String(), q.args, func(rows rows) error {
		var id, at int64
		if err := rows.Scan(&id, &at); err != nil {
			return err
		}
		if young = young || at >= oldest; !young {
			last = id
			n++
		}
		return nil
	})
	if err != nil || n == 0 {
		return 0, err
	}
	q = from(tx, `DELETE FROM admin_revisions WHERE id < `)
	q.WriteString(q.arg(firstRevision(last + 1)))
	if err := exec(ctx, tx, q.String(), q.args...); err != nil {
		return 0, err
	}
	q = from(tx, `DELETE FROM admin_changes WHERE id <= `)
	q.WriteString(q.arg(last))
	return n, exec(ctx, tx, q.String(), q.args...)
}

var _ rows = (*sql.Rows)(nil)
