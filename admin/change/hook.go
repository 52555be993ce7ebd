package change

import (
	"context"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
)

// Hook is code of the host that runs around each write of a row, inside the transaction. An error refuses the write, and
// with it the whole operation: a [problem.Problem] is answered as it is, anything else as a failure of the server. A
// hook must use the call's client alone. It may be called more than once for one write, where the database makes the
// operation start over.
type Hook struct {
	Type          string // slug; "" is every type
	Before, After func(ctx context.Context, c *HookCall) error
}

// HookCall is the write that a hook is called for.
type HookCall struct {
	Op     string // Create, Update, Delete, Restore, Purge, Undo, Revert, "import" or a custom action's name
	By     access.Principal
	Type   *entity.Type
	Client any    // the transaction's
	ID     string // as on the wire; "" before a row is created
	Old    any    // the row before, loaded with [entity.Type.Whole]; nil where there was none
	New    any    // the row after, in the same way; nil before, and where it is gone
	Input  *Input // of what is created or updated, which Before may change; else nil
}

func (s *session) before(m *model, c *HookCall) error {
	return s.hooks(m, c, func(h *Hook) func(context.Context, *HookCall) error { return h.Before })
}

func (s *session) after(m *model, c *HookCall) error {
	return s.hooks(m, c, func(h *Hook) func(context.Context, *HookCall) error { return h.After })
}

func (s *session) hooks(m *model, c *HookCall, pick func(*Hook) func(context.Context, *HookCall) error) error {
	for i := range s.e.hooks {
		h := &s.e.hooks[i]
		fn := pick(h)
		if fn == nil || h.Type != "" && h.Type != m.Slug {
			continue
		}
		c.By, c.Type, c.Client = s.by, m.Type, s.tx.Client
		if err := fn(s.host, c); err != nil {
			return err
		}
	}
	return nil
}
