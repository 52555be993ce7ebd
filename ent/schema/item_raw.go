package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemRaw is the plugin's own description of an item, whole, so that better rules can be applied again.
type ItemRaw struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemRaw) Annotations() []schema.Annotation {
	return described("item_raw_data", "ItemRaw is the plugin's own description of an item, whole, so that better rules can be applied again.", annotation.Model{
		Label: "Raw item", Plural: "Raw data", Group: groupItemParts, Icon: "code", ReadOnly: true,
		ListColumns: []string{"item_id", "received_at"},
	})
}

// Fields implements ent.Interface.
func (ItemRaw) Fields() []ent.Field {
	return []ent.Field{
		field.Int("item_id").Comment("Row id of the item.").Annotations(annotation.Field{Label: "Item"}),
		field.JSON("payload", json.RawMessage{}).Comment("The newest snapshot, as it came."),
		field.JSON("appraisal", json.RawMessage{}).Optional().
			Comment("The newest snapshot with an appraisal, where the newest of all has none; NULL else."),
		field.Time("received_at").Default(now).Comment("Timestamp of the event that brought the payload."),
	}
}

// Edges implements ent.Interface.
func (ItemRaw) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("raw").Field("item_id").Unique().Required()}
}
