package writer

import (
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"
)

// merge says what an upsert does to a row that is there already, column by column: from what the row holds and what
// is offered. It works on the database's side, so it needs no look at the row first.
type merge struct{ *sql.UpdateSet }

// onConflict resolves an upsert that meets a row with the same values in the columns of key.
func onConflict(resolve func(merge), key ...string) []sql.ConflictOption {
	return []sql.ConflictOption{
		sql.ConflictColumns(key...),
		sql.ResolveWith(func(u *sql.UpdateSet) { resolve(merge{u}) }),
	}
}

func (m merge) held(column string) string { return m.Table().C(column) }

func (m merge) offered(column string) string {
	return sql.Dialect(m.Dialect()).Table("excluded").C(column)
}

// least keeps the smaller value. The columns are never NULL; neither are greatest's and sum's.
func (m merge) least(columns ...string) {
	for _, c := range columns {
		m.when(m.offered(c)+" < "+m.held(c), c)
	}
}

// greatest keeps the greater value.
func (m merge) greatest(columns ...string) {
	for _, c := range columns {
		m.when(m.offered(c)+" > "+m.held(c), c)
	}
}

// sum adds the value offered.
func (m merge) sum(columns ...string) {
	for _, c := range columns {
		m.Set(c, sql.Expr(m.held(c)+" + "+m.offered(c)))
	}
}

// replace takes the value offered, also NULL.
func (m merge) replace(columns ...string) {
	for _, c := range columns {
		m.SetExcluded(c)
	}
}

// when takes the value offered, also NULL, where the condition holds.
func (m merge) when(condition string, columns ...string) {
	for _, c := range columns {
		m.Set(c, sql.Expr("CASE WHEN "+condition+" THEN "+m.offered(c)+" ELSE "+m.held(c)+" END"))
	}
}

// cut shortens text to at most that many characters, as its column demands.
func cut(text string, characters int) string {
	if len(text) <= characters || utf8.RuneCountInString(text) <= characters {
		return text
	}
	return string([]rune(text)[:characters])
}
