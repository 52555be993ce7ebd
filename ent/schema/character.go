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

// Character is one character of the game that a plugin has reported, with its newest telemetry.
type Character struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Character) Annotations() []schema.Annotation {
	return described("characters",
		"Character is one character of the game that a plugin has reported, with its newest telemetry.",
		annotation.Model{
			Label: "Character", Plural: "Characters", Group: groupCharacters, Icon: "shield",
			ListColumns: []string{"name", "server", "tag", "hidden", "first_seen_at", "last_seen_at"},
			Search:      []string{"name", "tag", "server"}, Order: []string{"name"}, Inlines: []string{"accesses"},
			Scopes: []annotation.Scope{{Name: "Seen this week", Filter: "last_seen_at>now-7d"}, {Name: "Hidden", Filter: "hidden:true"}},
		})
}

// Fields implements ent.Interface.
func (Character) Fields() []ent.Field {
	fields := reported(
		field.String("name").Unique().NotEmpty().MaxRuneLen(maxNameLength).Validate(plainLine).
			Comment("The character's name, exactly as on the wire (character_name elsewhere)."),
		field.String("server").Default("").MaxRuneLen(maxNameLength).Comment("The game server; '' while unknown."),
		field.String("tag").Default("").MaxRuneLen(maxNameLength).Comment("The plugin's char_tag, newest; '' without one."),
	)
	fields = append(fields, field.Bool("hidden").Default(false).Comment("Left out of lists by default."))
	return append(fields, reported(
		field.Time("first_seen_at").Default(now).Comment("Timestamp of the first event."),
		field.Time("last_seen_at").Default(now).Comment("Timestamp of the newest event."),
		field.Time("state_at").Optional().Nillable().
			Comment("Timestamp of the telemetry that the fields below come from; an older one does not replace them."),
		field.String("session_id").Default("").MaxRuneLen(maxNameLength).Comment("The plugin's session; '' where it named none."),
		coordinate("ew", "Map units east of the centre, negative to the west; NULL where unknown."),
		coordinate("ns", "Map units north of the centre, negative to the south; NULL where unknown."),
		coordinate("z", "Height in metres / 240; NULL where unknown."),
		unknownInt("landcell", "The game's cell id, 0xXXYYCCCC."),
		unknownFloat("heading", "Degrees, 0 = north."),
		unknownInt("kills", "Kills of the session."),
		unknownFloat("kills_per_hour", "As the plugin reckons it."),
		field.String("online_time").Default("").MaxRuneLen(32).Comment("The session's length as the plugin writes it: hh:mm:ss or d.hh:mm:ss."),
		unknownInt("deaths", "Deaths of the session."),
		unknownInt("total_deaths", "Deaths of the character's life."),
		unknownInt("rares_found", "Rares of the session."),
		unknownInt("prismatic_taper_count", "Prismatic tapers carried."),
		field.String("vt_state").Default("").MaxRuneLen(maxNameLength).Comment("What VTank does: Idle, Combat, Nav, …"),

		unknownInt("deaths_baseline", "total_deaths of the earliest telemetry that told it: what was before we looked is no death of ours."),
		field.Time("deaths_baseline_at").Optional().Nillable().Comment("Timestamp of that telemetry."),
	)...)
}

// Edges implements ent.Interface.
func (Character) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("accesses", CharacterAccess.Type).Annotations(entsql.OnDelete(entsql.Cascade), annotation.Edge{Label: "Who may use it"}),
	}
}

// Indexes implements ent.Interface.
func (Character) Indexes() []ent.Index {
	return []ent.Index{index.Fields("last_seen_at"), index.Fields("tag")}
}
