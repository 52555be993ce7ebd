package storeweb

import (
	"net/http"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/store"
)

func (w *Web) audit(c *call) error {
	q, err := c.query("actor", "type", "action", "from", "to", "after", "limit")
	if err != nil {
		return err
	}
	in := store.AuditInput{Actor: q["actor"], Type: q["type"], Action: q["action"], After: q["after"]}
	if in.Limit, err = limit(q["limit"]); err != nil {
		return err
	}
	if in.From, err = when("from", q["from"]); err != nil {
		return err
	}
	if in.To, err = when("to", q["to"]); err != nil {
		return err
	}
	page, err := w.store.AuditList(c.Context(), c.by, in)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, page)
}

func (w *Web) auditRows(c *call) error {
	q, err := c.query("after", "limit")
	if err != nil {
		return err
	}
	n, err := limit(q["limit"])
	if err != nil {
		return err
	}
	page, err := w.store.AuditRows(c.Context(), c.by, c.PathValue("change"), q["after"], n)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, page)
}

func (w *Web) views(c *call) error {
	q, err := c.query("type")
	if err != nil {
		return err
	}
	views, err := w.store.Views(c.Context(), c.by, q["type"])
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, list[store.View]{views})
}

func (w *Web) createView(c *call) error {
	var in store.ViewInput
	if err := c.read(&in); err != nil {
		return err
	}
	view, err := w.store.CreateView(c.Context(), c.by, in)
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, view)
}

func (w *Web) updateView(c *call) error {
	var in store.ViewInput
	if err := c.read(&in); err != nil {
		return err
	}
	view, err := w.store.UpdateView(c.Context(), c.by, c.PathValue("id"), in)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, view)
}

func (w *Web) deleteView(c *call) error {
	if err := w.store.DeleteView(c.Context(), c.by, c.PathValue("id")); err != nil {
		return err
	}
	return c.done()
}

func (w *Web) roles(c *call) error {
	roles, err := w.store.Roles(c.Context(), c.by)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, list[access.Role]{roles})
}

func (w *Web) putRole(c *call) error {
	var in struct {
		Label  string         `json:"label"`
		Grants []access.Grant `json:"grants"`
	}
	if err := c.read(&in); err != nil {
		return err
	}
	role, err := w.store.PutRole(c.Context(), c.by, access.Role{Name: c.PathValue("name"), Label: in.Label, Grants: in.Grants})
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, role)
}

func (w *Web) deleteRole(c *call) error {
	if err := w.store.DeleteRole(c.Context(), c.by, c.PathValue("name")); err != nil {
		return err
	}
	return c.done()
}

func (w *Web) members(c *call) error {
	q, err := c.query("q")
	if err != nil {
		return err
	}
	members, err := w.store.Members(c.Context(), c.by, q["q"])
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, list[store.Member]{members})
}

func (w *Web) member(c *call) error {
	member, err := w.store.Member(c.Context(), c.by, c.PathValue("user"))
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, member)
}

func (w *Web) putMember(c *call) error {
	var in struct {
		Roles []string `json:"roles"`
	}
	if err := c.read(&in); err != nil {
		return err
	}
	member, err := w.store.PutMember(c.Context(), c.by, c.PathValue("user"), in.Roles)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, member)
}

func (w *Web) keys(c *call) error {
	q, err := c.query("all")
	if err != nil {
		return err
	}
	keys, err := w.store.Keys(c.Context(), c.by, q["all"] == "1")
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, list[store.Key]{keys})
}

func (w *Web) createKey(c *call) error {
	var in store.KeyInput
	if err := c.read(&in); err != nil {
		return err
	}
	key, err := w.store.CreateKey(c.Context(), c.by, in)
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, key)
}

func (w *Web) revokeKey(c *call) error {
	if err := w.store.RevokeKey(c.Context(), c.by, c.PathValue("id")); err != nil {
		return err
	}
	return c.done()
}

func (w *Web) impersonate(c *call) error {
	var in struct {
		User string `json:"user"`
	}
	if err := c.read(&in); err != nil {
		return err
	}
	as, cookie, err := w.store.StartImpersonation(c.Context(), c.Request, c.by, in.User)
	if err != nil {
		return err
	}
	http.SetCookie(c.ResponseWriter, cookie)
	return c.answer(http.StatusOK, as)
}

func (w *Web) stopImpersonating(c *call) error {
	http.SetCookie(c.ResponseWriter, w.store.StopImpersonation(c.Request))
	return c.done()
}
