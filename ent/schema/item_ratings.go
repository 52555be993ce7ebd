package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemRatings is an item's gear ratings; NULL where it has none.
type ItemRatings struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemRatings) Annotations() []schema.Annotation {
	return described("item_ratings", "ItemRatings is an item's gear ratings; NULL where it has none.", annotation.Model{
		Label: "Ratings", Plural: "Ratings", Group: groupItemParts, Icon: "star", ReadOnly: true,
		ListColumns: []string{"item_id", "damage", "crit_damage", "total"},
	})
}

// Fields implements ent.Interface.
func (ItemRatings) Fields() []ent.Field {
	return []ent.Field{
		field.Int("item_id").Comment("Row id of the item.").Annotations(annotation.Field{Label: "Item"}),
		unknownInt("damage", "Damage."),
		unknownInt("damage_resist", "Damage resistance."),
		unknownInt("crit", "Critical chance."),
		unknownInt("crit_resist", "Critical resistance."),
		unknownInt("crit_damage", "Critical damage."),
		unknownInt("crit_damage_resist", "Critical damage resistance."),
		unknownInt("healing_boost", "Healing."),
		unknownInt("nether_resist", "Nether resistance."),
		unknownInt("life_resist", "Life resistance."),
		unknownInt("vitality", "Greatest health."),
		unknownInt("pk_damage", "Damage to players."),
		unknownInt("pk_damage_resist", "Resistance to players."),
		unknownInt("total", "Sum of all."),
	}
}

// Edges implements ent.Interface.
func (ItemRatings) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("ratings").Field("item_id").Unique().Required()}
}

// Indexes implements ent.Interface.
func (ItemRatings) Indexes() []ent.Index {
	return sparse("damage", "damage_resist", "crit", "crit_resist", "crit_damage", "crit_damage_resist", "healing_boost",
		"nether_resist", "life_resist", "vitality", "pk_damage", "pk_damage_resist")
}
