package schema

import (
	"slices"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// Item is one object that a character carries or wears. Its numbers in combat, its requirements, enhancements,
// ratings, spells and the payload that all of them came from are rows of their own.
type Item struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Item) Annotations() []schema.Annotation {
	return described("items", "Item is one object that a character carries or wears.", annotation.Model{
		Label: "Item", Plural: "Items", Group: groupItems, Icon: "package", ReadOnly: true,
		ListColumns: []string{"character_name", "name", "object_class", "material", "value_pyreals", "burden", "first_seen_at"},
		Search:      []string{"name", "character_name"}, Order: []string{"character_name", "name"},
		Title: []string{"name"}, Inlines: []string{"combat", "requirements", "enhancements", "ratings", "spells", "raw"},
		Scopes: []annotation.Scope{
			{Name: "Carried", Filter: "removed_at:null"}, {Name: "Worn", Filter: "removed_at:null equipped_slots>0"},
			{Name: "Rares", Filter: "rare_id!=null removed_at:null"}, {Name: "Gone", Filter: "removed_at!=null"},
		},
	})
}

// Fields implements ent.Interface.
func (Item) Fields() []ent.Field {
	return []ent.Field{
		characterName(),
		objectID(),
		field.String("name").Default("").MaxRuneLen(255).Comment("As shown, with the material in front."),
		field.Int("object_class").Default(0).NonNegative().Comment("The plugin's class: 1 melee weapon, 2 armour, …"),
		told(unknownInt("wcid", "Weenie class id."), annotation.Field{Label: "Weenie class", Group: "Make"}),
		told(unknownInt("category", "The game's item type bits."), annotation.Field{Group: "Make"}),
		told(unknownInt("icon", "Icon id without 0x06000000."), annotation.Field{Group: "Looks"}),
		told(unknownInt("icon_overlay", "Drawn over the icon."), annotation.Field{Group: "Looks"}),
		told(unknownInt("icon_underlay", "Drawn under the icon."), annotation.Field{Group: "Looks"}),
		told(unknownInt("icon_outline", "How the icon shines, UiEffects bits: 1 magical, 2 poisoned, …"), annotation.Field{Group: "Looks"}),
		told(unknownInt("value_pyreals", "What it is worth, in pyreals."), annotation.Field{Label: "Value", Unit: "pyreals", Group: "Worth"}),
		told(unknownInt("burden", "Burden units."), annotation.Field{Unit: "units", Group: "Worth"}),
		told(unknownInt("stack_count", "How many are in the stack."), annotation.Field{Label: "In the stack", Group: "Worth"}),
		told(unknownInt("stack_max", "How many a stack holds."), annotation.Field{Label: "Stack holds", Group: "Worth"}),
		told(unknownInt("item_slots", "How many items fit into it."), annotation.Field{Label: "Holds items", Group: "Worth"}),
		told(unknownInt("pack_slots", "How many packs fit into it."), annotation.Field{Label: "Holds packs", Group: "Worth"}),
		told(unknownInt("material", "Material id; NULL for what was not found as loot."), annotation.Field{Group: "Make"}),
		told(unknownFloat("workmanship", "1 to 10; salvage has fractions."), annotation.Field{Group: "Make"}),
		told(unknownInt("equipment_set", "Set id."), annotation.Field{Label: "Set", Group: "Make"}),
		told(unknownInt("rare_id", "Number of the rare; NULL for what is none."), annotation.Field{Label: "Rare", Group: "Make"}),
		told(unknownInt("equippable_slots", "Where it may be worn, equip mask bits."), annotation.Field{Label: "May be worn at", Group: "Where it is"}),
		field.Int64("equipped_slots").Default(0).NonNegative().Comment("Where it is worn now, equip mask bits; 0: not worn."),
		told(unknownInt("coverage", "Body parts that it covers, coverage mask bits."), annotation.Field{Group: "Where it is"}),
		told(otherObjectID("container_id", "The pack that it lies in."), annotation.Field{Label: "Pack", Group: "Where it is"}),
		told(unknownInt("slot_in_pack", "Its place in the pack."), annotation.Field{Label: "Place in the pack", Group: "Where it is"}),
		told(otherObjectID("wielder_id", "Who wears it."), annotation.Field{Label: "Wearer", Group: "Where it is"}),
		told(unknownInt("bonded", "Whether it stays at death."), annotation.Field{Group: "Make"}),
		told(unknownInt("attuned", "Whether it cannot be given away."), annotation.Field{Group: "Make"}),
		field.Bool("has_id_data").Default(false).Comment("The client has appraised it; without that most numbers are unknown."),
		told(unknownInt("armor_level", "As shown; a copy of the combat value, to search by."), annotation.Field{Group: "To search by"}),
		told(unknownInt("max_damage", "As shown; a copy of the combat value."), annotation.Field{Group: "To search by"}),
		told(unknownInt("wield_level", "Character level to wear it; a copy of the requirement."), annotation.Field{Group: "To search by"}),
		told(unknownInt("times_tinkered", "0 to 10; a copy of the enhancement."), annotation.Field{Group: "To search by"}),
		told(unknownInt("rating_total", "Sum of the gear ratings; a copy."), annotation.Field{Group: "To search by"}),
		told(bits("wear_slots", "Where it may be worn as it is, after coverage, equip mask bits."), annotation.Field{Group: "To search by"}),
		told(bits("reduced_slots", "Single slots that a tailor can cut it down to, equip mask bits."), annotation.Field{Group: "To search by"}),
		told(bits("cantrip_tiers", "Tiers of its own cantrips: 1 minor, 2 major, 4 epic, 8 legendary, 16 any other."), annotation.Field{Group: "To search by"}),

		field.Time("as_of").Optional().Nillable().
			Comment("Timestamp of the delta that last told of it; NULL where it came with the full inventory, which has the time."),
		field.Time("first_seen_at").Default(now).Comment("When the character first had it."),
		field.Time("removed_at").Optional().Nillable().
			Comment("A tombstone: removed by a delta, kept until the next full inventory. NULL while it is there."),
		told(kept("digest", "Hash of the newest snapshot: an unchanged item is not written again."), hidden),
		told(field.Bool("appraised").Default(false).Comment("The newest snapshot itself holds an appraisal."), hidden),
		told(field.Time("appraised_at").Optional().Nillable().
			Comment("Timestamp of the appraisal that is kept beside a newer snapshot without one."), hidden),
		told(field.Time("absent_at").Optional().Nillable().
			Comment("The last full inventory before its newest snapshot that did not have it: older appraisals are of another time."), hidden),
		told(field.Int("rules_version").Default(0).NonNegative().Comment("Version of the rules by which it was normalised."), hidden),
	}
}

