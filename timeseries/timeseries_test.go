package timeseries_test

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

var noon = time.Date(2026, 6, 24, 12, 0, 0, 123_456_000, time.UTC)

func pulse(character, session string, second int) *event.Telemetry {
	return &event.Telemetry{Head: event.Head{
		Type: event.TypeTelemetry, Character: character, SessionID: session,
		Timestamp: noon.Add(time.Duration(second) * time.Second),
	}}
}

func spawn(mob string, ew event.Float) *event.Spawn {
	return &event.Spawn{Head: event.Head{Type: event.TypeSpawn, Character: "Ann", Timestamp: noon}, Mob: mob, EW: ew}
}

func TestTelemetryIsAddedOnceWhateverTheBatch(t *testing.T) {
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		store := opened(t, db)
		total := 0
		for _, size := range []int{0, 1, 2, 31, 32, 33, 64, 500, 1_700} {
			var events []*event.Telemetry
			for i := range size {
				events = append(events, pulse("Ann", fmt.Sprint("session ", size), i))
			}
			if inserted, duplicate := insert(t, db, store.InsertTelemetry, events...); inserted != size || duplicate != 0 {
				t.Errorf("%d rows: %d inserted, %d duplicate", size, inserted, duplicate)
			}
			// Again, with each twice.
			if inserted, duplicate := insert(t, db, store.InsertTelemetry, append(events, events...)...); inserted != 0 || duplicate != 2*size {
				t.Errorf("%d rows again: %d inserted, %d duplicate", size, inserted, duplicate)
			}
			total += size
		}
		if n := count(t, db, "telemetry_events"); n != total {
			t.Errorf("%d rows, want %d", n, total)
		}
		one, other := pulse("Bob", "s1", 0), pulse("Bob", "s1", 1)
		if inserted, duplicate := insert(t, db, store.InsertTelemetry, one, other, one); inserted != 2 || duplicate != 1 {
			t.Errorf("a repeat within the batch: %d inserted, %d duplicate", inserted, duplicate)
		}
	})
}

func TestTelemetryIdentityIsCharacterSessionAndMicrosecond(t *testing.T) {
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		store := opened(t, db)
		later := pulse("Ann", "", 0)
		later.Timestamp = later.Timestamp.Add(time.Microsecond)
		elsewhere := pulse("Ann", "", 0)
		elsewhere.EW = event.Float{V: 1, Known: true}
		inserted, duplicate := insert(t, db, store.InsertTelemetry,
			pulse("Ann", "", 0), pulse("ann", "", 0), pulse("Ann", "s1", 0), later, elsewhere)
		if inserted != 4 || duplicate != 1 {
			t.Errorf("%d inserted, %d duplicate", inserted, duplicate)
		}
	})
}

func TestSpawnIdentityHoldsUnknownCoordinatesEqual(t *testing.T) {
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		store := opened(t, db)
		known := func(v float64) event.Float { return event.Float{V: v, Known: true} }
		inserted, duplicate := insert(t, db, store.InsertSpawns,
			spawn("Olthoi", event.Float{}), spawn("Olthoi", event.Float{}),
			spawn("Olthoi", known(0)), spawn("Olthoi", known(math.Copysign(0, -1))),
			spawn("Olthoi", known(0.1)), spawn("Olthoi", known(0.1+1e-16)), spawn("Tusker", event.Float{}))
		if inserted != 5 || duplicate != 2 {
			t.Errorf("%d inserted, %d duplicate", inserted, duplicate)
		}
	})
}

