package admin

import (
	"net/http"
	"strconv"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/store"
)

const (
	dashboardDays   = 30
	dashboardRecent = 20
)

type dashboardType struct {
	Type   string `json:"type"`
	Count  int    `json:"count"`
	Capped bool   `json:"capped"`
}

type changeBody struct {
	Change string     `json:"change"`
	At     time.Time  `json:"at"`
	By     authorBody `json:"by"`
	Action string     `json:"action"`
	Type   string     `json:"type"`
	Rows   int        `json:"rows"`
}

// dashboard answers how many rows there are of what the caller may see, and what was changed lately. Changes by others
// are told to those who may see the audit, and only of types of which they see every row.
func (c *call) dashboard() error {
	if _, err := c.parameters(); err != nil {
		return err
	}
	body := struct {
		Types   []dashboardType `json:"types"`
		Changes [][2]any        `json:"changes"`
		Recent  []changeBody    `json:"recent"`
	}{[]dashboardType{}, [][2]any{}, []changeBody{}}
	whole := []string{}
	for _, t := range c.a.reg.Types {
		r := c.rights(t)
		if !r.View {
			continue
		}
		if r.Rows == nil {
			whole = append(whole, t.Slug)
		}
		page, err := c.a.queries.Page(t, query.Plan{Limit: 1}, c.access())
		if err != nil {
			return err
		}
		ctx, shape := undeleted(c.ctx, t, false, page.CountShape())
		n, err := t.Ops.Count(ctx, c.a.reg.Source.Client(), shape, countCap+1)
		if err != nil {
			return c.a.failure(t, err)
		}
		body.Types = append(body.Types, dashboardType{t.Slug, min(n, countCap), n > countCap})
	}
	from := c.a.o.Now().AddDate(0, 0, -dashboardDays)
	days, err := c.a.store.Activity(c.ctx, from, whole)
	if err != nil {
		return err
	}
	for _, d := range days {
		body.Changes = append(body.Changes, [2]any{d.Day, d.Changes})
	}
	q := store.AuditQuery{Types: whole, From: from, Limit: dashboardRecent}
	if !c.a.store.Policy().Audits(c.by) {
		q.Actor = c.by.ID
	}
	recent, err := c.a.store.Audit(c.ctx, q)
	if err != nil {
		return err
	}
	for _, e := range recent {
		body.Recent = append(body.Recent, changeBody{
			Change: strconv.FormatInt(e.ID, 10), At: e.At.UTC(), By: author(e.Actor), Action: e.Action, Type: e.Type, Rows: e.Rows,
		})
	}
	return c.answer(http.StatusOK, body)
}

type panelBody struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Kind  string `json:"kind"`
	PanelBody
}

// system answers the host's panels. One that fails says so in its place.
func (c *call) system() error {
	if !c.a.store.Policy().Sees(c.by, access.System) {
		return problem.Forbidden("see the system page")
	}
	panels := []panelBody{}
	for _, p := range c.a.o.System {
		shown, err := p.Load(c.ctx)
		if err != nil {
			c.a.o.Logger.ErrorContext(c.ctx, "admin: a panel failed", "panel", p.Name, "error", err)
			shown = PanelBody{Text: "This could not be read; the server's log says why."}
		}
		kind := "text"
		switch {
		case shown.Facts != nil:
			kind = "facts"
		case shown.Columns != nil:
			kind = "table"
		}
		panels = append(panels, panelBody{p.Name, p.Title, kind, shown})
	}
	return c.answer(http.StatusOK, map[string]any{"panels": panels})
}
