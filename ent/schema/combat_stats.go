package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// CombatStats is a character's lifetime in combat: the sum of the last state of every session.
type CombatStats struct{ ent.Schema }

// Annotations implements ent.Interface.
func (CombatStats) Annotations() []schema.Annotation {
	return described("combat_stats",
		"CombatStats is a character's lifetime in combat: the sum of the last state of every session.",
		annotation.Model{
			Label: "Combat, lifetime", Plural: "Combat, lifetime", Group: groupCharacters, Icon: "swords", ReadOnly: true, Title: []string{"character_name"},
			ListColumns: []string{"character_name", "total_kills", "total_damage_given", "total_damage_received", "as_of"},
			Search:      []string{"character_name"}, Order: []string{"character_name"},
		})
}

// Fields implements ent.Interface.
func (CombatStats) Fields() []ent.Field {
	return append([]ent.Field{characterName()}, combatFields()...)
}

// Indexes implements ent.Interface.
func (CombatStats) Indexes() []ent.Index {
	return []ent.Index{index.Fields("character_name").Unique()}
}

// CombatStatsSession is the last combat_stats event of one session; a newer one replaces it.
type CombatStatsSession struct{ ent.Schema }

// Annotations implements ent.Interface.
func (CombatStatsSession) Annotations() []schema.Annotation {
	return described("combat_stats_sessions",
		"CombatStatsSession is the last combat_stats event of one session; a newer one replaces it.",
		annotation.Model{
			Label: "Combat, session", Plural: "Combat, sessions", Group: groupCharacters, Icon: "swords", ReadOnly: true, Title: []string{"character_name"},
			ListColumns: []string{"character_name", "session_id", "total_kills", "total_damage_given", "as_of"},
			Search:      []string{"character_name", "session_id"}, Order: []string{"-as_of"},
		})
}

// Fields implements ent.Interface.
func (CombatStatsSession) Fields() []ent.Field {
	return append([]ent.Field{characterName(), sessionID()}, combatFields()...)
}

// Indexes implements ent.Interface.
func (CombatStatsSession) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("character_name", "session_id").Unique(),
		index.Fields("character_name", "as_of"),
	}
}

func combatFields() []ent.Field {
	return []ent.Field{
		field.Time("as_of").Comment("Timestamp of the newest event that went in; an older one does not replace it."),
		counter("total_kills", "Killing blows."),
		counter("total_damage_given", "Points of damage dealt."),
		counter("total_damage_received", "Points of damage taken."),
		counter("total_aetheria_surges", "Surges of aetheria."),
		counter("total_cloak_surges", "Surges of cloaks."),
		field.JSON("monsters", json.RawMessage{}).Optional().Comment("By monster, attack type and element, in the wire's shape."),
	}
}
