package sim

import (
	"fmt"

	"github.com/mosswart/overlord/gamedata"
)

type chatEvent struct {
	header
	Text  string            `json:"text"`
	Color gamedata.ChatType `json:"color"`
}

func (c *character) chat(kind gamedata.ChatType, text string) {
	c.send(kindChat, note{}, func(h header) any { return chatEvent{h, text, kind} })
}

// chatter is one line of the kind that a chat window fills with: talk by others, fights, spells, trade, skills.
func (c *character) chatter() {
	switch k := c.random.IntN(100); {
	case k < 45:
		c.talk()
	case k < 70:
		c.blows()
	default:
		c.notices()
	}
}

// talk is what people say, in every channel that the game has.
func (c *character) talk() {
	r := c.random
	who := given(r)
	said := pick(r, []string{
		"anyone up for a run?", "where is everybody", "ty!", "brt, repairing", "wtb mana stones", "gratz!!", "lag...",
		"who has a portal to Ayan?", "heading to the mines", "need a tinker at the mansion", "afk 5", "level 275 at last",
		"<3", "50% off & free buffs", "he said \"no\"", "meet at 42.1N, 33.6E",
	})
	// The clickable form, as the game's chat rooms send it.
	link := fmt.Sprintf(`<Tell:IIDString:%d:%s>%s<\Tell>`, 0x50000000+r.IntN(0xFFFFFF), who, who)
	lines := []struct {
		weight int
		color  gamedata.ChatType
		text   string
	}{
		{8, gamedata.ChatAllegiance, fmt.Sprintf("[Allegiance] %s says, \"%s\"", who, said)},
		{5, gamedata.ChatAllegiance, fmt.Sprintf("[Allegiance] %s says, \"%s\"", link, said)},
		{6, gamedata.ChatAllegiance, fmt.Sprintf("[General] %s says, \"%s\"", link, said)},
		{4, gamedata.ChatAllegiance, fmt.Sprintf("[Trade] %s says, \"%s\"", link, said)},
		{2, gamedata.ChatAllegiance, fmt.Sprintf("[LFG] %s says, \"%s\"", link, said)},
		{1, gamedata.ChatAllegiance, fmt.Sprintf("[Roleplay] %s says, \"%s\"", link, said)},
		{2, gamedata.ChatAllegiance, fmt.Sprintf("[Society] %s says, \"%s\"", link, said)},
		{5, gamedata.ChatTell, fmt.Sprintf("%s tells you, \"%s\"", who, said)},
		{2, gamedata.ChatTell, fmt.Sprintf("%s tells you, \"%s\"", link, said)},
		{3, gamedata.ChatOutgoingTell, fmt.Sprintf("You tell %s, \"%s\"", who, said)},
		{1, gamedata.ChatAdminTell, fmt.Sprintf("Advocate %s tells you, \"%s\"", who, said)},
		{5, gamedata.ChatSpeech, fmt.Sprintf("%s says, \"%s\"", link, said)},
		{6, gamedata.ChatFellowship, fmt.Sprintf("[Fellowship] %s says, \"%s\"", who, said)},
		{2, gamedata.ChatChannel, fmt.Sprintf("[Vassals] %s says, \"%s\"", who, said)},
		{1, gamedata.ChatChannelSend, fmt.Sprintf("You say to your Patron, \"%s\"", said)},
		{1, gamedata.ChatSocial, fmt.Sprintf("Your patron %s says to you, \"%s\"", who, said)},
		{1, gamedata.ChatSocialSend, fmt.Sprintf("[Co-Vassals] You say, \"%s\"", said)},
		{3, gamedata.ChatEmote, who + " waves."},
	}
	sum := 0
	for _, l := range lines {
		sum += l.weight
	}
	left := r.IntN(sum)
	for _, l := range lines {
		if left -= l.weight; left < 0 {
			c.chat(l.color, l.text)
			return
		}
	}
}

