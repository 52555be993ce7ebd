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

// BoardIssue is one matter on the guild's issue board.
type BoardIssue struct{ ent.Schema }

// Annotations implements ent.Interface.
func (BoardIssue) Annotations() []schema.Annotation {
	return described("board_issues", "BoardIssue is one matter on the guild's issue board.", annotation.Model{
		Label: "Issue", Plural: "Issues", Group: groupGuild, Icon: "flag",
		ListColumns: []string{"title", "state", "category", "author_name", "created_at", "updated_at"},
		Search:      []string{"title", "body"}, Order: []string{"-created_at"}, Inlines: []string{"comments"},
		Scopes: []annotation.Scope{
			{Name: "Open", Filter: "state:(open,in_progress)"}, {Name: "Done", Filter: "state:done"}, {Name: "Declined", Filter: "state:declined"},
		},
	})
}

// Fields implements ent.Interface.
func (BoardIssue) Fields() []ent.Field {
	return []ent.Field{
		field.String("title").NotEmpty().MaxRuneLen(200).Validate(plainLine).Comment("One line."),
		field.Text("body").Default("").MaxRuneLen(20_000).Comment("Plain text.").Annotations(annotation.Field{Widget: "textarea"}),
		field.Enum("state").Values("open", "in_progress", "done", "declined").Default("open").Comment("How far it has come.").
			Annotations(annotation.Field{Choices: []annotation.Choice{
				{Value: "open", Label: "Open", Tone: "info"}, {Value: "in_progress", Label: "In progress", Tone: "warn"},
				{Value: "done", Label: "Done", Tone: "good"}, {Value: "declined", Label: "Declined"},
			}}),
		field.String("category").Default("").MaxRuneLen(maxNameLength).Comment("What it is about."),
		field.Int("author_id").Optional().Nillable().Comment("Who wrote it; NULL for a removed user.").Annotations(annotation.Field{Label: "Author"}),
		field.String("author_name").Default("").MaxRuneLen(maxNameLength).Comment("The author's name at the time.").Annotations(annotation.Field{Label: "Author's name"}),
		createdAt(),
		updatedAt(),
		field.Time("closed_at").Optional().Nillable().Comment("When it was done or declined."),
	}
}

// Edges implements ent.Interface.
func (BoardIssue) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("author", User.Type).Field("author_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("comments", BoardComment.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes implements ent.Interface.
func (BoardIssue) Indexes() []ent.Index {
	return []ent.Index{index.Fields("state", "created_at"), index.Fields("author_id")}
}

// BoardComment is one answer to an issue.
type BoardComment struct{ ent.Schema }

// Annotations implements ent.Interface.
func (BoardComment) Annotations() []schema.Annotation {
	return described("board_comments", "BoardComment is one answer to an issue.", annotation.Model{
		Label: "Comment", Plural: "Comments", Group: groupGuild, Icon: "message-square",
		ListColumns: []string{"issue_id", "author_name", "body", "created_at"},
		Search:      []string{"body"}, Order: []string{"-created_at"}, Title: []string{"author_name"},
	})
}

// Fields implements ent.Interface.
func (BoardComment) Fields() []ent.Field {
	return []ent.Field{
		field.Int("issue_id").Comment("The issue it answers.").Annotations(annotation.Field{Label: "Issue"}),
		field.Text("body").NotEmpty().MaxRuneLen(20_000).Comment("Plain text.").Annotations(annotation.Field{Widget: "textarea"}),
		field.Int("author_id").Optional().Nillable().Comment("Who wrote it; NULL for a removed user.").Annotations(annotation.Field{Label: "Author"}),
		field.String("author_name").Default("").MaxRuneLen(maxNameLength).Comment("The author's name at the time.").Annotations(annotation.Field{Label: "Author's name"}),
		createdAt(),
		updatedAt(),
	}
}

// Edges implements ent.Interface.
func (BoardComment) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("issue", BoardIssue.Type).Ref("comments").Field("issue_id").Unique().Required(),
		edge.To("author", User.Type).Field("author_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
	}
}

// Indexes implements ent.Interface.
func (BoardComment) Indexes() []ent.Index {
	return []ent.Index{index.Fields("issue_id", "created_at"), index.Fields("author_id")}
}
