package admin

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
)

// caller is somebody who asks for something. It is for one goroutine.
type caller struct {
	a     *Admin
	ctx   context.Context // of what he asks for
	by    access.Principal
	known []*typeRights
	seen  *query.Access
}

// typeRights remembers the rights on one type.
type typeRights struct {
	t      *entity.Type
	rights access.Rights
}

// rights are the caller's on a type, by his roles and by the host's word. Without View nothing else counts.
func (c *caller) rights(t *entity.Type) *access.Rights {
	for _, known := range c.known {
		if known.t == t {
			return &known.rights
		}
	}
	known := &typeRights{t: t, rights: c.a.store.Rights(c.by, &t.Type)}
	if !known.rights.View || c.a.o.Authorize != nil && c.a.o.Authorize(c.ctx, c.by, access.View, &t.Type) != nil {
		known.rights = access.Rights{}
	}
	c.known = append(c.known, known)
	return &known.rights
}

// reads reports whether the caller may read a field or an edge of a type.
func (c *caller) reads(slug, name string) bool {
	t := c.a.bySlug[slug]
	if t == nil {
		return false
	}
	r := c.rights(t)
	if !r.View || !r.Reads(name) {
		return false
	}
	e := t.Edge(name)
	if e == nil {
		return true
	}
	target := c.a.bySlug[e.Type]
	return target != nil && c.rights(target).View
}

// access is what queries of this caller see.
func (c *caller) access() query.Access {
	if c.seen != nil {
		return *c.seen
	}
	c.seen = &query.Access{
		Reads: c.reads,
		Rows: func(slug string) (filter.Expr, error) {
			t := c.a.bySlug[slug]
			if t == nil {
				return nil, problem.NotFound("type " + slug)
			}
			return c.rights(t).Rows, nil
		},
		Vars: c.by.Vars(),
		Now:  c.a.o.Now().UTC(),
	}
	return *c.seen
}

// need is the caller's rights on the type of the path, or a problem where op is not among them.
func (c *call) need(op string) (*access.Rights, error) {
	r := c.rights(c.t)
	var may bool
	switch op {
	case access.View:
		may = r.View
	case access.Create:
		may = r.Create
	case access.Update:
		may = r.Update
	case access.Delete:
		may = r.Delete
	case access.Export:
		may = r.Export
	case access.Import:
		may = r.Import
	default:
		may = r.Actions(op)
	}
	if !r.View || !may {
		return nil, problem.Forbidden(op + " " + c.t.Slug)
	}
	if c.a.o.Authorize != nil && op != access.View {
		if err := c.a.o.Authorize(c.r.Context(), c.by, op, &c.t.Type); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// undeleted hides the rows in the trash of a type that has one, or with trash all others. ctx is for the query.
func undeleted(ctx context.Context, t *entity.Type, trash bool, shape func(*sql.Selector)) (context.Context, func(*sql.Selector)) {
	if t.SoftDelete == "" {
		return ctx, shape
	}
	column := t.Field(t.SoftDelete).Column
	if trash {
		ctx = entity.WithDeleted(ctx)
	}
	return ctx, func(s *sql.Selector) {
		if shape != nil {
			shape(s)
		}
		if trash {
			s.Where(sql.NotNull(s.C(column)))
		} else {
			s.Where(sql.IsNull(s.C(column)))
		}
	}
}
