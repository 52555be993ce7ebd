package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// CharacterSheet is the last character_stats event of a character.
type CharacterSheet struct{ ent.Schema }

// Annotations implements ent.Interface.
func (CharacterSheet) Annotations() []schema.Annotation {
	return described("character_stats", "CharacterSheet is the last character_stats event of a character.",
		annotation.Model{
			Label: "Character sheet", Plural: "Character sheets", Group: groupCharacters, Icon: "file-text", ReadOnly: true, Title: []string{"character_name"},
			ListColumns: []string{"character_name", "level", "race", "gender", "total_xp", "as_of"},
			Search:      []string{"character_name"}, Order: []string{"character_name"},
		})
}

// Fields implements ent.Interface.
func (CharacterSheet) Fields() []ent.Field {
	return []ent.Field{
		characterName(),
		field.Time("as_of").Comment("Timestamp of the event; an older one does not replace it."),
		unknownInt("level", "1 to 275."),
		field.String("race").Default("").MaxRuneLen(maxNameLength).Comment("Heritage; '' while unknown."),
		field.String("gender").Default("").MaxRuneLen(maxNameLength).Comment("'' while unknown."),
		field.String("birth").Default("").MaxRuneLen(maxNameLength).Comment("When the character was made, as the game writes it."),
		unknownInt("deaths", "Deaths of the character's life."),
		unknownInt("skill_credits", "Unspent skill credits."),
		unknownInt("total_xp", "Experience of the character's life."),
		unknownInt("unassigned_xp", "Experience not yet spent."),
		unknownInt("luminance_earned", "Luminance now."),
		unknownInt("luminance_total", "Luminance at most."),
		unknownInt("current_title", "Id of the title shown."),
		field.JSON("payload", json.RawMessage{}).Comment("The whole event as it came."),
	}
}

// Indexes implements ent.Interface.
func (CharacterSheet) Indexes() []ent.Index {
	return []ent.Index{index.Fields("character_name").Unique()}
}
