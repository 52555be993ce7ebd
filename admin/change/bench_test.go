package change_test

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/internal/fixture"
)

// benchmark is a library whose foreign keys have indices: without, the database itself looks through whole tables for
// each row that is deleted.
func benchmark(b *testing.B, url string, books int) *library {
	b.Helper()
	registry, client := fixture.Open(b, url)
	for _, index := range []string{"book_copies(book_id)", "loans(book_loans)", "book_tags(tag_id)"} {
		name, _, _ := strings.Cut(index, "(")
		if err := registry.Source.Driver().Exec(b.Context(), "CREATE INDEX "+name+"_fk ON "+index, []any{}, nil); err != nil {
			b.Fatal(err)
		}
	}
	return open(b, registry, client, books, change.Options{Publish: func(change.Event) {}})
}

// cpu is how much CPU time the process has had.
func cpu() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use) // of oneself it never fails
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// reportCPU reports the CPU time of an operation, which is what counts on a machine that does other things too.
func reportCPU(b *testing.B, since time.Duration) {
	b.ReportMetric(float64((cpu()-since).Microseconds())/float64(b.N), "cpu-µs/op")
}

func BenchmarkCreate(b *testing.B) {
	l := benchmark(b, fixture.SQLite(b), 100)
	rights := l.store.Rights(root, &l.typ("books").Type)
	n := 0
	defer reportCPU(b, cpu())
	for b.Loop() {
		n++
		body := fmt.Sprintf(`{"title":"Book %d","isbn":"%d","author":"1","pages":300,"rating":4.5,"summary":"words","metadata":{"a":1}}`, n, n)
		in, err := l.Decode(l.typ("books"), rights, []byte(body), true)
		l.ok(err)
		_, err = l.Create(b.Context(), root, l.typ("books"), in)
		l.ok(err)
	}
}

func BenchmarkUpdate(b *testing.B) {
	l := benchmark(b, fixture.SQLite(b), 100)
	rights := l.store.Rights(root, &l.typ("books").Type)
	version := l.typ("books").Version(l.row("books", "7"))
	n := 0
	defer reportCPU(b, cpu())
	for b.Loop() {
		n++
		in, err := l.Decode(l.typ("books"), rights, fmt.Appendf(nil, `{"title":"Book %d","pages":%d}`, n, n), false)
		l.ok(err)
		r, err := l.Update(b.Context(), root, l.typ("books"), "7", version, in)
		l.ok(err)
		version = r.Version
	}
}

// The books' copies, loans and links to tags go along.
func BenchmarkBulkDelete5000AndUndo(b *testing.B) {
	l := benchmark(b, fixture.SQLite(b), 5000)
	books := l.typ("books")
	_, err := l.Bulk(b.Context(), root, books, change.Bulk{Action: change.Delete}, nil)
	l.ok(err)
	var deleting, undoing time.Duration
	for b.Loop() {
		start := cpu()
		r, err := l.Bulk(b.Context(), root, books, change.Bulk{Action: change.Purge}, nil)
		l.ok(err)
		deleting += cpu() - start
		start = cpu()
		l.undo(r.Undo)
		undoing += cpu() - start
	}
	b.ReportMetric(deleting.Seconds()/float64(b.N), "cpu-s/purge")
	b.ReportMetric(undoing.Seconds()/float64(b.N), "cpu-s/undo")
}

func BenchmarkBulkUpdate5000AndUndo(b *testing.B) {
	l := benchmark(b, fixture.SQLite(b), 5000)
	books := l.typ("books")
	n := 0
	defer reportCPU(b, cpu())
	for b.Loop() {
		n++
		in := l.input("books", fmt.Sprintf(`{"pages":%d}`, n), false)
		r, err := l.Bulk(b.Context(), root, books, change.Bulk{Action: change.Update, Input: in}, nil)
		l.ok(err)
		l.undo(r.Undo)
	}
}

// Half of the rows are created, half updated, each to something else.
func BenchmarkUpsert20000(b *testing.B) {
	l := benchmark(b, fixture.SQLite(b), 10000)
	books := l.typ("books")
	round := 0
	defer reportCPU(b, cpu())
	for b.Loop() {
		round++
		_, err := l.InTx(b.Context(), root, "import", books, func(ctx context.Context, tx *change.Tx) error {
			made := make([]change.Input, 10000)
			for i := range made {
				made[i] = change.Input{Set: map[string]any{"title": "Book", "isbn": fmt.Sprintf("%d-%d", round, i)}}
			}
			if _, err := tx.Create(ctx, made); err != nil {
				return err
			}
			for first := 1; first < 10000; first += 500 {
				rows, err := tx.Load(ctx, func(s *sql.Selector) { s.Where(sql.And(sql.GTE(s.C("id"), first), sql.LT(s.C("id"), first+500))) })
				if err != nil {
					return err
				}
				ins := make([]change.Input, len(rows))
				for i := range ins {
					ins[i] = change.Input{Set: map[string]any{"title": fmt.Sprintf("Book %d of %d", first+i, round)}}
				}
				if _, err := tx.Update(ctx, rows, ins); err != nil {
					return err
				}
			}
			return nil
		})
		l.ok(err)
	}
}

// What 5,000 rows take on PostgreSQL: the server's work is not in the CPU time, but in the time.
func BenchmarkPostgresBulk5000(b *testing.B) {
	l := benchmark(b, fixture.Postgres(b), 5000)
	books := l.typ("books")
	var did [4]time.Duration
	defer reportCPU(b, cpu())
	for b.Loop() {
		start := time.Now()
		lap := func(i int) { did[i] += time.Since(start); start = time.Now() }
		update, err := l.Bulk(b.Context(), root, books, change.Bulk{Action: change.Update, Input: l.input("books", `{"pages":1}`, false)}, nil)
		l.ok(err)
		lap(0)
		l.undo(update.Undo)
		lap(1)
		trash, err := l.Bulk(b.Context(), root, books, change.Bulk{Action: change.Delete}, nil)
		l.ok(err)
		start = time.Now()
		purge, err := l.Bulk(b.Context(), root, books, change.Bulk{Action: change.Purge}, nil)
		l.ok(err)
		lap(2)
		l.undo(purge.Undo)
		lap(3)
		l.undo(trash.Undo)
	}
	for i, name := range []string{"s/update", "s/undo-update", "s/purge", "s/undo-purge"} {
		b.ReportMetric(did[i].Seconds()/float64(b.N), name)
	}
}

func BenchmarkDecode(b *testing.B) {
	l := benchmark(b, fixture.SQLite(b), 10)
	books := l.typ("books")
	rights := l.store.Rights(root, &books.Type)
	body := []byte(`{"title":"Book","isbn":"1","author":"1","pages":300,"rating":4.5,"summary":"words","metadata":{"a":1},"status":"draft"}`)
	for b.Loop() {
		_, err := l.Decode(books, rights, body, true)
		l.ok(err)
	}
}
