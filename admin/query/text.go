package query

import (
	"strings"
	"unicode"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

// textTest is passed by text that is, as a whole and whatever its case, the literals of pattern with anything between
// each two of them.
type textTest struct {
	pattern filter.Pattern
	column
}

// write uses LIKE, whose folding of ASCII letters both databases share. What has letters outside of ASCII, for which
// they differ, spells out both cases of each letter for GLOB or a regular expression.
func (t textTest) write(w writer, col string) {
	if !w.sqlite() {
		col = "CAST(" + col + " AS text)"
	} else if t.kind == meta.JSON {
		col = "CAST(" + col + " AS TEXT)"
	}
	ascii := true
	for _, literal := range t.pattern {
		for i := range len(literal) {
			ascii = ascii && literal[i] < 0x80
		}
	}
	switch {
	case w.sqlite() && ascii:
		w.S(col + " LIKE ").Arg(t.spell("", "%", "", likeRune)).S(` ESCAPE '\'`)
	case w.sqlite():
		w.S(col + " GLOB ").Arg(t.spell("", "*", "", globRune))
	case ascii:
		w.S(col + " ILIKE ").Arg(t.spell("", "%", "", likeRune))
	default:
		w.S(col + " ~ ").Arg(t.spell("^", ".*", "$", regexpRune))
	}
}

// spell writes the pattern rune by rune.
func (t textTest) spell(begin, wildcard, end string, write func(*strings.Builder, rune)) string {
	var b strings.Builder
	b.WriteString(begin)
	for i, literal := range t.pattern {
		if i > 0 {
			b.WriteString(wildcard)
		}
		for _, r := range literal {
			write(&b, r)
		}
	}
	b.WriteString(end)
	return b.String()
}

func likeRune(b *strings.Builder, r rune) {
	if r == '%' || r == '_' || r == '\\' {
		b.WriteByte('\\')
	}
	b.WriteRune(r)
}

func globRune(b *strings.Builder, r rune) {
	switch r {
	case '*', '?', '[':
		b.WriteByte('[')
		b.WriteRune(r)
		b.WriteByte(']')
	default:
		writeCases(b, r)
	}
}

func regexpRune(b *strings.Builder, r rune) {
	if r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		b.WriteByte('\\')
	}
	writeCases(b, r)
}

// writeCases writes a rune, or all that fold to the same one as a class.
func writeCases(b *strings.Builder, r rune) {
	folded := fold(r)
	class := []rune{r}
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		if fold(next) == folded {
			class = append(class, next)
		}
	}
	if len(class) == 1 {
		b.WriteRune(r)
		return
	}
	b.WriteByte('[')
	for _, r := range class {
		b.WriteRune(r)
	}
	b.WriteByte(']')
}

// fold is a letter in lower case. The few letters whose lower case is in ASCII while they are not, such as the Kelvin
// sign, stay themselves.
func fold(r rune) rune {
	if lower := unicode.ToLower(r); (lower < 0x80) == (r < 0x80) {
		return lower
	}
	return r
}

func (t textTest) match(value any) bool {
	if value == nil {
		return false
	}
	text := strings.Map(fold, t.text(value))
	last := len(t.pattern) - 1
	for i, literal := range t.pattern {
		literal = strings.Map(fold, literal)
		switch i {
		case 0:
			if !strings.HasPrefix(text, literal) {
				return false
			}
			text = text[len(literal):]
		case last:
			return strings.HasSuffix(text, literal)
		default:
			at := strings.Index(text, literal)
			if at < 0 {
				return false
			}
			text = text[at+len(literal):]
		}
	}
	return true
}
