package change_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
)

// shelf is a book as the model in memory has it.
type shelf struct {
	title, summary string
	pages          int // -1: null
	author         string
	tags           []string
	trashed        bool
}

// player does random things to a library, and to a model of its books.
type player struct {
	*library
	r     *rand.Rand
	books map[string]shelf
	log   []string
	done  []step
	n     int // counts what has to be unique
}

// step is something that was done and can be undone.
type step struct {
	what   string
	token  string
	before []string // the dump
	books  map[string]shelf
}

// Whatever is done in whatever order, rows are what a simple model says, and undoing it all in reverse leaves the
// database as it was, to the last NULL.
func TestRandomHistoriesAreUndoneExactly(t *testing.T) {
	rounds := 6 // CHANGE_ROUNDS=300 takes minutes
	if text := os.Getenv("CHANGE_ROUNDS"); text != "" {
		rounds, _ = strconv.Atoi(text)
	}
	each(t, change.Options{Publish: func(change.Event) {}}, func(t *testing.T, l *library) {
		l.update("books", "2", `{"sequel":"3"}`)
		start := l.dump()
		for seed := range rounds {
			p := &player{library: l, r: rand.New(rand.NewPCG(uint64(seed), 7)), books: l.shelves(), n: seed * 1000}
			for range 5 + p.r.IntN(20) {
				p.play()
			}
			for len(p.done) > 0 && !t.Failed() {
				p.takeBack()
			}
			if t.Failed() {
				t.Fatalf("seed %d: %q", seed, p.log)
			}
			l.same(start)
		}
	})
}

// shelves reads the books into a model.
func (l *library) shelves() map[string]shelf {
	l.t.Helper()
	books := map[string]shelf{}
	all, err := l.client.Book.Query().WithTags().All(entity.WithDeleted(l.t.Context()))
	l.ok(err)
	for _, b := range all {
		s := shelf{title: b.Title, summary: b.Summary, pages: -1, trashed: b.DeletedAt != nil}
		if b.Pages != nil {
			s.pages = *b.Pages
		}
		if b.AuthorID != nil {
			s.author = strconv.Itoa(*b.AuthorID)
		}
		for _, tag := range b.Edges.Tags {
			s.tags = append(s.tags, strconv.Itoa(tag.ID))
		}
		slices.Sort(s.tags)
		books[strconv.Itoa(b.ID)] = s
	}
	return books
}

// matches asserts that the books are what the model says.
func (p *player) matches() {
	p.t.Helper()
	got := p.shelves()
	for id, want := range p.books {
		if fmt.Sprint(got[id]) != fmt.Sprint(want) {
			p.t.Fatalf("book %s is %+v, want %+v, after %q", id, got[id], want, p.log)
		}
	}
	if len(got) != len(p.books) {
		p.t.Fatalf("%d books, want %d, after %q", len(got), len(p.books), p.log)
	}
}

