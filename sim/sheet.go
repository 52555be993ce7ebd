package sim

import (
	"math"
	"slices"
	"strconv"
)

type allegiance struct {
	Name      string `json:"name"`
	Monarch   *peer  `json:"monarch,omitempty"`
	Patron    *peer  `json:"patron,omitempty"`
	Rank      int    `json:"rank"`
	Followers int    `json:"followers"`
}

type peer struct {
	Name   string `json:"name"`
	Race   int    `json:"race"`
	Rank   int    `json:"rank"`
	Gender int    `json:"gender"`
}

type sheetEvent struct {
	header
	Level           int                   `json:"level"`
	Race            string                `json:"race"`
	Gender          string                `json:"gender"`
	Birth           string                `json:"birth"`
	Deaths          int                   `json:"deaths"`
	TotalXP         int64                 `json:"total_xp"`
	UnassignedXP    int64                 `json:"unassigned_xp"`
	SkillCredits    int                   `json:"skill_credits"`
	LuminanceEarned int64                 `json:"luminance_earned"`
	LuminanceTotal  int64                 `json:"luminance_total"`
	Attributes      map[string]attribute  `json:"attributes"`
	Vitals          map[string]vitalBase  `json:"vitals"`
	Skills          map[string]skillValue `json:"skills"`
	Allegiance      allegiance            `json:"allegiance"`
	CurrentTitle    int                   `json:"current_title"`
	Titles          []int                 `json:"titles"`
	Properties      map[string]int        `json:"properties"`
}

type attribute struct {
	Base     int `json:"base"`
	Creation int `json:"creation"`
}

type vitalBase struct {
	Base int `json:"base"`
}

type skillValue struct {
	Base     int    `json:"base"`
	Training string `json:"training"`
}

// totalXPAt275 is what it takes to reach the highest level.
const totalXPAt275 = 191_226_310_247

// tellSheet sends the whole sheet. Its fixed part depends on the character's name alone; experience grows with kills.
func (c *character) tellSheet() {
	r := fixed(c.name)
	grown := float64(c.level) / 275
	xp := int64(float64(totalXPAt275) * math.Pow(grown, 5))
	if c.level == 275 {
		xp += int64(r.between(0, 5e11))
	}
	earned := int64(c.session.kills) * 90_000
	luminance := int64(0)
	if c.level >= 200 {
		luminance = 1_500_000
	}
	gender := "Male"
	if c.female {
		gender = "Female"
	}
	titles := titlesOf(r)
	sheet := sheetEvent{
		Level: c.level, Race: c.heritage.name, Gender: gender, Birth: c.birth.Format("1/2/2006 3:04:05 PM"),
		Deaths: c.totalDeaths, TotalXP: xp + earned, UnassignedXP: int64(r.between(0, 4e9)) + earned,
		SkillCredits: r.IntN(4), LuminanceEarned: luminance / 3, LuminanceTotal: luminance,
		Attributes: c.attributes(r), Vitals: map[string]vitalBase{
			"health": {int(c.pools.healthMax)}, "stamina": {int(c.pools.staminaMax)}, "mana": {int(c.pools.manaMax)},
		},
		Skills: c.skills(r), Allegiance: c.allegiance, CurrentTitle: pick(r, titles), Titles: titles,
		Properties: c.properties(r),
	}
	c.send(kindCharacterStats, note{}, func(h header) any {
		sheet.header = h
		return sheet
	})
}

func (c *character) attributes(r random) map[string]attribute {
	out := map[string]attribute{}
	mind := c.trade.attack == "Magic"
	for _, name := range []string{"strength", "endurance", "coordination", "quickness"} {
		out[name] = attributeOf(r, c.level, !mind)
	}
	for _, name := range []string{"focus", "self"} {
		out[name] = attributeOf(r, c.level, mind)
	}
	return out
}

func attributeOf(r random, level int, favoured bool) attribute {
	creation := pick(r, []int{10, 10, 40, 60})
	if favoured {
		creation = pick(r, []int{60, 80, 100, 100})
	}
	return attribute{Base: creation + r.whole(level/3, level*190/275), Creation: creation}
}

func (c *character) skills(r random) map[string]skillValue {
	out := map[string]skillValue{}
	for _, name := range skillNames() {
		training := pick(r, []string{"Untrained", "Untrained", "Trained", "Specialized"})
		if name == c.trade.skill {
			training = "Specialized"
		}
		base := r.whole(5, 60)
		switch training {
		case "Trained":
			base = r.whole(c.level/2, c.level+120)
		case "Specialized":
			base = r.whole(c.level, c.level+270)
		}
		out[name] = skillValue{base, training}
	}
	return out
}

func skillNames() []string {
	return []string{
		"melee_defense", "missile_defense", "arcane_lore", "magic_defense", "mana_conversion", "item_tinkering",
		"assess_person", "deception", "healing", "jump", "lockpick", "run", "assess_creature", "weapon_tinkering",
		"armor_tinkering", "magic_item_tinkering", "creature_enchantment", "item_enchantment", "life_magic", "war_magic",
		"leadership", "loyalty", "fletching", "alchemy", "cooking", "salvaging", "two_handed_combat", "void_magic",
		"heavy_weapons", "light_weapons", "finesse_weapons", "missile_weapons", "shield", "dual_wield", "recklessness",
		"sneak_attack", "dirty_fighting", "summoning",
	}
}

func titlesOf(r random) []int {
	seen := map[int]bool{}
	for range r.whole(3, 60) {
		seen[r.whole(1, 890)] = true
	}
	out := make([]int, 0, len(seen))
	for id := range seen {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// properties are a few of the game's integer properties, by id: level 25, deaths 43, aetheria slots 322, augmentations
// 218 to 246, luminance augmentations 333 to 342, ratings 307 to 316.
func (c *character) properties(r random) map[string]int {
	out := map[string]int{"25": c.level, "43": c.totalDeaths, "322": pick(r, []int{0, 1, 3, 7})}
	for id := 218; id <= 246; id++ {
		if r.chance(0.4) {
			out[strconv.Itoa(id)] = r.whole(1, 3)
		}
	}
	if c.level >= 200 {
		for id := 333; id <= 342; id++ {
			out[strconv.Itoa(id)] = r.whole(0, 5)
		}
	}
	for _, id := range []int{307, 308, 313, 314, 315, 316} {
		out[strconv.Itoa(id)] = r.whole(0, 30)
	}
	return out
}
