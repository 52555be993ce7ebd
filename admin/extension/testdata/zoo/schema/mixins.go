package schema

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/mixin"

	"github.com/mosswart/overlord/admin/annotation"
	"github.com/mosswart/overlord/admin/entity"

	gen "example.org/zoo/ent"
	"example.org/zoo/ent/hook"
	"example.org/zoo/ent/intercept"
	"example.org/zoo/ent/privacy"
)

// SoftDelete keeps deleted rows, as ent's documentation does it.
type SoftDelete struct{ mixin.Schema }

// Fields implements ent.Mixin.
func (SoftDelete) Fields() []ent.Field {
	return []ent.Field{field.Time("deleted_at").Optional()}
}

// Annotations implements ent.Mixin.
func (SoftDelete) Annotations() []schema.Annotation {
	return []schema.Annotation{annotation.Model{SoftDelete: "deleted_at"}}
}

// Interceptors implements ent.Mixin.
func (d SoftDelete) Interceptors() []ent.Interceptor {
	return []ent.Interceptor{intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		if !entity.SeesDeleted(ctx) {
			d.where(q)
		}
		return nil
	})}
}

// Hooks implements ent.Mixin.
func (d SoftDelete) Hooks() []ent.Hook {
	return []ent.Hook{hook.On(func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			if entity.SeesDeleted(ctx) {
				return next.Mutate(ctx, m)
			}
			mx, ok := m.(interface {
				SetOp(ent.Op)
				Client() *gen.Client
				SetDeletedAt(time.Time)
				WhereP(...func(*sql.Selector))
			})
			if !ok {
				return nil, fmt.Errorf("unexpected mutation %T", m)
			}
			d.where(mx)
			mx.SetOp(ent.OpUpdate)
			mx.SetDeletedAt(time.Now())
			return mx.Client().Mutate(ctx, m)
		})
	}, ent.OpDeleteOne|ent.OpDelete)}
}

func (SoftDelete) where(w interface{ WhereP(...func(*sql.Selector)) }) {
	w.WhereP(sql.FieldIsNull("deleted_at"))
}

// Timed stamps rows.
type Timed struct{ mixin.Schema }

// Fields implements ent.Mixin.
func (Timed) Fields() []ent.Field {
	return []ent.Field{
		field.Time("created_at").Default(time.Now).Immutable(),
		field.Time("updated_at").Default(time.Now).UpdateDefault(time.Now).Annotations(annotation.Field{ReadOnly: true}),
	}
}

// Note is kept when it is deleted.
type Note struct{ ent.Schema }

// Mixin implements ent.Interface.
func (Note) Mixin() []ent.Mixin { return []ent.Mixin{Timed{}, SoftDelete{}} }

// Fields implements ent.Interface.
func (Note) Fields() []ent.Field {
	return []ent.Field{field.String("title"), field.Text("body").Optional()}
}

// Edges implements ent.Interface.
func (Note) Edges() []ent.Edge {
	return []ent.Edge{edge.To("attachments", Attachment.Type), edge.To("parent", Note.Type).Unique()}
}

// Attachment is a note's, and may be seen only by who has leave, which the admin's context gives nobody.
type Attachment struct{ ent.Schema }

// Fields implements ent.Interface.
func (Attachment) Fields() []ent.Field { return []ent.Field{field.String("name")} }

// Edges implements ent.Interface.
func (Attachment) Edges() []ent.Edge {
	return []ent.Edge{edge.From("note", Note.Type).Ref("attachments").Unique().Annotations(annotation.Edge{Label: "Belongs to"})}
}

// Policy implements ent.Interface.
func (Attachment) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{privacy.AlwaysDenyRule()}}
}

// Audited has a policy that allows everything, and a hook that changes what is written.
type Audited struct{ ent.Schema }

// Fields implements ent.Interface.
func (Audited) Fields() []ent.Field {
	return []ent.Field{field.String("name"), field.String("written_by").Optional().Annotations(annotation.Field{ReadOnly: true})}
}

// Policy implements ent.Interface.
func (Audited) Policy() ent.Policy {
	return privacy.Policy{
		Mutation: privacy.MutationPolicy{privacy.AlwaysAllowRule()}, Query: privacy.QueryPolicy{privacy.AlwaysAllowRule()},
	}
}

// Hooks implements ent.Interface.
func (Audited) Hooks() []ent.Hook {
	return []ent.Hook{hook.On(func(next ent.Mutator) ent.Mutator {
		return hook.AuditedFunc(func(ctx context.Context, m *gen.AuditedMutation) (ent.Value, error) {
			m.SetWrittenBy("hook")
			return next.Mutate(ctx, m)
		})
	}, ent.OpCreate|ent.OpUpdateOne)}
}

// NoteTitle is a view.
type NoteTitle struct{ ent.View }

// Annotations implements ent.Interface.
func (NoteTitle) Annotations() []schema.Annotation {
	titles := func(s *sql.Selector) { s.Select("title", "body").From(sql.Table("notes")) }
	return []schema.Annotation{entsql.ViewFor("sqlite3", titles), entsql.ViewFor("postgres", titles)}
}

// Fields implements ent.Interface.
func (NoteTitle) Fields() []ent.Field {
	return []ent.Field{field.String("title"), field.String("body").Optional()}
}

// NumberedNote is a view with an id.
type NumberedNote struct{ ent.View }

// Annotations implements ent.Interface.
func (NumberedNote) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.View("SELECT id, title FROM notes")}
}

// Fields implements ent.Interface.
func (NumberedNote) Fields() []ent.Field { return []ent.Field{field.Int("id"), field.String("title")} }
