package sim

import "math"

// pools are health, stamina and mana.
type pools struct {
	health, stamina, mana          float64
	healthMax, staminaMax, manaMax float64
	vitae                          int // per cent lost
	sinceDeath                     int // kills
	changed                        bool
}

func newPools(c *character) pools {
	r := c.random
	grown := float64(c.level) / 275
	p := pools{
		healthMax:  math.Round(120 + grown*r.between(120, 260)),
		staminaMax: math.Round(150 + grown*r.between(150, 300)),
		manaMax:    math.Round(80 + grown*r.between(80, 420)),
	}
	p.health, p.stamina, p.mana = p.healthMax, p.staminaMax, p.manaMax
	return p
}

// rest lets everything grow back, by a 60th a second.
func (p *pools) rest(_ *character) {
	limit := 1 - float64(p.vitae)/100
	p.set(p.health+p.healthMax/120, p.stamina+p.staminaMax/120, p.mana+p.manaMax/120, limit)
}

// strain is half a second of a fight; a character heals itself before it is too late.
func (p *pools) strain(c *character) {
	limit := 1 - float64(p.vitae)/100
	health := p.health - p.healthMax*c.random.between(-0.01, 0.035)
	if health < p.healthMax*0.45*limit {
		health += p.healthMax * 0.4
		p.mana -= 20
	}
	p.set(max(1, health), p.stamina-c.random.between(0, 3)+1.2, p.mana-c.random.between(0, 4)+1.5, limit)
}

func (p *pools) set(health, stamina, mana, limit float64) {
	was := [3]int{int(p.health), int(p.stamina), int(p.mana)}
	p.health = min(max(health, 0), p.healthMax*limit)
	p.stamina = min(max(stamina, 1), p.staminaMax*limit)
	p.mana = min(max(mana, 0), p.manaMax*limit)
	if was != [3]int{int(p.health), int(p.stamina), int(p.mana)} {
		p.changed = true
	}
}

func (p *pools) fall() {
	p.vitae = min(40, p.vitae+5)
	p.health, p.sinceDeath, p.changed = 0, 0, true
}

// recoverVitae gives back one per cent for every 20 kills.
func (p *pools) recoverVitae() {
	if p.sinceDeath++; p.vitae > 0 && p.sinceDeath%20 == 0 {
		p.vitae--
		p.changed = true
	}
}

type points struct {
	HealthCurrent     int     `json:"health_current"`
	HealthMax         int     `json:"health_max"`
	HealthPercentage  float64 `json:"health_percentage"`
	StaminaCurrent    int     `json:"stamina_current"`
	StaminaMax        int     `json:"stamina_max"`
	StaminaPercentage float64 `json:"stamina_percentage"`
	ManaCurrent       int     `json:"mana_current"`
	ManaMax           int     `json:"mana_max"`
	ManaPercentage    float64 `json:"mana_percentage"`
	Vitae             int     `json:"vitae"`
}

func (p *pools) points() points {
	percent := func(v, of float64) float64 { return round(100*math.Floor(v)/of, 1) }
	return points{
		int(p.health), int(p.healthMax), percent(p.health, p.healthMax),
		int(p.stamina), int(p.staminaMax), percent(p.stamina, p.staminaMax),
		int(p.mana), int(p.manaMax), percent(p.mana, p.manaMax), p.vitae,
	}
}

type vitalsEvent struct {
	header
	points
}

func (c *character) tellVitals() {
	c.pools.changed = false
	c.send(kindVitals, note{}, func(h header) any { return vitalsEvent{h, c.pools.points()} })
}
