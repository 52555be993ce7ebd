package suits

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent/inventory"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemcombat"
	"github.com/mosswart/overlord/ent/itemratings"
	"github.com/mosswart/overlord/ent/itemrequirements"
	"github.com/mosswart/overlord/ent/itemspell"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// Piece is one item that can be worn. Its record's ID is the game's, as the plugin writes it.
type Piece struct {
	wardrobe.Record
	Row      int   // of the items table
	ObjectID int64 // unsigned
	Worn     gamedata.Slot
	asOf     time.Time // of the report
}

// Inventory is every wearable piece of the guild at one moment, by the game's id. It is not changed once it is read.
type Inventory struct {
	Pieces   []Piece
	doubles  []Piece // that somebody else reported later
	byRow    map[int]int32
	byID     map[int64]int32
	versions map[string]string // of the characters' inventories
}

// Row finds a piece by its row; nil where there is none.
func (in *Inventory) Row(row int) *Piece {
	if k, ok := in.byRow[row]; ok {
		return &in.Pieces[k]
	}
	return nil
}

// ID finds a piece by the game's id, as solver items have it; nil where there is none.
func (in *Inventory) ID(id int64) *Piece {
	if k, ok := in.byID[id]; ok {
		return &in.Pieces[k]
	}
	return nil
}

// Items are the solver's items for a wearer.
func (in *Inventory) Items(w wardrobe.Wearer) []solver.Item {
	items := make([]solver.Item, 0, len(in.Pieces))
	fitter := wardrobe.Fitter{Wearer: w}
	for k := range in.Pieces {
		if it, ok := fitter.Piece(&in.Pieces[k].Record); ok {
			items = append(items, it)
		}
	}
	return items
}

// Pantry reads the inventory, and keeps the last one: the next reads only the characters whose inventory has changed since. It
// is safe for concurrent use; who comes while another reads waits for what he reads. What it keeps grows with the wearable
// pieces of the guild, by about 400 bytes each, and with nothing else.
type Pantry struct {
	db   *database.DB
	turn chan struct{} // holds one while somebody reads
	last *Inventory    // whoever has the turn
}

// NewPantry makes one. It does not touch the database.
func NewPantry(db *database.DB) *Pantry { return &Pantry{db: db, turn: make(chan struct{}, 1)} }

// Inventory is the guild's wearable pieces now, those of one character as of one moment.
func (p *Pantry) Inventory(ctx context.Context) (*Inventory, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx) //nolint:wrapcheck // the caller's own
	}
	versions, err := p.versions(ctx) // before: what changes from here on is read again next time
	if err != nil {
		return nil, err
	}
	last := p.last
	if last == nil {
		if last, err = Load(ctx, p.db); err != nil {
			return nil, err
		}
	} else if changed := differences(last.versions, versions); len(changed) > 0 {
		pieces, err := load(ctx, p.db, slices.Collect(maps.Keys(changed)))
		if err != nil {
			return nil, err
		}
		for _, kept := range [][]Piece{last.Pieces, last.doubles} {
			for k := range kept {
				if !changed[kept[k].Owner] {
					pieces = append(pieces, kept[k])
				}
			}
		}
		last = newInventory(pieces)
	} else {
		return last, nil
	}
	last.versions, p.last = versions, last
	return last, nil
}

// differences are the characters whose version is new, another one or gone.
func differences(before, now map[string]string) map[string]bool {
	out := map[string]bool{}
	for name, version := range now {
		if was, known := before[name]; !known || was != version {
			out[name] = true
		}
	}
	for name := range before {
		if _, known := now[name]; !known {
			out[name] = true
		}
	}
	return out
}

// versions are texts by character that change whenever his inventory does.
func (p *Pantry) versions(ctx context.Context) (map[string]string, error) {
	rows, err := p.db.Ent.Inventory.Query().
		Select(inventory.FieldCharacterName, inventory.FieldAsOf, inventory.FieldFullAsOf, inventory.FieldItemCount, inventory.FieldDigest).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read inventories: %w", err)
	}
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.CharacterName] = fmt.Sprintf("%v %v %d %d", r.AsOf, r.FullAsOf, r.ItemCount, r.Digest)
	}
	return out, nil
}

// worn is every slot of a suit, as the game's mask.
var worn = func() (mask gamedata.Slot) {
	for s := range (solver.WholeSuit | solver.Extras).Each {
		slots, _ := gamedata.SlotsByWearName(s.String())
		mask |= slots
	}
	return mask | gamedata.SlotTwoHanded
}()

