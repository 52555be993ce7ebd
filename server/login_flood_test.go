package server

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/server/auth"
)

// realCost is the program's own cost, or less where hashing is slow, as under the race detector or on a machine that does
// much else: three hashes take at most 0.3 s each with it.
func realCost(t *testing.T) int {
	t.Helper()
	slowest := func(cost int) (most time.Duration) {
		for range 3 {
			began := time.Now()
			if _, err := bcrypt.GenerateFromPassword([]byte(password), cost); err != nil {
				t.Fatal(err)
			}
			most = max(most, time.Since(began))
		}
		return most
	}
	cost := auth.BcryptCost
	for cost > bcrypt.MinCost && slowest(cost) > 300*time.Millisecond {
		cost--
	}
	return cost
}

// 2,000 attempts from 50 addresses, half of them against a user's name, half against names that nobody has. Meanwhile users
// sign in: from where they were before, from a new address, and the attacked one from a new address.
func TestUsersSignInDuringAFloodOfAttempts(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	cost := realCost(t)
	service, err := auth.New(auth.Options{
		DB: db, SecretKeys: []string{"a secret of the test's own, long enough"}, InternalNetworks: loopback, BcryptCost: cost,
	})
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, db, func(o *Options) { o.Auth, o.Now = service, time.Now })
	for _, name := range []string{"attacked", "other"} {
		if _, err := service.Create(t.Context(), name, password, false); err != nil {
			t.Fatal(err)
		}
	}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	t.Cleanup(client.CloseIdleConnections)
	// The test's peer is a proxy of ours, so that X-Forwarded-For says where an attempt comes from.
	login := func(name, word, from string) int {
		body := fmt.Sprintf(`{"username":%q,"password":%q}`, name, word)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, web.URL+"/login", strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return 0
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Forwarded-For", from)
		res, err := client.Do(r)
		if err != nil {
			t.Error(err)
			return 0
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		return res.StatusCode
	}
	if got := login("attacked", password, "198.51.100.1"); got != http.StatusOK {
		t.Fatalf("before the flood: %d", got)
	}

	var flood, users sync.WaitGroup
	var answers [600]atomic.Int32
	began := time.Now()
	for i := range 50 {
		flood.Go(func() {
			for j := range 40 {
				name := "attacked"
				if j%2 == 1 {
					name = fmt.Sprintf("nobody-%d-%d", i, j)
				}
				answers[login(name, "not the password", fmt.Sprintf("203.0.113.%d", i))].Add(1)
			}
		})
	}
	for answers[http.StatusTooManyRequests].Load() == 0 { // until the flood runs high
		time.Sleep(time.Millisecond)
	}
	var mu sync.Mutex
	var took []time.Duration
	for _, user := range []struct{ name, from string }{
		{"attacked", "198.51.100.1"}, // where it signed in before
		{"other", "198.51.100.2"},
		{"attacked", "198.51.100.3"},
	} {
		users.Go(func() {
			for range 4 {
				start := time.Now()
				if got := login(user.name, password, user.from); got != http.StatusOK {
					t.Errorf("%s from %s: %d", user.name, user.from, got)
				}
				mu.Lock()
				took = append(took, time.Since(start))
				mu.Unlock()
				time.Sleep(300 * time.Millisecond) // people do not sign in over and over
			}
		})
	}
	users.Wait()
	flood.Wait()
	slices.Sort(took)
	refused, wrong := answers[http.StatusTooManyRequests].Load(), answers[http.StatusUnauthorized].Load()
	t.Logf("bcrypt cost %d; flood over after %v: %d refused unread, %d compared; %d sign-ins during it: median %v, slowest %v",
		cost, time.Since(began).Round(time.Millisecond), refused, wrong, len(took),
		took[len(took)/2].Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond))
	if refused+wrong != 2000 || refused < 1500 {
		t.Errorf("%d refused, %d compared, want 2,000 in all and most of them refused", refused, wrong)
	}
	if slowest := took[len(took)-1]; slowest > 5*time.Second {
		t.Errorf("a user waited %v", slowest)
	}
}
