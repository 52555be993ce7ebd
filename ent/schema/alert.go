package schema

import (
	"encoding/json"
	"errors"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

var alertKinds = []string{"death", "idle", "offline", "frozen", "low_tapers", "vitae", "rare", "ingest", "database"}

// aboutCharacters holds where an alert is about a character, rather than the service itself.
const aboutCharacters = "-kind:(ingest,database)"

var alertChoices = []annotation.Choice{
	{Value: "death", Label: "Death", Tone: "bad"}, {Value: "idle", Label: "Idle", Tone: "warn"}, {Value: "offline", Label: "Offline", Tone: "warn"},
	{Value: "frozen", Label: "Frozen", Tone: "warn"}, {Value: "low_tapers", Label: "Few tapers", Tone: "warn"}, {Value: "vitae", Label: "Vitae", Tone: "warn"},
	{Value: "rare", Label: "Rare", Tone: "good"}, {Value: "ingest", Label: "Plugins", Tone: "info"}, {Value: "database", Label: "Database", Tone: "info"},
}

// AlertRule says when to raise an alert, for whom, and how often.
type AlertRule struct{ ent.Schema }

// Annotations implements ent.Interface.
func (AlertRule) Annotations() []schema.Annotation {
	return described("alert_rules", "AlertRule says when to raise an alert, for whom, and how often.", annotation.Model{
		Label: "Alert rule", Plural: "Alert rules", Group: groupAlerts, Icon: "bell",
		ListColumns: []string{"name", "kind", "enabled", "character_name", "char_tag", "muted_until"},
		Search:      []string{"name", "character_name", "char_tag"}, Order: []string{"name"},
		Scopes: []annotation.Scope{
			{Name: "Watching", Filter: "enabled:true"}, {Name: "Off", Filter: "enabled:false"}, {Name: "Muted", Filter: "muted_until>now"},
		},
	})
}

// Fields implements ent.Interface.
func (AlertRule) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").Unique().NotEmpty().MaxRuneLen(maxNameLength).Validate(plainLine).Comment("What people call it."),
		field.Enum("kind").Values(alertKinds...).Comment("What it watches for.").Annotations(annotation.Field{Choices: alertChoices}),
		field.Bool("enabled").Default(true).Comment("Whether it is watched at all."),
		field.String("character_name").Default("").MaxRuneLen(maxNameLength).Comment("Only characters of this name, in which * stands for any letters; '' for all.").
			Annotations(annotation.Field{Label: "Character", Group: "About whom", Help: "Empty for all; * stands for any letters: Mule*.", When: aboutCharacters}),
		field.String("char_tag").Default("").MaxRuneLen(maxNameLength).Comment("Only characters with this tag; '' for all.").
			Annotations(annotation.Field{Label: "Tag", Group: "About whom", Help: "Empty for all.", When: aboutCharacters}),
		told(unknownFloat("threshold", "The number at which it fires: tapers, % of vitae; NULL: the kind's own."), annotation.Field{
			Group: "When it fires", Help: "Tapers that are left, or % of vitae. Empty for the usual one.", When: "kind:(low_tapers,vitae)",
		}),
		field.Enum("rare_tier").Values("common", "great").Optional().Nillable().Comment("Only rares of this tier; NULL: all.").
			Annotations(annotation.Field{Label: "Tier", Group: "When it fires", When: "kind:rare", Choices: []annotation.Choice{
				{Value: "common", Label: "Common"}, {Value: "great", Label: "Great", Tone: "good"},
			}}),
		field.Int("grace_seconds").Default(0).Range(0, 86_400).Comment("How long it must hold before it fires.").
			Annotations(annotation.Field{Label: "Grace", Unit: "s", Group: "When it fires"}),
		field.Int("cooldown_seconds").Default(0).Range(0, 604_800).Comment("How long it stays silent afterwards, per character.").
			Annotations(annotation.Field{Label: "Cooldown", Unit: "s", Group: "When it is silent"}),
		field.Int("group_seconds").Default(0).Range(0, 3_600).Comment("Alerts within this time become one message.").
			Annotations(annotation.Field{Label: "Gathered over", Unit: "s", Group: "When it fires"}),
		field.Int("quiet_from_minute").Optional().Nillable().Range(0, 1_439).Comment("Quiet hours begin, minute of the day in quiet_zone.").
			Annotations(annotation.Field{Label: "Quiet from", Unit: "min", Group: "When it is silent", Help: "Minute of the day: 1320 is 22:00."}),
		field.Int("quiet_to_minute").Optional().Nillable().Range(0, 1_439).Comment("Quiet hours end, minute of the day in quiet_zone.").
			Annotations(annotation.Field{Label: "Quiet until", Unit: "min", Group: "When it is silent", When: "quiet_from_minute!=null", Help: "Minute of the day: 420 is 07:00."}),
		field.String("quiet_zone").Default("UTC").MaxLen(64).Validate(timeZone).Comment("Time zone of the quiet hours, by its name in the IANA database.").
			Annotations(annotation.Field{Label: "Time zone", Group: "When it is silent", When: "quiet_from_minute!=null", Help: "Such as UTC or Europe/Stockholm."}),
		field.Time("muted_until").Optional().Nillable().Comment("Silent until then.").
			Annotations(annotation.Field{Group: "When it is silent"}),
		field.Bool("post").Default(true).Comment("Whether it is posted to Discord, where a webhook is set.").
			Annotations(annotation.Field{Label: "Post to Discord", Group: "Who is told"}),
		createdAt(),
		updatedAt(),
	}
}

