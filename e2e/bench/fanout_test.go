package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/olahol/melody"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/live"
)

const (
	fanOutBrowsers = 200
	fanOutRate     = 600 // events a second
	fanOutTime     = 3 * time.Second
	crierVariable  = "OVERLORD_BENCH_CRIER"
)

// BenchmarkFanOut is how many events a second of the server's processor time brings to browsers: 200 of them, 600 events
// a second. The reference is melody's plain Broadcast, a frame an event.
//
//	frames  the hub, for browsers without batch_ms
//	batch   the hub, for browsers with batch_ms 50
func BenchmarkFanOut(b *testing.B) {
	var plain, frames, batch []float64
	for b.Loop() {
		for range rounds {
			plain = append(plain, fanOut(b, "melody", ""))
			frames = append(frames, fanOut(b, "hub", ""))
			batch = append(batch, fanOut(b, "hub", `{"type":"subscribe","batch_ms":50}`))
			i := len(plain) - 1
			b.Logf("events a CPU-second: plain %.0f, frames %.0f, batches %.0f", plain[i], frames[i], batch[i])
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(plain), "plain-events/CPU-s")
	b.ReportMetric(median(frames), "frames-events/CPU-s")
	b.ReportMetric(median(batch), "batch-events/CPU-s")
	b.ReportMetric(median(batch)/median(plain), "ratio")
}

// fanOut runs a crier in a child process and returns how many events reached browsers for each second of its processor
// time.
func fanOut(b *testing.B, role, subscription string) float64 {
	b.Helper()
	child := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), crierVariable+"="+role)
	child.Stderr = os.Stderr
	child.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	begin, err := child.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
	var delivered atomic.Int64
	leave := audience(b, lines.Text(), subscription, &delivered)
	if _, err := fmt.Fprintln(begin); err != nil {
		b.Fatal(err)
	}
	var used time.Duration
	if lines.Scan() {
		if _, err := fmt.Sscan(lines.Text(), (*int64)(&used)); err != nil {
			b.Fatal(err)
		}
	}
	leave()
	_ = begin.Close()
	if err := child.Wait(); err != nil {
		b.Fatal(err)
	}
	// One browser in ten counts.
	return float64(delivered.Load()) * 10 / used.Seconds()
}

// audience connects the browsers. Most read and throw away; one in ten counts the events that it hears. The answer hangs
// up and waits for them.
func audience(b *testing.B, address, subscription string, delivered *atomic.Int64) (leave func()) {
	b.Helper()
	var reading sync.WaitGroup
	var conns []*websocket.Conn
	for i := range fanOutBrowsers {
		conn, response, err := websocket.DefaultDialer.DialContext(b.Context(), "ws://"+address, nil)
		if err != nil {
			b.Fatal(err)
		}
		_ = response.Body.Close()
		if subscription != "" {
			if err := conn.WriteMessage(websocket.TextMessage, []byte(subscription)); err != nil {
				b.Fatal(err)
			}
		}
		conns = append(conns, conn)
		reading.Go(func() {
			if i%10 > 0 {
				buffer := make([]byte, 64<<10)
				for {
					if _, err := conn.NetConn().Read(buffer); err != nil {
						return
					}
				}
			}
			for {
				_, text, err := conn.ReadMessage()
				if err != nil {
					return
				}
				delivered.Add(int64(bytes.Count(text, []byte(`"character_name":`))))
			}
		})
	}
	time.Sleep(200 * time.Millisecond) // the subscriptions arrive
	return func() {
		for _, conn := range conns {
			_ = conn.Close()
		}
		reading.Wait()
	}
}

// cry is the child: it says where it listens, waits for a line, sends its events, and tells the processor time that took.
func cry(role string) {
	fatal := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	events, texts := guildStream(fatal)
	var serve http.HandlerFunc
	var send func(i int)
	switch role {
	case "melody":
		m := melody.New()
		m.Config.MessageBufferSize = 4096
		serve = func(w http.ResponseWriter, r *http.Request) { _ = m.HandleRequest(w, r) }
		send = func(i int) { _ = m.Broadcast(texts[i]) }
	default:
		h := live.NewHub(live.HubOptions{Log: slog.New(slog.DiscardHandler)})
		serve = func(w http.ResponseWriter, r *http.Request) { _ = h.Serve(w, r, live.Viewer{}) }
		send = func(i int) { h.Consume(events[i : i+1]) }
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	fatal(err)
	go func() { _ = (&http.Server{Handler: serve, ReadHeaderTimeout: time.Minute}).Serve(listener) }()
	fmt.Println(listener.Addr())
	stdin := bufio.NewScanner(os.Stdin)
	stdin.Scan()
	before := ownCPU(fatal)
	tick := time.NewTicker(time.Second / fanOutRate)
	for i := range int(fanOutTime.Seconds() * fanOutRate) {
		<-tick.C
		send(i % len(events))
	}
	time.Sleep(200 * time.Millisecond) // the last batch is under way
	fmt.Println(int64(ownCPU(fatal) - before))
	stdin.Scan()
}

// guildStream is what 60 characters send: telemetry, vitals, what is near them, and chat. Equal timestamps keep it from
// being late when it is repeated.
func guildStream(fatal func(error)) (events []event.Event, texts [][]byte) {
	now := time.Now().UTC()
	for i := range 60 {
		for _, kind := range []string{
			`"telemetry","session_id":"b1f0","char_tag":"moss","ew":33.61,"ns":42.1,"z":0.39,"kills":1203,"kills_per_hour":"842.5","onlinetime":"01:25:40","deaths":"0","total_deaths":"57","prismatic_taper_count":"1834","rares_found":2,"vt_state":"Combat","mem_mb":412.5,"cpu_pct":7.2,"latency_ms":38.0`,
			`"vitals","health_current":301,"health_max":341,"health_percentage":88.3,"stamina_current":390,"stamina_max":400,"mana_current":210,"mana_max":300,"vitae":5`,
			`"nearby_objects","radius":75,"objects":[{"id":2164260865,"name":"Raving Fiun","object_class":5,"ew":33.7,"ns":42.2,"z":0.4,"distance":24.1}]`,
			`"chat","text":"[Allegiance] Patron says, \"hi\"","color":18`,
		} {
			text := fmt.Sprintf(`{"character_name":"Mule %02d","timestamp":%q,"type":%s}`, i, now.Format(time.RFC3339Nano), kind)
			e, err := event.Decode([]byte(text), now)
			fatal(err)
			events, texts = append(events, e), append(texts, []byte(strings.Clone(text)))
		}
	}
	return events, texts
}

func ownCPU(fatal func(error)) time.Duration {
	var usage syscall.Rusage
	fatal(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
