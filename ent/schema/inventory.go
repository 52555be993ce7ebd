package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// Inventory is what is known of all that a character carries and wears as a whole. Its row is locked by whoever changes
// the character's items.
type Inventory struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Inventory) Annotations() []schema.Annotation {
	return described("inventories", "Inventory is what is known of all that a character carries and wears as a whole.",
		annotation.Model{
			Label: "Inventory", Plural: "Inventories", Group: groupItems, Icon: "archive", ReadOnly: true, Title: []string{"character_name"},
			ListColumns: []string{"character_name", "item_count", "skipped_items", "full_as_of", "as_of"},
			Search:      []string{"character_name"}, Order: []string{"character_name"},
		})
}

// Fields implements ent.Interface.
func (Inventory) Fields() []ent.Field {
	return []ent.Field{
		characterName(),
		field.Time("full_as_of").Optional().Nillable().
			Comment("Timestamp of the newest full inventory: older events do not change it. NULL before the first."),
		field.Time("as_of").Optional().Nillable().Comment("Timestamp of the newest event that counted, full inventory or delta."),
		field.Int("item_count").Default(0).NonNegative().Comment("How many items there are."),
		field.Int("skipped_items").Default(0).NonNegative().
			Comment("Items of the newest full inventory that could not be kept: without an id, unreadable, or too many."),
		told(kept("digest", "Hash of the newest full inventory: where it is repeated nothing is compared."), hidden),
	}
}

// Indexes implements ent.Interface.
func (Inventory) Indexes() []ent.Index {
	return []ent.Index{index.Fields("character_name").Unique()}
}
