package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// CharSession is one play session of a character: the greatest counters that its telemetry has shown.
type CharSession struct{ ent.Schema }

// Annotations implements ent.Interface.
func (CharSession) Annotations() []schema.Annotation {
	return described("char_sessions",
		"CharSession is one play session of a character: the greatest counters that its telemetry has shown.",
		annotation.Model{
			Label: "Play session", Plural: "Play sessions", Group: groupCharacters, Icon: "clock", ReadOnly: true, Title: []string{"character_name"},
			ListColumns: []string{"character_name", "session_id", "first_at", "last_at", "kills", "rares", "deaths"},
			Search:      []string{"character_name", "session_id"}, Order: []string{"-last_at"},
		})
}

// Fields implements ent.Interface.
func (CharSession) Fields() []ent.Field {
	return []ent.Field{
		characterName(),
		sessionID(),
		field.Time("first_at").Comment("Timestamp of its earliest telemetry."),
		field.Time("last_at").Comment("Timestamp of its latest telemetry."),
		counter("kills", "The greatest kill count seen."),
		counter("rares", "The greatest rare count seen."),
		counter("deaths", "The greatest death count seen."),
	}
}

// Indexes implements ent.Interface.
func (CharSession) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("character_name", "session_id").Unique(),
		index.Fields("character_name", "last_at"),
		index.Fields("last_at"),
	}
}
