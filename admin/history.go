package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

const (
	historyUsual = 50
	historyMost  = 200
)

type authorBody struct {
	metaPerson
	Via          string      `json:"via"`
	Impersonator *metaPerson `json:"impersonator"`
}

func author(a store.Actor) authorBody {
	body := authorBody{metaPerson: metaPerson{a.ID, a.Name}, Via: a.Via}
	if a.ImpersonatorID != "" {
		body.Impersonator = &metaPerson{a.ImpersonatorID, a.ImpersonatorName}
	}
	return body
}

type revisionBody struct {
	Revision     int             `json:"revision"`
	Change       string          `json:"change"`
	At           time.Time       `json:"at"`
	By           authorBody      `json:"by"`
	Action       string          `json:"action"`
	Rows         int             `json:"rows"` // that the change was about
	Diff         json.RawMessage `json:"diff"`
	SecretFields []string        `json:"secret_fields,omitempty"`
}

// history answers what was done to a row, the newest first, as far as the caller may read its fields.
func (c *call) history() error {
	rights, err := c.need(access.View)
	if err != nil {
		return err
	}
	values, err := c.parameters("before", "limit")
	if err != nil {
		return err
	}
	limit, err := number(values, "limit", historyUsual, 1, historyMost)
	if err != nil {
		return err
	}
	before, err := number(values, "before", 0, 1, 1<<31-1)
	if err != nil {
		return err
	}
	if _, err := byID(c.t, c.path("id")); err != nil {
		return c.noRow(c.path("id"))
	}
	if rights.Rows != nil { // a row that is gone is nobody's any more but of those who may see all
		if seen, err := c.seesRow(c.path("id")); err != nil || !seen {
			return orNoRow(c, err)
		}
	}
	entries, err := c.a.store.History(c.ctx, c.t.Slug, c.path("id"), before, limit+1)
	if err != nil {
		return err
	}
	body := struct {
		Items []revisionBody `json:"items"`
		Next  *string        `json:"next"`
	}{Items: []revisionBody{}}
	for i, e := range entries {
		if i == limit {
			next := strconv.Itoa(entries[i-1].Number)
			body.Next = &next
			break
		}
		item := revisionBody{
			Revision: e.Number, Change: strconv.FormatInt(e.ChangeID, 10), At: e.At.UTC(), By: author(e.Actor),
			Action: e.Revision.Action, Rows: e.Rows,
		}
		if item.Diff, err = c.shown(rights.Diff(e.Diff)); err != nil {
			return err
		}
		for _, name := range e.SecretFields {
			if rights.Writes(name) {
				item.SecretFields = append(item.SecretFields, name)
			}
		}
		body.Items = append(body.Items, item)
	}
	return c.answer(http.StatusOK, body)
}

func orNoRow(c *call, err error) error {
	if err != nil {
		return err
	}
	return c.noRow(c.path("id"))
}

// shown is a diff without the names of rows that the caller may not see.
func (c *call) shown(diff json.RawMessage) (json.RawMessage, error) {
	if !c.narrowed() || len(diff) == 0 {
		return diff, nil
	}
	var object map[string]any
	if err := unmarshal(diff, &object); err != nil {
		return nil, err
	}
	if err := c.sight().Objects(c.ctx, c.t, object); err != nil {
		return nil, err
	}
	return json.Marshal(object)
}

// hideInConflict does the same for what a conflict tells of the row.
func (c *call) hideInConflict(err error) error {
	var p *problem.Problem
	if !errors.As(err, &p) || p.Status != http.StatusConflict || !c.narrowed() {
		return err
	}
	for _, name := range []string{"base", "theirs"} {
		var object map[string]any
		raw, err := json.Marshal(p.Extra[name])
		if err != nil {
			return err
		}
		if err := unmarshal(raw, &object); err != nil || object == nil {
			continue // it tells nothing of the row
		}
		if err := c.sight().Objects(c.ctx, c.t, object); err != nil {
			return err
		}
		p.Extra[name] = object
	}
	return p
}

// narrowed reports whether an edge of the type leads to one of which the caller may see some rows only.
func (c *call) narrowed() bool {
	for i := range c.t.Edges {
		if target := c.a.bySlug[c.t.Edges[i].Type]; target != nil && c.rights(target).Rows != nil {
			return true
		}
	}
	return false
}

// unmarshal reads JSON and keeps numbers as they are written.
func unmarshal(raw []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	return decoder.Decode(into)
}
