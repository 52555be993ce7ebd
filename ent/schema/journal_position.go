package schema

import (
	"github.com/google/uuid"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// JournalPosition is how far this database has taken in one lane of one journal; it moves in the same
// transaction as the rows, so that a replay neither loses nor doubles.
type JournalPosition struct{ ent.Schema }

// Annotations implements ent.Interface.
func (JournalPosition) Annotations() []schema.Annotation {
	return described("journal_positions",
		"JournalPosition is how far this database has taken in one lane of one journal.",
		annotation.Model{
			Label: "Journal position", Plural: "Journal positions", Group: groupSystem, Icon: "bookmark", ReadOnly: true, Title: []string{"lane"},
			ListColumns: []string{"journal_id", "lane", "position", "updated_at"},
		})
}

// Fields implements ent.Interface.
func (JournalPosition) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("journal_id", uuid.UUID{}).Comment("The journal's own id."),
		field.String("lane").NotEmpty().MaxLen(16).Comment("bulk or kept."),
		field.Int64("position").NonNegative().Comment("The last entry that is in the database."),
		updatedAt(),
	}
}

// Indexes implements ent.Interface.
func (JournalPosition) Indexes() []ent.Index {
	return []ent.Index{index.Fields("journal_id", "lane").Unique()}
}
