package items

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/mosswart/overlord/internal/database"
)

// MaxExport is how many items WriteCSV writes at most.
const MaxExport = 50_000

var csvHeader = []string{
	"character", "name", "class", "slots", "set", "material", "armor_level", "base_armor_level", "max_damage", "variance", "damage_type",
	"workmanship", "value", "burden", "stack", "wield_level", "lore", "tinkers", "imbues", "ratings", "cantrips", "worn", "bonded", "attuned", "as_of",
}

// WriteCSV writes what a search finds, in its order, up to MaxExport items, as CSV with a header. Its Limit, Cursor and
// Facets do not count. No text begins as a spreadsheet's formula does. An error before anything was written is Search's.
func WriteCSV(ctx context.Context, db *database.DB, q Query, w io.Writer) error {
	q.Limit, q.Cursor, q.Facets = MaxPage, "", nil
	out := csv.NewWriter(w)
	for written := 0; written < MaxExport; {
		page, err := Search(ctx, db, q)
		if err != nil {
			return err
		}
		rows, err := Load(ctx, db.Ent, page.IDs)
		if err != nil {
			return err
		}
		if written == 0 {
			if err := out.Write(csvHeader); err != nil {
				return fmt.Errorf("write items: %w", err)
			}
		}
		for _, it := range rows {
			if err := out.Write(csvRow(it)); err != nil {
				return fmt.Errorf("write items: %w", err)
			}
		}
		if out.Flush(); out.Error() != nil {
			return fmt.Errorf("write items: %w", out.Error())
		}
		written += len(page.IDs)
		if page.Next == "" {
			return nil
		}
		q.Cursor = page.Next
	}
	return nil
}

func csvRow(it Item) []string {
	var material, set string
	if it.Material != nil {
		material = *it.Material
	}
	if it.Set != nil {
		set = it.Set.Name
	}
	var ratings, cantrips []string
	for _, f := range Fields() {
		if name, ok := strings.CutPrefix(f.At, "ratings."); ok && it.Ratings[name] != 0 {
			ratings = append(ratings, name+" "+strconv.Itoa(it.Ratings[name]))
		}
	}
	for _, c := range it.Cantrips {
		cantrips = append(cantrips, c.Label)
	}
	return []string{
		plainCell(it.CharacterName), plainCell(it.Name), it.Class, strings.Join(it.Slots, " "), plainCell(set), material,
		whole64(it.ArmorLevel), whole64(it.BaseArmorLevel), whole64(it.MaxDamage), decimal(it.Variance), strings.Join(it.DamageType, " "),
		decimal(it.Workmanship), whole64(it.Value), whole64(it.Burden), whole64(it.StackCount), whole64(it.WieldLevel), whole64(it.Lore),
		whole64(it.Tinks), strings.Join(it.Imbues, "; "), strings.Join(ratings, "; "), plainCell(strings.Join(cantrips, "; ")),
		strconv.FormatBool(it.Worn), strconv.FormatBool(it.Bonded), strconv.FormatBool(it.Attuned), it.AsOf.Format(time.RFC3339),
	}
}

// plainCell puts an apostrophe before what a spreadsheet would take for a formula.
func plainCell(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r\n") {
		return "'" + text
	}
	return text
}

func whole64(v *int64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatInt(*v, 10)
}

func decimal(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}
