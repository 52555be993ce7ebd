package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemName is one name that items have or had. There are a few thousand of them, whatever the number of items, so a search
// for a part of a name looks here first.
type ItemName struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemName) Annotations() []schema.Annotation {
	return described("item_names", "ItemName is one name that items have or had.", annotation.Model{
		Label: "Item name", Plural: "Item names", Group: groupItemParts, Icon: "tag", ReadOnly: true, Title: []string{"name"},
		ListColumns: []string{"name"}, Search: []string{"name"}, Order: []string{"name"},
	})
}

// Fields implements ent.Interface.
func (ItemName) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").MaxRuneLen(255).Comment("As shown, with the material in front."),
		field.String("folded").Comment("The name in lower case."),
	}
}

// Indexes implements ent.Interface.
func (ItemName) Indexes() []ent.Index { return []ent.Index{index.Fields("name").Unique()} }
