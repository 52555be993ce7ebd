package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemRaw is the plugin's own description of an item, whole, so that better rules can be applied again.
type ItemRaw struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemRaw) Annotations() []schema.Annotation {
	return described("item_raw_data", "ItemRaw is the plugin's own description of an item, whole, so that better rules can be applied again.", annotation.Model{
		Label: "Raw item", Plural: "Raw data", Group: groupItemParts, Icon: "code", ReadOnly: true,
		ListColumns: []string{"item_id", "received_at", "digest"},
	})
}

// Fields implements ent.Interface.
func (ItemRaw) Fields() []ent.Field {
	return []ent.Field{
		field.Int("item_id").Comment("Row id of the item.").Annotations(annotation.Field{Label: "Item"}),
		field.JSON("payload", json.RawMessage{}).Comment("The item as it came, with its appraisal."),
		field.String("digest").Default("").MaxLen(64).Comment("Hash of the payload: an unchanged item is not written again."),
		field.Time("received_at").Default(now).Comment("Timestamp of the event that brought it."),
	}
}

// Edges implements ent.Interface.
func (ItemRaw) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("raw").Field("item_id").Unique().Required()}
}

// Indexes implements ent.Interface.
func (ItemRaw) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("item_id").Unique(),
	}
}
