package gamedata

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// rows parses an embedded table: a header line, then one record a line. The tables are checked by tests, so a fault in
// one is a broken build.
func rows(name, text string, columns int) [][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = columns
	all, err := r.ReadAll()
	if err != nil || len(all) < 2 {
		panic(fmt.Sprintf("gamedata: %s: %d records, %v", name, len(all), err))
	}
	return all[1:]
}

func number(name, s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(fmt.Sprintf("gamedata: %s: %v", name, err))
	}
	return v
}

func whole(name, s string) int64 {
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("gamedata: %s: %v", name, err))
	}
	return v
}

// wholes reads numbers with "|" between them; an empty text holds none.
func wholes(name, s string) []int {
	var out []int
	for part := range strings.SplitSeq(s, "|") {
		if part != "" {
			out = append(out, int(whole(name, part)))
		}
	}
	return out
}

// unpack gunzips an embedded table.
func unpack(name string, packed []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(fmt.Sprintf("gamedata: %s: %v", name, err))
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		panic(fmt.Sprintf("gamedata: %s: %v", name, err))
	}
	return plain
}
