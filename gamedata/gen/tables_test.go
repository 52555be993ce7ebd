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
			got, want = unpack(t, got), unpack(t, want)
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

func unpack(t *testing.T, packed []byte) []byte {
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
		"facts/rares.csv":  file("wcid,name,tier\n1,Big,3\n2,Small,1\n"),
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
	if got := string(tables["rares.csv"]); got != "name,tier\nSmall,1\nBig,3\n" {
		t.Errorf("got\n%s", got)
	}
}

func TestBrokenFactsAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"map/landmask.txt": "ppp\n",
		"map/places.csv":   "name,kind,ew,ns\nNowhere,town,x,1\n",
		"facts/towns.csv":  "name,ns\nNowhere,1\n",
		"facts/rares.csv":  "",
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
