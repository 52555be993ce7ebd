package server

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/inventory"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/server/items"
)

// Inventory is the answer of GET /inventory/{character}.
type Inventory struct {
	CharacterName string       `json:"character_name"`
	AsOf          *time.Time   `json:"as_of" doc:"of the newest event that counted; null before the first"`
	Missing       bool         `json:"missing" doc:"no inventory of this character has come yet"`
	ItemCount     int          `json:"item_count"`
	Burden        int64        `json:"burden" doc:"of everything that is carried and worn, in burden units"`
	Items         []items.Item `json:"items"`
	Containers    []Container  `json:"containers" doc:"the main pack first, then the others in their order"`
	Worn          []int        `json:"worn" doc:"rows of what is worn, the lowest slot first"`
}

// Container is a pack and what lies in it.
type Container struct {
	ID    int64  `json:"id" doc:"the pack's object id; 0 for the main pack"`
	Item  *int   `json:"item" doc:"the pack's own row; null for the main pack"`
	Name  string `json:"name"`
	Icon  *int64 `json:"icon"`
	Slots *int64 `json:"slots" doc:"how many items it holds; null where that is not known"`
	Used  int    `json:"used"`
	Items []int  `json:"items" doc:"rows of the items, in the order of their places"`
}

const (
	mainPackName = "Main pack"
	// mainPackSlots is what every character's main pack holds; other packs tell it themselves.
	mainPackSlots = 102
)

// registerInventory is GET /inventory/{character}.
func (s *Server) registerInventory() {
	operate(s, Reader, huma.Operation{
		OperationID: "inventory", Method: http.MethodGet, Path: "/inventory/{character}", Tags: []string{"items"},
		Summary: "What a character carries and wears, with its packs",
	}, s.inventory)
}

func (s *Server) inventory(ctx context.Context, in *CharacterPath) (*struct{ Body Inventory }, error) {
	if err := s.mustBeKnown(ctx, in.Character); err != nil {
		return nil, err
	}
	out := Inventory{CharacterName: in.Character, Missing: true, Items: []items.Item{}, Containers: []Container{}, Worn: []int{}}
	db := s.options.DB.Ent
	head, err := db.Inventory.Query().Where(inventory.CharacterName(in.Character)).Only(ctx)
	if ent.IsNotFound(err) {
		return &struct{ Body Inventory }{out}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read inventory: %w", err)
	}
	rows, err := db.Item.Query().Where(item.CharacterName(in.Character), item.RemovedAtIsNil(), item.NameNEQ("")).
		Select(item.FieldObjectID, item.FieldName, item.FieldObjectClass, item.FieldIcon, item.FieldBurden,
			item.FieldEquippedSlots, item.FieldContainerID, item.FieldSlotInPack, item.FieldItemSlots).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	bags := pack(rows)
	if out.Items, err = items.Load(ctx, db, bags.all()); err != nil {
		return nil, err
	}
	out.AsOf, out.Missing = utc(head.AsOf), false
	out.ItemCount, out.Burden, out.Containers, out.Worn = len(rows), bags.burden, bags.containers, bags.worn
	return &struct{ Body Inventory }{out}, nil
}

// isPack tells what takes a place for packs on a character: packs, and foci, which hold nothing.
func isPack(row *ent.Item) bool {
	class := gamedata.ObjectClass(row.ObjectClass)
	return class == gamedata.ClassContainer || class == gamedata.ClassFoci
}

// bags is how an inventory is laid out.
type bags struct {
	worn       []int
	containers []Container
	burden     int64
}

// all is every row, in the order in which it is shown: worn, then pack by pack.
func (b bags) all() []int {
	ids := slices.Clone(b.worn)
	for _, c := range b.containers {
		if c.Item != nil {
			ids = append(ids, *c.Item)
		}
		ids = append(ids, c.Items...)
	}
	return ids
}

// pack lays items out: what is worn, what lies in the main pack, and in each pack beside it. What names a container that
// is not there lies in the main pack, whose id is the character's own.
func pack(rows []*ent.Item) bags {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b *ent.Item) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.ID, b.ID))
	})
	room := int64(mainPackSlots)
	out := bags{worn: []int{}, containers: []Container{{Name: mainPackName, Slots: &room, Items: []int{}}}}
	at := map[int64]int{} // the container with an object id
	own := map[int]int64{}
	for _, row := range rows {
		if row.EquippedSlots != 0 || !isPack(row) {
			continue
		}
		c := Container{ID: row.ObjectID, Item: &row.ID, Name: row.Name, Icon: row.Icon, Slots: row.ItemSlots, Items: []int{}}
		at[row.ObjectID] = len(out.containers)
		own[len(out.containers)] = value(row.Burden)
		out.containers = append(out.containers, c)
	}
	within := map[int]int64{}
	for _, row := range rows {
		switch {
		case row.EquippedSlots != 0:
			out.worn = append(out.worn, row.ID)
			out.burden += value(row.Burden)
		case !isPack(row):
			i := at[value(row.ContainerID)] // 0, the main pack, for any other
			c := &out.containers[i]
			c.Items = append(c.Items, row.ID)
			c.Used++
			within[i] += value(row.Burden)
		}
	}
	for i := range out.containers {
		// The game adds what a pack holds to the pack's own burden. Whether the plugin heard of the last change to it is
		// another matter, so it counts for no less than its contents.
		out.burden += max(own[i], within[i])
	}
	worn := map[int]int64{}
	for _, row := range rows {
		worn[row.ID] = row.EquippedSlots
	}
	slices.SortStableFunc(out.worn, func(a, b int) int { return cmp.Compare(lowestBit(worn[a]), lowestBit(worn[b])) })
	return out
}

// place is where in its pack an item lies; what has no place lies behind the others.
func place(row *ent.Item) int64 {
	if row.SlotInPack == nil {
		return 1 << 32
	}
	return *row.SlotInPack
}

func lowestBit(mask int64) int64 { return mask & -mask }

func value(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}
