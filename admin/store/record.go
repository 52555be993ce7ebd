package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
)

// Change is one write operation, of one row or of thousands.
type Change struct {
	ID    int64
	Token string // names it for undo; "" where it cannot be undone
	At    time.Time
	Actor Actor
	// Action is what was done: "create", "update", "bulk", a custom action's name.
	Action string
	Type   string // slug; of the admin's own rows "_roles", "_keys" and the like
	Rows   int    // how many were touched
	// ExpiresAt is until when it can be undone, zero where it cannot be at all.
	ExpiresAt time.Time
	UndoneAt  time.Time // zero where it has not been
	UndoneBy  string    // name
	Note      string    // for people to read

	written int // revisions
}

// Actor is who made a change, as he was called then.
type Actor struct {
	ID, Name                         string
	Via                              string // as Principal.Via
	KeyID                            string // the API key's, or ""
	ImpersonatorID, ImpersonatorName string // who acted in his name, or ""
}

// ActorOf is p as the one who makes a change.
func ActorOf(p access.Principal) Actor {
	a := Actor{ID: p.ID, Name: p.Name, Via: p.Via, KeyID: p.KeyID}
	if p.Impersonator != nil {
		a.ImpersonatorID, a.ImpersonatorName = p.Impersonator.ID, p.Impersonator.Name
	}
	return a
}

// Revision is what a change did to one row.
type Revision struct {
	Seq      int64 // orders all revisions, first those of the change that was first; set when read
	ChangeID int64
	Type     string // slug
	ObjectID string // as it stands on the wire
	Number   int    // counts the revisions of the row from 1
	Action   string
	Label    string          // the row's, at that time
	Diff     json.RawMessage // field → [from, to]; kept byte for byte
	// SecretFields are the sensitive fields that were set. Neither Diff nor Snapshot has them.
	SecretFields []string
	// VersionBefore and VersionAfter are the row's versions, "" where it was not there or it is not known.
	VersionBefore, VersionAfter string
	// Effect says that the row was touched by a change of another one, and is not undone by itself.
	Effect bool
	// Snapshot is the whole row, for undo: the writer's, kept byte for byte, and never shown.
	Snapshot json.RawMessage
}

// revisionsAtOnce is how many revisions one statement writes.
const revisionsAtOnce = 500

// revisionBits is how many bits of a revision's id count the revisions of its change; those above are the change's id.
// So the table itself is the index by change, and nothing else has to be kept up with each write.
const revisionBits = 24

// firstRevision is the least id that a revision of a change may have.
func firstRevision(change int64) int64 { return change << revisionBits }

// Record writes a change and its revisions in the transaction that makes it. It sets c.ID, c.Token where c.ExpiresAt is
// set, and c.At and c.Rows where they are zero.
func (s *Store) Record(ctx context.Context, tx entity.Tx, c *Change, revisions []Revision) error {
	if c.At.IsZero() {
		c.At = s.now()
	}
	if c.Rows == 0 {
		c.Rows = len(revisions)
	}
	ctx = context.WithoutCancel(ctx)
	secret := newSecret(c)
	values := append(make([]any, 0, 26), secret, micros(c.At), c.Actor.ID, c.Actor.Name, c.Actor.Via, c.Actor.KeyID,
		c.Actor.ImpersonatorID, c.Actor.ImpersonatorName, c.Action, c.Type, c.Rows, microsOrNil(c.ExpiresAt), c.Note)
	var err error
	switch {
	case tx.Driver.Dialect() != dialect.Postgres:
		c.ID, err = inserted(ctx, tx.Driver, changeInsert+strings.Repeat("?, ", 12)+"?)", values...)
	case len(revisions) == 1:
		c.ID, err = one[int64](ctx, tx.Driver, insertBoth, append(revisions[0].values(values), revisions[0].Type, revisions[0].ObjectID)...)
		revisions, c.written = nil, 1
	default:
		c.ID, err = one[int64](ctx, tx.Driver, insertChange, values...)
	}
	if err != nil {
		return fmt.Errorf("record change: %w", err)
	}
	c.Token = tokenOf(c.ID, secret)
	return s.Append(ctx, tx, c, revisions)
}

