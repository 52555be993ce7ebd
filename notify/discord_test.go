package notify_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/notify"
)

// clock is the tests' time.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// mood is how Discord is.
type mood string

const (
	well      mood = "well"
	inTrouble mood = "in trouble"
	cutsOff   mood = "cuts off"
	unknownTo mood = "404"
	unsigned  mood = "401"
	dislikes  mood = "400"
)

// What a webhook may post: 5 messages in 2 s, as Discord has it.
const (
	hookLimit  = 5
	hookWindow = 2 * time.Second
	hookToken  = "s3cr3t-token-of-the-webhook"
)

// discord is Discord's end of a webhook, on loopback and on the test's clock.
type discord struct {
	t     testing.TB
	web   *httptest.Server
	clock *clock

	mu      sync.Mutex
	mood    mood
	got     []json.RawMessage
	asked   int
	limited int
	recent  []time.Time
}

func newDiscord(t testing.TB, c *clock) *discord {
	d := &discord{t: t, clock: c, mood: well}
	d.web = httptest.NewServer(d)
	t.Cleanup(d.web.Close)
	return d
}

func (d *discord) url() string { return d.web.URL + "/api/webhooks/1234/" + hookToken }

func (d *discord) answers(m mood) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mood = m
}

func (d *discord) messages() []json.RawMessage {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.got)
}

func (d *discord) counts() (asked, limited int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked, d.limited
}

// ServeHTTP is POST /api/webhooks/{id}/{token}?wait=true.
func (d *discord) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method != http.MethodPost || r.URL.Path != "/api/webhooks/1234/"+hookToken || r.URL.Query().Get("wait") != "true" || r.Header.Get("Content-Type") != "application/json" {
		d.t.Errorf("no webhook of Discord's: %s %s %v", r.Method, r.URL, err)
	}
	say := func(status int, text string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
	switch d.mood {
	case inTrouble:
		http.Error(w, "upstream connect error", http.StatusServiceUnavailable)
		return
	case cutsOff:
		panic(http.ErrAbortHandler)
	case unknownTo:
		say(http.StatusNotFound, `{"message": "Unknown Webhook", "code": 10015}`)
		return
	case unsigned:
		say(http.StatusUnauthorized, `{"message": "Invalid Webhook Token", "code": 50027}`)
		return
	case dislikes:
		say(http.StatusBadRequest, `{"message": "Invalid Form Body", "code": 50035, "errors": {"embeds": {}}}`)
		return
	case well:
	}
	now := d.clock.now()
	d.recent = slices.DeleteFunc(d.recent, func(at time.Time) bool { return now.Sub(at) >= hookWindow })
	w.Header().Set("X-RateLimit-Bucket", "e1c2")
	w.Header().Set("X-RateLimit-Limit", fmt.Sprint(hookLimit))
	if len(d.recent) >= hookLimit {
		d.limited++
		wait := d.recent[0].Add(hookWindow).Sub(now).Seconds()
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", wait))
		w.Header().Set("Retry-After", "1")
		say(http.StatusTooManyRequests, fmt.Sprintf(`{"message": "You are being rate limited.", "retry_after": %.3f, "global": false}`, wait))
		return
	}
	var m struct {
		Mentions struct{ Parse *[]string } `json:"allowed_mentions"`
		Embeds   []struct{ Title, Description string }
	}
	if err := json.Unmarshal(body, &m); err != nil || m.Mentions.Parse == nil || len(*m.Mentions.Parse) != 0 || len(m.Embeds) != 1 || m.Embeds[0].Title == "" {
		d.t.Errorf("no message of ours: %v %s", err, body)
	}
	d.recent = append(d.recent, now)
	d.got = append(d.got, body)
	w.Header().Set("X-RateLimit-Remaining", fmt.Sprint(hookLimit-len(d.recent)))
	w.Header().Set("X-RateLimit-Reset-After", "2")
	say(http.StatusOK, `{"id": "1", "type": 0}`)
}

// browsers is what they would hear.
type browsers struct {
	mu     sync.Mutex
	frames []frame
}

type frame struct {
	notify.Alert
	Type   string `json:"type"`
	admins bool
}

func (b *browsers) Announce(t event.Type, text []byte, admins bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := frame{admins: admins}
	if err := json.Unmarshal(text, &f); err != nil || f.Type != string(t) || t != notify.TypeAlert {
		panic(fmt.Sprintf("%v: %s", err, text))
	}
	b.frames = append(b.frames, f)
}

// fired are the alerts that browsers heard of, each once: it comes again when it ends.
func (b *browsers) fired() (all []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.frames {
		if f.EndedAt == nil {
			all = append(all, strings.TrimSpace(f.Kind+" "+f.CharacterName))
		}
	}
	return all
}
