package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/problem"
)

const (
	// atOnce is how many rows are written within the request; more become a job.
	atOnce = 200
	// maxIDs is how many rows a request may name; for more there are filters.
	maxIDs = 10_000
)

// bulkRequest is one action on many rows.
type bulkRequest struct {
	Action string          `json:"action"`
	IDs    []string        `json:"ids"`
	Filter *string         `json:"filter"`
	Search string          `json:"search"`
	Args   json.RawMessage `json:"args"`
}

// none reports whether the request names no rows at all.
func (b *bulkRequest) none() bool { return b.IDs == nil && b.Filter == nil && b.Search == "" }

// rows are the rows that the request names, as the engine takes them.
func (c *call) rows(b *bulkRequest) (change.Bulk, error) {
	rows := change.Bulk{Action: b.Action, IDs: b.IDs}
	switch {
	case b.none():
		return rows, problem.Field("ids", "name the rows by ids, or by a filter")
	case b.IDs != nil && (b.Filter != nil || b.Search != ""):
		return rows, problem.Field("ids", "give either ids or a filter")
	case len(b.IDs) > maxIDs:
		return rows, problem.Field("ids", "are more than %d; use a filter", maxIDs)
	case b.IDs != nil:
		return rows, nil
	}
	var text string
	if b.Filter != nil {
		text = *b.Filter
	}
	if len(text) > maxText || len(b.Search) > maxText {
		return rows, problem.Field("filter", "is longer than %d bytes", maxText)
	}
	plan, err := c.selection(text, b.Search)
	if err != nil {
		return rows, err
	}
	plan.Limit = 1
	page, err := c.a.queries.Page(c.t, plan, c.access())
	if err != nil {
		return rows, err
	}
	rows.Where = page.CountShape()
	return rows, nil
}

// bulk does one action to many rows.
func (c *call) bulk() error {
	if err := c.editable(); err != nil {
		return err
	}
	var b bulkRequest
	if err := c.decode(&b); err != nil {
		return err
	}
	if custom := c.customAction(b.Action); custom != nil {
		return c.act(custom, &b)
	}
	if !slices.Contains([]string{"delete", "update", "restore", "purge"}, b.Action) {
		return problem.Field("action", "is unknown")
	}
	right := b.Action
	if right == "restore" || right == "purge" {
		right = access.Delete
	}
	rights, err := c.need(right)
	if err != nil {
		return err
	}
	rows, err := c.rows(&b)
	if err != nil {
		return err
	}
	if b.Action == "update" {
		if rows.Input, err = c.a.changes.Decode(c.t, *rights, b.Args, false); err != nil {
			return err
		}
	} else if len(b.Args) > 0 && string(b.Args) != "null" && string(b.Args) != "{}" {
		return problem.Field("args", "only an update takes them")
	}
	by, t := c.by, c.t
	return c.now(rows, func(ctx context.Context, p change.Progress) (change.Result, error) {
		return c.a.changes.Bulk(ctx, by, t, rows, p)
	})
}

// now runs a write of many rows within the request, or as a job where they are more than a few.
func (c *call) now(rows change.Bulk, run func(context.Context, change.Progress) (change.Result, error)) error {
	n, err := c.a.changes.Size(c.ctx, c.by, c.t, rows, atOnce+1)
	if err != nil {
		return err
	}
	if n <= atOnce {
		result, err := run(c.ctx, func(int, int) {})
		if err != nil {
			return err
		}
		c.undoHeader(result)
		return c.answer(http.StatusOK, done(result))
	}
	return c.start(rows.Action+" "+c.t.Slug, func(ctx context.Context, p change.Progress) (any, error) {
		result, err := run(ctx, p)
		if err != nil {
			return nil, err
		}
		return done(result), nil
	})
}

