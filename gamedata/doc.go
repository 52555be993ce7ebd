// Package gamedata holds the facts of the game that the rest of the house needs: where things are, what is land, what
// the rares are called, which number is which kind of chat. Tables are compact CSV files of this project's own making,
// embedded in the binary, and parsed once, when they are first asked for. Everything here is immutable and safe for
// concurrent use; slices that functions return are shared and must not be changed.
//
// All tables but creatures.csv, which is kept by hand, are written by
//
//	go run ./gamedata/gen SRC_DIR
//
// where SRC_DIR holds map/landmask.txt, map/places.csv and the facts/ folder (ids, names and numbers; one file a table).
package gamedata