func TestEveryColumnComesBackAsItWas(t *testing.T) {
	type row struct {
		Character, Session                       string
		Tag, OnlineTime, VTState, Server         *string
		EW, NS, Z, PerHour                       *float64
		Kills, Deaths, TotalDeaths, Tapers       *int64
		Rares, Handles, Landcell                 *int64
		Memory, CPU, Latency, Heading, LastHeard *float64
	}
	read := func(t *testing.T, db *database.DB, session string) (r row) {
		t.Helper()
		placeholder := map[bool]string{true: "$1", false: "?"}[db.Dialect == "postgres"]
		err := db.SQL.QueryRowContext(t.Context(), `SELECT character_name, session_id, char_tag, onlinetime, vt_state, server,
			ew, ns, z, kills_per_hour, kills, deaths, total_deaths, prismatic_taper_count, rares_found, mem_handles, landcell,
			mem_mb, cpu_pct, latency_ms, heading, last_server_message_s FROM telemetry_events WHERE session_id = `+placeholder, session).
			Scan(&r.Character, &r.Session, &r.Tag, &r.OnlineTime, &r.VTState, &r.Server, &r.EW, &r.NS, &r.Z, &r.PerHour,
				&r.Kills, &r.Deaths, &r.TotalDeaths, &r.Tapers, &r.Rares, &r.Handles, &r.Landcell, &r.Memory, &r.CPU,
				&r.Latency, &r.Heading, &r.LastHeard)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	f := func(v float64) event.Float { return event.Float{V: v, Known: true} }
	i := func(v int64) event.Int { return event.Int{V: v, Known: true} }
	full := pulse(`Quote " back \ comma , brace { NULL`, "full", 0)
	full.CharTag, full.OnlineTime, full.VTState, full.Server = "NULL", "1.02:03:04", "Größe\n\t🐢", `\"{}`
	full.EW, full.NS, full.Z, full.KillsPerHour = f(0.1), f(-math.SmallestNonzeroFloat64), f(math.MaxFloat64), f(1.0/3)
	full.Kills, full.Deaths, full.TotalDeaths = i(math.MaxInt64), i(math.MinInt64), i(0)
	full.PrismaticTaperCount, full.RaresFound, full.MemHandles, full.Landcell = i(1), i(2), i(3), i(math.MaxUint32)
	full.MemMB, full.CPUPct, full.LatencyMS, full.Heading, full.LastServerMessageS = f(412.5), f(7.2), f(38), f(359.99), f(1e-9)
	want := row{
		full.Character, "full", &full.CharTag, &full.OnlineTime, &full.VTState, &full.Server,
		full.EW.Ptr(), full.NS.Ptr(), full.Z.Ptr(), full.KillsPerHour.Ptr(),
		full.Kills.Ptr(), full.Deaths.Ptr(), full.TotalDeaths.Ptr(), full.PrismaticTaperCount.Ptr(), full.RaresFound.Ptr(),
		full.MemHandles.Ptr(), full.Landcell.Ptr(),
		full.MemMB.Ptr(), full.CPUPct.Ptr(), full.LatencyMS.Ptr(), full.Heading.Ptr(), full.LastServerMessageS.Ptr(),
	}
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		insert(t, db, opened(t, db).InsertTelemetry, full, pulse("Ann", "unknown", 0))
		if got := read(t, db, "full"); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if got := read(t, db, "unknown"); !reflect.DeepEqual(got, row{Character: "Ann", Session: "unknown"}) {
			t.Errorf("unknown values came back as %+v", got)
		}
	})
}

func TestTimesKeepTheirMicroseconds(t *testing.T) {
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		insert(t, db, opened(t, db).InsertTelemetry, pulse("Ann", "", 0))
		var got any
		if err := db.SQL.QueryRowContext(t.Context(), "SELECT timestamp FROM telemetry_events").Scan(&got); err != nil {
			t.Fatal(err)
		}
		switch v := got.(type) {
		case int64:
			got = time.UnixMicro(v)
		}
		if when, ok := got.(time.Time); !ok || !when.Equal(noon) {
			t.Errorf("got %v, want %v", got, noon)
		}
	})
}

func TestErrorLeavesNothing(t *testing.T) {
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		store := opened(t, db)
		err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
			if _, _, err := store.InsertTelemetry(ctx, tx.SQL, []*event.Telemetry{pulse("Ann", "", 0)}); err != nil {
				t.Fatal(err)
			}
			ended, cancel := context.WithCancel(ctx)
			cancel()
			_, _, err := store.InsertSpawns(ended, tx.SQL, []*event.Spawn{spawn("Olthoi", event.Float{})})
			return err
		})
		if err == nil {
			t.Fatal("no error")
		}
		if n := count(t, db, "telemetry_events"); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}
