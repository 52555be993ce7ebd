package live

import (
	"slices"
	"strings"

	"github.com/mosswart/overlord/ingest/event"
)

// ring holds a character's last chat lines. The zero value is ready.
type ring struct {
	kept []*event.Chat
	next int // where the next line goes, once the ring is full
}

func (r *ring) add(line *event.Chat) {
	if len(r.kept) < maxChatLines {
		r.kept = append(r.kept, line)
		return
	}
	r.kept[r.next] = line
	r.next = (r.next + 1) % maxChatLines
}

// lines returns a copy, oldest first.
func (r *ring) lines() []*event.Chat {
	return slices.Concat(r.kept[r.next:], r.kept[:r.next])
}

// dungeonMaps holds the floor plans that were received last. The zero value is ready.
type dungeonMaps struct {
	byLandblock map[string]*event.DungeonMap
	order       []string // oldest first
}

func (d *dungeonMaps) add(m *event.DungeonMap) {
	key := landblockKey(m.Landblock)
	if key == "" || len(key) > maxLandblockName {
		return
	}
	if d.byLandblock == nil {
		d.byLandblock = make(map[string]*event.DungeonMap)
	}
	if _, ok := d.byLandblock[key]; ok {
		d.order = slices.DeleteFunc(d.order, func(other string) bool { return other == key })
	} else if len(d.order) >= maxDungeonMaps {
		delete(d.byLandblock, d.order[0])
		d.order = slices.Delete(d.order, 0, 1)
	}
	d.byLandblock[key] = m
	d.order = append(d.order, key)
}

// landblockKey makes "0x01C9", "0x01c9" and "01C9" the same.
func landblockKey(landblock string) string {
	return strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(landblock)), "0X")
}
