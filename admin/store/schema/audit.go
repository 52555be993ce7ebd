package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Change is one write operation, of one row or of thousands.
type Change struct{ ent.Schema }

// Annotations of the Change.
func (Change) Annotations() []schema.Annotation { return table("admin_changes") }

// Fields of the Change.
func (Change) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id"),
		field.String("secret").Optional().Nillable().Comment("half of its token for undo; null where it cannot be undone"),
		field.Int64("at").Immutable(),
		field.String("actor_id").Immutable(),
		field.String("actor_name").Immutable(),
		field.String("via").Immutable(),
		field.String("key_id").Default("").Immutable(),
		field.String("impersonator_id").Default("").Immutable(),
		field.String("impersonator_name").Default("").Immutable(),
		field.String("action").Immutable(),
		field.String("type").Immutable().Comment("slug, or _roles and the like"),
		field.Int("rows").Comment("how many were touched"),
		field.Int64("expires_at").Optional().Nillable().Comment("end of undo"),
		field.Int64("undone_at").Optional().Nillable(),
		field.String("undone_by").Default(""),
		field.Text("note").Default(""),
	}
}

// Indexes of the Change.
func (Change) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("type", "id").StorageKey("admin_changes_type_id"),
	}
}

// Revision is what a change did to one row. Its id is the change's times 2²⁴ and its place among those of the change. It
// has no foreign key: thousands are written at once, and nobody but the store writes or deletes any.
type Revision struct{ ent.Schema }

// Annotations of the Revision.
func (Revision) Annotations() []schema.Annotation { return table("admin_revisions") }

// Fields of the Revision.
func (Revision) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Annotations(entsql.Annotation{Incremental: new(bool)}),
		field.String("type").Immutable(),
		field.String("object_id").Immutable().Comment("as it stands on the wire"),
		field.Int("number").Immutable().Comment("counts the revisions of the row from 1"),
		field.String("action").Immutable(),
		field.String("label").Immutable(),
		field.Text("diff").Default("").Immutable().Comment("JSON, field → [from, to]"),
		field.String("secret_fields").Default("").Immutable().Comment("names of sensitive fields that were set, with commas"),
		field.String("version_before").Default("").Immutable(),
		field.String("version_after").Default("").Immutable(),
		field.Bool("effect").Default(false).Immutable().Comment("of a change of another row; not undone by itself"),
		field.Text("snapshot").Optional().Nillable().Immutable().Comment("JSON of the whole row, for undo"),
	}
}

// Indexes of the Revision.
func (Revision) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("type", "object_id", "number").Unique().StorageKey("admin_revisions_type_object_id_number"),
	}
}
