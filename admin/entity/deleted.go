package entity

import "context"

type deletedKey struct{}

// WithDeleted marks a context in which a schema's soft deletion is out of force: queries see deleted rows, and
// deleting deletes for good. A schema with an interceptor or a hook for it asks [SeesDeleted].
func WithDeleted(ctx context.Context) context.Context {
	return context.WithValue(ctx, deletedKey{}, true)
}

// SeesDeleted reports whether the context comes from WithDeleted.
func SeesDeleted(ctx context.Context) bool {
	sees, _ := ctx.Value(deletedKey{}).(bool)
	return sees
}
