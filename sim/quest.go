package sim

import (
	"fmt"
	"time"
)

// quest is one that the character does again and again: it is ready, or will be.
type quest struct {
	name    string
	pause   time.Duration // between two times
	readyAt time.Duration // simulated time; past: ready
}

const day = 24 * time.Hour

// newQuests are those that a character knows, each at some point of its pause.
func newQuests(c *character) []quest {
	all := []quest{
		{name: "stipendtimer_0812", pause: 7 * day}, {name: "fiunkillcount", pause: 20 * time.Hour},
		{name: "blankaugmentation", pause: 13 * day}, {name: "colosseumcooldown", pause: 10 * time.Hour},
		{name: "hauntedmansiontimer", pause: 6 * day}, {name: "aetheriaquest", pause: 20 * time.Hour},
		{name: "gauntletflag", pause: 90 * time.Minute}, {name: "mosswartvillage", pause: 3 * day},
		{name: "towerguardian", pause: 20 * time.Hour}, {name: "legendarychestkey", pause: 6*day + 20*time.Hour},
		{name: "golemstonekillcount", pause: 20 * time.Hour}, {name: "slayerrings", pause: 31 * day},
		{name: "bountyboard", pause: 5 * time.Minute}, {name: "portalnetworkcourier", pause: 25 * time.Minute},
	}
	c.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:c.random.whole(6, len(all))]
	for i := range all {
		if c.random.chance(0.7) {
			all[i].readyAt = c.now + c.random.span(0, all[i].pause)
		}
	}
	return all
}

type questEvent struct {
	header
	Name      string `json:"quest_name"`
	Countdown string `json:"countdown"`
}

// tellQuest tells how long until a quest can be done again.
func (c *character) tellQuest(i int) {
	q := c.quests[i]
	c.send(kindQuest, note{}, func(h header) any { return questEvent{h, q.name, countdown(q.readyAt - c.now)} })
}

// tellNextQuest tells one of the quests, which has sometimes just been done.
func (c *character) tellNextQuest() {
	i := c.random.IntN(len(c.quests))
	if q := &c.quests[i]; q.readyAt <= c.now && c.random.chance(0.3) {
		q.readyAt = c.now + q.pause
	}
	c.tellQuest(i)
}

// countdown writes "ready", "02:03:04" or "1d 02:03:04".
func countdown(left time.Duration) string {
	s := int(left.Seconds())
	if s <= 0 {
		return "ready"
	}
	text := fmt.Sprintf("%02d:%02d:%02d", s/3600%24, s/60%60, s%60)
	if days := s / 86400; days > 0 {
		text = fmt.Sprintf("%dd %s", days, text)
	}
	return text
}
