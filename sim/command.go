package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// obey does what a command says, as far as the game has it, and always answers with a chat line that names the
// command, so that whoever sent it sees that it arrived.
func (c *character) obey(command string) {
	word, rest, _ := strings.Cut(strings.TrimSpace(command), " ")
	rest = strings.TrimSpace(rest)
	switch strings.ToLower(word) {
	case "/vt", "/ub", "/mt":
		c.macro(rest)
	case "/say", "/s":
		c.chat(gamedata.ChatSpeech, fmt.Sprintf("You say, %q", rest))
	case "/a":
		c.chat(gamedata.ChatAllegiance, fmt.Sprintf("[Allegiance] You say, %q", rest))
	case "/f":
		c.chat(gamedata.ChatFellowship, fmt.Sprintf("[Fellowship] You say, %q", rest))
	case "/t", "/tell":
		to, text, _ := strings.Cut(rest, ",")
		c.chat(gamedata.ChatOutgoingTell, fmt.Sprintf("You tell %s, %q", strings.TrimSpace(to), strings.TrimSpace(text)))
	case "/e", "/me", "*":
		c.chat(gamedata.ChatEmote, c.name+" "+rest)
	case "/ls", "/lifestone", "@lifestone":
		c.recall()
	case "/die", "@die":
		if c.doing != recovering {
			c.die(ownHand)
		}
	case "/mm":
		if rest == "report" {
			c.chat(gamedata.ChatBroadcast, fmt.Sprintf("[MM] %d kills (%s per hour), %d rares, %d deaths this session", c.session.kills, c.killsPerHour(), c.session.rares, c.session.deaths))
		}
	default:
		if !strings.HasPrefix(word, "/") && !strings.HasPrefix(word, "@") && word != "" {
			c.chat(gamedata.ChatSpeech, fmt.Sprintf("You say, %q", command))
		}
	}
	c.chat(gamedata.ChatBroadcast, "[MM] Command received: "+command)
	c.tellTelemetry()
}

// macro stops and starts what the character does by itself.
func (c *character) macro(what string) {
	switch strings.ToLower(what) {
	case "stop", "pause":
		c.stopped = true
	case "start", "run":
		c.stopped = false
	}
}

// recall takes the character to the lifestone of its town.
func (c *character) recall() {
	c.chat(gamedata.ChatRecall, c.name+" is recalling to the lifestone.")
	c.leave()
	c.at = c.spot(c.town)
	c.rest()
	c.until = c.now + 30*time.Second
}
