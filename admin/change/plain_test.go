package change_test

import (
	"fmt"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/change"
)

// stored is a row as the database answers it.
func (l *library) stored(slug, id string) any {
	l.t.Helper()
	t := l.typ(slug)
	key, err := t.ParseID(id)
	l.ok(err)
	q := t.Whole()
	q.Shape = func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), key)) }
	rows, err := t.Ops.Find(l.t.Context(), l.registry.Source.Client(), q)
	l.ok(err)
	if len(rows) != 1 {
		l.t.Fatalf("%d rows of %s %s", len(rows), slug, id)
	}
	return rows[0]
}

// What a creation answers is the row that is in the database, whether it was read again or not.
func TestACreatedRowIsAnsweredAsItIsStored(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		for i, body := range []string{
			`{"name":"Ünï “quoted” \\ \u0007 %d","color":"red"}`, `{"name":"no colour %d"}`, `{"name":"null %d","color":null}`, `{"name":"empty %d","color":""}`,
		} {
			r := l.create("tags", fmt.Sprintf(body, i))
			if stored := l.typ("tags").Version(l.stored("tags", r.ID)); stored != r.Version {
				t.Errorf("%s: answered as %s, stored as %s", body, r.Version, stored)
			}
		}
		for i, body := range []string{
			`{"name":"A %d","born":-12}`, `{"name":"B %d","created_at":"2026-01-02T03:04:05Z"}`,
			`{"name":"C %d","created_at":"2026-01-02T03:04:05.123456789+02:00","biography":"long"}`,
		} {
			r := l.create("authors", fmt.Sprintf(body, i))
			if stored := l.typ("authors").Version(l.stored("authors", r.ID)); stored != r.Version {
				t.Errorf("%s: answered as %s, stored as %s", body, r.Version, stored)
			}
		}
	})
}

// What a trigger makes of a new row is in the answer, and in the log.
func TestWhatATriggerWritesIsInTheAnswer(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		for _, statement := range trigger(l.registry.Source.Dialect()) {
			l.ok(l.registry.Source.Driver().Exec(t.Context(), statement, []any{}, nil))
		}
		r := l.create("tags", `{"name":"loud","color":"red"}`)
		if r.Version != l.typ("tags").Version(l.stored("tags", r.ID)) {
			t.Errorf("answered as %v", r.Row)
		}
		if diff := string(l.history("tags", r.ID)[0].Diff); diff != `{"name":[null,"loud"],"color":[null,"RED"]}` {
			t.Errorf("logged as %s", diff)
		}
	})
}

// trigger makes the colours of new tags upper case.
func trigger(d string) []string {
	if d == dialect.SQLite {
		return []string{`CREATE TRIGGER shout AFTER INSERT ON tags BEGIN UPDATE tags SET color = upper(color) WHERE id = NEW.id; END`}
	}
	return []string{
		`CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.color := upper(NEW.color); RETURN NEW; END $$`,
		`CREATE TRIGGER shout BEFORE INSERT ON tags FOR EACH ROW EXECUTE FUNCTION shout()`,
	}
}
