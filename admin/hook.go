package admin

import (
	"context"
	"fmt"
	"slices"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
)

// Hook runs before or after the writes of one type, in their transaction. [Before] and [After] make one.
type Hook struct {
	typeName string
	before   bool
	ops      []string
	run      func(context.Context, *change.HookCall) error
}

// Op is one write as a hook of the ent type T sees it.
type Op[T any] struct {
	Name   string // "create", "update", "delete", "restore", "purge", "undo", "revert" or a custom action's
	By     access.Principal
	Client any    // the transaction's *ent.Client, which alone the hook may use
	ID     string // of the row, as it stands on the wire; "" before a create
	Old    T      // the row before the write, nil before a create
	New    T      // the row after it: nil in a hook before the write, and after a delete
	// Input is what is to be written, in a create and an update; a hook before them may change it.
	Input *change.Input
}

// Before is a hook that runs before writes of T, such as *ent.Book: before those named in ops, or before all. Its error
// refuses the write and undoes the whole transaction; a *problem.Problem is answered as it is, anything else with 500.
//
//	admin.Before(func(ctx context.Context, op admin.Op[*ent.Book]) error { … }, "delete")
func Before[T any](run func(ctx context.Context, op Op[T]) error, ops ...string) Hook {
	return typedHook(true, run, ops)
}

// After is a hook that runs after writes of T and before their commit; its error refuses them as in [Before].
func After[T any](run func(ctx context.Context, op Op[T]) error, ops ...string) Hook {
	return typedHook(false, run, ops)
}

func typedHook[T any](before bool, run func(context.Context, Op[T]) error, ops []string) Hook {
	return Hook{typeName: typeName[T](), before: before, ops: ops, run: func(ctx context.Context, c *change.HookCall) error {
		op := Op[T]{Name: c.Op, By: c.By, Client: c.Client, ID: c.ID, Input: c.Input}
		op.Old, _ = c.Old.(T)
		op.New, _ = c.New.(T)
		return run(ctx, op)
	}}
}

// changeHooks are the hooks as the engine takes them.
func changeHooks(reg *entity.Registry, all []Hook) ([]change.Hook, error) {
	hooks := make([]change.Hook, 0, len(all))
	for _, h := range all {
		t, err := typeNamed(reg, h.typeName)
		if err != nil {
			return nil, fmt.Errorf("hook: %w", err)
		}
		run := func(ctx context.Context, c *change.HookCall) error {
			if len(h.ops) > 0 && !slices.Contains(h.ops, c.Op) {
				return nil
			}
			return h.run(ctx, c)
		}
		if h.before {
			hooks = append(hooks, change.Hook{Type: t.Slug, Before: run})
		} else {
			hooks = append(hooks, change.Hook{Type: t.Slug, After: run})
		}
	}
	return hooks, nil
}
