package server

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func number(v float64) event.Float { return event.Float{V: v, Known: true} }

func TestTrailsAreOutdoorsAndShort(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie, now := h.cookie("reader"), h.clock.now()
		var walk []*event.Telemetry
		for i := range 400 { // 800 s, one fix every 2 s
			p := pulse("Mule 07", "s", now.Add(-time.Duration(i)*2*time.Second), 0)
			p.EW, p.NS = number(float64(i)), number(-1)
			if i < 10 {
				p.Landcell = event.Int{V: 0x01C90100, Known: true}
			}
			walk = append(walk, p)
		}
		other := pulse("Alt", "s", now.Add(-time.Minute), 0)
		other.EW, other.NS = number(5), number(6)
		h.stores(append(walk, other, pulse("Nowhere", "s", now, 0))...)

		var got Trails
		if code := h.get(cookie, "/trails", &got); code != 200 || got.Seconds != 600 || len(got.Trails) != 2 || got.Trails[0].CharacterName != "Alt" {
			t.Fatalf("%d %+v", code, got)
		}
		if p := got.Trails[0].Points; len(p) != 1 || p[0] != [3]float64{float64(now.Add(-time.Minute).UnixMilli()), 5, 6} {
			t.Errorf("one fix: %v", p)
		}
		points := got.Trails[1].Points
		oldest, newest := float64(now.Add(-600*time.Second).UnixMilli()), float64(now.Add(-20*time.Second).UnixMilli())
		if len(points) < 90 || len(points) > trailPoints || points[0][0] < oldest || points[len(points)-1][0] != newest ||
			!slices.IsSortedFunc(points, func(a, b [3]float64) int { return int(a[0] - b[0]) }) {
			t.Errorf("%d points from %f to %f", len(points), points[0][0]-oldest, points[len(points)-1][0]-newest)
		}
		for _, seconds := range []int{1, 7, 60, 118, 119, 120, 121, 599, 1200, 3599, 3600} {
			h.get(cookie, fmt.Sprint("/trails?seconds=", seconds), &got)
			for _, trail := range got.Trails {
				if len(trail.Points) > trailPoints || float64(now.UnixMilli())-trail.Points[0][0] > float64(seconds*1000) {
					t.Errorf("%d s: %d points from %f", seconds, len(trail.Points), trail.Points[0][0])
				}
			}
		}
		for _, bad := range []string{"0", "3601", "x", "-5"} {
			if code := h.get(cookie, "/trails?seconds="+bad, nil); code != 422 {
				t.Errorf("seconds=%s: %d", bad, code)
			}
		}
	})
}

func TestHistoryIsColumnsOfEqualLength(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie, now := h.cookie("reader"), h.clock.now()
		h.character("Mule 07")
		var pulses []*event.Telemetry
		for i := range 120 {
			p := pulse("Mule 07", "s", now.Add(-4*time.Hour+time.Duration(i)*time.Minute), int64(i))
			if i%2 == 0 {
				p.LatencyMS = number(40)
			}
			pulses = append(pulses, p)
		}
		h.stores(pulses...)
		columns := func(got History) string {
			for name, n := range map[string]int{
				"kills": len(got.Kills), "kills_per_hour": len(got.KillsPerHour), "rares_found": len(got.RaresFound), "deaths": len(got.Deaths),
				"prismatic_taper_count": len(got.PrismaticTaperCount), "mem_mb": len(got.MemMB), "cpu_pct": len(got.CPUPct),
				"latency_ms": len(got.LatencyMS), "latency_max_ms": len(got.LatencyMaxMS), "ew": len(got.EW), "ns": len(got.NS),
			} {
				if n != len(got.T) {
					t.Errorf("%s has %d values for %d times", name, n, len(got.T))
				}
			}
			return fmt.Sprintf("%t %d %s", len(got.T) > 0, got.StepSeconds, got.Source)
		}
		at := func(d time.Duration) string { return now.Add(d).Format(time.RFC3339) }
		for query, want := range map[string]string{
			"": "true 60 minutes",
			"&from=" + at(-4*time.Hour) + "&to=" + at(-3*time.Hour):              "true 2 raw",
			"&from=" + at(-4*time.Hour) + "&to=" + at(-3*time.Hour) + "&step=30": "true 30 raw",
			"&step=1":                        "true 60 minutes", // would make too many
			"&step=3600":                     "true 3600 minutes",
			"&from=" + at(-300*24*time.Hour): "true 21600 minutes",
			"&to=" + at(-100*time.Hour):      "false 60 minutes",
		} {
			var got History
			if code := h.get(cookie, "/history?character=Mule%2007"+query, &got); code != 200 || columns(got) != want {
				t.Errorf("%s: %d %s, want %s", query, code, columns(got), want)
			}
		}
		var got History
		h.get(cookie, "/history?character=Mule%2007&step=60", &got)
		if !got.To.Equal(now) || got.To.Sub(got.From) != 24*time.Hour || got.Kills[len(got.Kills)-1] == nil || *got.Kills[len(got.Kills)-1] != 119 || got.EW[0] != nil {
			t.Errorf("%+v", got)
		}
		for query, field := range map[string]string{
			"":                                "character",
			"?character=Mule%2007&step=0":     "step",
			"?character=Mule%2007&step=86401": "step",
			"?character=Mule%2007&from=noon":  "from",
			"?character=Mule%2007&to=0":       "to",
			"?character=Mule%2007&from=" + at(time.Minute):       "to",
			"?character=Mule%2007&from=" + at(-367*24*time.Hour): "from",
		} {
			w := do(h, request("GET", "/history"+query, "", "Cookie", cookie))
			if p := problemOf(t, w); w.Code != 422 || p.Errors[field] == "" {
				t.Errorf("%s: %d %+v", query, w.Code, p)
			}
		}
		if code := h.get(cookie, "/history?character=Nobody", nil); code != 404 {
			t.Errorf("nobody's: %d", code)
		}
	})
}

