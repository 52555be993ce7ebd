package sim

import "strconv"

type questEvent struct {
	header
	Name      string `json:"quest_name"`
	Countdown string `json:"countdown"`
}

func (c *character) tellQuest() {
	name := pick(c.random, []string{
		"stipendtimer_0812", "fiunkillcount", "blankaugmentation", "colosseumcooldown", "hauntedmansiontimer",
		"aetheriaquest", "gauntletflag", "mosswartvillage", "towerguardian", "legendarychestkey",
	})
	countdown := "ready"
	if c.random.chance(0.7) {
		s := c.random.whole(30, 7*86400)
		countdown = clockText(s/3600%24) + ":" + clockText(s/60%60) + ":" + clockText(s%60)
		if s >= 86400 {
			countdown = strconv.Itoa(s/86400) + "d " + countdown
		}
	}
	c.send(kindQuest, note{}, func(h header) any { return questEvent{h, name, countdown} })
}

func clockText(v int) string {
	if v < 10 {
		return "0" + strconv.Itoa(v)
	}
	return strconv.Itoa(v)
}
