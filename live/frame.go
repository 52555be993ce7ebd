package live

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// frame is one event as it goes out, made once and shared by all sockets' queues. Nobody changes it.
type frame struct {
	text        []byte
	kind        event.Type
	character   string
	replaceable bool
	tell        bool
	admins      bool // only they may see it
}

// newFrame serialises an event. telemetry is rewritten without its type, a full inventory without its items, which a page
// asks for when it needs them; all else goes out as it came in.
func newFrame(e event.Event) *frame {
	h := e.Header()
	f := &frame{text: h.Raw, kind: h.Type, character: h.Character, replaceable: h.Type.Replaceable()}
	switch e := e.(type) {
	case *event.Telemetry:
		f.text = appendTelemetry(make([]byte, 0, 768), e)
	case *event.FullInventory:
		f.text = appendFullInventory(make([]byte, 0, 192), e)
	case *event.Chat:
		f.tell = e.Tell()
	}
	return f
}

// appendTelemetry writes the wire's fields under their names, numbers as numbers and null where unknown, without type.
// indoors says that the position is not to be plotted.
func appendTelemetry(b []byte, t *event.Telemetry) []byte {
	b = append(b, `{"character_name":`...)
	b = appendString(b, t.Character)
	b = append(b, `,"timestamp":"`...)
	b = t.Timestamp.AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","session_id":`...)
	b = appendString(b, t.SessionID)
	b = append(b, `,"char_tag":`...)
	b = appendString(b, t.CharTag)
	b = append(b, `,"ew":`...)
	b = t.EW.Append(b)
	b = append(b, `,"ns":`...)
	b = t.NS.Append(b)
	b = append(b, `,"z":`...)
	b = t.Z.Append(b)
	b = append(b, `,"landcell":`...)
	b = t.Landcell.Append(b)
	b = append(b, `,"indoors":`...)
	b = strconv.AppendBool(b, indoors(t.Landcell))
	b = append(b, `,"heading":`...)
	b = t.Heading.Append(b)
	b = append(b, `,"kills":`...)
	b = t.Kills.Append(b)
	b = append(b, `,"kills_per_hour":`...)
	b = t.KillsPerHour.Append(b)
	b = append(b, `,"onlinetime":`...)
	b = appendString(b, t.OnlineTime)
	b = append(b, `,"deaths":`...)
	b = t.Deaths.Append(b)
	b = append(b, `,"total_deaths":`...)
	b = t.TotalDeaths.Append(b)
	b = append(b, `,"prismatic_taper_count":`...)
	b = t.PrismaticTaperCount.Append(b)
	b = append(b, `,"rares_found":`...)
	b = t.RaresFound.Append(b)
	b = append(b, `,"vt_state":`...)
	b = appendString(b, t.VTState)
	b = append(b, `,"mem_mb":`...)
	b = t.MemMB.Append(b)
	b = append(b, `,"cpu_pct":`...)
	b = t.CPUPct.Append(b)
	b = append(b, `,"mem_handles":`...)
	b = t.MemHandles.Append(b)
	b = append(b, `,"latency_ms":`...)
	b = t.LatencyMS.Append(b)
	b = append(b, `,"server":`...)
	b = appendString(b, t.Server)
	b = append(b, `,"last_server_message_s":`...)
	b = t.LastServerMessageS.Append(b)
	return append(b, '}')
}

// appendFullInventory writes that there is a new inventory, and how many items are in it.
func appendFullInventory(b []byte, f *event.FullInventory) []byte {
	b = append(b, `{"type":"full_inventory","character_name":`...)
	b = appendString(b, f.Character)
	b = append(b, `,"timestamp":"`...)
	b = f.Timestamp.AppendFormat(b, time.RFC3339Nano)
	b = append(b, `","item_count":`...)
	b = strconv.AppendInt(b, int64(len(f.Items)), 10)
	return append(b, '}')
}

// appendString writes a JSON string. Names and states hold nothing to escape, so the fast path is the usual one.
func appendString(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			quoted, err := json.Marshal(text)
			if err != nil { // cannot be: a string
				return append(b, `""`...)
			}
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

const (
	batchOpening = `{"type":"batch","events":[`
	batchEnd     = `]}`
)

// batch joins frames into one.
func batch(frames []*frame) []byte {
	size := len(batchOpening) + len(batchEnd)
	for _, f := range frames {
		size += len(f.text) + 1
	}
	text := append(make([]byte, 0, size), batchOpening...)
	for i, f := range frames {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, f.text...)
	}
	return append(text, batchEnd...)
}

// gap tells a socket how many frames were dropped for it.
func gap(dropped int) []byte {
	text := append([]byte(`{"type":"gap","dropped":`), strconv.Itoa(dropped)...)
	return append(text, '}')
}
