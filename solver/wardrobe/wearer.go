package wardrobe

import (
	"fmt"

	"github.com/mosswart/overlord/gamedata"
)

// Wearer is who the suit is for. What is not known, at its zero value, forbids nothing.
type Wearer struct {
	Name       string
	Level      int
	Heritage   int
	ArcaneLore int
	Skills     map[gamedata.Skill]int // buffed
	BaseSkills map[gamedata.Skill]int
}

// bars says why the wearer may not wear an item; it is empty where he may.
func (w Wearer) bars(it *Item) string {
	if w.Name != "" && it.Owner != w.Name && it.number(gamedata.IntAttuned) > 0 {
		return "attuned to " + it.Owner
	}
	if heritage := it.number(gamedata.IntHeritage); w.Heritage > 0 && it.number(gamedata.IntHeritageSpecific) > 0 && heritage > 0 && heritage != w.Heritage {
		return forHeritage(heritage)
	}
	if lore := it.number(gamedata.IntLoreRequirement); w.ArcaneLore > 0 && lore > w.ArcaneLore {
		return fmt.Sprintf("needs arcane lore %d", lore)
	}
	for _, r := range [...][3]gamedata.IntProperty{
		{gamedata.IntWieldType, gamedata.IntWieldSkill, gamedata.IntWieldValue},
		{gamedata.IntWieldType2, gamedata.IntWieldSkill2, gamedata.IntWieldValue2},
		{gamedata.IntWieldType3, gamedata.IntWieldSkill3, gamedata.IntWieldValue3},
		{gamedata.IntWieldType4, gamedata.IntWieldSkill4, gamedata.IntWieldValue4},
	} {
		if why := w.requires(gamedata.WieldRequirement(it.number(r[0])), it.number(r[1]), it.number(r[2])); why != "" {
			return why
		}
	}
	return ""
}

func (w Wearer) requires(kind gamedata.WieldRequirement, what, value int) string {
	skill := gamedata.Skill(what)
	switch kind {
	case gamedata.RequireLevel:
		if w.Level > 0 && value > w.Level {
			return fmt.Sprintf("needs level %d", value)
		}
	case gamedata.RequireSkill:
		if w.Skills != nil && value > w.Skills[skill] {
			return fmt.Sprintf("needs %s %d", skill, value)
		}
	case gamedata.RequireBaseSkill:
		if w.BaseSkills != nil && value > w.BaseSkills[skill] {
			return fmt.Sprintf("needs base %s %d", skill, value)
		}
	case gamedata.RequireHeritage:
		if w.Heritage > 0 && value != w.Heritage {
			return forHeritage(value)
		}
	case gamedata.RequireAttribute, gamedata.RequireBaseAttribute, gamedata.RequireVital, gamedata.RequireBaseVital,
		gamedata.RequireTraining, gamedata.RequireInt, gamedata.RequireBool, gamedata.RequireCreature:
	default:
	}
	return ""
}

func forHeritage(id int) string {
	name, ok := gamedata.HeritageName(id)
	if !ok {
		name = fmt.Sprintf("heritage %d", id)
	}
	return "for " + name + " only"
}
