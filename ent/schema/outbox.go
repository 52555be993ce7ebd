package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// Outbox is one message that must reach another service, kept until it has.
type Outbox struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Outbox) Annotations() []schema.Annotation {
	return described("outbox", "Outbox is one message that must reach another service, kept until it has.", annotation.Model{
		Label: "Message", Plural: "Outbox", Group: groupAlerts, Icon: "send", ReadOnly: true, Title: []string{"destination"},
		ListColumns: []string{"created_at", "destination", "state", "attempts", "next_attempt_at", "last_error"},
		Search:      []string{"destination", "last_error"}, Order: []string{"-created_at"},
		Scopes: []annotation.Scope{{Name: "Waiting", Filter: "state:pending"}, {Name: "Given up", Filter: "state:failed"}},
	})
}

// Fields implements ent.Interface.
func (Outbox) Fields() []ent.Field {
	return []ent.Field{
		field.String("destination").NotEmpty().MaxLen(64).Comment("Which service, by its name in the settings; never an address."),
		field.String("dedupe_key").Unique().NotEmpty().MaxLen(255).Comment("Names the message: it is queued once, across restarts."),
		field.JSON("payload", json.RawMessage{}).Comment("The body to send."),
		field.Enum("state").Values("pending", "sent", "failed").Default("pending").Comment("failed: given up.").
			Annotations(annotation.Field{Choices: []annotation.Choice{
				{Value: "pending", Label: "Waiting", Tone: "info"}, {Value: "sent", Label: "Sent", Tone: "good"}, {Value: "failed", Label: "Given up", Tone: "bad"},
			}}),
		field.Int("attempts").Default(0).NonNegative().Comment("How often it was tried."),
		field.Time("next_attempt_at").Default(now).Comment("Not before this."),
		field.String("last_error").Default("").MaxRuneLen(maxTextLength).Comment("What went wrong last."),
		createdAt(),
		field.Time("sent_at").Optional().Nillable().Comment("When it arrived."),
	}
}

// Indexes implements ent.Interface.
func (Outbox) Indexes() []ent.Index {
	return []ent.Index{index.Fields("destination", "state", "next_attempt_at"), index.Fields("created_at")}
}
