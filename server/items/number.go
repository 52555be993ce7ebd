package items

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/filter"
)

// span is a range of numbers; an end may be infinite, and open ones do not belong to it.
type span struct {
	low, high         float64
	lowOpen, highOpen bool
}

// spansOf are the numbers that a comparison means. A "!=" is read as "=".
func spansOf(op filter.Op, text string) (span, error) {
	v, err := readNumber(text)
	inf := math.Inf(1)
	switch op {
	case filter.Greater:
		return span{low: v, high: inf, lowOpen: true}, err
	case filter.GreaterEqual:
		return span{low: v, high: inf}, err
	case filter.Less:
		return span{low: -inf, high: v, highOpen: true}, err
	case filter.LessEqual:
		return span{low: -inf, high: v}, err
	default:
		return span{low: v, high: v}, err
	}
}

// readNumber reads 12, 1.5, 250k and 2m.
func readNumber(text string) (float64, error) {
	digits, factor := strings.ToLower(strings.TrimSpace(text)), 1.0
	digits = strings.TrimSuffix(digits, "%")
	if rest, ok := strings.CutSuffix(digits, "k"); ok {
		digits, factor = rest, 1e3
	} else if rest, ok := strings.CutSuffix(digits, "m"); ok {
		digits, factor = rest, 1e6
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e15 || strings.ContainsAny(digits, "xXpP_") {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return v * factor, nil
}

// percent is the span of a column whose value base is 0 %. Percentages are whole to people: 18 is what rounds to it.
func (s span) percent(base float64) span {
	edge := func(v float64, up bool) float64 {
		if v == math.Trunc(v) {
			v -= 0.5
			if up {
				v++
			}
		}
		return base + v/100
	}
	out := s
	if !math.IsInf(s.low, 0) {
		out.low, out.lowOpen = edge(s.low, s.lowOpen), false
	}
	if !math.IsInf(s.high, 0) {
		out.high, out.highOpen = edge(s.high, !s.highOpen), true
	}
	return out
}

// where is the span in SQL.
func (s span) where(c string, isInt bool) *sql.Predicate {
	low, high := s.low, s.high
	lowOpen, highOpen := s.lowOpen, s.highOpen
	if isInt {
		if low = math.Ceil(s.low); lowOpen && low == s.low {
			low++
		}
		if high = math.Floor(s.high); highOpen && high == s.high {
			high--
		}
		lowOpen, highOpen = false, false
	}
	arg := func(v float64) any {
		if isInt {
			return int64(v)
		}
		return v
	}
	var out []*sql.Predicate
	switch {
	case low > high:
		return constant(false)
	case low == high && !lowOpen && !highOpen:
		return sql.EQ(c, arg(low))
	}
	switch {
	case math.IsInf(low, 0):
	case lowOpen:
		out = append(out, sql.GT(c, arg(low)))
	default:
		out = append(out, sql.GTE(c, arg(low)))
	}
	switch {
	case math.IsInf(high, 0):
	case highOpen:
		out = append(out, sql.LT(c, arg(high)))
	default:
		out = append(out, sql.LTE(c, arg(high)))
	}
	if len(out) == 0 {
		return constant(true)
	}
	return both(out)
}
