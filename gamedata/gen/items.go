package main

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// spells are all spells of the final client. Schools are their first letters; a tier is kept where the spell is a
// cantrip or shares a cantrip's family.
func spells(src fs.FS) ([]byte, error) {
	all, err := records(src, "facts/spells.csv", "id", "name", "school", "family", "power", "level", "duration_s", "mana", "tier", "is_cantrip")
	if err != nil {
		return nil, err
	}
	if err := byNumber(all); err != nil {
		return nil, err
	}
	out := [][]string{{"id", "name", "school", "family", "power", "level", "duration_s", "mana", "tier", "cantrip"}}
	for _, r := range all {
		// The client's apostrophe went through two code pages on its way here.
		r[1] = strings.ReplaceAll(r[1], "?\u00c7\u00d6", "'")
		if i := strings.IndexFunc(r[1], func(c rune) bool { return c > unicode.MaxASCII }); i >= 0 {
			return nil, fmt.Errorf("spell %s: %q is not ASCII", r[0], r[1])
		}
		if len(r[2]) == 0 {
			return nil, fmt.Errorf("spell %s has no school", r[0])
		}
		r[2] = r[2][:1]
		if r[8] == "none" {
			r[8] = ""
		}
		out = append(out, r)
	}
	plain, err := table(out)
	if err != nil {
		return nil, err
	}
	return pack(plain)
}

// cantripFamilies joins the families of cantrips with where loot draws them from. What a cantrip acts on is the game's
// rule: Impenetrability and the banes protect the item itself; Defender, the Thirsts, Swift Hunter and Hermetic Link
// serve the weapon; the rest the wearer.
func cantripFamilies(src fs.FS) ([]byte, error) {
	all, err := records(src, "facts/cantrip_families.csv", "family", "display", "minor_ids", "major_ids", "epic_ids", "legendary_ids")
	if err != nil {
		return nil, err
	}
	drawn, err := records(src, "facts/loot_cantrip_tables.csv", "family", "loot_group")
	if err != nil {
		return nil, err
	}
	groups := map[string][]string{}
	for _, r := range drawn {
		if !slices.Contains(groups[r[0]], r[1]) {
			groups[r[0]] = append(groups[r[0]], r[1])
		}
	}
	if err := byNumber(all); err != nil {
		return nil, err
	}
	out := [][]string{{"family", "name", "minor", "major", "epic", "legendary", "ward", "acts_on", "loot"}}
	for _, r := range all {
		ward, on := "0", "wearer"
		switch r[0] {
		case "285", "287", "289", "291", "401", "403", "405":
			ward = "1"
		case "381", "383", "385", "387", "391", "393", "395", "397":
			on = "item"
		case "323", "329", "389", "399", "425":
			on = "weapon"
		}
		out = append(out, append(r, ward, on, strings.Join(groups[r[0]], "|")))
	}
	return table(out)
}

func equipmentSets(src fs.FS) ([]byte, error) {
	all, err := records(src, "facts/armor_sets.csv", "id", "name", "kind", "counts_by", "bonus_at_pieces")
	if err != nil {
		return nil, err
	}
	out := [][]string{{"id", "name", "kind", "by_level", "bonus_at"}}
	for _, r := range all {
		r[3] = flag(r[3] != "pieces")
		r[4] = strings.ReplaceAll(r[4], ";", "|")
		out = append(out, r)
	}
	return table(out)
}

func slots(src fs.FS) ([]byte, error) {
	return copied(src, "facts/equip_mask.csv", []string{"bit", "paper_doll_slot", "is_body_armor"}, "bit", "name", "body_armor")
}

func coverage(src fs.FS) ([]byte, error) {
	return spelled(src, "facts/coverage_mask.csv", []string{"bit", "name", "layer"}, "bit", "name", "layer")
}

func materials(src fs.FS) ([]byte, error) {
	return copied(src, "facts/materials.csv", []string{"id", "name", "group"}, "id", "name", "group")
}

// skills takes the display names, but for one that the source cuts short.
func skills(src fs.FS) ([]byte, error) {
	all, err := records(src, "facts/skills.csv", "id", "display_name", "ace_name", "status")
	if err != nil {
		return nil, err
	}
	out := [][]string{{"id", "name", "key", "status"}}
	for _, r := range all {
		if r[1] == "Void" {
			r[1] = "Void Magic"
		}
		r[2] = strings.ReplaceAll(strings.ToLower(words(r[2])), " ", "_")
		out = append(out, r)
	}
	return table(out)
}

func objectClasses(src fs.FS) ([]byte, error) {
	return spelled(src, "facts/object_classes.csv", []string{"id", "name"}, "id", "name")
}

