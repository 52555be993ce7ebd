package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Tables makes every generated file of gamedata from a folder of facts: file name → content.
func Tables(src fs.FS) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, make := range map[string]func(fs.FS) ([]byte, error){
		"land.gz": land, "places.csv": places, "rares.csv": rares,
		"spells.gz": spells, "cantrip_families.csv": cantripFamilies, "equipment_sets.csv": equipmentSets,
		"slots.csv": slots, "coverage.csv": coverage, "materials.csv": materials, "skills.csv": skills,
		"object_classes.csv": objectClasses, "item_types.csv": itemTypes, "imbues.csv": imbues,
		"damage_types.csv": damageTypes, "weapon_masteries.csv": weaponMasteries, "heritages.csv": heritages,
		"creature_types.csv": creatureTypes, "titles.csv": titles, "properties.csv": properties,
		"loot_chances.csv": lootChances,
	} {
		content, err := make(src)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = content
	}
	return out, nil
}

// land packs the mask; the letters stay what they are, so that `zcat land.gz` shows the map.
func land(src fs.FS) ([]byte, error) {
	mask, err := fs.ReadFile(src, "map/landmask.txt")
	if err != nil {
		return nil, fmt.Errorf("read land mask: %w", err)
	}
	lines := strings.Fields(string(mask))
	if len(lines) != 255 {
		return nil, fmt.Errorf("land mask: %d lines, want 255", len(lines))
	}
	for i, line := range lines {
		if len(line) != 255 || strings.Trim(line, ".pfmdbsojl") != "" {
			return nil, fmt.Errorf("land mask: line %d is not 255 biome letters", i+1)
		}
	}
	return pack([]byte(strings.Join(lines, "\n") + "\n"))
}

func pack(plain []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return packed.Bytes(), nil
}

type place struct {
	name, kind, heritage, special string
	ew, ns                        float64
}

// places joins the two lists. The first has the better positions; the second knows heritages and some more towns, under
// slightly other names. Two names for one spot become the longer one.
func places(src fs.FS) ([]byte, error) {
	named, err := records(src, "map/places.csv", "name", "kind", "ew", "ns")
	if err != nil {
		return nil, err
	}
	towns, err := records(src, "facts/towns.csv", "name", "ew", "ns", "race", "special")
	if err != nil {
		return nil, err
	}
	var all []place
	for _, r := range named {
		p := place{name: r[0], kind: r[1]}
		if p.ew, p.ns, err = position(r[2], r[3]); err != nil {
			return nil, fmt.Errorf("place %s: %w", p.name, err)
		}
		if i := slices.IndexFunc(all, func(o place) bool { return o.ew == p.ew && o.ns == p.ns }); i >= 0 {
			if len(p.name) > len(all[i].name) {
				all[i].name = p.name
			}
			if p.kind != "landmark" {
				all[i].kind = p.kind
			}
			continue
		}
		all = append(all, p)
	}
	for _, r := range towns {
		t := place{name: r[0], kind: "town", heritage: heritage(r[3]), special: r[4]}
		if t.ew, t.ns, err = position(r[1], r[2]); err != nil {
			return nil, fmt.Errorf("town %s: %w", t.name, err)
		}
		if i := slices.IndexFunc(all, func(o place) bool { return same(o, t) }); i >= 0 {
			all[i].heritage, all[i].special = t.heritage, t.special
			continue
		}
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b place) int { return strings.Compare(a.name, b.name) })
	out := [][]string{{"name", "kind", "ew", "ns", "heritage", "special"}}
	for _, p := range all {
		out = append(out, []string{p.name, p.kind, decimal(p.ew), decimal(p.ns), p.heritage, p.special})
	}
	return table(out)
}

// same says whether two entries are one town: the same letters, or one name within the other and close by.
func same(p, town place) bool {
	a, b := letters(p.name), letters(town.name)
	if a == b {
		return true
	}
	near := math.Hypot(p.ew-town.ew, p.ns-town.ns) < 2
	return near && p.kind != "landmark" && p.kind != "region" && (strings.Contains(a, b) || strings.Contains(b, a))
}

func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

func heritage(race string) string {
	if race == "Independent" {
		return ""
	}
	return race
}

func rares(src fs.FS) ([]byte, error) {
	all, err := records(src, "facts/rares.csv", "name", "tier", "rare_id", "wcid", "item_type")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b []string) int {
		return cmp.Or(strings.Compare(a[1], b[1]), strings.Compare(a[0], b[0]))
	})
	return table(append([][]string{{"name", "tier", "rare_id", "wcid", "item_type"}}, all...))
}

// records reads a CSV file and keeps the named columns, in that order.
func records(src fs.FS, name string, columns ...string) ([][]string, error) {
	text, err := fs.ReadFile(src, name)
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", err)
	}
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s is empty", name)
	}
	at := make([]int, len(columns))
	for i, column := range columns {
		if at[i] = slices.Index(all[0], column); at[i] < 0 {
			return nil, fmt.Errorf("%s has no column %s", name, column)
		}
	}
	kept := make([][]string, 0, len(all)-1)
	for _, r := range all[1:] {
		row := make([]string, len(at))
		for i, c := range at {
			row[i] = strings.TrimSpace(r[c])
		}
		kept = append(kept, row)
	}
	return kept, nil
}

func table(records [][]string) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.WriteAll(records); err != nil {
		return nil, fmt.Errorf("write table: %w", err)
	}
	return out.Bytes(), nil
}

func position(ew, ns string) (float64, float64, error) {
	e, err := strconv.ParseFloat(ew, 64)
	if err != nil {
		return 0, 0, fmt.Errorf("east: %w", err)
	}
	n, err := strconv.ParseFloat(ns, 64)
	if err != nil {
		return 0, 0, fmt.Errorf("north: %w", err)
	}
	return e, n, nil
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
