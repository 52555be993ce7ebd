package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// TestCommittedTablesAreWhatTheFactsGive compares the tables in the repository with the facts they were made from.
func TestCommittedTablesAreWhatTheFactsGive(t *testing.T) {
	dir := os.Getenv("OVERLORD_FACTS_DIR")
	if dir == "" {
		t.Skip("SKIPPED: OVERLORD_FACTS_DIR is not set: the committed tables are not compared with their sources")
	}
	tables, err := Tables(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range tables {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".gz") { // Go releases may pack differently
			got, want = unpacked(t, got), unpacked(t, want)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs: run go run ./gamedata/gen again", name)
		}
	}
	creatures, err := os.ReadFile(filepath.Join("..", "creatures.csv"))
	if err != nil {
		t.Fatal(err)
	}
	types, err := records(os.DirFS(dir), "facts/creature_types.csv", "name")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range types {
		known[r[0]] = true
	}
	rows, err := csv.NewReader(bytes.NewReader(creatures)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if !known[r[1]] {
			t.Errorf("%s: the game has no creature type %s", r[0], r[1])
		}
	}
}

func unpacked(t *testing.T, packed []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func facts() fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"map/landmask.txt": file(strings.Repeat(strings.Repeat("p", 255)+"\n", 255)),
		"map/places.csv":   file("name,kind,ew,ns\nPlateau,outpost,-43.1,44.5\nRefuge,outpost,95.5,2.3\nOolutanga's Refuge,landmark,95.5,2.3\n"),
		"facts/towns.csv":  file("name,ns,ew,type,race,special\nPlateau Village,44.5,-43.2,Town,Aluvian,\nMar'uun,-10.6,17.1,Town,Independent,\n"),
		"facts/rares.csv":  file("wcid,rare_id,name,item_type,tier\n7,1,Big,Gem,3\n8,2,Small,Armor,1\n"),
		"facts/spells.csv": file("id,name,school,family,family_name,power,level,duration_s,mana,tier,is_cantrip,is_ward\n" +
			"10,Asheron?\u00c7\u00d6s Boon,Life Magic,2,X,5,,60,10,none,0,0\n9,Minor Might,Creature Enchantment,261,Y,5,,-1,10,minor,1,0\n"),
		"facts/cantrip_families.csv":    file("family,family_name,display,minor_ids,major_ids,epic_ids,legendary_ids\n389,A,Heart Thirst,1,2,3,4\n285,B,Acid Ward,5|6,7,8,9\n391,C,Impenetrability,10,11,12,13\n"),
		"facts/loot_cantrip_tables.csv": file("loot_group,family,cantrip,minor_id\narmor,285,Acid Ward,5\njewelry,285,Acid Ward,5\nmelee,389,Heart Thirst,1\n"),
		"facts/armor_sets.csv":          file("id,name,ace_name,kind,counts_by,bonus_at_pieces,source\n13,Soldier's Set,S,loot armour,pieces,2;3,wiki\n35,Sigil,D,aetheria,sum of item levels,,\n"),
		"facts/equip_mask.csv":          file("bit,hex,name,paper_doll_slot,is_body_armor\n1,0x1,HeadWear,head,1\n"),
		"facts/coverage_mask.csv":       file("bit,hex,name,layer\n2,0x2,UnderwearUpperLegs,under\n"),
		"facts/materials.csv":           file("id,name,group\n1,Ceramic,ceramic\n"),
		"facts/skills.csv":              file("id,ace_name,display_name,status\n41,TwoHandedCombat,Two Handed Combat,live\n43,VoidMagic,Void,live\n"),
		"facts/object_classes.csv":      file("id,name\n31,WandStaffOrb\n"),
		"facts/item_types.csv":          file("bit,hex,name\n1,0x1,MeleeWeapon\n"),
		"facts/imbue_types.csv":         file("bit,hex,name\n1,0x1,CriticalStrike\n"),
		"facts/damage_types.csv":        file("bit,name\n1,Slash\n"),
		"facts/weapon_masteries.csv":    file("id,name\n1,Unarmed Weapon\n"),
		"facts/heritage.csv":            file("id,name\n1,Aluvian\n"),
		"facts/creature_types.csv":      file("id,name\n1,FireElemental\n"),
		"facts/titles.csv":              file("id,ace_name\n1,ChampionofDereth\n2,BowHunter\n"),
		"facts/loot_chances.csv":        file("table,loot_tier,value,chance\ncantrip_level(1 minor),8,1,0.02\n"),
		"facts/int_props.csv":           file("decal_id,ace_id,name,decal_name,in_appraisal,meaning\n0,0,Undef,,no,\n218103834,1,ItemType,Category,no,item type bits\n218103809,DID 8 Icon,Icon,,no,create-message field (DECAL only)\n"),
		"facts/float_props.csv":         file("decal_id,ace_id,name,decal_name,in_appraisal,meaning\n5,5,ManaRate,,yes,drain\n8004,8004,PCAPThing,,no,\n"),
		"facts/string_props.csv":        file("decal_id,ace_id,name,in_appraisal,meaning\n1,1,Name,no,name\n"),
		"facts/bool_props.csv":          file("decal_id,ace_id,name,in_appraisal,meaning\n22,22,Inscribable,no,\n"),
	}
}

