package admin

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// editable refuses types whose rows cannot be written.
func (c *call) editable() error {
	if c.t.Editable() {
		return nil
	}
	return problem.New(http.StatusMethodNotAllowed, "read_only", "%s cannot be changed here.", c.t.Plural)
}

// create makes a row.
func (c *call) create() error {
	if err := c.editable(); err != nil {
		return err
	}
	rights, err := c.need(access.Create)
	if err != nil {
		return err
	}
	raw, err := c.body()
	if err != nil {
		return err
	}
	in, err := c.a.changes.Decode(c.t, *rights, raw, true)
	if err != nil {
		return err
	}
	result, err := c.a.changes.Create(c.ctx, c.by, c.t, in)
	if err != nil {
		return err
	}
	c.w.Header().Set("Location", c.t.Slug+"/"+url.PathEscape(result.ID))
	return c.written(http.StatusCreated, result)
}

// update changes a row of which the caller has the newest version.
func (c *call) update() error {
	if err := c.editable(); err != nil {
		return err
	}
	rights, err := c.need(access.Update)
	if err != nil {
		return err
	}
	raw, err := c.body()
	if err != nil {
		return err
	}
	in, err := c.a.changes.Decode(c.t, *rights, raw, false)
	if err != nil {
		return err
	}
	result, err := c.a.changes.Update(c.ctx, c.by, c.t, c.path("id"), c.r.Header.Get("If-Match"), in)
	if err != nil {
		return c.hideInConflict(err)
	}
	return c.written(http.StatusOK, result)
}

// remove deletes a row of which the caller has the newest version.
func (c *call) remove() error {
	if err := c.editable(); err != nil {
		return err
	}
	if _, err := c.need(access.Delete); err != nil {
		return err
	}
	result, err := c.a.changes.Delete(c.ctx, c.by, c.t, c.path("id"), c.r.Header.Get("If-Match"))
	if err != nil {
		return c.hideInConflict(err)
	}
	c.undoHeader(result)
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// restore brings a row back from the trash, or from its history.
func (c *call) restore() error {
	if err := c.editable(); err != nil {
		return err
	}
	if _, err := c.need(access.Delete); err != nil {
		return err
	}
	result, err := c.a.changes.Restore(c.ctx, c.by, c.t, c.path("id"))
	if err != nil {
		return err
	}
	return c.written(http.StatusOK, result)
}

// revert gives a row the values that it had after a revision.
func (c *call) revert() error {
	if err := c.editable(); err != nil {
		return err
	}
	if _, err := c.need(access.Update); err != nil {
		return err
	}
	revision, err := strconv.Atoi(c.path("revision"))
	if err != nil {
		return problem.NotFound("revision " + quoteShort(c.path("revision")))
	}
	result, err := c.a.changes.Revert(c.ctx, c.by, c.t, c.path("id"), c.r.Header.Get("If-Match"), revision)
	if err != nil {
		return c.hideInConflict(err)
	}
	return c.written(http.StatusOK, result)
}

// undo takes a write back. What the host forbids to do, it forbids to undo.
func (c *call) undo() error {
	if authorize := c.a.o.Authorize; authorize != nil {
		source := c.a.reg.Source
		done, err := c.a.store.ChangeByToken(c.ctx, entity.Tx{Client: source.Client(), Driver: source.Driver()}, c.path("token"))
		if err != nil {
			return err
		}
		if t := c.a.bySlug[done.Type]; t != nil {
			if err := authorize(c.ctx, c.by, done.Action, &t.Type); err != nil {
				return err
			}
		}
	}
	result, err := c.a.changes.Undo(c.ctx, c.by, c.path("token"))
	if err != nil {
		return err
	}
	c.undoHeader(result)
	return c.answer(http.StatusOK, done(result))
}

// undoHeader names the token that takes a write back.
func (c *call) undoHeader(result change.Result) {
	if result.Undo != "" {
		c.w.Header().Set("Undo", result.Undo)
	}
}

// written answers a write with the row as it is now. Whoever may write it, but not see it, is told no more than its id.
func (c *call) written(status int, result change.Result) error {
	c.undoHeader(result)
	if result.Row == nil {
		return c.answer(status, map[string]string{"id": result.ID})
	}
	if c.rights(c.t).Rows != nil {
		switch seen, err := c.seesRow(result.ID); {
		case err != nil:
			return err
		case !seen:
			return c.answer(status, map[string]string{"id": result.ID})
		}
	}
	out := newBuffer()
	defer out.free()
	b, err := c.appendRow(out.b, result.Row, nil)
	if err != nil {
		return err
	}
	out.b = b
	c.w.Header().Set("ETag", `"`+result.Version+`"`)
	return c.write(status, out.b)
}

// doneBody is the answer to a write of many rows.
type doneBody struct {
	Changed int      `json:"changed"`
	Undo    string   `json:"undo,omitempty"`
	Why     string   `json:"why,omitempty"`  // where there is no undo: why not
	Lost    []string `json:"lost,omitempty"` // sensitive fields that undo will not bring back
}

func done(r change.Result) doneBody {
	return doneBody{Changed: r.Changed, Undo: r.Undo, Why: r.Why, Lost: r.Lost}
}
