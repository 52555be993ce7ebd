package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// Portal is one portal that characters have come across: a name at a place, rounded to a tenth of a map unit.
type Portal struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Portal) Annotations() []schema.Annotation {
	return described("portals",
		"Portal is one portal that characters have come across: a name at a place, rounded to a tenth of a map unit.",
		annotation.Model{
			Label: "Portal", Plural: "Portals", Group: groupEvents, Icon: "map-pin", ReadOnly: true, Title: []string{"portal_name"},
			ListColumns: []string{"portal_name", "ew", "ns", "last_seen_at", "discovered_by"},
			Search:      []string{"portal_name", "discovered_by"}, Order: []string{"-last_seen_at"},
		})
}

// Fields implements ent.Interface.
func (Portal) Fields() []ent.Field {
	return []ent.Field{
		field.String("portal_name").NotEmpty().MaxRuneLen(255).Comment("As the game shows it."),
		field.Int("ew_tenths").Comment("ew × 10, rounded: part of the portal's identity."),
		field.Int("ns_tenths").Comment("ns × 10, rounded: part of the portal's identity."),
		field.Float("ew").Validate(finite).Comment("Map units east of the centre, as last seen."),
		field.Float("ns").Validate(finite).Comment("Map units north of the centre, as last seen."),
		coordinate("z", "Height in metres / 240; NULL where unknown."),
		field.Time("first_seen_at").Comment("Timestamp of the earliest sighting."),
		field.Time("last_seen_at").Comment("Timestamp of the latest sighting."),
		field.String("discovered_by").Default("").MaxRuneLen(maxNameLength).Comment("The character that saw it first."),
		field.JSON("payload", json.RawMessage{}).Optional().Comment("The latest event as it came."),
	}
}

// Indexes implements ent.Interface.
func (Portal) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("portal_name", "ew_tenths", "ns_tenths").Unique(),
		index.Fields("last_seen_at"),
	}
}
