package store

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin/entity"
)

func TestAuditFilters(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, people *hostPeople) {
		eve, root := people.of(t, "eve"), people.of(t, "root")
		asEve := eve
		asEve.Impersonator = &root
		start := s.now()
		for i, change := range []Change{
			{Actor: ActorOf(eve), Action: "create", Type: "books"},
			{Actor: ActorOf(eve), Action: "update", Type: "tags"},
			{Actor: ActorOf(asEve), Action: "update", Type: "books"},
			{Actor: ActorOf(root), Action: "delete", Type: "books"},
		} {
			err := in(t, s, func(ctx context.Context, tx entity.Tx) error {
				return s.Record(ctx, tx, &change, revisionsOf(fmt.Sprint(i)))
			})
			if err != nil {
				t.Fatal(err)
			}
			c.add(12 * time.Hour)
		}
		ids := func(q AuditQuery) (ids []int64) {
			if q.Limit == 0 {
				q.Limit = 10
			}
			for _, c := range must(s.Audit(t.Context(), q))(t) {
				ids = append(ids, c.ID)
			}
			return ids
		}
		for _, tc := range []struct {
			name string
			q    AuditQuery
			want []int64
		}{
			{"all", AuditQuery{}, []int64{4, 3, 2, 1}},
			{"an actor", AuditQuery{Actor: "eve"}, []int64{3, 2, 1}},
			{"an impersonator", AuditQuery{Actor: "root"}, []int64{4, 3}},
			{"an actor by name", AuditQuery{Actor: "EVE"}, []int64{3, 2, 1}},
			{"an impersonator by name", AuditQuery{Actor: "Root"}, []int64{4, 3}},
			{"a type and action", AuditQuery{Type: "books", Action: "update"}, []int64{3}},
			{"types", AuditQuery{Types: []string{"tags"}}, []int64{2}},
			{"no types", AuditQuery{Types: []string{}}, nil},
			{"a time", AuditQuery{From: start.Add(12 * time.Hour), To: start.Add(36 * time.Hour)}, []int64{3, 2}},
			{"a page", AuditQuery{Before: 4, Limit: 2}, []int64{3, 2}},
		} {
			if got := ids(tc.q); !slices.Equal(got, tc.want) {
				t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
			}
		}
		days := must(s.Activity(t.Context(), start, []string{"books"}))(t)
		if want := []Day{{"2026-11-22", 1}, {"2026-11-23", 1}, {"2026-11-24", 1}}; !slices.Equal(days, want) {
			t.Errorf("Activity = %v, want %v", days, want)
		}
	})
}

// Clocks that differ, gaps in the ids: the changes between two times are those of which each one says so.
func TestAuditFindsTimesWithoutAnIndex(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, _ *hostPeople) {
		random := rand.New(rand.NewPCG(3, 4))
		start, d := s.now(), s.registry.Source.Driver()
		times := map[int64]time.Time{}
		for id := int64(1); id < 200; id += 1 + random.Int64N(3) {
			when := start.Add(time.Duration(id)*20*time.Minute + time.Duration(random.Int64N(int64(clockSlack))))
			err := exec(t.Context(), d, fmt.Sprintf(`INSERT INTO admin_changes (id, at, actor_id, actor_name, via, action, type, rows) `+
				`VALUES (%d, %d, '1', 'Eve', 'session', 'update', 'books', 1)`, id, micros(when)))
			if err != nil {
				t.Fatal(err)
			}
			times[id] = when
		}
		for range 50 {
			from := start.Add(time.Duration(random.Int64N(int64(70 * time.Hour))))
			to := from.Add(time.Duration(random.Int64N(int64(10 * time.Hour))))
			want := 0
			for _, when := range times {
				if !when.Before(from) && when.Before(to) {
					want++
				}
			}
			found := must(s.Audit(t.Context(), AuditQuery{From: from, To: to, Limit: MaxPage}))(t)
			if len(found) != want || !slices.IsSortedFunc(found, func(a, b Change) int { return cmp.Compare(b.ID, a.ID) }) {
				t.Errorf("from %s to %s: %d changes, want %d", from, to, len(found), want)
			}
		}
	})
}