// AlertEvent is one time that a rule fired, and why.
type AlertEvent struct{ ent.Schema }

// Annotations implements ent.Interface.
func (AlertEvent) Annotations() []schema.Annotation {
	return described("alert_events", "AlertEvent is one time that a rule fired, and why.", annotation.Model{
		Label: "Alert", Plural: "Alerts", Group: groupAlerts, Icon: "triangle-alert", ReadOnly: true,
		ListColumns: []string{"fired_at", "rule_name", "kind", "character_name", "why"},
		Search:      []string{"character_name", "rule_name", "why"}, Order: []string{"-fired_at"}, Title: []string{"rule_name"},
	})
}

// Fields implements ent.Interface.
func (AlertEvent) Fields() []ent.Field {
	return []ent.Field{
		field.Int("rule_id").Optional().Nillable().Comment("The rule; NULL when it was removed since."),
		field.String("rule_name").Default("").MaxRuneLen(maxNameLength).Comment("The rule's name at the time."),
		field.Enum("kind").Values(alertKinds...).Comment("What it watched for.").Annotations(annotation.Field{Choices: alertChoices}),
		field.String("character_name").Default("").MaxRuneLen(maxNameLength).Comment("About whom; '' when about the service."),
		field.String("dedupe_key").Unique().NotEmpty().MaxLen(255).Comment("Names the cause: one cause fires once, across restarts."),
		field.String("why").Default("").MaxRuneLen(maxTextLength).Comment("Why it fired, in words."),
		field.JSON("detail", json.RawMessage{}).Optional().Comment("The numbers that made it fire."),
		field.Time("since").Optional().Nillable().Comment("When what it is about began; NULL where it has no length."),
		field.Time("fired_at").Default(now).Comment("When."),
		field.Time("ended_at").Optional().Nillable().Comment("When what it is about was over; NULL while it lasts, or where it has no length."),
		field.Enum("silenced").Values("muted", "quiet", "cooldown").Optional().Nillable().Comment("Why nobody was told; NULL: they were.").
			Annotations(annotation.Field{Choices: []annotation.Choice{
				{Value: "muted", Label: "Muted"}, {Value: "quiet", Label: "Quiet hours"}, {Value: "cooldown", Label: "Cooldown"},
			}}),
		field.Bool("test").Default(false).Comment("Somebody tried the rule; nothing happened."),
		field.Time("acknowledged_at").Optional().Nillable().Comment("When somebody took note."),
		field.String("acknowledged_by").Default("").MaxRuneLen(maxNameLength).Comment("Who took note; '' while nobody did."),
		field.Time("message_due_at").Optional().Nillable().Comment("When the message that gathers it is to be made; NULL: it was made, or there is none."),
		field.Int("message_id").Optional().Nillable().Comment("The message that told of it; NULL: none, or it is gone."),
	}
}

// Edges implements ent.Interface.
func (AlertEvent) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("rule", AlertRule.Type).Field("rule_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("message", Outbox.Type).Field("message_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
	}
}

// Indexes implements ent.Interface.
func (AlertEvent) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("fired_at"), index.Fields("character_name", "fired_at"), index.Fields("rule_id", "fired_at"),
		index.Fields("kind", "fired_at"), index.Fields("message_due_at"), index.Fields("message_id"),
	}
}

// AlertWatch is something that holds at the moment and that a rule watches: Dorn is idle since 12:03.
type AlertWatch struct{ ent.Schema }

// Annotations implements ent.Interface.
func (AlertWatch) Annotations() []schema.Annotation {
	return described("alert_watches", "AlertWatch is something that holds at the moment and that a rule watches, so that a restart forgets neither.", annotation.Model{
		Label: "Alert watch", Plural: "Alert watches", Group: groupAlerts, Icon: "eye", ReadOnly: true, Title: []string{"character_name"},
		ListColumns: []string{"since", "rule_id", "character_name", "alert_id"}, Search: []string{"character_name"}, Order: []string{"-since"},
	})
}

// Fields implements ent.Interface.
func (AlertWatch) Fields() []ent.Field {
	return []ent.Field{
		field.Int("rule_id").Comment("The rule."),
		field.String("character_name").Default("").MaxRuneLen(maxNameLength).Comment("About whom; '' when about the service."),
		field.Time("since").Comment("When it began."),
		field.Int("alert_id").Optional().Nillable().Comment("The alert that it raised; NULL before it did."),
	}
}

// Edges implements ent.Interface.
func (AlertWatch) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("rule", AlertRule.Type).Field("rule_id").Unique().Required().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("alert", AlertEvent.Type).Field("alert_id").Unique().Annotations(entsql.OnDelete(entsql.SetNull)),
	}
}

// Indexes implements ent.Interface.
func (AlertWatch) Indexes() []ent.Index {
	return []ent.Index{index.Fields("rule_id", "character_name").Unique(), index.Fields("alert_id")}
}

// timeZone refuses what is no name of a time zone. "Local" is the server's own, which says nothing to people.
func timeZone(name string) error {
	if name == "" || name == "Local" {
		return errors.New("must name a time zone, such as Europe/Stockholm")
	}
	if _, err := time.LoadLocation(name); err != nil {
		return errors.New("is no time zone that is known here")
	}
	return nil
}
