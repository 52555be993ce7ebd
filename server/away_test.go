package server

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/lib/pq"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/pgcluster"
	"github.com/mosswart/overlord/internal/testkit"
)

func isAway(t *testing.T, w *httptest.ResponseRecorder) bool {
	t.Helper()
	return w.Code == 503 && w.Header().Get("Retry-After") == "5" && problemOf(t, w).Detail == awayDetail
}

// TestAStoppedDatabaseIsNotOurMistake stops PostgreSQL under connections that are open, and asks until it is back.
func TestAStoppedDatabaseIsNotOurMistake(t *testing.T) {
	testkit.Postgres(t) // skips where there is none
	cluster, err := pgcluster.Start()
	must(t, err)
	t.Cleanup(func() { must(t, cluster.Stop()) })
	url := cluster.URL("postgres")
	must(t, migrations.Apply(t.Context(), url, slog.New(slog.DiscardHandler)))
	h := newHouse(t, testkit.Open(t, url), nil)
	h.character("Mule 07")
	paths := []string{"/stats/Mule%2007", "/history?character=Mule%2007", "/trails", "/total-kills", "/spawns/mobs", "/portals", "/rares"}
	for _, mode := range []string{"fast", "immediate"} {
		h.clock.advance(time.Hour) // past what is kept of earlier answers
		must(t, cluster.Halt(mode))
		for range 2 { // on connections that were open, and on new ones
			for _, path := range paths {
				if w := h.internally(path); !isAway(t, w) {
					t.Errorf("%s stop: %s: %d %s", mode, path, w.Code, w.Body)
				}
			}
		}
		must(t, cluster.Restart())
		for _, path := range paths {
			if w := h.internally(path); w.Code != 200 {
				t.Errorf("after the %s stop: %s: %d %s", mode, path, w.Code, w.Body)
			}
		}
	}
}

func TestOnlyADatabaseThatIsAwayIsToldOfAsThat(t *testing.T) {
	s, _ := edgeServer(t, reader, nil)
	for _, test := range []struct {
		name string
		err  error
		want int
	}{
		{"a lost connection", fmt.Errorf("read: %w", driver.ErrBadConn), 503},
		{"time that is over", fmt.Errorf("read: %w", context.DeadlineExceeded), 503},
		{"a server that starts", &pq.Error{Code: "57P03"}, 503},
		{"a failed connection", &pq.Error{Code: "08006"}, 503},
		{"a wrong statement", &pq.Error{Code: "42601"}, 500},
		{"a broken promise", &pq.Error{Code: "23505"}, 500},
		{"anything else", errors.New("dial tcp: refused"), 500},
	} {
		p, headers := s.problem(t.Context(), test.err)
		if p.Status != test.want || (headers.Get("Retry-After") != "") != (test.want == 503) {
			t.Errorf("%s: %d, %v; want %d", test.name, p.Status, headers, test.want)
		}
	}
}

func TestABusySQLiteFileIsAway(t *testing.T) {
	url := testkit.SQLite(t)
	db, other := testkit.Open(t, url), testkit.Open(t, url)
	err := db.InTx(t.Context(), func(ctx context.Context, _ database.Tx) error {
		hasty, err := other.SQL.Conn(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = hasty.Close() }()
		if _, err := hasty.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
			return err
		}
		_, err = hasty.ExecContext(ctx, "DELETE FROM telemetry_minutes_stale")
		return err
	})
	s, _ := edgeServer(t, reader, nil)
	if p, _ := s.problem(t.Context(), err); err == nil || p.Status != 503 {
		t.Errorf("%v: %d, want 503", err, p.Status)
	}
}