// hidden is what an admin is told of a column that only storing needs.
var hidden = annotation.Field{Group: "Storing"}

// bits is a mask, 0 for none.
func bits(name, comment string) ent.Field {
	return field.Int64(name).Default(0).NonNegative().Comment(comment)
}

// kept is a number that means nothing to people.
func kept(name, comment string) ent.Field { return field.Int64(name).Default(0).Comment(comment) }

// Edges implements ent.Interface.
func (Item) Edges() []ent.Edge {
	cascade := entsql.OnDelete(entsql.Cascade)
	return []ent.Edge{
		edge.To("combat", ItemCombat.Type).Unique().Annotations(cascade),
		edge.To("requirements", ItemRequirements.Type).Unique().Annotations(cascade),
		edge.To("enhancements", ItemEnhancements.Type).Unique().Annotations(cascade),
		edge.To("ratings", ItemRatings.Type).Unique().Annotations(cascade),
		edge.To("spells", ItemSpell.Type).Annotations(cascade),
		edge.To("raw", ItemRaw.Type).Unique().Annotations(cascade),
	}
}

// Indexes implements ent.Interface.
func (Item) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("character_name", "object_id").Unique(),
		index.Fields("object_id"),
		index.Fields("character_name", "container_id"),

		covering("item_by_name", "name"),
		covering("item_by_class", "object_class", "name"),
		covering("item_by_armor_level", "armor_level"),

		// To sort by, with the id for ties.
		index.Fields("character_name", "name", "id", "removed_at"),
		index.Fields("max_damage", "id", "removed_at", "object_class", "equipped_slots"),
		index.Fields("rating_total", "id", "removed_at", "object_class"),
		index.Fields("value_pyreals", "id", "removed_at"),
		index.Fields("wield_level", "id", "removed_at"),
		index.Fields("times_tinkered", "id", "removed_at"),
		index.Fields("workmanship", "id", "removed_at"),
		index.Fields("burden", "id", "removed_at"),
		index.Fields("stack_count", "id", "removed_at"),

		index.Fields("material", "removed_at"),
		index.Fields("equipment_set", "removed_at"),
		index.Fields("equipped_slots", "removed_at"),
		index.Fields("wear_slots", "removed_at"),
		index.Fields("reduced_slots", "removed_at"),
		index.Fields("cantrip_tiers", "removed_at"),
		index.Fields("rare_id", "removed_at"),
	}
}

// searched are the columns that most searches ask for or count by.
var searched = []string{
	"id", "removed_at", "object_class", "wear_slots", "equipped_slots", "armor_level", "cantrip_tiers", "equipment_set",
	"material", "rating_total", "character_name", "name",
}

// covering is an index that answers such searches alone. The rows themselves are far apart and a few hundred bytes each:
// to look each of them up takes several times as long as everything else.
func covering(name string, leading ...string) ent.Index {
	columns := leading
	for _, column := range searched {
		if !slices.Contains(leading, column) {
			columns = append(columns, column)
		}
	}
	return index.Fields(columns...).StorageKey(name)
}

// sparse are indexes of the rows of an item's part that have a value: which items those are is read from the index alone.
func sparse(columns ...string) []ent.Index {
	out := make([]ent.Index, len(columns))
	for i, column := range columns {
		out[i] = index.Fields(column, "item_id").Annotations(entsql.IndexWhere(column + " IS NOT NULL"))
	}
	return out
}

// Ids of the game's objects are kept as what they are, unsigned 32 bits; on the wire they are signed.
const (
	maxObjectID     = 1<<32 - 1
	objectIDComment = "Unsigned 32 bits: the wire's negative numbers plus 2^32."
)

func objectID() ent.Field {
	return field.Int64("object_id").Range(0, maxObjectID).Comment("The game's id of the object. " + objectIDComment)
}

func otherObjectID(name, comment string) ent.Field {
	return field.Int64(name).Range(0, maxObjectID).Optional().Nillable().Comment(comment + " " + objectIDComment)
}
