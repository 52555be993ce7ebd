package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/e2e/rig"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/sim"
)

const (
	owners     = 60
	itemsEach  = 1_000
	itemsTotal = owners * itemsEach
	// unchangedShare is what a round in which nothing has changed may write, of a row an item.
	unchangedShare = 0.01
)

// BenchmarkInventories is how long it takes until 60 characters' inventories of 1,000 items, which come at once by as many
// sockets, are in the database: new ones; the same ones again, a moment later; and again with one item changed in each. It
// fails where an item is doubled or missing, or an unchanged round writes a hundredth of the rows.
func BenchmarkInventories(b *testing.B) {
	wares := simulatedItems(b)
	for _, kind := range []struct {
		name     string
		database func() string
		limit    time.Duration
	}{
		{"SQLite", func() string { return "" }, 60 * time.Second},
		{"PostgreSQL", func() string {
			rig.Cluster(b)
			return rig.Database(b, "inventories", "")
		}, 30 * time.Second},
	} {
		b.Run(kind.name, func(b *testing.B) {
			for b.Loop() {
				server := rig.Serve(b, rig.ServerOptions{Database: kind.database(), Env: []string{"LOG_LEVEL=warn"}})
				sockets := ownerSockets(b, server)
				at := time.Now().UTC().Add(-time.Hour)
				took, written := [3]time.Duration{}, [3]float64{}
				for round := range took {
					texts := inventories(wares, at.Add(time.Duration(round)*time.Minute), round == 2)
					before := scrape(b, server).Sum("overlord_inventory_rows_written_total")
					took[round] = send(b, server, sockets, texts, owners*(round+1))
					written[round] = scrape(b, server).Sum("overlord_inventory_rows_written_total") - before
				}
				stored, distinct := countItems(b, server)
				_, peak, err := server.Memory()
				if err != nil {
					b.Fatal(err)
				}
				used, err := server.CPU()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(took[0].Seconds(), "new-s")
				b.ReportMetric(took[1].Seconds(), "again-s")
				b.ReportMetric(took[2].Seconds(), "changed-s")
				b.ReportMetric(written[0]/itemsTotal, "new-rows/item")
				b.ReportMetric(written[1], "again-rows")
				b.ReportMetric(written[2], "changed-rows")
				b.ReportMetric(float64(stored-distinct), "doubled")
				b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
				b.ReportMetric(used.Seconds(), "cpu-s")
				if server.Database != "" {
					b.ReportMetric(cpu(b, rig.Cluster(b).CPU).Seconds(), "db-cpu-s")
				}
				switch {
				case stored != itemsTotal || distinct != itemsTotal:
					b.Errorf("%d items stored, %d of them distinct, want %d", stored, distinct, itemsTotal)
				case written[1] >= unchangedShare*itemsTotal:
					b.Errorf("a round without any change wrote %v rows", written[1])
				case took[0] > kind.limit:
					b.Errorf("%v, want at most %v", took[0], kind.limit)
				}
				server.Stop()
			}
		})
	}
}

// simulatedItems are the items that the simulated guild owns, in the plugin's shape.
func simulatedItems(b *testing.B) []json.RawMessage {
	b.Helper()
	var mu sync.Mutex
	var all []json.RawMessage
	upgrader := websocket.Upgrader{}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		for {
			_, text, err := conn.ReadMessage()
			if err != nil {
				return
			}
			if e, err := event.Decode(text, time.Now()); err == nil {
				if full, ok := e.(*event.FullInventory); ok {
					mu.Lock()
					all = append(all, full.Items...)
					mu.Unlock()
				}
			}
		}
	}))
	defer site.Close()
	_, err := sim.Run(b.Context(), sim.Options{
		URL: "ws" + strings.TrimPrefix(site.URL, "http"), Secret: rig.Secret, Seed: 60, Characters: owners, Duration: 30 * time.Second, Speed: 30,
	})
	if err != nil {
		b.Fatal(err)
	}
	if len(all) < itemsEach {
		b.Fatalf("only %d items to send", len(all))
	}
	return all
}

// inventories are the frames of a round, one an owner. Every item of the wares has an id of its own each time.
func inventories(wares []json.RawMessage, at time.Time, changed bool) [][]byte {
	texts := make([][]byte, owners)
	next := 0
	for owner := range texts {
		var b bytes.Buffer
		fmt.Fprintf(&b, `{"type":"full_inventory","timestamp":%q,"character_name":"Mule %02d","item_count":%d,"items":[`,
			at.Format(time.RFC3339Nano), owner, itemsEach)
		for i := range itemsEach {
			if i > 0 {
				b.WriteByte(',')
			}
			number := owner*itemsEach + i
			before, rest, _ := bytes.Cut(wares[next%len(wares)], []byte(`"Id":`))
			next++
			end := bytes.IndexByte(rest, ',')
			b.Write(before)
			b.WriteString(`"Id":` + strconv.Itoa(-2_000_000_000+number))
			rest = rest[end:]
			if changed && i == 0 {
				rest = bytes.Replace(rest, []byte(`"IntValues":{`), []byte(`"IntValues":{"380":7,`), 1)
			}
			b.Write(rest)
		}
		b.WriteString("]}")
		texts[owner] = b.Bytes()
	}
	return texts
}

func ownerSockets(b *testing.B, server *rig.Server) []*websocket.Conn {
	b.Helper()
	sockets := make([]*websocket.Conn, owners)
	for i := range sockets {
		conn, response, err := websocket.DefaultDialer.DialContext(b.Context(), server.Socket("/ws/position"), http.Header{"X-Plugin-Secret": {rig.Secret}})
		if err != nil {
			b.Fatal(err)
		}
		_ = response.Body.Close()
		sockets[i] = conn
		b.Cleanup(func() { _ = conn.Close() })
	}
	return sockets
}

// send sends a text a socket, all at once, and returns how long it took until so many inventories were stored.
func send(b *testing.B, server *rig.Server, sockets []*websocket.Conn, texts [][]byte, stored int) time.Duration {
	b.Helper()
	began := time.Now()
	var sending sync.WaitGroup
	for i, conn := range sockets {
		sending.Go(func() {
			if err := conn.WriteMessage(websocket.TextMessage, texts[i]); err != nil {
				b.Error(err)
			}
		})
	}
	sending.Wait()
	rig.Eventually(b, 3*time.Minute, func() error {
		time.Sleep(50 * time.Millisecond) // asking costs too
		m := scrape(b, server)
		n := m.Sum("overlord_events_settled_total", `type="full_inventory"`)
		if int(n) != stored {
			return fmt.Errorf("%v of %d inventories are stored", n, stored)
		}
		return nil
	})
	return time.Since(began)
}

func scrape(b *testing.B, server *rig.Server) rig.Metrics {
	b.Helper()
	m, err := server.Metrics()
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// countItems counts the rows of items, and the items that they are of.
func countItems(b *testing.B, server *rig.Server) (rows, distinct int) {
	b.Helper()
	url := server.Database
	if url == "" {
		url = "sqlite:" + server.Data + "/overlord.db"
	}
	db, err := database.Open(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	query := "SELECT (SELECT COUNT(*) FROM items), (SELECT COUNT(*) FROM (SELECT DISTINCT object_id FROM items) AS ids)"
	if err := db.SQL.QueryRowContext(context.WithoutCancel(b.Context()), query).Scan(&rows, &distinct); err != nil {
		b.Fatal(err)
	}
	return rows, distinct
}
