package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemChange is one gain, loss or change of an item, kept 30 days.
type ItemChange struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemChange) Annotations() []schema.Annotation {
	return described("item_changes", "ItemChange is one gain, loss or change of an item, kept 30 days.", annotation.Model{
		Label: "Item change", Plural: "Item changes", Group: groupItems, Icon: "history", ReadOnly: true,
		ListColumns: []string{"timestamp", "character_name", "change", "name"},
		Search:      []string{"character_name", "name"}, Order: []string{"-timestamp"},
	})
}

// Fields implements ent.Interface.
func (ItemChange) Fields() []ent.Field {
	return []ent.Field{
		characterName(),
		objectID(),
		field.String("name").Default("").MaxRuneLen(255).Comment("The item's name at the time."),
		field.Enum("change").Values("gained", "lost", "changed").Comment("What happened.").
			Annotations(annotation.Field{Choices: []annotation.Choice{
				{Value: "gained", Label: "Gained", Tone: "good"}, {Value: "lost", Label: "Lost", Tone: "bad"}, {Value: "changed", Label: "Changed", Tone: "info"},
			}}),
		field.Time("timestamp").Comment("When the event that told of it happened."),
		field.JSON("detail", json.RawMessage{}).Optional().Comment("What changed, before and after."),
	}
}

// Indexes implements ent.Interface.
func (ItemChange) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("character_name", "timestamp"), index.Fields("timestamp"), index.Fields("object_id", "timestamp"),
	}
}