// blows are lines of a fight, given and taken.
func (c *character) blows() {
	r := c.random
	foe := capital(pick(r, c.native()))
	points := r.whole(1, 480)
	element := pick(r, []string{"slashing", "piercing", "bludgeoning", "fire", "cold", "acid", "lightning"})
	prefix := pick(r, []string{"", "", "", "", "Critical hit!  ", "Sneak Attack! ", "Recklessness! ", "Critical hit! Sneak Attack! ", "Overpower! "})
	unit := "points"
	if points == 1 {
		unit = "point"
	}
	switch r.IntN(7) {
	case 0, 1:
		c.chat(gamedata.ChatCombatSelf, fmt.Sprintf("%sYou %s %s for %d %s of %s damage!", prefix, pick(r, []string{"cut", "mangle", "impale", "bash", "scorch", "chill", "jolt"}), foe, points, unit, element))
	case 2:
		c.chat(gamedata.ChatCombatEnemy, fmt.Sprintf("%s%s %s your %s for %d %s of %s damage!", prefix, foe, pick(r, []string{"slashes", "nicks", "smashes", "burns", "numbs"}), pick(r, []string{"head", "chest", "upper leg", "foot", "hand"}), points, unit, element))
	case 3:
		c.chat(gamedata.ChatMagic, fmt.Sprintf("%sYou %s %s for %d %s with %s.", prefix, pick(r, []string{"incinerate", "blast", "eradicate"}), foe, points, unit, pick(r, []string{"Incantation of Flame Bolt", "Alset's Coil", "Incantation of Nether Bolt"})))
	case 4:
		c.chat(gamedata.ChatCombat, foe+" evaded your attack.")
	case 5:
		c.chat(gamedata.ChatCombatEnemy, "You evaded "+foe+"!")
	default:
		c.chat(gamedata.ChatMagic, pick(r, []string{"You resist the spell cast by " + foe, foe + " resists your spell", "Aetheria surges on " + foe + " with the power of Surge of Destruction!", "The cloak of " + c.name + " weaves the magic of Cloaked in Skill!"}))
	}
}

// notices are the lines that the game itself writes.
func (c *character) notices() {
	r := c.random
	switch r.IntN(12) {
	case 0, 1:
		c.chat(gamedata.ChatMagic, pick(r, []string{"Incantation of Strength Self has expired.", "Your mana stone is empty.", "Your Olthoi Helm is low on Mana.", "Your Kite Shield is out of Mana."}))
	case 2, 3:
		c.chat(gamedata.ChatSpellcasting, pick(r, []string{"Zojak Quafeth", "Malar Cazael", "Equin Ofaj", "You cast Incantation of Heal Self and restore 84 points of your health."}))
	case 4:
		c.chat(gamedata.ChatAdvancement, fmt.Sprintf("Your base %s skill is now %d!", pick(r, []string{"Run", "Jump", "Loyalty", "Magic Defense"}), r.whole(100, 400)))
	case 5: // other people's finds are heard, too
		c.chat(gamedata.ChatSystem, fmt.Sprintf("%s has discovered the %s!", given(r), pick(r, gamedata.Rares()[:70]).Name))
	case 6:
		c.chat(gamedata.ChatWorldBroadcast, "The server will restart in 4 hours.")
	case 7:
		c.chat(gamedata.ChatCraft, "You successfully apply the Salvaged Steel to the Covenant Helm.")
	case 8:
		c.chat(gamedata.ChatAppraisal, "You successfully assess "+capital(pick(r, c.native()))+".")
	case 9:
		c.chat(gamedata.ChatHelp, "Use @help for a list of commands.")
	case 10:
		c.chat(gamedata.ChatRecall, given(r)+" is recalling home.")
	default:
		c.chat(gamedata.ChatBroadcast, "You've earned "+pick(r, []string{"1,204,500", "88,000", "950"})+" experience.")
	}
}
