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

// chatter is one line of the kind that a chat window fills with: talk by others, spells, trade, skills.
func (c *character) chatter() {
	r := c.random
	who := given(r)
	said := pick(r, []string{
		"anyone up for a run?", "where is everybody", "ty!", "brt, repairing", "wtb mana stones", "gratz!!", "lag...",
		"who has a portal to Ayan?", "heading to the mines", "need a tinker at the mansion", "afk 5", "level 275 at last",
	})
	switch k := r.IntN(24); {
	case k < 4:
		c.chat(gamedata.ChatAllegiance, fmt.Sprintf("[Allegiance] %s says, %q", who, said))
	case k < 6: // the clickable form, as the game's chat rooms send it
		c.chat(gamedata.ChatAllegiance, fmt.Sprintf(`[General] <Tell:IIDString:%d:%s>%s<\Tell> says, "%s"`, 0x50000000+r.IntN(0xFFFFFF), who, who, said))
	case k < 8:
		c.chat(gamedata.ChatTell, fmt.Sprintf("%s tells you, %q", who, said))
	case k < 9:
		c.chat(gamedata.ChatOutgoingTell, fmt.Sprintf("You tell %s, %q", who, said))
	case k < 11:
		c.chat(gamedata.ChatSpeech, fmt.Sprintf("%s says, %q", who, said))
	case k < 13:
		c.chat(gamedata.ChatFellowship, fmt.Sprintf("[Fellowship] %s says, %q", who, said))
	case k < 14:
		c.chat(gamedata.ChatEmote, who+" waves.")
	case k < 17:
		c.chat(gamedata.ChatMagic, pick(r, []string{"Incantation of Strength Self has expired.", "Your mana stone is empty.", "The Helm is low on Mana.", "You cast Incantation of Heal Self and restore 84 points of your health."}))
	case k < 18:
		c.chat(gamedata.ChatSpellcasting, pick(r, []string{"Zojak Quafeth", "Malar Cazael", "Equin Ofaj"}))
	case k < 20:
		c.chat(gamedata.ChatCombat, fmt.Sprintf("%s evaded your attack.", capital(pick(r, c.native()))))
	case k < 21:
		c.chat(gamedata.ChatAdvancement, fmt.Sprintf("Your base %s skill is now %d!", pick(r, []string{"Run", "Jump", "Loyalty", "Magic Defense"}), r.whole(100, 400)))
	case k < 22:
		c.chat(gamedata.ChatSalvaging, fmt.Sprintf("You obtain %d Steel (ws 8.00) using your knowledge of Salvaging.", r.whole(2, 40)))
	case k < 23: // other people's finds are heard, too
		c.chat(gamedata.ChatSystem, fmt.Sprintf("%s has discovered the %s!", who, pick(r, gamedata.Rares()[:70]).Name))
	default:
		c.chat(gamedata.ChatWorldBroadcast, "The server will restart in 4 hours.")
	}
}
