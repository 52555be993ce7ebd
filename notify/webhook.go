package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// verdict is what came of an attempt.
type verdict string

const (
	arrived verdict = "arrived"
	limited verdict = "limited" // too much at once: wait as long as it says
	failed  verdict = "failed"  // no answer, or the service is in trouble: try again
	refused verdict = "refused" // this message will never be taken
	gone    verdict = "gone"    // there is no such webhook: nothing will ever be taken
)

// answer is what a service said. why holds nothing of the webhook's address.
type answer struct {
	verdict verdict
	why     string        // "" where it arrived
	wait    time.Duration // before anything else is sent; also where the message arrived
}

const (
	sendTimeout    = 15 * time.Second
	maxAnswerBytes = 64 << 10
)

// webhook is a Discord webhook. Its address is a secret: who knows it may post.
type webhook struct {
	url    string
	client *http.Client
}

func newWebhook(address string) *webhook {
	// wait=true: the answer comes when the message is there.
	if u, err := url.Parse(address); err == nil {
		q := u.Query()
		q.Set("wait", "true")
		u.RawQuery = q.Encode()
		address = u.String()
	}
	return &webhook{url: address, client: &http.Client{
		Timeout:       sendTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// send posts a body and reads what Discord says about it:
// https://discord.com/developers/docs/topics/rate-limits and …/resources/webhook.
func (w *webhook) send(ctx context.Context, body []byte) answer {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(body))
	if err != nil {
		return answer{verdict: gone, why: "DISCORD_ACLOG_WEBHOOK is no address"}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "DiscordBot (https://github.com/mosswart/overlord, 1)")
	res, err := w.client.Do(r)
	if err != nil {
		return answer{verdict: failed, why: "Discord does not answer: " + plain(err)}
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswerBytes))
	if err != nil && res.StatusCode >= 300 {
		text = nil // the status says enough
	}
	switch status := res.StatusCode; {
	case status < 300:
		return answer{verdict: arrived, wait: exhausted(res.Header)}
	case status == http.StatusTooManyRequests:
		wait := retryAfter(res.Header, text)
		return answer{verdict: limited, why: "Discord wants us to wait " + Lasting(wait), wait: wait}
	case status == http.StatusNotFound, status == http.StatusUnauthorized, status == http.StatusForbidden && spoken(text) != "":
		return answer{verdict: gone, why: fmt.Sprintf(
			"Discord knows no such webhook (%d%s): make a new one and set DISCORD_ACLOG_WEBHOOK", status, spoken(text))}
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusForbidden: // a guard before Discord says no in HTML
		return answer{verdict: failed, why: fmt.Sprintf("Discord is in trouble (%d)", status)}
	default:
		return answer{verdict: refused, why: fmt.Sprintf("Discord refuses the message (%d%s)", status, spoken(text))}
	}
}

// retryAfter is how long a 429 asks to wait: retry_after of its body, else its headers; a second where none tells.
func retryAfter(h http.Header, body []byte) time.Duration {
	var said struct {
		RetryAfter float64 `json:"retry_after"`
	}
	if err := json.Unmarshal(body, &said); err == nil && said.RetryAfter > 0 {
		return seconds(said.RetryAfter)
	}
	for _, name := range []string{"Retry-After", "X-RateLimit-Reset-After"} {
		if v, err := strconv.ParseFloat(h.Get(name), 64); err == nil && v > 0 {
			return seconds(v)
		}
	}
	return firstPause
}

// exhausted is how long to wait before the next message, where this one used up what may be sent.
func exhausted(h http.Header) time.Duration {
	if h.Get("X-RateLimit-Remaining") != "0" {
		return 0
	}
	v, err := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if err != nil || v <= 0 {
		return 0
	}
	return seconds(v)
}

func seconds(v float64) time.Duration {
	return time.Duration(min(v, longestLimit.Seconds()) * float64(time.Second))
}

// spoken is Discord's own word on an error, with a comma before it; "" without one.
func spoken(body []byte) string {
	var said struct {
		Message string `json:"message"`
	}
	if err := json.Unmarshal(body, &said); err != nil || said.Message == "" {
		return ""
	}
	return ", “" + cut(said.Message, 100) + "”"
}

// plain says what went wrong on the way without the address, which http's errors begin with, and net's may hold.
func plain(err error) string {
	var timeout net.Error
	var dns *net.DNSError
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "it took too long"
	case errors.As(err, &dns):
		return "its name is not known here"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was cut"
	default:
		return "no connection"
	}
}
