package transfer

import "strings"

// guard makes a cell harmless to spreadsheets; unguard takes that back.
func guard(cell string) string {
	bare := strings.TrimLeft(cell, "'")
	if bare == "" || !isFormula(bare[0]) || len(bare) == len(cell) && isNumber(cell) {
		return cell
	}
	return "'" + cell
}

func unguard(cell string) string {
	if bare := strings.TrimLeft(cell, "'"); len(bare) < len(cell) && bare != "" && isFormula(bare[0]) {
		return cell[1:]
	}
	return cell
}

// isFormula reports whether a spreadsheet may take a cell for a formula that begins with c.
func isFormula(c byte) bool {
	switch c {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	}
	return false
}

// isNumber reports whether cell is a number in decimal notation: -1, +.5, 1.5e-7.
func isNumber(cell string) bool {
	rest := strings.TrimLeft(cell, "+-")
	if len(cell)-len(rest) > 1 {
		return false
	}
	whole, rest := digits(rest)
	part := 0
	if strings.HasPrefix(rest, ".") {
		part, rest = digits(rest[1:])
	}
	if whole+part == 0 {
		return false
	}
	if rest == "" {
		return true
	}
	if rest[0]|0x20 != 'e' {
		return false
	}
	rest = rest[1:]
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	n, rest := digits(rest)
	return n > 0 && rest == ""
}

// digits counts the decimal digits that s begins with, and returns what follows them.
func digits(s string) (n int, rest string) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n, s[n:]
}
