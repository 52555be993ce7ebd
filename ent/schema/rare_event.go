package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// RareEvent is one rare that a character found.
type RareEvent struct{ ent.Schema }

// Annotations implements ent.Interface.
func (RareEvent) Annotations() []schema.Annotation {
	return described("rare_events", "RareEvent is one rare that a character found.", annotation.Model{
		Label: "Rare", Plural: "Rares", Group: groupEvents, Icon: "gem", ReadOnly: true,
		ListColumns: []string{"timestamp", "character_name", "name", "tier", "ew", "ns"},
		Search:      []string{"character_name", "name"}, Order: []string{"-timestamp"},
		Scopes: []annotation.Scope{{Name: "Great", Filter: "tier:great"}, {Name: "This week", Filter: "timestamp>now-7d"}},
	})
}

// Fields implements ent.Interface.
func (RareEvent) Fields() []ent.Field {
	fields := []ent.Field{
		characterName(),
		field.Time("timestamp").Comment("When it was found."),
		field.String("name").NotEmpty().MaxRuneLen(255).Comment("The rare's name."),
		sessionID(),
	}
	fields = append(fields, coordinates()...)
	return append(fields,
		field.String("additional_info").Default("").MaxRuneLen(maxTextLength).Comment("What the plugin added."),
		field.Enum("tier").Values("common", "great").Optional().Nillable().Comment("As the plugin ranks it; NULL where it does not.").
			Annotations(annotation.Field{Choices: []annotation.Choice{{Value: "common", Label: "Common"}, {Value: "great", Label: "Great", Tone: "good"}}}),
		field.JSON("payload", json.RawMessage{}).Optional().Comment("The whole event as it came."),
	)
}

// Indexes implements ent.Interface.
func (RareEvent) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("character_name", "timestamp", "name").Unique(),
		index.Fields("timestamp"),
		index.Fields("tier", "timestamp"),
	}
}