// Append writes more revisions of a change that Record has written. It leaves the change as it is, see Settle.
func (s *Store) Append(ctx context.Context, tx entity.Tx, c *Change, revisions []Revision) error {
	ctx = context.WithoutCancel(ctx)
	if c.written+len(revisions) > 1<<revisionBits {
		return fmt.Errorf("record revisions: more than %d of one change", 1<<revisionBits)
	}
	for len(revisions) > 0 {
		n := min(len(revisions), revisionsAtOnce)
		if err := appendRevisions(ctx, tx.Driver, firstRevision(c.ID)+int64(c.written), revisions[:n]); err != nil {
			return fmt.Errorf("record revisions: %w", err)
		}
		c.written += n
		revisions = revisions[n:]
	}
	return nil
}

// Settle writes what of a recorded change is known only at its end: ExpiresAt (zero takes the token away), Rows, Note.
func (s *Store) Settle(ctx context.Context, tx entity.Tx, c *Change) error {
	_, secret := splitToken(c.Token)
	if c.ExpiresAt.IsZero() {
		secret = nil
	} else if secret == nil {
		secret = newSecret(c)
	}
	c.Token = tokenOf(c.ID, secret)
	p := placeholders(tx.Driver.Dialect())
	err := exec(ctx, tx.Driver, `UPDATE admin_changes SET secret = `+p(1)+`, expires_at = `+p(2)+`, rows = `+p(3)+`, note = `+p(4)+
		` WHERE id = `+p(5), secret, microsOrNil(c.ExpiresAt), c.Rows, c.Note, c.ID)
	if err != nil {
		return fmt.Errorf("settle change: %w", err)
	}
	return nil
}

// newSecret is half of the token of a change that can be undone, nil of another.
func newSecret(c *Change) *string {
	if c.ExpiresAt.IsZero() {
		return nil
	}
	secret := rand.Text()
	return &secret
}

// tokenOf is the token of a change: its id, by which it is found, and its secret. "" where it has none.
func tokenOf(id int64, secret *string) string {
	if secret == nil {
		return ""
	}
	return strconv.FormatInt(id, 10) + "-" + *secret
}

// splitToken takes a token apart. Of what is none the secret is nil.
func splitToken(token string) (id int64, secret *string) {
	number, text, ok := strings.Cut(token, "-")
	id, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil {
		return 0, nil
	}
	return id, &text
}

// placeholders are the parameters of statements in a dialect, counted from 1.
func placeholders(name string) func(int) string {
	if name == dialect.Postgres {
		return func(i int) string { return "$" + strconv.Itoa(i) }
	}
	return func(int) string { return "?" }
}

const changeInsert = `INSERT INTO admin_changes (secret, at, actor_id, actor_name, via, key_id, impersonator_id, ` +
	`impersonator_name, action, type, rows, expires_at, note) VALUES (`

const revisionInsert = `INSERT INTO admin_revisions (id, type, object_id, action, label, diff, secret_fields, version_before, ` +
	`version_after, effect, snapshot, number) `

// PostgreSQL writes a change and its only revision, which most have, in one statement. What is written is never looked
// at again in the same transaction, and waits for nobody else's: neither can be interrupted, which would cost a goroutine.
const (
	insertChange = changeInsert + `$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`
	insertBoth   = `WITH c AS (` + insertChange + `) ` + revisionInsert +
		`SELECT c.id << 24, $14, $15, $16, $17, $18, $19, $20, $21, $22::boolean, $23, ` +
		`(SELECT COALESCE(MAX(number), 0) + 1 FROM admin_revisions WHERE type = $24 AND object_id = $25) FROM c RETURNING id >> 24`
)