func TestStatsListEveryHour(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		hour := h.clock.now().Truncate(time.Hour).Add(time.Hour)
		h.clock.advance(hour.Add(30 * time.Minute).Sub(h.clock.now()))
		h.character("Mule 07")
		h.stores(
			pulse("Mule 07", "s", hour.Add(-3*time.Hour), 100), pulse("Mule 07", "s", hour.Add(-90*time.Minute), 130), pulse("Mule 07", "s", hour, 150),
			pulse("Mule 07", "t", hour.Add(time.Minute), 4),
		)
		ask := func(query string) string {
			var got Stats
			if code := h.get(cookie, "/stats/Mule%2007"+query, &got); code != 200 {
				t.Fatalf("%s: %d", query, code)
			}
			var text strings.Builder
			for _, o := range got.Hours {
				fmt.Fprintf(&text, "%s %d %d; ", o.Start.Sub(hour), o.Kills, o.Minutes)
			}
			return text.String()
		}
		if got, want := ask("?hours=4"), "-3h0m0s 100 1; -2h0m0s 30 1; -1h0m0s 0 0; 0s 24 2; "; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if got := ask("?hours=1"); got != "0s 24 2; " {
			t.Error(got)
		}
		h.clock.advance(-30 * time.Minute) // on the hour
		if got := ask("?hours=1"); got != "0s 24 2; " {
			t.Error(got)
		}
		var day Stats
		if h.get(cookie, "/stats/Mule%2007", &day); len(day.Hours) != 24 {
			t.Errorf("%d hours", len(day.Hours))
		}
		for _, bad := range []string{"0", "721", "x"} {
			if code := h.get(cookie, "/stats/Mule%2007?hours="+bad, nil); code != 422 {
				t.Errorf("hours=%s: %d", bad, code)
			}
		}
	})
}

