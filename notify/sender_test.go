package notify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/ent/outbox"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/notify"
)

// post is a sender before a Discord of the test's own, with what it logs.
type post struct {
	*notify.Sender
	t       *testing.T
	db      *database.DB
	clock   *clock
	discord *discord
	log     *bytes.Buffer
}

func newPost(t *testing.T, db *database.DB) *post {
	p := &post{t: t, db: db, clock: &clock{at: time.Now().UTC().Truncate(time.Second)}, log: &bytes.Buffer{}}
	p.discord = newDiscord(t, p.clock)
	p.reopen()
	return p
}

func (p *post) reopen() {
	p.Sender = notify.NewSender(notify.SenderOptions{
		DB: p.db, URL: p.discord.url(), Now: p.clock.now, Log: slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Metrics: prometheus.NewRegistry(),
	})
}

func (p *post) queue(from, n int) {
	p.t.Helper()
	for i := range n {
		body := fmt.Sprintf(`{"embeds":[{"title":"message %d"}],"allowed_mentions":{"parse":[]}}`, from+i)
		must(p.t, p.db.Ent.Outbox.Create().SetDestination(notify.Discord).SetDedupeKey(fmt.Sprint("key ", from+i)).SetPayload(json.RawMessage(body)).
			SetCreatedAt(p.clock.now()).SetNextAttemptAt(p.clock.now()).Exec(p.t.Context()))
	}
}

// run steps until the time is over.
func (p *post) run(d time.Duration) {
	p.t.Helper()
	for end := p.clock.now().Add(d); ; {
		next, err := p.Step(p.t.Context())
		must(p.t, err)
		if next.After(end) {
			p.clock.advance(end.Sub(p.clock.now()))
			return
		}
		p.clock.advance(max(next.Sub(p.clock.now()), time.Millisecond))
	}
}

// arrived are the messages that Discord has, in order.
func (p *post) arrived() string {
	var all []string
	for _, text := range p.discord.messages() {
		var m struct{ Embeds []struct{ Title string } }
		must(p.t, json.Unmarshal(text, &m))
		all = append(all, strings.TrimPrefix(m.Embeds[0].Title, "message "))
	}
	return strings.Join(all, " ")
}

func (p *post) state() string {
	var b strings.Builder
	for _, row := range p.db.Ent.Outbox.Query().Order(outbox.ByID()).AllX(p.t.Context()) {
		fmt.Fprintf(&b, "%s ", row.State)
	}
	return strings.TrimSpace(b.String())
}

func TestMoreThanDiscordTakesArrivesInOrderAndOnce(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		p := newPost(t, db)
		p.queue(0, 12)
		p.run(30 * time.Second)
		if got := p.arrived(); got != "0 1 2 3 4 5 6 7 8 9 10 11" {
			t.Errorf("arrived: %s", got)
		}
		// The headers of the answers say when to pause, so that none is refused.
		if asked, limited := p.discord.counts(); asked != 12 || limited != 0 {
			t.Errorf("%d asked, %d limited", asked, limited)
		}
	})
}

func TestA429IsWaitedForAsLongAsItSays(t *testing.T) {
	p := newPost(t, testkit.Open(t, testkit.SQLite(t)))
	p.discord.recent = []time.Time{p.clock.now(), p.clock.now(), p.clock.now(), p.clock.now(), p.clock.now().Add(-time.Second)} // another program posts, too
	p.queue(0, 2)
	next, err := p.Step(t.Context())
	must(t, err)
	if wait := next.Sub(p.clock.now()); wait != time.Second && wait != 2*time.Second {
		t.Errorf("waits %s", wait)
	}
	p.run(10 * time.Second)
	if p.arrived() != "0 1" {
		t.Errorf("arrived: %s", p.arrived())
	}
	if _, limited := p.discord.counts(); limited != 1 {
		t.Errorf("limited %d times", limited)
	}
}

