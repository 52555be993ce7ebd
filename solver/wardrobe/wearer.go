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

// bars says why the wearer may not wear a piece; it is empty where he may.
func (w Wearer) bars(r *Record) string {
	if w.Name != "" && r.Owner != w.Name && r.Attuned {
		return "attuned to " + r.Owner
	}
	if w.Heritage > 0 && r.Heritage > 0 && r.Heritage != w.Heritage {
		return forHeritage(r.Heritage)
	}
	if w.ArcaneLore > 0 && r.Lore > w.ArcaneLore {
		return fmt.Sprintf("needs arcane lore %d", r.Lore)
	}
	for _, need := range r.Wield {
		if why := w.requires(need.Kind, need.Subject, need.Minimum); why != "" {
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
