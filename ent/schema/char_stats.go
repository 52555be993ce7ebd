package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// CharStats is a character's lifetime counters: the sum over its sessions.
type CharStats struct{ ent.Schema }

// Annotations implements ent.Interface.
func (CharStats) Annotations() []schema.Annotation {
	return described("char_stats", "CharStats is a character's lifetime counters: the sum over its sessions.",
		annotation.Model{
			Label: "Lifetime counters", Plural: "Lifetime counters", Group: groupCharacters, Icon: "activity", ReadOnly: true, Title: []string{"character_name"},
			ListColumns: []string{"character_name", "total_kills", "total_rares", "total_deaths", "sessions", "last_at"},
			Search:      []string{"character_name"}, Order: []string{"character_name"},
		})
}

// Fields implements ent.Interface.
func (CharStats) Fields() []ent.Field {
	return []ent.Field{
		characterName(),
		counter("total_kills", "Sum of the sessions' kills."),
		counter("total_rares", "Sum of the sessions' rares (rare_stats counts the rare events themselves)."),
		counter("total_deaths", "Sum of the sessions' deaths."),
		counter("sessions", "How many sessions there were."),
		field.Time("first_at").Comment("Timestamp of the earliest telemetry."),
		field.Time("last_at").Comment("Timestamp of the latest telemetry."),
	}
}

// Indexes implements ent.Interface.
func (CharStats) Indexes() []ent.Index {
	return []ent.Index{index.Fields("character_name").Unique()}
}
