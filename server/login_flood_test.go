package server

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/ingest"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/server/auth"
)

// floodSite is the site over real HTTP with hashes of a given cost. Its peers are proxies of ours, so that X-Forwarded-For
// says where an attempt comes from.
type floodSite struct {
	tb     testing.TB
	url    string
	client *http.Client
}

func newFloodSite(tb testing.TB, cost int, users ...string) *floodSite {
	tb.Helper()
	db := testkit.Open(tb, testkit.SQLite(tb))
	log := slog.New(slog.DiscardHandler)
	service, err := auth.New(auth.Options{
		DB: db, SecretKeys: []string{"a secret of the test's own, long enough"}, InternalNetworks: loopback, BcryptCost: cost, Log: log,
	})
	if err != nil {
		tb.Fatal(err)
	}
	hub := live.NewHub(live.HubOptions{Log: log})
	gateway := ingest.NewGateway(ingest.Options{Secret: pluginSecret, Live: hub, Log: log})
	site, err := New(Options{
		DB: db, Auth: service, Hub: hub, Gateway: gateway, Static: appFiles(), Log: log, Metrics: prometheus.NewRegistry(),
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := site.Shutdown(ctx, &http.Server{ReadHeaderTimeout: time.Second}); err != nil {
			tb.Error(err)
		}
		if err := service.Close(ctx); err != nil {
			tb.Error(err)
		}
	})
	for _, name := range users {
		if _, err := service.Create(tb.Context(), name, password, false); err != nil {
			tb.Fatal(err)
		}
	}
	web := httptest.NewServer(site)
	tb.Cleanup(web.Close)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	tb.Cleanup(client.CloseIdleConnections)
	return &floodSite{tb, web.URL, client}
}

func (s *floodSite) login(name, word, from string) (status int) {
	body := fmt.Sprintf(`{"username":%q,"password":%q}`, name, word)
	r, err := http.NewRequestWithContext(s.tb.Context(), http.MethodPost, s.url+"/login", strings.NewReader(body))
	if err != nil {
		s.tb.Error(err)
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", from)
	res, err := s.client.Do(r)
	if err != nil {
		s.tb.Error(err)
		return 0
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res.StatusCode
}

// flood sends 2,000 attempts from 50 addresses, half of them against a user's name, half against names that nobody has.
// Meanwhile users sign in: from where they were before, from a new address, and the attacked one from a new address. It
// returns how long each of those took, shortest first, and how many were refused.
func flood(tb testing.TB, cost int) (took []time.Duration, lockedOut int) {
	tb.Helper()
	s := newFloodSite(tb, cost, "attacked", "other")
	if got := s.login("attacked", password, "198.51.100.1"); got != http.StatusOK {
		tb.Fatalf("before the flood: %d", got)
	}
	var attempts, users sync.WaitGroup
	var answers [600]atomic.Int32
	began := time.Now()
	for i := range 50 {
		attempts.Go(func() {
			for j := range 40 {
				name := "attacked"
				if j%2 == 1 {
					name = fmt.Sprintf("nobody-%d-%d", i, j)
				}
				answers[s.login(name, "not the password", fmt.Sprintf("203.0.113.%d", i))].Add(1)
			}
		})
	}
	for answers[http.StatusTooManyRequests].Load() == 0 { // until it runs high
		time.Sleep(time.Millisecond)
	}
	var mu sync.Mutex
	for _, user := range []struct{ name, from string }{
		{"attacked", "198.51.100.1"}, // where it signed in before
		{"other", "198.51.100.2"},
		{"attacked", "198.51.100.3"},
	} {
		users.Go(func() {
			for range 4 {
				start := time.Now()
				got := s.login(user.name, password, user.from)
				mu.Lock()
				if got != http.StatusOK {
					tb.Logf("%s from %s: %d", user.name, user.from, got)
					lockedOut++
				}
				took = append(took, time.Since(start))
				mu.Unlock()
				time.Sleep(300 * time.Millisecond) // people do not sign in over and over
			}
		})
	}
	users.Wait()
	attempts.Wait()
	slices.Sort(took)
	refused, wrong := answers[http.StatusTooManyRequests].Load(), answers[http.StatusUnauthorized].Load()
	tb.Logf("bcrypt cost %d; flood over after %v: %d refused unread, %d compared; %d sign-ins during it: median %v, slowest %v",
		cost, time.Since(began).Round(time.Millisecond), refused, wrong, len(took),
		took[len(took)/2].Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond))
	if refused+wrong != 2000 || refused < 1500 {
		tb.Errorf("%d refused, %d compared, want 2,000 in all and most of them refused", refused, wrong)
	}
	return took, lockedOut
}

// quickCost is a cost of which three hashes take at most 0.1 s each here and now, so that the test is of the order of who
// comes when, and not of the machine, the race detector or what else runs.
func quickCost(t *testing.T) int {
	t.Helper()
	cost := bcrypt.MinCost
	for ; cost < auth.BcryptCost; cost++ {
		var slowest time.Duration
		for range 3 {
			began := time.Now()
			if _, err := bcrypt.GenerateFromPassword([]byte(password), cost+1); err != nil {
				t.Fatal(err)
			}
			slowest = max(slowest, time.Since(began))
		}
		if slowest > 100*time.Millisecond {
			break
		}
	}
	return cost
}

func TestUsersSignInDuringAFloodOfAttempts(t *testing.T) {
	took, lockedOut := flood(t, quickCost(t))
	if lockedOut > 0 {
		t.Errorf("%d users were refused", lockedOut)
	}
	if slowest := took[len(took)-1]; slowest > 5*time.Second {
		t.Errorf("a user waited %v", slowest)
	}
}

// BenchmarkSignInDuringAFlood reports how long users wait for their sign-in during the flood, at the program's own cost.
func BenchmarkSignInDuringAFlood(b *testing.B) {
	var took []time.Duration
	lockedOut := 0
	for range b.N {
		each, refused := flood(b, auth.BcryptCost)
		took, lockedOut = append(took, each...), lockedOut+refused
	}
	b.ReportMetric(float64(lockedOut), "refused-sign-ins")
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "ms/median-sign-in")
	b.ReportMetric(float64(took[len(took)-1].Milliseconds()), "ms/slowest-sign-in")
}
