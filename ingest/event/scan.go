package event

import (
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds nesting. The deepest event of the contract, combat_stats, has seven levels.
const maxDepth = 64

var (
	errSyntax = errors.New("not JSON")
	errDepth  = errors.New("nested too deep")
)

// scanner reads JSON strictly, value by value, without building anything: it finds where values end. One pass both
// checks the frame and locates the fields.
type scanner struct {
	text []byte
	pos  int
	// unclean is set by a value that is JSON, but that PostgreSQL's jsonb refuses: \u0000, a lone surrogate, a
	// number with a huge exponent.
	unclean bool
}

func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// take consumes c after white space.
func (s *scanner) take(c byte) bool {
	s.space()
	if s.pos < len(s.text) && s.text[s.pos] == c {
		s.pos++
		return true
	}
	return false
}

// value consumes one value after white space and returns its bounds.
func (s *scanner) value() (start, end int, err error) {
	s.space()
	start = s.pos
	err = s.skip()
	return start, s.pos, err
}

// skip consumes one value: iteratively, so that no input can exhaust the stack. open holds a byte for each object or
// array that the position is in.
func (s *scanner) skip() error {
	var open [maxDepth]byte
	depth := 0
	for {
		// A value begins here.
		s.space()
		if s.pos >= len(s.text) {
			return errSyntax
		}
		switch c := s.text[s.pos]; {
		case c == '{' || c == '[':
			if depth == maxDepth {
				return errDepth
			}
			s.pos++
			if s.take(c + 2) { // '}' is '{'+2, ']' is '['+2
				break
			}
			open[depth] = c
			depth++
			if c == '{' {
				if err := s.key(); err != nil {
					return err
				}
			}
			continue
		case c == '"':
			if err := s.str(); err != nil {
				return err
			}
		case c == '-' || isDigit(c):
			if err := s.number(); err != nil {
				return err
			}
		default:
			if err := s.literal(); err != nil {
				return err
			}
		}
		// A value ended here: close what ends with it.
		for {
			if depth == 0 {
				return nil
			}
			if s.take(',') {
				break
			}
			if !s.take(open[depth-1] + 2) {
				return errSyntax
			}
			depth--
		}
		if open[depth-1] == '{' {
			if err := s.key(); err != nil {
				return err
			}
		}
	}
}

// key consumes a string and its colon.
func (s *scanner) key() error {
	s.space()
	if s.pos >= len(s.text) || s.text[s.pos] != '"' {
		return errSyntax
	}
	if err := s.str(); err != nil {
		return err
	}
	if !s.take(':') {
		return errSyntax
	}
	return nil
}

// str consumes a string; the position is at its opening quote.
func (s *scanner) str() error {
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '"':
			s.pos++
			return nil
		case c < ' ':
			return errSyntax
		case c == '\\':
			if err := s.escape(); err != nil {
				return err
			}
		}
	}
	return errSyntax
}

// escape consumes an escape but for its last byte; the position is at the backslash.
func (s *scanner) escape() error {
	s.pos++
	if s.pos >= len(s.text) {
		return errSyntax
	}
	switch s.text[s.pos] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return nil
	case 'u':
	default:
		return errSyntax
	}
	r, ok := hex4(s.text[s.pos+1:])
	if !ok {
		return errSyntax
	}
	s.pos += 4
	switch {
	case r == 0:
		s.unclean = true
	case utf16.IsSurrogate(r):
		low, paired := lowSurrogate(s.text[s.pos+1:])
		if !paired || utf16.DecodeRune(r, low) == utf8.RuneError {
			s.unclean = true
		} else {
			s.pos += 6
		}
	}
	return nil
}

// maxExponentDigits keeps numbers within what PostgreSQL's numeric and a float64 can hold.
const (
	maxExponentDigits = 3
	maxNumberLength   = 400
)

func (s *scanner) number() error {
	start := s.pos
	if s.text[s.pos] == '-' {
		s.pos++
	}
	n := digitRun(s.text[s.pos:])
	if n == 0 || n > 1 && s.text[s.pos] == '0' {
		return errSyntax
	}
	s.pos += n
	if s.pos < len(s.text) && s.text[s.pos] == '.' {
		n := digitRun(s.text[s.pos+1:])
		if n == 0 {
			return errSyntax
		}
		s.pos += 1 + n
	}
	if s.pos < len(s.text) && (s.text[s.pos] == 'e' || s.text[s.pos] == 'E') {
		s.pos++
		if s.pos < len(s.text) && (s.text[s.pos] == '-' || s.text[s.pos] == '+') {
			s.pos++
		}
		n := digitRun(s.text[s.pos:])
		if n == 0 {
			return errSyntax
		}
		if n > maxExponentDigits {
			s.unclean = true
		}
		s.pos += n
	}
	if s.pos-start > maxNumberLength {
		s.unclean = true
	}
	return nil
}

func (s *scanner) literal() error {
	for _, word := range [...]string{"null", "true", "false"} {
		if len(s.text)-s.pos >= len(word) && string(s.text[s.pos:s.pos+len(word)]) == word {
			s.pos += len(word)
			return nil
		}
	}
	return errSyntax
}

// lowSurrogate reads a second \uXXXX escape.
func lowSurrogate(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	return hex4(text[2:])
}

func hex4(text []byte) (rune, bool) {
	if len(text) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range text[:4] {
		r <<= 4
		switch {
		case isDigit(c):
			r |= rune(c - '0')
		case 'a' <= c && c <= 'f':
			r |= rune(c - 'a' + 10)
		case 'A' <= c && c <= 'F':
			r |= rune(c - 'A' + 10)
		default:
			return 0, false
		}
	}
	return r, true
}
