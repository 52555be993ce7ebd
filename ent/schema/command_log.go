package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// CommandLog is one command that somebody sent to a character, and what became of it.
type CommandLog struct{ ent.Schema }

// Annotations implements ent.Interface.
func (CommandLog) Annotations() []schema.Annotation {
	return described("command_log", "CommandLog is one command that somebody sent to a character, and what became of it.",
		annotation.Model{
			Label: "Command", Plural: "Command log", Group: groupCharacters, Icon: "terminal", ReadOnly: true, Title: []string{"command"},
			ListColumns: []string{"created_at", "username", "character_name", "command", "state", "why"},
			Search:      []string{"username", "character_name", "command"}, Order: []string{"-created_at"},
		})
}

// Fields implements ent.Interface.
func (CommandLog) Fields() []ent.Field {
	return []ent.Field{
		field.Int("user_id").Optional().Nillable().Comment("Who sent it; NULL for an internal caller or a removed user."),
		field.String("username").Default("").MaxRuneLen(maxNameLength).Comment("The sender's name at the time."),
		characterName(),
		field.String("command").NotEmpty().MaxLen(255).Comment("One line of at most 255 bytes, as it went to the plugin."),
		field.Enum("state").Values("queued", "sent", "answered", "failed").Default("queued").Comment("How far it has come.").
			Annotations(annotation.Field{Choices: []annotation.Choice{
				{Value: "queued", Label: "Queued", Tone: "info"}, {Value: "sent", Label: "Sent", Tone: "info"},
				{Value: "answered", Label: "Answered", Tone: "good"}, {Value: "failed", Label: "Failed", Tone: "bad"},
			}}),
		field.String("why").Default("").MaxRuneLen(255).Comment("Why it failed."),
		createdAt(),
		updatedAt(),
	}
}

// Edges implements ent.Interface.
func (CommandLog) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
	}
}

// Indexes implements ent.Interface.
func (CommandLog) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("created_at"), index.Fields("character_name", "created_at"), index.Fields("user_id", "created_at"),
	}
}
