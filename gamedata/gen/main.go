// Command gen writes gamedata's tables from a folder of facts: map/landmask.txt (255 lines of 255 letters, the north
// first), map/places.csv (name,kind,ew,ns), facts/towns.csv (name,ns,ew,type,race,special) and facts/rares.csv (columns
// name and tier). Run it from the repository's root:
//
//	go run ./gamedata/gen SRC_DIR
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./gamedata/gen SRC_DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], "gamedata"); err != nil {
		fmt.Fprintln(os.Stderr, "gamedata/gen:", err)
		os.Exit(1)
	}
}

func run(src, dst string) error {
	tables, err := Tables(os.DirFS(src))
	if err != nil {
		return err
	}
	for name, content := range tables {
		if err := os.WriteFile(filepath.Join(dst, name), content, 0o600); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	return nil
}
