package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// DeathEvent is one death of a character.
type DeathEvent struct{ ent.Schema }

// Annotations implements ent.Interface.
func (DeathEvent) Annotations() []schema.Annotation {
	return described("death_events", "DeathEvent is one death of a character.", annotation.Model{
		Label: "Death", Plural: "Deaths", Group: groupEvents, Icon: "heart", ReadOnly: true, Title: []string{"character_name"},
		ListColumns: []string{"timestamp", "character_name", "killer", "total_deaths", "vitae"},
		Search:      []string{"character_name", "killer"}, Order: []string{"-timestamp"},
		Scopes: []annotation.Scope{{Name: "This week", Filter: "timestamp>now-7d"}},
	})
}

// Fields implements ent.Interface.
func (DeathEvent) Fields() []ent.Field {
	fields := []ent.Field{
		characterName(),
		field.Int64("total_deaths").Optional().Nillable().NonNegative().
			Comment("The character's death counter after it: one death per value. NULL where unknown (seen by vitae alone)."),
		field.Time("timestamp").Comment("When it happened, or was noticed."),
		field.String("killer").Default("").MaxRuneLen(255).Comment("Who did it; '' while unknown."),
		field.String("text").Default("").MaxRuneLen(maxTextLength).Comment("The game's own words."),
		sessionID(),
	}
	fields = append(fields, coordinates()...)
	return append(fields,
		unknownInt("landcell", "The game's cell id, 0xXXYYCCCC."),
		told(unknownInt("vitae", "Vitae penalty afterwards, %."), annotation.Field{Unit: "%"}),
		field.Bool("explicit").Default(false).
			Comment("A death event told of it; false: a rise of total_deaths in telemetry did, and an event may yet fill it in."),
		field.JSON("payload", json.RawMessage{}).Optional().Comment("The whole event as it came."),
	)
}

// Indexes implements ent.Interface.
func (DeathEvent) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("character_name", "total_deaths").Unique(),
		index.Fields("character_name", "timestamp"),
		index.Fields("timestamp"),
	}
}
