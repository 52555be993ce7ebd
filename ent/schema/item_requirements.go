package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemRequirements is what an item asks of its wearer.
type ItemRequirements struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemRequirements) Annotations() []schema.Annotation {
	return described("item_requirements", "ItemRequirements is what an item asks of its wearer.", annotation.Model{
		Label: "Requirements", Plural: "Requirements", Group: groupItemParts, Icon: "lock", ReadOnly: true,
		ListColumns: []string{"item_id", "wield_level", "lore_difficulty"},
	})
}

// Fields implements ent.Interface.
func (ItemRequirements) Fields() []ent.Field {
	return []ent.Field{
		field.Int("item_id").Comment("Row id of the item.").Annotations(annotation.Field{Label: "Item"}),
		unknownInt("wield_level", "Character level to wear it."),
		unknownInt("wield_kind", "Kind of wield requirement."),
		unknownInt("wield_subject", "Skill, attribute or stat that it asks for."),
		unknownInt("wield_minimum", "How much of it."),
		unknownInt("wield_kind_2", "Kind of wield requirement."),
		unknownInt("wield_subject_2", "Skill, attribute or stat that it asks for."),
		unknownInt("wield_minimum_2", "How much of it."),
		unknownInt("wield_kind_3", "Kind of wield requirement."),
		unknownInt("wield_subject_3", "Skill, attribute or stat that it asks for."),
		unknownInt("wield_minimum_3", "How much of it."),
		unknownInt("wield_kind_4", "Kind of wield requirement."),
		unknownInt("wield_subject_4", "Skill, attribute or stat that it asks for."),
		unknownInt("wield_minimum_4", "How much of it."),
		unknownInt("lore_difficulty", "Arcane lore to activate it."),
		unknownInt("activation_skill", "Skill to activate it."),
		unknownInt("activation_skill_level", "How much of that skill."),
		unknownInt("allegiance_rank", "Rank in the allegiance."),
		unknownInt("heritage", "Heritage that it is for."),
		unknownInt("heritage_specific", "1: nobody else may wear it."),
		unknownInt("summoning_mastery", "Mastery to use it."),
		unknownInt("use_skill", "Skill to use it."),
		unknownInt("use_skill_level", "How much of that skill."),
		unknownInt("use_skill_specialized", "Skill that must be specialised to use it."),
		unknownInt("use_level", "Character level to use it."),
	}
}

// Edges implements ent.Interface.
func (ItemRequirements) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("requirements").Field("item_id").Unique().Required()}
}