func TestTwoNamesForOneSpotBecomeOnePlace(t *testing.T) {
	tables, err := Tables(facts())
	if err != nil {
		t.Fatal(err)
	}
	want := "name,kind,ew,ns,heritage,special\nMar'uun,town,17.1,-10.6,,\nOolutanga's Refuge,outpost,95.5,2.3,,\nPlateau,outpost,-43.1,44.5,Aluvian,\n"
	if got := string(tables["places.csv"]); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestFactsBecomeCompactTables(t *testing.T) {
	tables, err := Tables(facts())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"rares.csv":            "name,tier,rare_id,wcid,item_type\nSmall,1,2,8,Armor\nBig,3,1,7,Gem\n",
		"spells.gz":            "id,name,school,family,power,level,duration_s,mana,tier,cantrip\n9,Minor Might,C,261,5,,-1,10,minor,1\n10,Asheron's Boon,L,2,5,,60,10,,0\n",
		"cantrip_families.csv": "family,name,minor,major,epic,legendary,ward,acts_on,loot\n285,Acid Ward,5|6,7,8,9,1,wearer,armor|jewelry\n389,Heart Thirst,1,2,3,4,0,weapon,melee\n391,Impenetrability,10,11,12,13,0,item,\n",
		"equipment_sets.csv":   "id,name,kind,by_level,bonus_at\n13,Soldier's Set,loot armour,0,2|3\n35,Sigil,aetheria,1,\n",
		"slots.csv":            "bit,name,body_armor\n1,head,1\n",
		"coverage.csv":         "bit,name,layer\n2,Underwear Upper Legs,under\n",
		"skills.csv":           "id,name,key,status\n41,Two Handed Combat,two_handed_combat,live\n43,Void Magic,void_magic,live\n",
		"object_classes.csv":   "id,name\n31,Wand Staff Orb\n",
		"titles.csv":           "id,name\n1,Champion of Dereth\n2,Bow Hunter\n",
		"loot_chances.csv":     "roll,tier,value,chance\ncantrip_level,8,1,0.02\n",
		"properties.csv": "kind,id,game_id,name,appraised,meaning\nint,218103834,1,ItemType,0,item type bits\nint,218103809,,Icon,0,\n" +
			"float,5,5,ManaRate,1,drain\nstring,1,1,Name,0,name\nbool,22,22,Inscribable,0,\n",
	} {
		got := tables[name]
		if strings.HasSuffix(name, ".gz") {
			got = unpacked(t, got)
		}
		if string(got) != want {
			t.Errorf("%s: got\n%swant\n%s", name, got, want)
		}
	}
}

func TestBrokenFactsAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"map/landmask.txt":           "ppp\n",
		"map/places.csv":             "name,kind,ew,ns\nNowhere,town,x,1\n",
		"facts/towns.csv":            "name,ns\nNowhere,1\n",
		"facts/rares.csv":            "",
		"facts/spells.csv":           "id,name\n1,Nothing\n",
		"facts/cantrip_families.csv": "family,display,minor_ids,major_ids,epic_ids,legendary_ids\nx,A,,,,\n1,B,,,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			src := facts()
			src[name] = &fstest.MapFile{Data: []byte(text)}
			if _, err := Tables(src); err == nil {
				t.Error("no error")
			}
			delete(src, name)
			if _, err := Tables(src); err == nil {
				t.Error("no error without the file")
			}
		})
	}
}
