package suits

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

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
}

// Inventory is every wearable piece of the guild at one moment, by the game's id. It is not changed once it is read.
type Inventory struct {
	Pieces []Piece
	byRow  map[int]int32
	byID   map[int64]int32
	stamp  string
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

// Pantry reads the inventory, and keeps the last one for as long as nothing has changed in the database. It is safe for
// concurrent use.
type Pantry struct {
	db *database.DB

	mu   sync.Mutex
	last *Inventory
}

// NewPantry makes one. It does not touch the database.
func NewPantry(db *database.DB) *Pantry { return &Pantry{db: db} }

// Inventory is the guild's wearable pieces now: one snapshot, one query a table.
func (p *Pantry) Inventory(ctx context.Context) (*Inventory, error) {
	stamp, err := p.stamp(ctx)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	last := p.last
	p.mu.Unlock()
	if last != nil && last.stamp == stamp {
		return last, nil
	}
	in, err := Load(ctx, p.db)
	if err != nil {
		return nil, err
	}
	in.stamp = stamp // taken before: what has changed since is read again next time
	p.mu.Lock()
	p.last = in
	p.mu.Unlock()
	return in, nil
}

// stamp changes whenever an inventory does.
func (p *Pantry) stamp(ctx context.Context) (string, error) {
	rows, err := p.db.Ent.Inventory.Query().Order(inventory.ByCharacterName()).
		Select(inventory.FieldCharacterName, inventory.FieldAsOf, inventory.FieldFullAsOf, inventory.FieldItemCount, inventory.FieldDigest).All(ctx)
	if err != nil {
		return "", fmt.Errorf("read inventories: %w", err)
	}
	var b strings.Builder
	for _, r := range rows {
		_, _ = fmt.Fprintf(&b, "%q %v %v %d %d\n", r.CharacterName, r.AsOf, r.FullAsOf, r.ItemCount, r.Digest)
	}
	return b.String(), nil
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
func Load(ctx context.Context, db *database.DB) (in *Inventory, err error) {
	options := &sql.TxOptions{ReadOnly: true}
	if db.Dialect == dialect.Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.SQL.BeginTx(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("begin to read the inventory: %w", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	l := loader{tx: tx, dialect: db.Dialect}
	for _, read := range []func(context.Context) error{l.items, l.combat, l.ratings, l.requirements, l.spells} {
		if err := read(ctx); err != nil {
			return nil, fmt.Errorf("read the inventory: %w", err)
		}
	}
	return l.inventory(), nil
}

// loader puts the rows of the tables together. Pieces are by row id until inventory sorts them.
type loader struct {
	tx      *sql.Tx
	dialect string
	pieces  []Piece
	asOf    []sql.NullTime
	at      int // where the last row belonged: rows come in order
}

// each runs a query and gives every row to scan.
func (l *loader) each(ctx context.Context, query *entsql.Selector, scan func(*sql.Rows) error) error {
	text, args := query.Query()
	rows, err := l.tx.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// wearable selects from the items that lie or hang somewhere and fit a slot of a suit.
func (l *loader) wearable(items *entsql.SelectTable) *entsql.Predicate {
	slots := items.C(item.FieldEquippableSlots)
	return entsql.And(entsql.IsNull(items.C(item.FieldRemovedAt)), entsql.P(func(b *entsql.Builder) {
		b.Ident(slots).WriteString(" & ").Arg(int64(worn)).WriteString(" <> 0")
	}))
}

func (l *loader) items(ctx context.Context) error {
	t := entsql.Dialect(l.dialect).Table(item.Table)
	query := entsql.Dialect(l.dialect).Select(t.C(item.FieldID), t.C(item.FieldObjectID), t.C(item.FieldCharacterName), t.C(item.FieldName),
		t.C(item.FieldEquippableSlots), t.C(item.FieldEquippedSlots), t.C(item.FieldCoverage), t.C(item.FieldMaterial),
		t.C(item.FieldEquipmentSet), t.C(item.FieldAttuned), t.C(item.FieldAsOf)).
		From(t).Where(l.wearable(t)).OrderBy(t.C(item.FieldID))
	names := map[string]string{} // characters' names are shared
	return l.each(ctx, query, func(rows *sql.Rows) error {
		var p Piece
		var owner sql.RawBytes
		var slots, equipped, coverage, material, set, attuned sql.NullInt64
		var asOf sql.NullTime
		if err := rows.Scan(&p.Row, &p.ObjectID, &owner, &p.Name, &slots, &equipped, &coverage, &material, &set, &attuned, &asOf); err != nil {
			return err
		}
		name, known := names[string(owner)]
		if !known {
			name = string(owner)
			names[name] = name
		}
		p.ID = int64(int32(uint32(p.ObjectID))) //nolint:gosec // the wire's signed form of 32 bits
		p.Owner = name
		p.Slots, p.Worn, p.Coverage = gamedata.Slot(slots.Int64), gamedata.Slot(equipped.Int64), gamedata.Coverage(coverage.Int64) //nolint:gosec // bit masks
		p.Loot, p.Set, p.Attuned = material.Int64 > 0, int(set.Int64), attuned.Int64 > 0
		l.pieces = append(l.pieces, p)
		l.asOf = append(l.asOf, asOf)
		return nil
	})
}

// satellite selects columns of a table whose rows belong to wearable items, in the items' order.
func (l *loader) satellite(table, itemID string, columns []string, where func(t *entsql.SelectTable) *entsql.Predicate) *entsql.Selector {
	build := entsql.Dialect(l.dialect)
	t, items := build.Table(table), build.Table(item.Table)
	of := build.Select(items.C(item.FieldID)).From(items).Where(l.wearable(items))
	selected := []string{t.C(itemID)}
	for _, c := range columns {
		selected = append(selected, t.C(c))
	}
	return build.Select(selected...).From(t).Where(entsql.And(where(t), entsql.In(t.C(itemID), of))).OrderBy(t.C(itemID))
}

// piece is the one that a row belongs to; nil where it is none of ours.
func (l *loader) piece(row int) *Piece {
	for l.at < len(l.pieces) && l.pieces[l.at].Row < row {
		l.at++
	}
	if l.at == len(l.pieces) || l.pieces[l.at].Row != row {
		return nil
	}
	return &l.pieces[l.at]
}

func (l *loader) combat(ctx context.Context) error {
	l.at = 0
	columns := []string{itemcombat.FieldBaseArmorLevel, itemcombat.FieldArmorLevel}
	query := l.satellite(itemcombat.Table, itemcombat.FieldItemID, columns, func(t *entsql.SelectTable) *entsql.Predicate {
		return entsql.NotNull(t.C(itemcombat.FieldArmorLevel))
	})
	return l.each(ctx, query, func(rows *sql.Rows) error {
		var row int
		var base, shown sql.NullInt64
		if err := rows.Scan(&row, &base, &shown); err != nil {
			return err
		}
		if p := l.piece(row); p != nil {
			p.BaseArmor = int(shown.Int64)
			if base.Valid {
				p.BaseArmor = int(base.Int64)
			}
		}
		return nil
	})
}

func (l *loader) ratings(ctx context.Context) error {
	l.at = 0
	var columns []string
	var of []solver.Rating
	for _, name := range ratingNames {
		columns, of = append(columns, name), append(of, ratingProperties[name])
	}
	query := l.satellite(itemratings.Table, itemratings.FieldItemID, columns, func(t *entsql.SelectTable) *entsql.Predicate {
		return entsql.NotNull(t.C(itemratings.FieldItemID))
	})
	var row int
	values := make([]sql.NullInt64, len(columns))
	targets := []any{&row}
	for k := range values {
		targets = append(targets, &values[k])
	}
	return l.each(ctx, query, func(rows *sql.Rows) error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		p := l.piece(row)
		if p == nil {
			return nil
		}
		for k, v := range values {
			if v.Int64 <= 0 {
				continue
			}
			if p.Ratings == nil {
				p.Ratings = map[solver.Rating]int{}
			}
			p.Ratings[of[k]] = int(v.Int64)
		}
		return nil
	})
}

func (l *loader) requirements(ctx context.Context) error {
	l.at = 0
	columns := []string{
		itemrequirements.FieldLoreDifficulty, itemrequirements.FieldHeritage, itemrequirements.FieldHeritageSpecific,
		itemrequirements.FieldWieldKind, itemrequirements.FieldWieldSubject, itemrequirements.FieldWieldMinimum,
		itemrequirements.FieldWieldKind2, itemrequirements.FieldWieldSubject2, itemrequirements.FieldWieldMinimum2,
		itemrequirements.FieldWieldKind3, itemrequirements.FieldWieldSubject3, itemrequirements.FieldWieldMinimum3,
		itemrequirements.FieldWieldKind4, itemrequirements.FieldWieldSubject4, itemrequirements.FieldWieldMinimum4,
	}
	query := l.satellite(itemrequirements.Table, itemrequirements.FieldItemID, columns, func(t *entsql.SelectTable) *entsql.Predicate {
		return entsql.NotNull(t.C(itemrequirements.FieldItemID))
	})
	var row int
	values := make([]sql.NullInt64, len(columns))
	targets := []any{&row}
	for k := range values {
		targets = append(targets, &values[k])
	}
	return l.each(ctx, query, func(rows *sql.Rows) error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		p := l.piece(row)
		if p == nil {
			return nil
		}
		p.Lore = int(values[0].Int64)
		if values[2].Int64 > 0 {
			p.Heritage = int(values[1].Int64)
		}
		for k := range p.Wield {
			at := values[3+3*k:]
			p.Wield[k] = wardrobe.Requirement{Kind: gamedata.WieldRequirement(at[0].Int64), Subject: int(at[1].Int64), Minimum: int(at[2].Int64)}
		}
		return nil
	})
}

// spells reads the cantrips: nothing else of what lies on a piece counts in a suit.
func (l *loader) spells(ctx context.Context) error {
	l.at = 0
	query := l.satellite(itemspell.Table, itemspell.FieldItemID, []string{itemspell.FieldSpellID}, func(t *entsql.SelectTable) *entsql.Predicate {
		return entsql.And(entsql.NEQ(t.C(itemspell.FieldTier), ""), entsql.EQ(t.C(itemspell.FieldIsActive), false))
	}).OrderBy(entsql.Dialect(l.dialect).Table(itemspell.Table).C(itemspell.FieldSpellID))
	return l.each(ctx, query, func(rows *sql.Rows) error {
		var row, spell int
		if err := rows.Scan(&row, &spell); err != nil {
			return err
		}
		if p := l.piece(row); p != nil {
			p.Spells = append(p.Spells, spell)
		}
		return nil
	})
}

// inventory sorts the pieces by the game's id and keeps one of each.
func (l *loader) inventory() *Inventory {
	order := make([]int, len(l.pieces))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(l.pieces[a].ID, l.pieces[b].ID), l.asOf[b].Time.Compare(l.asOf[a].Time), cmp.Compare(b, a))
	})
	in := &Inventory{
		Pieces: make([]Piece, 0, len(order)), byRow: make(map[int]int32, len(order)), byID: make(map[int64]int32, len(order)),
	}
	for _, k := range order {
		p := l.pieces[k]
		if _, twice := in.byID[p.ID]; twice {
			continue
		}
		at := int32(len(in.Pieces)) //nolint:gosec // far fewer
		in.byID[p.ID], in.byRow[p.Row] = at, at
		in.Pieces = append(in.Pieces, p)
	}
	return in
}
