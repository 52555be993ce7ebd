package gamedata

import (
	"encoding/csv"
	"fmt"
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