// appendRevisions writes revisions in one statement, and numbers them. id is that of the first.
func appendRevisions(ctx context.Context, tx dialect.Driver, id int64, revisions []Revision) error {
	if len(revisions) == 1 && tx.Dialect() != dialect.Postgres {
		return insertRow(ctx, tx, id, &revisions[0])
	}
	if err := numberRevisions(ctx, tx, revisions); err != nil {
		return err
	}
	if tx.Dialect() == dialect.Postgres {
		return insertArrays(ctx, tx, id, revisions)
	}
	return insertRows(ctx, tx, id, revisions)
}

// insertRow writes one revision and counts it on from the last one of its row, in one statement.
func insertRow(ctx context.Context, tx dialect.Driver, id int64, r *Revision) error {
	return exec(ctx, tx, revisionInsert+`VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, `+
		`(SELECT COALESCE(MAX(number), 0) + 1 FROM admin_revisions WHERE type = ? AND object_id = ?))`,
		append(r.values(append(make([]any, 0, 13), id)), r.Type, r.ObjectID)...)
}

// values adds what a revision's columns hold to args, but id and number.
func (r *Revision) values(args []any) []any {
	var snapshot any
	if r.Snapshot != nil {
		snapshot = string(r.Snapshot)
	}
	return append(args, r.Type, r.ObjectID, r.Action, r.Label, string(r.Diff),
		strings.Join(r.SecretFields, ","), r.VersionBefore, r.VersionAfter, r.Effect, snapshot)
}

// insertRows writes revisions as rows of values.
func insertRows(ctx context.Context, tx dialect.Driver, id int64, revisions []Revision) error {
	const row = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	args := make([]any, 0, len(revisions)*strings.Count(row, "?"))
	for i := range revisions {
		args = append(revisions[i].values(append(args, id+int64(i))), revisions[i].Number)
	}
	return exec(ctx, tx, revisionInsert+`VALUES `+row+strings.Repeat(", "+row, len(revisions)-1), args...)
}

type object struct{ typ, id string }

// numberRevisions counts each row's revisions on from the last one that is there.
func numberRevisions(ctx context.Context, tx dialect.Driver, revisions []Revision) error {
	byType := make(map[string][]string)
	for i := range revisions {
		byType[revisions[i].Type] = append(byType[revisions[i].Type], revisions[i].ObjectID)
	}
	last := make(map[object]int, len(revisions))
	for typ, ids := range byType {
		q := from(tx, ``)
		q.lastNumbers(typ, ids)
		err := each(ctx, tx, q.String(), q.args, func(rows rows) error {
			var id string
			var number int
			err := rows.Scan(&id, &number)
			last[object{typ, id}] = number
			return err
		})
		if err != nil {
			return err
		}
	}
	for i := range revisions {
		key := object{revisions[i].Type, revisions[i].ObjectID}
		last[key]++
		revisions[i].Number = last[key]
	}
	return nil
}

// lastNumbers asks for the last number of each of these rows, 0 for none: one seek in an index for each.
func (q *statement) lastNumbers(typ string, ids []string) {
	const number = `, COALESCE((SELECT MAX(r.number) FROM admin_revisions r WHERE r.type = `
	if q.dialect == dialect.Postgres {
		q.WriteString(`SELECT v.id` + number + q.arg(typ) + ` AND r.object_id = v.id), 0) FROM unnest(` + q.arg(textArray(ids)) + `::text[]) AS v(id)`)
		return
	}
	q.WriteString(`WITH v(id) AS (VALUES (?)` + strings.Repeat(", (?)", len(ids)-1) + `) SELECT v.id` + number + `? AND r.object_id = v.id), 0) FROM v`)
	for _, id := range ids {
		q.args = append(q.args, id)
	}
	q.args = append(q.args, typ)
}
