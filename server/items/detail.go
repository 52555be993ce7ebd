package items

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemchange"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/internal/fault"
)

// Detail is one item with everything that is known of it. The parts have the columns of their tables that are known.
type Detail struct {
	Item
	Combat       map[string]any `json:"combat"`
	Requirements map[string]any `json:"requirements"`
	Enhancements map[string]any `json:"enhancements"`
	Mana         *Mana          `json:"mana"`
	Properties   []Property     `json:"properties" nullable:"false" doc:"as the plugin sent them last, with what an earlier appraisal told"`
	History      []Change       `json:"history" nullable:"false" doc:"of the last 30 days, the newest first"`
}

// Mana is an item's mana.
type Mana struct {
	Current *int64   `json:"current"`
	Max     *int64   `json:"max"`
	Rate    *float64 `json:"rate" doc:"a second; negative"`
	Cost    *int64   `json:"cost"`
}

// Property is one property of the plugin's item.
type Property struct {
	Kind  string `json:"kind" enum:"bool,int,float,string"`
	ID    int32  `json:"id"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Change is one gain, loss or change of an item.
type Change struct {
	Timestamp     time.Time       `json:"timestamp"`
	CharacterName string          `json:"character_name"`
	Change        string          `json:"change" enum:"gained,lost,changed"`
	Detail        json.RawMessage `json:"detail"`
}

// maxHistory is how many changes of an item are shown.
const maxHistory = 100

// LoadDetail reads one item by its row's id; a *fault.Error where there is none.
func LoadDetail(ctx context.Context, client *ent.Client, id int) (Detail, error) {
	loaded, err := Load(ctx, client, []int{id})
	if err != nil {
		return Detail{}, err
	}
	if len(loaded) == 0 {
		return Detail{}, fault.New(fault.NotFound, "There is no such item any more.")
	}
	row, err := client.Item.Query().Where(item.ID(id)).WithCombat().WithRequirements().WithEnhancements().WithRaw().Only(ctx)
	if ent.IsNotFound(err) {
		return Detail{}, fault.New(fault.NotFound, "There is no such item any more.")
	} else if err != nil {
		return Detail{}, fmt.Errorf("load an item: %w", err)
	}
	d := Detail{Item: loaded[0], Properties: []Property{}, History: []Change{}}
	for part, into := range map[any]*map[string]any{
		row.Edges.Combat: &d.Combat, row.Edges.Requirements: &d.Requirements, row.Edges.Enhancements: &d.Enhancements,
	} {
		if *into, err = columnsOf(part); err != nil {
			return Detail{}, err
		}
	}
	if e := row.Edges.Enhancements; e != nil && (e.ManaMax != nil || e.ManaCurrent != nil) {
		d.Mana = &Mana{Current: e.ManaCurrent, Max: e.ManaMax, Rate: e.ManaRate, Cost: e.ManaCost}
	}
	if raw := row.Edges.Raw; raw != nil {
		o, _ := object.Decode(raw.Payload)
		if raw.Appraisal != nil {
			appraised, _ := object.Decode(raw.Appraisal)
			o = inventory.Merge(appraised, o)
		}
		d.Properties = propertiesOf(o)
	}
	changes, err := client.ItemChange.Query().Where(itemchange.ObjectID(row.ObjectID)).
		Order(itemchange.ByTimestamp(sql.OrderDesc()), itemchange.ByID(sql.OrderDesc())).Limit(maxHistory).All(ctx)
	if err != nil {
		return Detail{}, fmt.Errorf("load an item's history: %w", err)
	}
	for _, c := range changes {
		d.History = append(d.History, Change{Timestamp: c.Timestamp.UTC(), CharacterName: c.CharacterName, Change: string(c.Change), Detail: c.Detail})
	}
	return d, nil
}

// columnsOf are a part's columns that have a value; nil for no part.
func columnsOf(part any) (map[string]any, error) {
	plain, err := json.Marshal(part)
	if err != nil {
		return nil, fmt.Errorf("read an item's part: %w", err)
	}
	var columns map[string]any
	if err := json.Unmarshal(plain, &columns); err != nil {
		return nil, fmt.Errorf("read an item's part: %w", err)
	}
	for _, other := range []string{"id", "item_id", "edges"} {
		delete(columns, other)
	}
	return columns, nil
}

// propertiesOf lists what the plugin sent, by kind and id.
func propertiesOf(o object.Object) []Property {
	out := []Property{}
	add := func(kind gamedata.PropertyKind, id int32, value string) {
		name := fmt.Sprintf("Property %d", id)
		if p, ok := gamedata.PropertyByID(kind, id); ok {
			name = cmp.Or(p.Meaning, p.Name)
		}
		out = append(out, Property{Kind: string(kind), ID: id, Name: name, Value: value})
	}
	for id, v := range o.Bools {
		add(gamedata.BoolProperties, int32(id), strconv.FormatBool(v))
	}
	for id, v := range o.Ints {
		add(gamedata.IntProperties, int32(id), strconv.FormatInt(v, 10))
	}
	for id, v := range o.Doubles {
		add(gamedata.FloatProperties, int32(id), strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64))
	}
	for id, v := range o.Strings {
		add(gamedata.StringProperties, int32(id), v)
	}
	slices.SortFunc(out, func(a, b Property) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	return out
}