func TestTroubleIsWaitedOutAcrossARestart(t *testing.T) {
	for _, m := range []mood{inTrouble, cutsOff} {
		t.Run(string(m), func(t *testing.T) {
			p := newPost(t, testkit.Open(t, testkit.SQLite(t)))
			p.discord.answers(m)
			p.queue(0, 3)
			p.run(time.Minute)
			if asked, _ := p.discord.counts(); asked < 4 || asked > 8 || p.arrived() != "" {
				t.Errorf("asked %d times in a minute; arrived %q", asked, p.arrived())
			}
			status, err := p.Status(t.Context())
			must(t, err)
			if status.State != "waiting" || status.Waiting != 3 || status.Why == "" {
				t.Errorf("%+v", status)
			}
			p.reopen()
			p.discord.answers(well)
			p.queue(3, 1)
			p.run(5 * time.Minute)
			if p.arrived() != "0 1 2 3" || p.state() != "sent sent sent sent" {
				t.Errorf("arrived %q, %s", p.arrived(), p.state())
			}
		})
	}
}

func TestAWebhookThatIsGoneIsGivenUpAndSaid(t *testing.T) {
	for m, code := range map[mood]string{unknownTo: "404, “Unknown Webhook”", unsigned: "401, “Invalid Webhook Token”"} {
		t.Run(string(m), func(t *testing.T) {
			p := newPost(t, testkit.Open(t, testkit.SQLite(t)))
			p.discord.answers(m)
			p.queue(0, 3)
			p.run(time.Minute)
			if asked, _ := p.discord.counts(); asked != 1 || p.state() != "failed failed failed" {
				t.Errorf("asked %d times: %s", asked, p.state())
			}
			status, err := p.Status(t.Context())
			must(t, err)
			if status.State != "refused" || !strings.Contains(status.Why, code) {
				t.Errorf("%+v", status)
			}
			p.reopen() // with another webhook
			p.discord.answers(well)
			p.queue(3, 1)
			p.run(time.Minute)
			if p.arrived() != "3" {
				t.Errorf("arrived: %q", p.arrived())
			}
		})
	}
}

func TestAMessageThatIsRefusedDoesNotHoldUpTheRest(t *testing.T) {
	p := newPost(t, testkit.Open(t, testkit.SQLite(t)))
	p.discord.answers(dislikes)
	p.queue(0, 1)
	p.run(time.Second)
	p.discord.answers(well)
	p.queue(1, 1)
	p.run(time.Minute)
	if p.arrived() != "1" || p.state() != "failed sent" {
		t.Errorf("arrived %q, %s", p.arrived(), p.state())
	}
}

func TestAMessageThatNobodyTookForADayIsGivenUp(t *testing.T) {
	p := newPost(t, testkit.Open(t, testkit.SQLite(t)))
	p.discord.answers(inTrouble)
	p.queue(0, 1)
	p.run(26 * time.Hour)
	if p.state() != "failed" {
		t.Error(p.state())
	}
}

func TestTheWebhooksAddressIsInNoLogErrorOrTable(t *testing.T) {
	p := newPost(t, testkit.Open(t, testkit.SQLite(t)))
	p.queue(0, 4)
	for _, m := range []mood{inTrouble, cutsOff, dislikes, unknownTo} {
		p.discord.answers(m)
		p.run(20 * time.Second)
	}
	p.discord.web.Close()
	p.reopen()
	p.queue(4, 1)
	p.run(20 * time.Second)
	status, err := p.Status(t.Context())
	must(t, err)
	var told strings.Builder
	fmt.Fprint(&told, p.log.String(), status)
	for _, row := range p.db.Ent.Outbox.Query().AllX(t.Context()) {
		fmt.Fprint(&told, row.LastError, string(row.Payload), row.Destination)
	}
	text := told.String()
	for _, secret := range []string{hookToken, "webhooks/1234", p.discord.web.URL} {
		if strings.Contains(text, secret) {
			t.Errorf("%s is told: %s", secret, text)
		}
	}
	if !strings.Contains(status.Why, "no connection") {
		t.Errorf("%+v", status)
	}
}
