package items

import (
	"cmp"
	stdsql "database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/internal/fault"
)

// Facet is how the items found divide by one field: values with counts, the most frequent first, or a histogram. Where a
// total is capped the counts are of as many of the items.
type Facet struct {
	Values    []FacetValue
	Histogram *Histogram
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Value string `json:"value" doc:"as a search has it behind the field's name"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// Histogram is how a number divides.
type Histogram struct {
	Min     int64    `json:"min"`
	Max     int64    `json:"max"`
	Buckets []Bucket `json:"buckets" nullable:"false"`
}

// Bucket counts the numbers from From to below To.
type Bucket struct {
	From  int64 `json:"from"`
	To    int64 `json:"to"`
	Count int   `json:"count"`
}

// Bounds of facets.
const (
	maxFacetValues = 200
	maxBuckets     = 24
)

// tally is how often each value of a column was found.
type tally map[string]int

// tallyOf counts the values of a text; NULL has none.
func tallyOf(values stdsql.NullString) tally {
	t := tally{}
	if values.Valid {
		for value := range strings.SplitSeq(values.String, between) {
			t[value]++
		}
	}
	return t
}

type facet struct {
	name   string // as it was asked for
	column string
	divide func(tally) Facet
}

func facetsNamed(names []string) ([]facet, error) {
	var out []facet
	for _, name := range names {
		f, ok := fieldByName(name)
		if !ok || !f.Facet && f.Name != "on" {
			return nil, fault.Field("facets", fmt.Sprintf("There are no facets by %q.", name))
		}
		if slices.ContainsFunc(out, func(other facet) bool { return other.name == name }) {
			continue
		}
		one := facet{name: name}
		switch f.Name {
		case "slot":
			one.column, one.divide = item.FieldWearSlots, divideSlots
		case "on":
			one.column, one.divide = item.FieldCharacterName, byLabel(func(v string) (string, string) { return v, v })
		case "al":
			one.column, one.divide = item.FieldArmorLevel, histogram
		default:
			l := lists()[f.Choices]
			one.column, one.divide = l.at.name, byLabel(l.labelled)
		}
		out = append(out, one)
	}
	return out, nil
}

// labelled is how a search names a number of the list, and how people do.
func (l list) labelled(id string) (word, label string) {
	n, _ := strconv.ParseInt(id, 10, 64) // the database wrote it
	for _, v := range l.values {
		if v.ID == n {
			return id, v.Label
		}
	}
	return id, "Number " + id
}

func byLabel(name func(value string) (word, label string)) func(tally) Facet {
	return func(t tally) Facet {
		values := []FacetValue{}
		for value, n := range t {
			word, label := name(value)
			values = append(values, FacetValue{Value: word, Label: label, Count: n})
		}
		return sorted(values)
	}
}

func sorted(values []FacetValue) Facet {
	slices.SortFunc(values, func(a, b FacetValue) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return Facet{Values: values[:min(len(values), maxFacetValues)]}
}

// divideSlots counts an item at each slot where it goes.
func divideSlots(t tally) Facet {
	counts := make([]int, len(slots))
	for value, n := range t {
		mask, _ := strconv.ParseInt(value, 10, 64) // the database wrote it
		for i, slot := range slots {
			if mask&slot.ID != 0 {
				counts[i] += n
			}
		}
	}
	values := []FacetValue{}
	for i, slot := range slots {
		if counts[i] > 0 {
			values = append(values, FacetValue{Value: slot.Word, Label: slot.Label, Count: counts[i]})
		}
	}
	return sorted(values)
}

// histogram makes buckets of 1, 2 or 5 times a power of ten, no more than maxBuckets.
func histogram(t tally) Facet {
	counts := map[int64]int{}
	h := Histogram{Buckets: []Bucket{}}
	for value, n := range t {
		level, _ := strconv.ParseInt(value, 10, 64) // the database wrote it
		if len(counts) == 0 {
			h.Min, h.Max = level, level
		}
		h.Min, h.Max = min(h.Min, level), max(h.Max, level)
		counts[level] += n
	}
	if len(counts) == 0 {
		return Facet{Histogram: &h}
	}
	width := bucketWidth(h.Max - h.Min)
	floor := func(v int64) int64 { return v - ((v%width)+width)%width }
	for from := floor(h.Min); from <= h.Max; from += width {
		h.Buckets = append(h.Buckets, Bucket{From: from, To: from + width})
	}
	for level, n := range counts {
		h.Buckets[(level-floor(h.Min))/width].Count += n
	}
	return Facet{Histogram: &h}
}

func bucketWidth(spread int64) int64 {
	for width := int64(1); ; width *= 10 {
		for _, times := range []int64{1, 2, 5} {
			if spread/(width*times)+2 <= maxBuckets || width > 1e17 {
				return width * times
			}
		}
	}
}
