// Package schema is the ent schema that our admin is measured on: the same columns and indexes as PocketBase gets.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
	"github.com/mosswart/overlord/admin/bench/items"
)

// Item has twenty columns beside its id.
type Item struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Item) Annotations() []schema.Annotation {
	return []schema.Annotation{annotation.Model{Search: []string{"title", "summary"}, Order: []string{"-released"}}}
}

// Fields implements ent.Interface.
func (Item) Fields() []ent.Field {
	return []ent.Field{
		field.String("sku").Unique().NotEmpty().MaxLen(40),
		field.String("title").NotEmpty().MaxLen(200),
		field.String("brand").MaxLen(200),
		field.Enum("category").Values(items.Categories...),
		field.Enum("state").Values(items.States...),
		field.String("place").MaxLen(200),
		field.Text("summary"),
		field.Text("notes"),
		field.String("email").MaxLen(200),
		field.String("url").MaxLen(500),
		field.Float("price"),
		field.Float("weight"),
		field.Float("rating"),
		field.Int("stock"),
		field.Int("level"),
		field.Bool("active"),
		field.Bool("featured"),
		field.Time("released"),
		field.Time("seen"),
		field.JSON("extra", map[string]any{}),
	}
}

// Indexes implements ent.Interface.
func (Item) Indexes() []ent.Index {
	return []ent.Index{index.Fields("released"), index.Fields("category", "price")}
}
