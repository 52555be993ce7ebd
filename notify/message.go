package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/outbox"
	"github.com/mosswart/overlord/internal/database"
)

// gather makes the messages that are due out of the alerts that wait for them: one for each rule.
func (e *Engine) gather(ctx context.Context, now time.Time) error {
	if e.o.Outbox == nil || !e.due.Swap(false) && (e.nextMessage.IsZero() || e.nextMessage.After(now)) {
		return nil
	}
	made := 0
	err := e.o.DB.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		rows, err := tx.Ent.AlertEvent.Query().Where(alertevent.MessageDueAtLTE(now)).Order(alertevent.ByID()).All(ctx)
		if err != nil {
			return fmt.Errorf("read alerts that wait: %w", err)
		}
		made = 0
		for _, group := range byRule(rows) {
			if err := post(ctx, tx.Ent, group, e.o.Site, now); err != nil {
				return err
			}
			made++
		}
		return nil
	})
	if err == nil {
		e.nextMessage, err = e.nextDue(ctx)
	}
	if err != nil {
		e.due.Store(true)
		return fmt.Errorf("gather alerts: %w", err)
	}
	if made > 0 {
		e.o.Outbox.Wake()
	}
	return nil
}

// nextDue is when the next message is to be made; zero when nothing waits.
func (e *Engine) nextDue(ctx context.Context) (time.Time, error) {
	next, err := e.o.DB.Ent.AlertEvent.Query().Where(alertevent.MessageDueAtNotNil()).Order(alertevent.ByMessageDueAt()).Limit(1).All(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for alerts that wait: %w", err)
	}
	if len(next) == 0 {
		return time.Time{}, nil
	}
	return *next[0].MessageDueAt, nil
}

// byRule groups alerts by rule, in the order of each group's first; tests are told by themselves.
func byRule(rows []*ent.AlertEvent) [][]*ent.AlertEvent {
	var groups [][]*ent.AlertEvent
	for _, row := range rows {
		i := slices.IndexFunc(groups, func(group []*ent.AlertEvent) bool {
			return group[0].RuleName == row.RuleName && !group[0].Test && !row.Test
		})
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], row)
	}
	return groups
}

// post puts one message into the outbox and marks its alerts as told.
func post(ctx context.Context, tx *ent.Client, group []*ent.AlertEvent, site string, now time.Time) error {
	payload, err := json.Marshal(compose(group, site))
	if err != nil {
		return fmt.Errorf("compose a message: %w", err)
	}
	message, err := tx.Outbox.Create().SetDestination(Discord).SetDedupeKey(fmt.Sprintf("alerts:%d", group[0].ID)).
		SetPayload(payload).SetState(outbox.StatePending).SetCreatedAt(now).SetNextAttemptAt(now).Save(ctx)
	if err != nil {
		return fmt.Errorf("queue a message: %w", err)
	}
	ids := make([]int, len(group))
	for i, row := range group {
		ids[i] = row.ID
	}
	if err := tx.AlertEvent.Update().Where(alertevent.IDIn(ids...)).SetMessageID(message.ID).ClearMessageDueAt().Exec(ctx); err != nil {
		return fmt.Errorf("mark alerts as told: %w", err)
	}
	return nil
}

// message is the body that Discord's webhooks take.
type message struct {
	Username string   `json:"username"`
	Embeds   []embed  `json:"embeds"`
	Mentions mentions `json:"allowed_mentions"`
}

// mentions allows none: what players and monsters are called must not ring anybody's phone.
type mentions struct {
	Parse []string `json:"parse"`
}

type embed struct {
	Title       string  `json:"title"`
	Description string  `json:"description"`
	URL         string  `json:"url,omitempty"`
	Colour      int     `json:"color"`
	Timestamp   string  `json:"timestamp"`
	Footer      *footer `json:"footer,omitempty"`
}

type footer struct {
	Text string `json:"text"`
}

// Discord's limits, in UTF-16 units; names and reasons are far from them, so that runes do.
const (
	maxTitle = 256
	maxLines = 20 // alerts of a message that are told one by one
	maxLine  = 180
)

// Colours of embeds, as the site has them in the dark.
const (
	colourBad  = 0xFF7B72
	colourWarn = 0xF0B348
	colourGood = 0xC9A2FF
	colourInfo = 0x6CB6FF
)

// compose writes the message of a group of alerts, which is not empty.
func compose(group []*ent.AlertEvent, site string) message {
	first, last := group[0], group[len(group)-1]
	e := embed{
		Title: cut(title(group), maxTitle), Colour: colour(first.Kind), Timestamp: last.FiredAt.UTC().Format(time.RFC3339),
		Footer: &footer{cut(first.RuleName, maxTitle)},
	}
	if site != "" {
		e.URL = site + "/alert-log"
	}
	lines := make([]string, 0, maxLines+1)
	for i, row := range group {
		if i == maxLines && len(group) > maxLines+1 {
			lines = append(lines, fmt.Sprintf("… and %d more", len(group)-i))
			break
		}
		line := escape(cut(row.Why, maxLine))
		if len(group) > 1 && row.CharacterName != "" {
			line = "**" + escape(row.CharacterName) + "** · " + line
		}
		lines = append(lines, line)
	}
	e.Description = strings.Join(lines, "\n")
	return message{Username: "Mosswart Overlord", Embeds: []embed{e}, Mentions: mentions{Parse: []string{}}}
}

// said is what each kind's title says of one, and of several.
var said = map[alertevent.Kind][2]string{
	alertevent.KindDeath: {"died", "characters died"}, alertevent.KindIdle: {"is idle", "characters are idle"},
	alertevent.KindOffline: {"is offline", "characters are offline"}, alertevent.KindFrozen: {"is frozen", "clients are frozen"},
	alertevent.KindLowTapers: {"has few tapers left", "characters have few tapers left"}, alertevent.KindVitae: {"has vitae", "characters have vitae"},
	alertevent.KindRare: {"found a rare", "rares were found"}, alertevent.KindIngest: {"Plugins are silent", "Plugins are silent"},
	alertevent.KindDatabase: {"Trouble with the database", "Trouble with the database"},
}

// title is what a message is about: "Mule 07 died", or "7 characters died in 30 s".
func title(group []*ent.AlertEvent) string {
	first, last := group[0], group[len(group)-1]
	words := said[first.Kind]
	switch {
	case first.Test:
		return "Test of “" + escape(first.RuleName) + "”"
	case first.CharacterName == "":
		return words[0]
	case len(group) == 1:
		return escape(first.CharacterName) + " " + words[0]
	default:
		return fmt.Sprintf("%d %s in %s", len(group), words[1], Lasting(max(last.FiredAt.Sub(first.FiredAt), time.Second)))
	}
}

func colour(kind alertevent.Kind) int {
	switch kind {
	case alertevent.KindDeath:
		return colourBad
	case alertevent.KindRare:
		return colourGood
	case alertevent.KindIngest, alertevent.KindDatabase:
		return colourInfo
	default:
		return colourWarn
	}
}

// escape takes their meaning from the characters of Discord's markup.
func escape(text string) string { return markup.Replace(text) }

var markup = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`, ">", `\>`, "<", `\<`, "[", `\[`, "]", `\]`, "#", `\#`, "@", "@\u200b",
)

// cut shortens text to at most so many runes.
func cut(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return string(runes[:limit-1]) + "…"
}