// Load reads every piece that can be worn, of all characters, from the normalised tables. Where two characters report the
// same object, as while it changes hands, the newer report counts.
func Load(ctx context.Context, db *database.DB) (*Inventory, error) {
	pieces, err := load(ctx, db, nil)
	if err != nil {
		return nil, err
	}
	return newInventory(pieces), nil
}

// load reads the wearable pieces of some characters, or of all: one snapshot, one query a table.
func load(ctx context.Context, db *database.DB, characters []string) (pieces []Piece, err error) {
	options := &sql.TxOptions{ReadOnly: true}
	if db.Dialect == dialect.Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.SQL.BeginTx(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("begin to read the inventory: %w", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	l := loader{tx: tx, dialect: db.Dialect, at: map[int]int32{}}
	for _, name := range characters {
		l.characters = append(l.characters, name)
	}
	for _, read := range []func(context.Context) error{l.items, l.combat, l.ratings, l.requirements, l.spells} {
		if err := read(ctx); err != nil {
			return nil, fmt.Errorf("read the inventory: %w", err)
		}
	}
	return l.pieces, nil
}

// loader puts the rows of the tables together.
type loader struct {
	tx         *sql.Tx
	dialect    string
	characters []any // none: all
	pieces     []Piece
	at         map[int]int32 // in pieces, by row
}

// fields are the values of a row, in the columns' order.
type fields []any

// number is a whole number; 0 for none.
func (f fields) number(k int) int {
	n, _ := f[k].(int64)
	return int(n)
}

// text is a text; empty for none.
func (f fields) text(k int) string {
	switch v := f[k].(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

// each runs a query and gives every row to scan; the row is good until the next.
func (l *loader) each(ctx context.Context, query *entsql.Selector, scan func(fields)) error {
	text, args := query.Query()
	rows, err := l.tx.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	row, targets := make(fields, len(columns)), make([]any, len(columns))
	for k := range row {
		targets[k] = &row[k]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		scan(row)
	}
	return rows.Err()
}

func (l *loader) items(ctx context.Context) error {
	t := entsql.Dialect(l.dialect).Table(item.Table)
	slots := t.C(item.FieldEquippableSlots)
	query := entsql.Dialect(l.dialect).Select(t.C(item.FieldID), t.C(item.FieldObjectID), t.C(item.FieldCharacterName), t.C(item.FieldName),
		slots, t.C(item.FieldEquippedSlots), t.C(item.FieldCoverage), t.C(item.FieldMaterial),
		t.C(item.FieldEquipmentSet), t.C(item.FieldAttuned), t.C(item.FieldAsOf)).
		From(t).Where(entsql.And(entsql.IsNull(t.C(item.FieldRemovedAt)), entsql.P(func(b *entsql.Builder) {
		b.Ident(slots).WriteString(" & ").Arg(int64(worn)).WriteString(" <> 0")
	})))
	if len(l.characters) > 0 {
		query.Where(entsql.In(t.C(item.FieldCharacterName), l.characters...))
	}
	names := map[string]string{} // characters' names are shared
	return l.each(ctx, query, func(row fields) {
		owner := row.text(2)
		if shared, known := names[owner]; known {
			owner = shared
		} else {
			names[owner] = owner
		}
		p := Piece{Row: row.number(0), ObjectID: int64(row.number(1)), Worn: gamedata.Slot(row.number(5))} //nolint:gosec // a mask
		p.ID = int64(int32(uint32(p.ObjectID)))                                                            //nolint:gosec // the wire's signed form of 32 bits
		p.Owner, p.Name = owner, row.text(3)
		p.Slots, p.Coverage = gamedata.Slot(row.number(4)), gamedata.Coverage(row.number(6)) //nolint:gosec // masks
		p.Loot, p.Set, p.Attuned = row.number(7) > 0, row.number(8), row.number(9) > 0
		p.asOf, _ = row[10].(time.Time)
		l.at[p.Row] = int32(len(l.pieces)) //nolint:gosec // far fewer
		l.pieces = append(l.pieces, p)
	})
}

// parts reads columns of a table whose rows belong to items, and gives those of the pieces to scan: the columns' values from
// 1 on. Of all characters it reads the whole table: few rows belong to items that nobody can wear, and to look up which is
// the dearer part.
func (l *loader) parts(ctx context.Context, table, itemID string, columns []string, where *entsql.Predicate, scan func(*Piece, fields)) error {
	build := entsql.Dialect(l.dialect)
	query := build.Select(append([]string{itemID}, columns...)...).From(build.Table(table))
	if where != nil {
		query.Where(where)
	}
	if len(l.characters) > 0 {
		items := build.Table(item.Table)
		query.Where(entsql.In(itemID, build.Select(items.C(item.FieldID)).From(items).Where(entsql.And(
			entsql.In(items.C(item.FieldCharacterName), l.characters...), entsql.IsNull(items.C(item.FieldRemovedAt)),
		))))
	}
	return l.each(ctx, query, func(row fields) {
		if k, ours := l.at[row.number(0)]; ours {
			scan(&l.pieces[k], row)
		}
	})
}

func (l *loader) combat(ctx context.Context) error {
	columns := []string{itemcombat.FieldBaseArmorLevel, itemcombat.FieldArmorLevel}
	return l.parts(ctx, itemcombat.Table, itemcombat.FieldItemID, columns, entsql.NotNull(itemcombat.FieldArmorLevel), func(p *Piece, row fields) {
		p.BaseArmor = row.number(2)
		if row[1] != nil {
			p.BaseArmor = row.number(1)
		}
	})
}

func (l *loader) ratings(ctx context.Context) error {
	return l.parts(ctx, itemratings.Table, itemratings.FieldItemID, ratingNames, nil, func(p *Piece, row fields) {
		for k, name := range ratingNames {
			n := row.number(1 + k)
			if n <= 0 {
				continue
			}
			if p.Ratings == nil {
				p.Ratings = map[solver.Rating]int{}
			}
			p.Ratings[ratingProperties[name]] = n
		}
	})
}

func (l *loader) requirements(ctx context.Context) error {
	columns := []string{
		itemrequirements.FieldLoreDifficulty, itemrequirements.FieldHeritage, itemrequirements.FieldHeritageSpecific,
		itemrequirements.FieldWieldKind, itemrequirements.FieldWieldSubject, itemrequirements.FieldWieldMinimum,
		itemrequirements.FieldWieldKind2, itemrequirements.FieldWieldSubject2, itemrequirements.FieldWieldMinimum2,
		itemrequirements.FieldWieldKind3, itemrequirements.FieldWieldSubject3, itemrequirements.FieldWieldMinimum3,
		itemrequirements.FieldWieldKind4, itemrequirements.FieldWieldSubject4, itemrequirements.FieldWieldMinimum4,
	}
	const firstWield = 4
	return l.parts(ctx, itemrequirements.Table, itemrequirements.FieldItemID, columns, nil, func(p *Piece, row fields) {
		p.Lore = row.number(1)
		if row.number(3) > 0 {
			p.Heritage = row.number(2)
		}
		for k := range p.Wield {
			at := firstWield + 3*k
			p.Wield[k] = wardrobe.Requirement{Kind: gamedata.WieldRequirement(row.number(at)), Subject: row.number(at + 1), Minimum: row.number(at + 2)}
		}
	})
}

// spells reads the cantrips: nothing else of what lies on a piece counts in a suit.
func (l *loader) spells(ctx context.Context) error {
	cantrips := entsql.And(entsql.NEQ(itemspell.FieldTier, ""), entsql.EQ(itemspell.FieldIsActive, false))
	err := l.parts(ctx, itemspell.Table, itemspell.FieldItemID, []string{itemspell.FieldSpellID}, cantrips, func(p *Piece, row fields) {
		p.Spells = append(p.Spells, row.number(1))
	})
	for k := range l.pieces {
		slices.Sort(l.pieces[k].Spells)
	}
	return err
}

// newInventory sorts pieces by the game's id and keeps one of each.
func newInventory(pieces []Piece) *Inventory {
	order := make([]int32, len(pieces))
	for k := range order {
		order[k] = int32(k) //nolint:gosec // far fewer
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &pieces[a], &pieces[b]
		return cmp.Or(cmp.Compare(x.ID, y.ID), y.asOf.Compare(x.asOf), cmp.Compare(y.Row, x.Row))
	})
	in := &Inventory{
		Pieces: make([]Piece, 0, len(order)), byRow: make(map[int]int32, len(order)), byID: make(map[int64]int32, len(order)),
	}
	for _, k := range order {
		p := pieces[k]
		if _, twice := in.byID[p.ID]; twice {
			in.doubles = append(in.doubles, p)
			continue
		}
		at := int32(len(in.Pieces)) //nolint:gosec // far fewer
		in.byID[p.ID], in.byRow[p.Row] = at, at
		in.Pieces = append(in.Pieces, p)
	}
	return in
}
