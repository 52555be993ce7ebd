package sim

// combatSession is the fight record of one session, as combat_stats carries it.
type combatSession struct {
	CombatTotals
	Monsters map[string]*monsterLog `json:"monsters"`
}

// CombatTotals are the sums of a fight record.
type CombatTotals struct {
	Kills    int `json:"total_kills"`
	Given    int `json:"total_damage_given"`
	Received int `json:"total_damage_received"`
	Surges   int `json:"total_aetheria_surges"`
	Cloaks   int `json:"total_cloak_surges"`
}

func (t *CombatTotals) add(o CombatTotals) {
	t.Kills += o.Kills
	t.Given += o.Given
	t.Received += o.Received
	t.Surges += o.Surges
	t.Cloaks += o.Cloaks
}

type monsterLog struct {
	Kills    int                              `json:"kill_count"`
	Given    int                              `json:"damage_given"`
	Received int                              `json:"damage_received"`
	Offense  map[string]map[string]*attackLog `json:"offense"`
	Defense  map[string]map[string]*attackLog `json:"defense"`
}

type attackLog struct {
	Attacks     int `json:"total_attacks"`
	Failed      int `json:"failed_attacks"`
	Crits       int `json:"crits"`
	NormalTotal int `json:"total_normal_damage"`
	NormalMax   int `json:"max_normal_damage"`
	CritTotal   int `json:"total_crit_damage"`
	CritMax     int `json:"max_crit_damage"`
}

func newCombatSession() combatSession {
	return combatSession{Monsters: map[string]*monsterLog{}}
}

func (s *combatSession) against(name string) *monsterLog {
	m := s.Monsters[name]
	if m == nil {
		m = &monsterLog{Offense: map[string]map[string]*attackLog{}, Defense: map[string]map[string]*attackLog{}}
		s.Monsters[name] = m
	}
	return m
}

func attacks(of map[string]map[string]*attackLog, kind, element string) *attackLog {
	if of[kind] == nil {
		of[kind] = map[string]*attackLog{}
	}
	if of[kind][element] == nil {
		of[kind][element] = &attackLog{}
	}
	return of[kind][element]
}

// strike is half a second of blows in both directions.
func (s *combatSession) strike(c *character, foe *creature) {
	r, m := c.random, s.against(foe.name)
	if r.chance(0.6) {
		given := attacks(m.Offense, c.trade.attack, c.trade.element).blow(r, 40+c.level)
		m.Given += given
		s.Given += given
	}
	if r.chance(0.3) {
		received := attacks(m.Defense, "MeleeMissile", pick(r, []string{"Slash", "Pierce", "Bludgeon"})).blow(r, 40)
		m.Received += received
		s.Received += received
	}
	if r.chance(0.01) {
		s.Surges++
	}
	if r.chance(0.005) {
		s.Cloaks++
	}
}

func (s *combatSession) killed(name string) {
	s.Kills++
	s.against(name).Kills++
}

func (a *attackLog) blow(r random, strength int) int {
	a.Attacks++
	damage := r.whole(strength/2, strength)
	switch k := r.IntN(20); {
	case k < 3:
		a.Failed++
		return 0
	case k < 5:
		damage *= 2
		a.Crits++
		a.CritTotal += damage
		a.CritMax = max(a.CritMax, damage)
	default:
		a.NormalTotal += damage
		a.NormalMax = max(a.NormalMax, damage)
	}
	return damage
}

type combatEvent struct {
	header
	SessionID string         `json:"session_id"`
	Session   *combatSession `json:"session"`
}

func (c *character) tellCombat() {
	totals := c.combat.CombatTotals
	c.send(kindCombatStats, note{combat: &totals}, func(h header) any { return combatEvent{h, c.session.id, &c.combat} })
}
