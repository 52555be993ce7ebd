package writer

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// bag decodes a full inventory with these items.
func bag(t testing.TB, character string, seconds float64, items string) event.Event {
	t.Helper()
	e, err := event.Decode(fmt.Appendf(nil, `{"type":"full_inventory","character_name":%q,"timestamp":%q,"items":%s}`,
		character, at(seconds).Format("2006-01-02T15:04:05.000000Z"), items), at(seconds))
	must(t, err)
	return e
}

func TestInventoriesAreStoredAndTheHopelessBuried(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		write(t, w,
			bag(t, "Ann", 1, `[{"Id":-1,"StringValues":{"1":"Cap"}},{"Id":-2,"StringValues":{"1":"Boots"}}]`),
			bag(t, "Ann", 2, `"everything"`), bag(t, "Ann", 3, `[{"Id":0},"?",[]]`),
			bag(t, "Bob", 1, `[{"Id":-3,"StringValues":{"1":"Ring"}},"?"]`), bag(t, "Bob", 1, `[{"Id":-3,"StringValues":{"1":"Ring"}},"?"]`))
		c := w.Counts()[event.TypeFullInventory]
		if n := rows(t, db, "items"); n != 3 || c.Dead != 2 || c.Inserted != 2 || c.Duplicate != 1 {
			t.Errorf("%d items, %+v; want 3, and 2 dead", n, c)
		}
		letters, err := w.journal.Dead(t.Context(), 0, 10)
		must(t, err)
		if len(letters) != 2 || letters[0].Lane != journal.Kept || !strings.Contains(letters[0].Reason, "no list") || len(letters[0].Raw) == 0 {
			t.Errorf("letters %+v", letters)
		}
		if n := testutil.ToFloat64(w.metrics.skipped.WithLabelValues("no_id")); n != 2 {
			t.Errorf("%v items skipped, want 2", n)
		}
		stop()
	})
}

// TestTheLargestFrameOfGarbageKeepsWhatIsSound is a frame as large as the gateway lets in, of which two items are sound.
func TestTheLargestFrameOfGarbageKeepsWhatIsSound(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		var items bytes.Buffer
		items.WriteString(`[{"Id":-1,"StringValues":{"1":"Cap"}}`)
		for n := 0; items.Len() < 15<<20; n++ {
			fmt.Fprintf(&items, `,{"Id":"none","IntValues":[%d],"Spells":{"a":[[[[%q]]]]}}`, n, strings.Repeat("garbage ", 200))
		}
		items.WriteString(`,{"Id":-2,"StringValues":{"1":"Boots"}}]`)
		write(t, w, bag(t, "Ann", 1, items.String()))
		if n := rows(t, db, "items"); n != 2 || w.Counts()[event.TypeFullInventory].Inserted != 1 {
			t.Errorf("%d items, %+v", n, w.Counts()[event.TypeFullInventory])
		}
		stop()
	})
}