// pick is a random book on the shelves or in the trash, "" where there is none.
func (p *player) pick(trashed bool) string {
	var ids []string
	for id, s := range p.books {
		if s.trashed == trashed {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	slices.Sort(ids)
	return ids[p.r.IntN(len(ids))]
}

// some are several random books.
func (p *player) some(trashed bool) []string {
	var ids []string
	for range 1 + p.r.IntN(6) {
		if id := p.pick(trashed); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// do runs something, notes how to undo it, and checks the model, which then changes it.
func (p *player) do(what string, run func() (change.Result, error), then func(r change.Result)) {
	p.t.Helper()
	s := step{what: what, before: p.dump(), books: maps.Clone(p.books)}
	p.log = append(p.log, what)
	r, err := run()
	if err != nil {
		p.t.Fatalf("%v (%v)\nafter %q", err, problem.Of(err).Cause, p.log)
	}
	then(r)
	p.matches()
	if r.Changed == 0 {
		return
	}
	if s.token = r.Undo; s.token == "" {
		p.t.Fatalf("no undo: %s, after %q", r.Why, p.log)
	}
	p.done = append(p.done, s)
}

// takeBack undoes the last thing done.
func (p *player) takeBack() {
	p.t.Helper()
	last := p.done[len(p.done)-1]
	p.done = p.done[:len(p.done)-1]
	p.log = append(p.log, "undo "+last.what)
	if _, err := p.Undo(p.t.Context(), root, last.token); err != nil {
		p.t.Fatalf("%v (%v)\nafter %q", problem.Of(err), problem.Of(err).Cause, p.log)
	}
	p.books = last.books
	p.same(last.before)
}

// values is a random body for a book, and what it makes of s.
func (p *player) values(s *shelf, creating bool) map[string]any {
	body := map[string]any{}
	p.n++
	if creating || p.r.IntN(2) == 0 {
		s.title = fmt.Sprintf("Book \"%d\" żółw", p.n)
		body["title"] = s.title
	}
	if creating {
		body["isbn"] = strconv.Itoa(p.n + 5_000_000)
	}
	if p.r.IntN(3) == 0 {
		if s.pages = p.r.IntN(4) - 1; s.pages < 0 {
			body["pages"] = nil
		} else {
			body["pages"] = s.pages
		}
	}
	if p.r.IntN(3) == 0 {
		s.summary = []string{"", "", "a", "ü'\\\n"}[p.r.IntN(4)]
		body["summary"] = s.summary
		if s.summary == "" && p.r.IntN(2) == 0 {
			body["summary"] = nil
		}
	}
	if p.r.IntN(3) == 0 {
		body["rating"], body["metadata"] = float64(p.r.IntN(50))/10, map[string]any{"n": p.r.IntN(3), "x": nil}
		body["published_at"], body["weight_kg"] = "2020-02-29T01:02:03.456789Z", 0.1
		body["cover"], body["languages"], body["reference_only"] = "AAEC/w==", []string{"en", "<>"}, p.r.IntN(2) == 0
	}
	if p.r.IntN(3) == 0 {
		s.author = []string{"", "1", "2"}[p.r.IntN(3)]
		body["author"] = s.author
		if s.author == "" {
			body["author"] = nil
		}
	}
	if p.r.IntN(2) == 0 {
		p.tags(s, body)
	}
	return body
}

func (p *player) tags(s *shelf, body map[string]any) {
	var some []string
	for tag := 1; tag <= 5; tag++ {
		if p.r.IntN(2) == 0 {
			some = append(some, strconv.Itoa(tag))
		}
	}
	switch p.r.IntN(3) {
	case 0:
		body["tags"] = append([]string{}, some...)
		s.tags = some
	case 1:
		body["tags"] = map[string]any{"add": append([]string{}, some...)}
		s.tags = append(slices.Clone(s.tags), some...)
		slices.Sort(s.tags)
		s.tags = slices.Compact(s.tags)
	default:
		body["tags"] = map[string]any{"remove": append([]string{}, some...)}
		s.tags = slices.DeleteFunc(slices.Clone(s.tags), func(tag string) bool { return slices.Contains(some, tag) })
	}
}

func (p *player) body(body map[string]any) string {
	raw, err := json.Marshal(body)
	p.ok(err)
	return string(raw)
}

// play does one random thing.
func (p *player) play() {
	ctx := p.t.Context()
	books := p.typ("books")
	switch p.r.IntN(13) {
	case 0, 1:
		s := shelf{pages: -1}
		body := p.body(p.values(&s, true))
		p.do("create "+body, func() (change.Result, error) {
			return p.Create(ctx, root, books, p.input("books", body, true))
		}, func(r change.Result) { p.books[r.ID] = s })
	case 2, 3, 4:
		id := p.pick(false)
		if id == "" {
			return
		}
		s := p.books[id]
		body := p.body(p.values(&s, false))
		p.do("update "+id+" "+body, func() (change.Result, error) {
			return p.Update(ctx, root, books, id, "*", p.input("books", body, false))
		}, func(change.Result) { p.books[id] = s })
	case 5:
		id := p.pick(false)
		if id == "" {
			return
		}
		p.do("delete "+id, func() (change.Result, error) { return p.Delete(ctx, root, books, id, "*") }, func(change.Result) { p.trash(id, true) })
	case 6:
		id := p.pick(true)
		if id == "" {
			return
		}
		p.do("restore "+id, func() (change.Result, error) { return p.Restore(ctx, root, books, id) }, func(change.Result) { p.trash(id, false) })
	case 7:
		action := []string{change.Delete, change.Restore, change.Purge}[p.r.IntN(3)]
		ids := p.some(action != change.Delete)
		if len(ids) == 0 {
			return
		}
		p.do(fmt.Sprintf("bulk %s %v", action, ids), func() (change.Result, error) {
			return p.Bulk(ctx, root, books, change.Bulk{Action: action, IDs: ids}, nil)
		}, func(change.Result) {
			for _, id := range ids {
				if action == change.Purge {
					delete(p.books, id)
				} else {
					p.trash(id, action == change.Delete)
				}
			}
		})
	case 8:
		ids := p.some(false)
		if len(ids) == 0 {
			return
		}
		body := map[string]any{"pages": p.r.IntN(3), "summary": nil}
		var tags shelf
		if p.r.IntN(2) == 0 {
			p.tags(&tags, body)
		}
		text := p.body(body)
		p.do(fmt.Sprintf("bulk update %v %s", ids, text), func() (change.Result, error) {
			return p.Bulk(ctx, root, books, change.Bulk{Action: change.Update, IDs: ids, Input: p.input("books", text, false)}, nil)
		}, func(change.Result) {
			now := p.shelves()
			for _, id := range ids {
				s := p.books[id]
				s.pages, s.summary, s.tags = body["pages"].(int), "", now[id].tags
				p.books[id] = s
			}
		})
	case 9:
		id := p.pick(false)
		if id == "" {
			return
		}
		entries := p.history("books", id)
		if len(entries) == 0 {
			return
		}
		number := entries[p.r.IntN(len(entries))].Number
		p.do(fmt.Sprintf("revert %s to %d", id, number), func() (change.Result, error) {
			r, err := p.Revert(ctx, root, books, id, "", number)
			if err != nil && problem.Of(err).Status < 500 {
				return change.Result{}, nil // what it led to is gone, or that revision deleted it
			}
			return r, err
		}, func(change.Result) { p.books = p.shelves() })
	case 10:
		p.others()
	case 11:
		a, b := p.pick(false), p.pick(false)
		if a == "" || a == b {
			return
		}
		p.do("sequel of "+a+" is "+b, func() (change.Result, error) {
			r, err := p.Update(ctx, root, books, a, "*", p.input("books", `{"sequel":"`+b+`"}`, false))
			if err != nil && problem.Of(err).Status == 422 {
				return change.Result{}, nil // it belongs to another one
			}
			return r, err
		}, func(change.Result) {})
	default:
		if len(p.done) > 0 {
			p.takeBack()
		}
	}
}

func (p *player) trash(id string, trashed bool) {
	s := p.books[id]
	s.trashed = trashed
	p.books[id] = s
}

// others does something to the rows around books.
func (p *player) others() {
	ctx := p.t.Context()
	p.n++
	switch p.r.IntN(5) {
	case 0:
		name := "tag" + strconv.Itoa(p.n)
		id := p.pick(false)
		if id == "" {
			return
		}
		p.do("create tag of "+id, func() (change.Result, error) {
			return p.Create(ctx, root, p.typ("tags"), p.input("tags", `{"name":"`+name+`","books":["`+id+`"]}`, true))
		}, func(r change.Result) { p.books = p.shelves() })
	case 1:
		tag := strconv.Itoa(1 + p.r.IntN(5))
		if p.row("tags", tag) == nil {
			return
		}
		p.do("delete tag "+tag, func() (change.Result, error) { return p.Delete(ctx, root, p.typ("tags"), tag, "*") },
			func(change.Result) { p.books = p.shelves() })
		p.takeBack()
	case 2:
		branches, err := p.client.Branch.Query().IDs(ctx)
		p.ok(err)
		id := branches[p.r.IntN(len(branches))].String()
		p.do("delete branch", func() (change.Result, error) { return p.Delete(ctx, root, p.typ("branches"), id, "*") }, func(change.Result) {})
		p.takeBack()
	case 3:
		id := p.pick(false)
		if id == "" {
			return
		}
		p.do("act on "+id, func() (change.Result, error) {
			return p.Act(ctx, root, p.typ("books"), change.Bulk{Action: "double", IDs: []string{id}}, double, nil)
		}, func(change.Result) { p.books = p.shelves() })
	default:
		id, copies := p.pick(false), p.client.BookCopy.Query().IDsX(ctx)
		if id == "" || len(copies) == 0 {
			return
		}
		body := fmt.Sprintf(`{"shelf_mark":"S%d","book":"%s","branch":null}`, p.n, id)
		p.do("create copy "+body, func() (change.Result, error) {
			return p.Create(ctx, root, p.typ("book_copies"), p.input("book_copies", body, true))
		}, func(change.Result) {})
	}
}

// double is a custom action: it doubles the pages of books, and deletes those that have none.
func double(ctx context.Context, client any, rows []any) error {
	for _, row := range rows {
		b := row.(*ent.Book)
		books := client.(*ent.Client).Book
		if b.Pages == nil || *b.Pages == 0 {
			if err := books.DeleteOneID(b.ID).Exec(ctx); err != nil {
				return err
			}
		} else if err := books.UpdateOneID(b.ID).SetPages(2 * *b.Pages).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