func TestSpawnsAreCountedByCellAndByMonster(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie, now := h.cookie("reader"), h.clock.now()
		var spawns []*event.Spawn
		add := func(mob string, ew float64, age time.Duration, n int) {
			for i := range n {
				spawns = append(spawns, &event.Spawn{
					Head: event.Head{Type: event.TypeSpawn, Character: "A", Timestamp: now.Add(-age - time.Duration(i)*time.Second)},
					Mob:  mob, EW: number(ew), NS: number(-10), Z: number(0),
				})
			}
		}
		add("Raving Fiun", 33.6, time.Hour, 3)
		add("Olthoi's Kin & Co", 33.7, time.Hour, 2)
		add("Olthoi's Kin & Co", 40, 30*time.Hour, 4)
		must(t, db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
			_, _, err := h.series.InsertSpawns(ctx, tx.SQL, spawns)
			return err
		}))
		for query, want := range map[string]string{
			"":                                    "24 0.5 [{33.5 -10 5}]",
			"?hours=48":                           "48 0.5 [{33.5 -10 5} {40 -10 4}]",
			"?mob=Raving+Fiun":                    "24 0.5 [{33.5 -10 3}]",
			"?hours=48&mob=Olthoi%27s+Kin+%26+Co": "48 0.5 [{40 -10 4} {33.5 -10 2}]",
			"?mob=raving+fiun":                    "24 0.5 []",
			"?mob=%25":                            "24 0.5 []",
		} {
			var got HeatMap
			if code := h.get(cookie, "/spawns/heatmap"+query, &got); code != 200 || fmt.Sprint(got.Hours, got.Cell, got.Cells) != want {
				t.Errorf("%s: %d %v", query, code, got)
			}
		}
		for query, want := range map[string]string{
			"": "[{Raving Fiun 3} {Olthoi's Kin & Co 2}]", "?hours=168": "[{Olthoi's Kin & Co 6} {Raving Fiun 3}]",
		} {
			var got Mobs
			if code := h.get(cookie, "/spawns/mobs"+query, &got); code != 200 || fmt.Sprint(got.Mobs) != want {
				t.Errorf("%s: %d %v", query, code, got)
			}
		}
		for _, bad := range []string{"/spawns/heatmap?hours=0", "/spawns/heatmap?hours=169", "/spawns/mobs?hours=x"} {
			if code := h.get(cookie, bad, nil); code != 422 {
				t.Errorf("%s: %d", bad, code)
			}
		}
	})
}

func TestWithoutASeriesTheRoutesSaySo(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), func(o *Options) { o.Series = nil })
	cookie := h.cookie("reader")
	h.character("A")
	for path, want := range map[string]int{"/trails": 503, "/history?character=A": 503, "/spawns/heatmap": 503, "/spawns/mobs": 503, "/stats/A": 200, "/total-kills": 200} {
		if code := h.get(cookie, path, nil); code != want {
			t.Errorf("%s: %d", path, code)
		}
	}
}

// What each route says is tested above; that TimescaleDB is asked in words that it understands, here, at once, since
// it takes its time to start.
func TestTheSeriesAreReadOnTimescaleDB(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.Timescale(t)), nil)
	cookie := h.cookie("reader")
	midnight := h.clock.now().Truncate(24 * time.Hour).Add(24 * time.Hour)
	h.clock.advance(midnight.Add(30 * time.Minute).Sub(h.clock.now()))
	h.character("Mule 07")
	h.session("Mule 07", "s", midnight.Add(-time.Hour), midnight.Add(25*time.Minute), 130)
	walk := []*event.Telemetry{
		pulse("Mule 07", "s", midnight.Add(-time.Hour), 90), pulse("Mule 07", "s", midnight.Add(-time.Second), 100),
		pulse("Mule 07", "s", midnight.Add(25*time.Minute), 130),
	}
	for _, p := range walk {
		p.EW, p.NS = number(33.6), number(42.1)
	}
	h.stores(walk...)
	must(t, h.db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
		_, _, err := h.series.InsertSpawns(ctx, tx.SQL, []*event.Spawn{{
			Head: event.Head{Type: event.TypeSpawn, Character: "Mule 07", Timestamp: midnight}, Mob: "Raving Fiun", EW: number(33.6), NS: number(42.1),
		}})
		return err
	}))
	var trails Trails
	var history History
	var stats Stats
	var kills Totals
	var heat HeatMap
	var mobs Mobs
	var health ServerHealth
	for path, out := range map[string]any{
		"/trails": &trails, "/history?character=Mule%2007": &history, "/stats/Mule%2007?hours=2": &stats, "/total-kills": &kills,
		"/spawns/heatmap": &heat, "/spawns/mobs": &mobs, "/server-health": &health,
	} {
		if code := h.get(cookie, path, out); code != 200 {
			t.Errorf("%s: %d", path, code)
		}
	}
	if len(trails.Trails) != 1 || len(trails.Trails[0].Points) != 1 || len(history.T) != 86 || *history.Kills[85] != 130 ||
		stats.Hours[0].Kills != 100 || stats.Hours[1].Kills != 30 || kills.Today != 30 || len(heat.Cells) != 1 || len(mobs.Mobs) != 1 ||
		health.Database.Kind != "timescaledb" {
		t.Errorf("trails %+v\nhistory %+v\nstats %+v\nkills %+v\nheat %+v\nmobs %+v\nhealth %+v", trails, history, stats, kills, heat, mobs, health)
	}
}
