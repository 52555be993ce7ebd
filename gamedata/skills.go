package gamedata

import (
	_ "embed"
	"sync"
)

// Skill is the game's number for a skill.
type Skill int

// The skills that characters have.
const (
	SkillMeleeDefense        Skill = 6
	SkillMissileDefense      Skill = 7
	SkillArcaneLore          Skill = 14
	SkillMagicDefense        Skill = 15
	SkillManaConversion      Skill = 16
	SkillItemTinkering       Skill = 18
	SkillAssessPerson        Skill = 19
	SkillDeception           Skill = 20
	SkillHealing             Skill = 21
	SkillJump                Skill = 22
	SkillLockpick            Skill = 23
	SkillRun                 Skill = 24
	SkillAssessCreature      Skill = 27
	SkillWeaponTinkering     Skill = 28
	SkillArmorTinkering      Skill = 29
	SkillMagicItemTinkering  Skill = 30
	SkillCreatureEnchantment Skill = 31
	SkillItemEnchantment     Skill = 32
	SkillLifeMagic           Skill = 33
	SkillWarMagic            Skill = 34
	SkillLeadership          Skill = 35
	SkillLoyalty             Skill = 36
	SkillFletching           Skill = 37
	SkillAlchemy             Skill = 38
	SkillCooking             Skill = 39
	SkillSalvaging           Skill = 40
	SkillTwoHandedCombat     Skill = 41
	SkillVoidMagic           Skill = 43
	SkillHeavyWeapons        Skill = 44
	SkillLightWeapons        Skill = 45
	SkillFinesseWeapons      Skill = 46
	SkillMissileWeapons      Skill = 47
	SkillShield              Skill = 48
	SkillDualWield           Skill = 49
	SkillRecklessness        Skill = 50
	SkillSneakAttack         Skill = 51
	SkillDirtyFighting       Skill = 52
	SkillSummoning           Skill = 54
)

// SkillFacts are what is known of a skill.
type SkillFacts struct {
	ID   Skill
	Name string // "Two Handed Combat"
	Key  string // as character_stats writes it: "two_handed_combat"
	Live bool   // false for those that the game has retired or never used
}

// String is the skill's name.
func (s Skill) String() string {
	if f, ok := SkillByID(s); ok {
		return f.Name
	}
	return names(nil).name("skill", int64(s))
}

//go:embed skills.csv
var skillsCSV string

// Skills are all skills, by number: the number is the index.
func Skills() []SkillFacts { return skills() }

var skills = sync.OnceValue(func() []SkillFacts {
	const file = "skills.csv"
	var all []SkillFacts
	for _, r := range rows(file, skillsCSV, 4) {
		all = append(all, SkillFacts{ID: Skill(whole(file, r[0])), Name: r[1], Key: r[2], Live: r[3] == "live"})
	}
	return all
})

// SkillByID finds a skill; ok is false where there is none with that number.
func SkillByID(s Skill) (SkillFacts, bool) {
	all := skills()
	if s < 1 || int(s) >= len(all) {
		return SkillFacts{}, false
	}
	return all[s], true
}
