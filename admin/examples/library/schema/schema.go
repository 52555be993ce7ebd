// Package schema is a lending library.
package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
)

// Author writes books.
type Author struct{ ent.Schema }

// Fields implements ent.Interface.
func (Author) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty(),
		field.Int("born").Optional().Nillable(),
	}
}

// Edges implements ent.Interface.
func (Author) Edges() []ent.Edge { return []ent.Edge{edge.To("books", Book.Type)} }

// Book is what the library has. All of its annotations could be left out.
type Book struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Book) Annotations() []schema.Annotation {
	return []schema.Annotation{annotation.Model{
		Icon: "book", Order: []string{"-added_at"}, SoftDelete: "deleted_at",
		Scopes: []annotation.Scope{{Name: "On loan", Filter: "state:lent"}},
	}}
}

// Fields implements ent.Interface.
func (Book) Fields() []ent.Field {
	return []ent.Field{
		field.String("title").NotEmpty().MaxLen(200),
		field.String("isbn").Unique().MaxLen(17),
		field.Enum("state").Values("there", "lent", "lost").Default("there").Annotations(annotation.Field{
			Choices: []annotation.Choice{{Value: "lost", Tone: "bad"}, {Value: "lent", Tone: "info"}},
		}),
		field.Int("pages").Optional().Nillable().Positive(),
		field.Text("summary").Optional(),
		field.Time("added_at").Default(time.Now).Immutable(),
		field.Time("deleted_at").Optional().Nillable(),
	}
}

// Edges implements ent.Interface.
func (Book) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("author", Author.Type).Ref("books").Unique().Required(),
		edge.To("tags", Tag.Type),
	}
}

// Tag sorts books.
type Tag struct{ ent.Schema }

// Fields implements ent.Interface.
func (Tag) Fields() []ent.Field { return []ent.Field{field.String("name").Unique().NotEmpty()} }

// Edges implements ent.Interface.
func (Tag) Edges() []ent.Edge { return []ent.Edge{edge.From("books", Book.Type).Ref("tags")} }