// start runs something as a job, and answers its name.
func (c *call) start(kind string, run func(context.Context, change.Progress) (any, error)) error {
	a := c.a
	job, err := a.jobs.Start(c.by, kind, 0, func(ctx context.Context, p change.Progress) (result any, err error) {
		ctx, cancel := context.WithTimeout(ctx, a.o.Limits.JobTimeout)
		defer cancel()
		defer func() {
			if err = inTime(ctx, err); err != nil && problem.Of(err).Status >= http.StatusInternalServerError {
				a.o.Logger.ErrorContext(ctx, "admin: a job failed", "kind", kind, "error", err)
			}
		}()
		defer recovered(&err)
		return run(ctx, p)
	})
	if err != nil {
		return err
	}
	return c.answer(http.StatusAccepted, map[string]string{"job": job.ID})
}

// job answers how far a job of the caller is.
func (c *call) job() error {
	job, err := c.a.jobs.Get(c.by, c.path("id"))
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, job)
}

func (c *call) cancelJob() error {
	job, err := c.a.jobs.Cancel(c.by, c.path("id"))
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, job)
}

// consequences answers what deleting rows would do to others.
func (c *call) consequences() error {
	if err := c.editable(); err != nil {
		return err
	}
	var b bulkRequest
	if err := c.decode(&b); err != nil {
		return err
	}
	if b.Action != "delete" && b.Action != "purge" {
		return problem.Field("action", "must be delete or purge")
	}
	if _, err := c.need(access.Delete); err != nil {
		return err
	}
	rows, err := c.rows(&b)
	if err != nil {
		return err
	}
	effects, err := c.a.changes.Consequences(c.ctx, c.by, c.t, rows)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, effects)
}

func (c *call) customAction(name string) *Action {
	for i := range c.a.actions[c.t.Slug] {
		if action := &c.a.actions[c.t.Slug][i]; action.Name == name {
			return action
		}
	}
	return nil
}

// action runs a custom action.
func (c *call) action() error {
	custom := c.customAction(c.path("name"))
	if custom == nil {
		return problem.NotFound("action " + quoteShort(c.path("name")))
	}
	var b bulkRequest
	if err := c.decode(&b); err != nil {
		return err
	}
	if b.Action != "" && b.Action != custom.Name {
		return problem.Field("action", "is not that of the path")
	}
	return c.act(custom, &b)
}

func (c *call) act(custom *Action, b *bulkRequest) error {
	if _, err := c.need(custom.Name); err != nil {
		return err
	}
	if err := custom.takes(b); err != nil {
		return err
	}
	var raw map[string]json.RawMessage
	if len(b.Args) > 0 {
		if err := json.Unmarshal(b.Args, &raw); err != nil {
			return problem.Field("args", "must be an object")
		}
	}
	args, err := parseForm(custom.Form, raw)
	if err != nil {
		return err
	}
	by, t, run := c.by, c.t, custom.Run
	if b.none() {
		result, err := c.a.changes.InTx(c.ctx, by, custom.Name, t, func(ctx context.Context, tx *change.Tx) error {
			return run(ctx, ActionCall{By: by, Client: tx.Client(), Args: args})
		})
		if err != nil {
			return err
		}
		c.undoHeader(result)
		return c.answer(http.StatusOK, done(result))
	}
	b.Action = custom.Name
	rows, err := c.rows(b)
	if err != nil {
		return err
	}
	return c.now(rows, func(ctx context.Context, p change.Progress) (change.Result, error) {
		return c.a.changes.Act(ctx, by, t, rows, func(ctx context.Context, client any, rows []any) error {
			return run(ctx, ActionCall{By: by, Client: client, Rows: rows, Args: args})
		}, p)
	})
}

// takes refuses to run an action on what it does not take.
func (action *Action) takes(b *bulkRequest) error {
	var on []Target
	switch {
	case b.none():
		on = []Target{OnNothing}
	case b.IDs == nil:
		on = []Target{OnFilter}
	case len(b.IDs) == 1:
		on = []Target{OnRow, OnSelection}
	default:
		on = []Target{OnSelection}
	}
	for _, target := range on {
		if slices.Contains(action.On, target) {
			return nil
		}
	}
	return problem.Field("ids", "%s", fmt.Sprintf("%s does not run on that; it runs on %v", action.Name, action.On))
}
