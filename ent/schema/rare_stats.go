package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// RareStats is how many rares a character has found; it grows only with a new rare event, in the same transaction.
type RareStats struct{ ent.Schema }

// Annotations implements ent.Interface.
func (RareStats) Annotations() []schema.Annotation {
	return described("rare_stats",
		"RareStats is how many rares a character has found; it grows only with a new rare event, in the same transaction.",
		annotation.Model{
			Label: "Rares of a character", Plural: "Rares by character", Group: groupCharacters, Icon: "gem", ReadOnly: true, Title: []string{"character_name"},
			ListColumns: []string{"character_name", "total_rares"}, Search: []string{"character_name"}, Order: []string{"-total_rares"},
		})
}

// Fields implements ent.Interface.
func (RareStats) Fields() []ent.Field {
	return []ent.Field{characterName(), counter("total_rares", "Rare events stored for the character.")}
}

// Indexes implements ent.Interface.
func (RareStats) Indexes() []ent.Index {
	return []ent.Index{index.Fields("character_name").Unique()}
}

// RareStatsSession is how many rares a character has found in one session.
type RareStatsSession struct{ ent.Schema }

// Annotations implements ent.Interface.
func (RareStatsSession) Annotations() []schema.Annotation {
	return described("rare_stats_sessions", "RareStatsSession is how many rares a character has found in one session.",
		annotation.Model{
			Label: "Rares of a session", Plural: "Rares by session", Group: groupCharacters, Icon: "gem", ReadOnly: true, Title: []string{"character_name"},
			ListColumns: []string{"character_name", "session_id", "session_rares"}, Search: []string{"character_name", "session_id"},
		})
}

// Fields implements ent.Interface.
func (RareStatsSession) Fields() []ent.Field {
	return []ent.Field{characterName(), sessionID(), counter("session_rares", "Rare events stored for the session.")}
}

// Indexes implements ent.Interface.
func (RareStatsSession) Indexes() []ent.Index {
	return []ent.Index{index.Fields("character_name", "session_id").Unique()}
}
