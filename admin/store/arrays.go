package store

import (
	"context"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"
)

// insertArrays writes revisions as one array a column: the statement is the same for any number of them, so that
// PostgreSQL has to plan it once. id is that of the first.
func insertArrays(ctx context.Context, tx dialect.Driver, id int64, revisions []Revision) error {
	column := func(value func(*Revision) string) string {
		values := make([]string, len(revisions))
		for i := range revisions {
			values[i] = value(&revisions[i])
		}
		return textArray(values)
	}
	var snapshots array
	for i := range revisions {
		if revisions[i].Snapshot == nil {
			snapshots.add("NULL")
		} else {
			snapshots.quote(string(revisions[i].Snapshot))
		}
	}
	return exec(ctx, tx, revisionInsert+`SELECT $1 + u.n - 1, u.type, u.object_id, u.action, u.label, u.diff, u.secret_fields, `+
		`u.version_before, u.version_after, u.effect, u.snapshot, u.number FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], `+
		`$6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[], $11::text[], $12::bigint[]) WITH ORDINALITY AS u(type, object_id, `+
		`action, label, diff, secret_fields, version_before, version_after, effect, snapshot, number, n)`,
		id,
		column(func(r *Revision) string { return r.Type }),
		column(func(r *Revision) string { return r.ObjectID }),
		column(func(r *Revision) string { return r.Action }),
		column(func(r *Revision) string { return r.Label }),
		column(func(r *Revision) string { return string(r.Diff) }),
		column(func(r *Revision) string { return strings.Join(r.SecretFields, ",") }),
		column(func(r *Revision) string { return r.VersionBefore }),
		column(func(r *Revision) string { return r.VersionAfter }),
		column(func(r *Revision) string { return strconv.FormatBool(r.Effect) }),
		snapshots.String(),
		column(func(r *Revision) string { return strconv.Itoa(r.Number) }))
}

// array is the text of a PostgreSQL array in the making. Drivers pass it on as it is.
type array struct{ text strings.Builder }

var escapeElement = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func (a *array) add(element string) {
	if a.text.Len() == 0 {
		a.text.WriteByte('{')
	} else {
		a.text.WriteByte(',')
	}
	a.text.WriteString(element)
}

// quote adds a text.
func (a *array) quote(element string) {
	a.add(`"`)
	_, _ = escapeElement.WriteString(&a.text, element) // a Builder never fails
	a.text.WriteByte('"')
}

func (a *array) String() string {
	if a.text.Len() == 0 {
		return "{}"
	}
	return a.text.String() + "}"
}

// textArray is the text of a PostgreSQL array of texts.
func textArray(values []string) string {
	var a array
	for _, value := range values {
		a.quote(value)
	}
	return a.String()
}
