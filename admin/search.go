package admin

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/render"
)

const (
	lookupMost     = 50
	lookupUsual    = 20
	foundOfType    = 5
	searchShortest = 2   // runes; less matches nearly everything
	detailLongest  = 120 // runes
	searchAtOnce   = 4   // types that are searched at the same time, for one request
	searchPatience = 3 * time.Second
)

// lookup answers the rows that a text may mean, for a picker.
func (c *call) lookup() error {
	if _, err := c.need(access.View); err != nil {
		return err
	}
	values, err := c.parameters("q", "limit")
	if err != nil {
		return err
	}
	limit, err := number(values, "limit", lookupUsual, 1, lookupMost)
	if err != nil {
		return err
	}
	q := strings.TrimSpace(values.Get("q"))
	label := render.NewLabel(c.t, c.reads)
	find, err := c.search(c.t, q, limit, label.Fields(), c.access())
	if err != nil {
		return err
	}
	rows, err := find(c.ctx)
	if err != nil {
		return err
	}
	if rows, err = c.namedFirst(rows, q, limit, label); err != nil {
		return err
	}
	out := newBuffer()
	defer out.free()
	l := links{Result: query.Result{Rows: rows}, target: c.t, label: label}
	out.b = append(l.appendItems(append(out.b, `{"items":`...)), '}')
	return c.write(http.StatusOK, out.b)
}

// search asks for the first rows of a type that a text matches; "" matches all. find runs it, in any goroutine.
func (c *call) search(t *entity.Type, q string, limit int, fields []string, seen query.Access) (find func(context.Context) ([]any, error), err error) {
	page, err := c.a.queries.Page(t, query.Plan{Search: q, Limit: limit}, seen)
	if err != nil {
		return nil, err
	}
	what := page.Query(entity.Query{Fields: append([]string{}, fields...)})
	source := c.a.reg.Source
	return func(ctx context.Context) ([]any, error) {
		ctx, shape := undeleted(ctx, t, false, what.Shape)
		rows, err := t.Ops.Find(ctx, source.Client(), entity.Query{Fields: what.Fields, Shape: shape})
		if err != nil {
			return nil, c.a.failure(t, err)
		}
		return rows[:min(len(rows), limit)], nil
	}, nil
}

// namedFirst puts the row whose id is q before the others, where there is one.
func (c *call) namedFirst(rows []any, q string, limit int, label render.Label) ([]any, error) {
	if q == "" || c.t.ParseID == nil {
		return rows, nil
	}
	if _, err := c.t.ParseID(q); err != nil {
		return rows, nil
	}
	named, err := c.find(q, entity.Query{Fields: append([]string{}, label.Fields()...)})
	if isNotFound(err) {
		return rows, nil
	}
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row any) bool { return c.t.IDText(row) == c.t.IDText(named) })
	rows = append([]any{named}, rows...)
	return rows[:min(len(rows), limit)], nil
}

type foundItem struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Detail string `json:"detail,omitempty"`
}

type foundGroup struct {
	Type  string      `json:"type"`
	Items []foundItem `json:"items"`
}

// searchAll looks for a text in all types that the caller may see and that can be searched. It answers what it has found
// when its time is up.
func (c *call) searchAll() error {
	values, err := c.parameters("q")
	if err != nil {
		return err
	}
	q := strings.TrimSpace(values.Get("q"))
	groups := []foundGroup{}
	if utf8.RuneCountInString(q) < searchShortest {
		return c.answer(http.StatusOK, map[string]any{"groups": groups})
	}
	patience, cancel := context.WithTimeout(c.ctx, searchPatience)
	defer cancel()
	var mu sync.Mutex
	seen := c.access()
	g, ctx := errgroup.WithContext(patience)
	g.SetLimit(searchAtOnce)
	for _, t := range c.a.reg.Types {
		// A series is searched in its list, which has a range of time.
		if !c.rights(t).View || len(t.Search) == 0 || t.IDText == nil || t.TimeField != "" {
			continue
		}
		label, detail := render.NewLabel(t, c.reads), c.detail(t)
		find, err := c.search(t, q, foundOfType, slices.Concat(detail.Fields(), label.Fields()), seen)
		if err != nil {
			return err
		}
		g.Go(func() (err error) {
			defer recovered(&err)
			rows, err := find(ctx)
			if errors.Is(patience.Err(), context.DeadlineExceeded) || err == nil && len(rows) == 0 {
				return nil
			}
			if err != nil {
				return err
			}
			group := foundGroup{Type: t.Slug}
			for _, row := range rows {
				item := foundItem{ID: t.IDText(row), Label: label.Of(row)}
				if text := detail.Of(row); len(detail.Fields()) > 0 && text != item.Label {
					item.Detail = shorten(text)
				}
				group.Items = append(group.Items, item)
			}
			mu.Lock()
			defer mu.Unlock()
			groups = append(groups, group)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	slices.SortFunc(groups, func(a, b foundGroup) int { return cmp.Compare(a.Type, b.Type) })
	return c.answer(http.StatusOK, map[string]any{"groups": groups})
}

// detail is the searched fields of a type that are not in its label.
func (c *call) detail(t *entity.Type) render.Label {
	rest := slices.DeleteFunc(slices.Clone(t.Search), func(name string) bool {
		return slices.Contains(t.Title, name) || t.Field(name) == nil
	})
	return render.NewLabelOf(t, rest, c.reads)
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > detailLongest {
		return string(runes[:detailLongest]) + "…"
	}
	return text
}