func itemTypes(src fs.FS) ([]byte, error) {
	return spelled(src, "facts/item_types.csv", []string{"bit", "name"}, "bit", "name")
}

func imbues(src fs.FS) ([]byte, error) {
	return spelled(src, "facts/imbue_types.csv", []string{"bit", "name"}, "bit", "name")
}

func damageTypes(src fs.FS) ([]byte, error) {
	return spelled(src, "facts/damage_types.csv", []string{"bit", "name"}, "bit", "name")
}

func weaponMasteries(src fs.FS) ([]byte, error) {
	return copied(src, "facts/weapon_masteries.csv", []string{"id", "name"}, "id", "name")
}

func heritages(src fs.FS) ([]byte, error) {
	return copied(src, "facts/heritage.csv", []string{"id", "name"}, "id", "name")
}

func creatureTypes(src fs.FS) ([]byte, error) {
	return spelled(src, "facts/creature_types.csv", []string{"id", "name"}, "id", "name")
}

func titles(src fs.FS) ([]byte, error) {
	return spelled(src, "facts/titles.csv", []string{"id", "ace_name"}, "id", "name")
}

func lootChances(src fs.FS) ([]byte, error) {
	all, err := records(src, "facts/loot_chances.csv", "table", "loot_tier", "value", "chance")
	if err != nil {
		return nil, err
	}
	out := [][]string{{"roll", "tier", "value", "chance"}}
	for _, r := range all {
		r[0], _, _ = strings.Cut(r[0], "(")
		out = append(out, r)
	}
	return table(out)
}

// properties are the four families of item properties under the numbers that the plugin sends. The game's own number is
// empty where the plugin's has none.
func properties(src fs.FS) ([]byte, error) {
	out := [][]string{{"kind", "id", "game_id", "name", "appraised", "meaning"}}
	for _, kind := range []string{"int", "float", "string", "bool"} {
		all, err := records(src, "facts/"+kind+"_props.csv", "decal_id", "ace_id", "name", "in_appraisal", "meaning")
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			if r[2] == "Undef" || strings.HasPrefix(r[2], "PCAP") {
				continue
			}
			if _, err := strconv.Atoi(r[1]); err != nil {
				r[1] = ""
			}
			meaning := strings.TrimPrefix(r[4], "create-message field (DECAL only)")
			out = append(out, []string{kind, r[0], r[1], r[2], flag(r[3] == "yes"), meaning})
		}
	}
	return table(out)
}

// copied keeps some columns of a file under other names.
func copied(src fs.FS, file string, from []string, to ...string) ([]byte, error) {
	all, err := records(src, file, from...)
	if err != nil {
		return nil, err
	}
	return table(append([][]string{to}, all...))
}

// spelled is copied, with the second column's CamelCase taken apart into words.
func spelled(src fs.FS, file string, from []string, to ...string) ([]byte, error) {
	all, err := records(src, file, from...)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		r[1] = words(r[1])
	}
	return table(append([][]string{to}, all...))
}

// words takes CamelCase apart: "WandStaffOrb" is "Wand Staff Orb", "ChampionofDereth" "Champion of Dereth".
func words(camel string) string {
	var out []rune
	letters := []rune(strings.ReplaceAll(camel, "_", " "))
	for i, c := range letters {
		if i > 0 && unicode.IsUpper(c) && (!unicode.IsUpper(letters[i-1]) && letters[i-1] != ' ' ||
			i+1 < len(letters) && unicode.IsLower(letters[i+1]) && unicode.IsUpper(letters[i-1])) {
			out = append(out, ' ')
		}
		out = append(out, c)
	}
	all := strings.Fields(string(out))
	for i, w := range all {
		for _, joined := range []string{"ofthe", "of", "inthe"} {
			if head, ok := strings.CutSuffix(w, joined); ok && len(head) > 3 && i+1 < len(all) {
				all[i] = head + " " + strings.Replace(strings.Replace(joined, "ofthe", "of the", 1), "inthe", "in the", 1)
				break
			}
		}
	}
	return strings.Join(all, " ")
}

// byNumber sorts records by their first column.
func byNumber(all [][]string) error {
	var bad error
	slices.SortFunc(all, func(a, b []string) int {
		x, errX := strconv.Atoi(a[0])
		y, errY := strconv.Atoi(b[0])
		if errX != nil || errY != nil {
			bad = fmt.Errorf("numbers %q, %q", a[0], b[0])
		}
		return x - y
	})
	return bad
}

func flag(set bool) string {
	if set {
		return "1"
	}
	return "0"
}
