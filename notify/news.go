package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/mosswart/overlord/ent/alertrule"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/ingest/event"
)

// news is something that happened at a moment.
type news struct {
	kind      Kind
	character string
	tag       string
	at        time.Time // the plugin's
	due       time.Time // not to be told before
	place     string

	death *death // of a death
	rare  string // of a rare: its name
	tier  string // and its tier, "" where nobody knows
}

// death is one death, as far as it is known.
type death struct {
	at     time.Time // of receipt
	total  int64     // the counter after it, -1 while unknown
	count  int64     // how many the counter rose by
	named  bool      // an event told of it
	killer string
	text   string
	vitae  event.Int // %
}

// heardDeath takes a death event in. The rules are the writer's: one death a counter value; an event without a number
// belongs to a rise of the counter within a minute; vitae alone counts only where the counter is unknown.
func (s *sighting) heardDeath(d *event.Death) *news {
	total := int64(-1)
	if d.TotalDeaths.Known && d.TotalDeaths.V >= 0 {
		total = d.TotalDeaths.V
	}
	if d.Vitae.Known {
		s.vitae = d.Vitae
	}
	recent := s.died != nil && d.ReceivedAt.Sub(s.died.at) <= fillWithin
	switch {
	case recent && !s.died.named && (total == s.died.total || total < 0):
		s.died.name(d)
		return nil
	case total >= 0 && total <= s.deaths, recent && total < 0 && s.died.killer == d.Killer && s.died.text == d.Text:
		return nil // known already
	case total < 0 && d.Killer == "" && d.Text == "" && (s.deaths >= 0 || !d.Vitae.Known || d.Vitae.V <= 0):
		return nil
	}
	s.deaths = max(s.deaths, total)
	s.died = &death{at: d.ReceivedAt, total: total, count: 1}
	s.died.name(d)
	return &news{
		kind: alertrule.KindDeath, character: s.name, tag: s.tag, at: d.Timestamp, due: d.ReceivedAt, death: s.died,
		place: place(d.EW, d.NS, d.Landcell),
	}
}

// name fills in what the event knows.
func (k *death) name(d *event.Death) {
	k.named, k.killer, k.text, k.vitae = true, d.Killer, d.Text, d.Vitae
}

// count takes the counter of telemetry in; the first value is where counting begins.
func (s *sighting) count(t *event.Telemetry) *news {
	if !t.TotalDeaths.Known || t.TotalDeaths.V < 0 {
		return nil
	}
	total, before := t.TotalDeaths.V, s.deaths
	if total <= before {
		return nil
	}
	s.deaths = total
	if before < 0 {
		return nil
	}
	if s.died != nil && s.died.total < 0 && t.ReceivedAt.Sub(s.died.at) <= fillWithin {
		s.died.total = total // the event came first
		return nil
	}
	s.died = &death{at: t.ReceivedAt, total: total, count: total - before}
	return &news{
		kind: alertrule.KindDeath, character: s.name, tag: s.tag, at: t.Timestamp, due: t.ReceivedAt.Add(fillWait), death: s.died,
	}
}

// heardRare takes a rare in.
func (s *sighting) heardRare(r *event.Rare) *news {
	return &news{
		kind: alertrule.KindRare, character: s.name, tag: s.tag, at: r.Timestamp, due: r.ReceivedAt, rare: r.Name, tier: tierOf(r.Name, r.Tier),
		place: place(r.EW, r.NS, event.Int{}),
	}
}

// tierOf is the plugin's word for a rare's tier, or the game's table's where the plugin gave none.
func tierOf(name, told string) string {
	if known, ok := gamedata.RareByName(name); ok && told == "" {
		return known.TierName()
	}
	return told
}

// place puts a position into words; "" where it means nothing on the map.
func place(ew, ns event.Float, landcell event.Int) string {
	if !ew.Known || !ns.Known || landcell.Known && gamedata.IsIndoors(uint32(landcell.V)) { //nolint:gosec // a cell id has 32 bits
		return ""
	}
	return gamedata.Coordinates{EW: ew.V, NS: ns.V}.String()
}

// cause names what happened, apart from whom and the rule: it is the same after a restart.
func (n *news) cause() string {
	switch {
	case n.kind == alertrule.KindRare:
		sum := sha256.Sum256([]byte(n.rare)) // names may be longer than keys
		return strconv.FormatInt(n.at.UnixMicro(), 10) + "-" + hex.EncodeToString(sum[:8])
	case n.death.total < 0:
		return uncounted + strconv.FormatInt(n.at.UnixMicro(), 10)
	default:
		return strconv.FormatInt(n.death.total, 10)
	}
}

// uncounted begins the cause of a death whose number nobody knew.
const uncounted = "at"
