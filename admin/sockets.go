package admin

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
)

// live opens a socket, and returns when it is closed.
func (c *call) live() error {
	if c.a.o.Live == nil {
		return problem.NotFound("live connection")
	}
	err := c.a.o.Live.Serve(c.w, c.r, c.viewer())
	if unanswered := (*problem.Problem)(nil); errors.As(err, &unanswered) {
		return err
	}
	return nil
}

// viewer is the caller for as long as the socket is open: what he may see is asked anew each time.
func (c *call) viewer() Viewer {
	var now atomic.Pointer[access.Principal]
	now.Store(&c.by)
	asked := func(ctx context.Context, slug string) *call {
		t := c.a.bySlug[slug]
		if t == nil {
			return nil
		}
		return &call{caller: caller{a: c.a, ctx: ctx, by: *now.Load()}, r: c.r.WithContext(ctx), t: t}
	}
	return Viewer{
		Principal: c.by,
		Sees: func(slug string) Sight {
			fresh := asked(c.r.Context(), slug)
			switch {
			case fresh == nil || !fresh.rights(fresh.t).View:
				return Nothing
			case fresh.rights(fresh.t).Rows != nil || fresh.t.Intercepted:
				return SomeRows
			}
			return AllRows
		},
		SeesRow: func(ctx context.Context, slug, id string) bool {
			fresh := asked(ctx, slug)
			if fresh == nil || !fresh.rights(fresh.t).View {
				return false
			}
			sees, err := fresh.seesRow(id)
			return err == nil && sees
		},
		Still: func(ctx context.Context) bool {
			by, err := c.a.store.Identify(c.r.WithContext(ctx), c.a.o.Auth)
			if err != nil || by == nil || by.ID != c.by.ID {
				return false
			}
			now.Store(by)
			return true
		},
	}
}
