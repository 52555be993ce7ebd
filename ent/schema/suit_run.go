package schema

import (
	"encoding/json"

	"github.com/google/uuid"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// SuitRun is one search of the suit builder, so that its URL shows it again.
type SuitRun struct{ ent.Schema }

// Annotations implements ent.Interface.
func (SuitRun) Annotations() []schema.Annotation {
	return described("suit_runs", "SuitRun is one search of the suit builder, so that its URL shows it again.",
		annotation.Model{
			Label: "Suit run", Plural: "Suit runs", Group: groupItems, Icon: "layers", ReadOnly: true,
			ListColumns: []string{"created_at", "username", "state", "finished_at"},
			Search:      []string{"username"}, Order: []string{"-created_at"},
		})
}

// Fields implements ent.Interface.
func (SuitRun) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).Default(uuid.New).Immutable().Comment("Part of the URL."),
		field.Int("user_id").Optional().Nillable().Comment("Who asked; NULL for an internal caller or a removed user."),
		field.String("username").Default("").MaxRuneLen(maxNameLength).Comment("The asker's name at the time."),
		field.Enum("state").Values("queued", "running", "done", "cancelled", "failed").Default("queued").Comment("How far it has come.").
			Annotations(annotation.Field{Choices: []annotation.Choice{
				{Value: "queued", Label: "Queued", Tone: "info"}, {Value: "running", Label: "Running", Tone: "info"}, {Value: "done", Label: "Done", Tone: "good"},
				{Value: "cancelled", Label: "Cancelled"}, {Value: "failed", Label: "Failed", Tone: "bad"},
			}}),
		field.JSON("request", json.RawMessage{}).Comment("The question."),
		field.JSON("result", json.RawMessage{}).Optional().Comment("The answer with its proof."),
		field.String("failure").Default("").MaxRuneLen(maxTextLength).Comment("Why it failed."),
		createdAt(),
		field.Time("started_at").Optional().Nillable().Comment("When its turn came."),
		field.Time("finished_at").Optional().Nillable().Comment("When it ended."),
	}
}

// Edges implements ent.Interface.
func (SuitRun) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
	}
}

// Indexes implements ent.Interface.
func (SuitRun) Indexes() []ent.Index {
	return []ent.Index{index.Fields("created_at"), index.Fields("user_id", "created_at")}
}
