package live

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/mosswart/overlord/ingest/event"
)

func queued(text string) *frame {
	// "t:A:1" is the first telemetry of A; a rare is never replaced.
	kind := map[byte]event.Type{'t': event.TypeTelemetry, 'v': event.TypeVitals, 'r': event.TypeRare}[text[0]]
	return &frame{text: []byte(text), kind: kind, character: strings.Split(text, ":")[1], replaceable: kind.Replaceable()}
}

func texts(frames []*frame) string {
	var all []string
	for _, f := range frames {
		all = append(all, string(f.text))
	}
	return strings.Join(all, " ")
}

func TestFullQueueLosesOldReplaceableFramesFirst(t *testing.T) {
	q := queue{maxFrames: 3, maxBytes: 1 << 20}
	for _, text := range []string{"r:A:1", "t:A:2", "r:A:3", "v:A:4", "r:A:5", "r:A:6"} {
		q.push(queued(text))
	}
	if got := texts(q.take(10, 1<<20)); got != "r:A:3 r:A:5 r:A:6" || q.takeGap() != 3 || q.takeGap() != 0 {
		t.Errorf("left: %s", got)
	}
}

func TestQueueIsBoundedInBytesButTakesOneLargeFrame(t *testing.T) {
	q := queue{maxFrames: 100, maxBytes: 12}
	for _, text := range []string{"t:A:1", "r:A:2", "t:A:3"} {
		q.push(queued(text))
	}
	if got := texts(q.take(10, 1<<20)); got != "r:A:2 t:A:3" {
		t.Errorf("left: %s", got)
	}
	q.push(queued("r:A:" + strings.Repeat("x", 100)))
	if q.count != 1 {
		t.Error("the large frame is lost")
	}
}

func TestTakeKeepsToItsBytes(t *testing.T) {
	q := queue{maxFrames: 100, maxBytes: 1 << 20}
	for _, text := range []string{"r:A:1", "r:A:2", "r:A:3", "r:A:" + strings.Repeat("x", 100)} {
		q.push(queued(text))
	}
	if got := texts(q.take(10, 11)); got != "r:A:1 r:A:2" {
		t.Errorf("took %s", got)
	}
	q.take(1, 11)
	if got := q.take(10, 11); len(got) != 1 {
		t.Error("a frame above the limit must come alone")
	}
}

// The queue against a slow, plain one.
func TestQueueBehavesAsItsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 8).Draw(t, "limit")
		q := queue{maxFrames: limit, maxBytes: 1 << 20}
		q.setCoalesce(rapid.Bool().Draw(t, "coalesce"))
		var model []*frame
		dropped := 0
		without := func(i int) { model = append(model[:i:i], model[i+1:]...) }
		push := func(f *frame) {
			if q.coalesce && f.replaceable {
				for i, other := range model {
					if other.kind == f.kind && other.character == f.character {
						model[i] = f
						return
					}
				}
			}
			if model = append(model, f); len(model) <= limit {
				return
			}
			dropped++
			for i, other := range model {
				if other.replaceable {
					without(i)
					return
				}
			}
			without(0)
		}
		for i := range rapid.IntRange(1, 200).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0:
				n := rapid.IntRange(1, 5).Draw(t, "n")
				want := model[:min(n, len(model))]
				if got := texts(q.take(n, 1<<20)); got != texts(want) {
					t.Fatalf("took %s, want %s", got, texts(want))
				}
				model = model[len(want):]
			case 1:
				on := rapid.Bool().Draw(t, "on")
				q.setCoalesce(on)
				before := model
				model = nil
				for _, f := range before {
					push(f)
				}
			case 2:
				q.supersede(event.TypeTelemetry)
				var kept []*frame
				for _, f := range model {
					if f.kind != event.TypeTelemetry {
						kept = append(kept, f)
					}
				}
				model = kept
			default:
				f := queued(fmt.Sprintf("%c:%c:%d", rapid.SampledFrom([]rune("tvr")).Draw(t, "kind"), rapid.SampledFrom([]rune("AB")).Draw(t, "name"), i))
				q.push(f)
				push(f)
			}
			size := 0
			for _, f := range model {
				size += len(f.text)
			}
			if q.count != len(model) || q.bytes != size || q.dropped != dropped {
				t.Fatalf("count %d, bytes %d, dropped %d; want %d, %d, %d", q.count, q.bytes, q.dropped, len(model), size, dropped)
			}
		}
		if got := texts(q.take(1000, 1<<20)); got != texts(model) {
			t.Fatalf("left %s, want %s", got, texts(model))
		}
	})
}

func TestLongQueueOfRemovedFramesIsCompacted(t *testing.T) {
	q := queue{maxFrames: 4, maxBytes: 1 << 20}
	q.push(queued("r:A:0")) // keeps the front
	for i := range 10_000 {
		q.push(queued(fmt.Sprintf("t:A:%d", i)))
	}
	if q.count != 4 || len(q.frames) > 200 {
		t.Errorf("%d frames in %d places", q.count, len(q.frames))
	}
	if got := texts(q.take(10, 1<<20)); got != "r:A:0 t:A:9997 t:A:9998 t:A:9999" {
		t.Errorf("left %s", got)
	}
}
