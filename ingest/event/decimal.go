package event

import (
	"bytes"
	"math"
	"strconv"
)

// AppendFloat appends v, which must be finite, in the fewest digits that give v again: as strconv does, without an
// exponent.
func AppendFloat(b []byte, v float64) []byte {
	// The plugin's numbers have few decimals, so mostly v is the float closest to a whole number of millionths. If that
	// has no more than 15 digits, no other number of so few is as close, and it costs a fraction to write.
	const unit = 1_000_000
	millionths := math.RoundToEven(v * unit)
	if millionths == 0 || math.Abs(millionths) >= 1e15 || millionths/unit != v {
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	}
	n := int64(millionths)
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/unit, 10)
	rest := n % unit
	if rest == 0 {
		return b
	}
	digits := [...]byte{'.', 6: 0}
	for i := len(digits) - 1; i > 0; i-- {
		digits[i] = byte('0' + rest%10) //nolint:gosec // one digit
		rest /= 10
	}
	return append(b, bytes.TrimRight(digits[:], "0")...)
}
