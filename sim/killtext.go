package sim

import "strings"

// killText is how the game words a kill by one element: what the killer reads, with % for the victim, and what the
// victim reads, with % for the killer.
type killText struct{ killer, victim string }

// killTexts are the game's patterns.
func killTexts(element string) []killText {
	switch element {
	case "Slash":
		return []killText{
			{"You split % apart!", "% splits you apart!"},
			{"You cleave % in twain!", "% cleaves you in twain!"},
			{"% is torn to ribbons by your assault!", "You are torn to ribbons by %'s assault!"},
		}
	case "Pierce":
		return []killText{
			{"You run % through!", "% runs you through!"},
			{"% is fatally punctured!", "You are fatally punctured by %!"},
			{"%'s perforated corpse falls before you!", "Your perforated corpse falls before %!"},
		}
	case "Bludgeon":
		return []killText{
			{"You beat % to a lifeless pulp!", "% beats you to a lifeless pulp!"},
			{"You flatten %'s body with the force of your assault!", "The force of %'s assault flattens you!"},
			{"The thunder of crushing % is followed by the deafening silence of death!", "Your body is shattered by %'s attack!"},
		}
	case "Fire":
		return []killText{
			{"% is reduced to cinders!", "You are reduced to cinders by %!"},
			{"% is incinerated by your assault!", "You are incinerated by %'s assault!"},
			{"%'s seared corpse smolders before you!", "Your seared corpse smolders before %!"},
		}
	case "Cold":
		return []killText{
			{"Your attack stops % cold!", "%'s attack stops you cold!"},
			{"% suffers a frozen fate!", "You suffer a frozen fate at the hands of %!"},
		}
	case "Acid":
		return []killText{
			{"% is liquified by your attack!", "You are liquified by %'s attack!"},
			{"You reduce % to a sizzling, oozing mass!", "% reduces you to a sizzling, oozing mass!"},
		}
	case "Electric":
		return []killText{
			{"Blistered by lightning, % falls!", "Blistered by %'s lightning, you die!"},
			{"Electricity tears % apart!", "Electricity from %'s attack tears you apart!"},
		}
	case "Nether":
		return []killText{
			{"% is dessicated by your attack!", "You are dessicated by %'s attack!"}, //nolint:misspell // the game's spelling
			{"%'s last strength withers before you!", "Your last strength withers before %!"},
		}
	case "Critical":
		return []killText{
			{"You smite % mightily!", "% smites you mightily!"},
			{"You obliterate %!", "% obliterates you!"},
			{"The deadly force of your attack is so strong that %'s ancestors feel it!", "The deadly force of %'s attack is so strong that your ancestors feel it!"},
			{"You slay % viciously enough to impart death several times over!", "% slays you viciously enough to impart death several times over!"},
		}
	default:
		return []killText{{"You killed %!", "You were killed by %!"}}
	}
}

// killed is what the killer reads, now and then that of a critical blow.
func (c *character) killed(foe string) string {
	element := c.trade.element
	if c.random.chance(0.1) {
		element = "Critical"
	}
	return capital(strings.ReplaceAll(pick(c.random, killTexts(element)).killer, "%", foe))
}

// killedBy is what a dying character reads.
func (c *character) killedBy(killer string) string {
	element := pick(c.random, []string{"", "Slash", "Pierce", "Bludgeon", "Fire", "Cold", "Acid", "Electric", "Nether", "Critical"})
	return capital(strings.ReplaceAll(pick(c.random, killTexts(element)).victim, "%", killer))
}
