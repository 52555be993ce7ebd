package items

import (
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/filter"
)

// texts fits a text that one of its alternatives fits.
type texts []textTest

// textTest fits a text that is exactly so, or one that in lower case is the literals with anything between them.
type textTest struct {
	exact    string
	literals []string // in lower case; nil: exact
}

// containing fits texts that contain one, whatever the case.
func containing(text string) textTest {
	return textTest{literals: []string{"", strings.ToLower(text), ""}}
}

// whole fits texts that a pattern fits as a whole.
func whole(p filter.Pattern) textTest {
	literals := make([]string, len(p))
	for i, l := range p {
		literals[i] = strings.ToLower(l)
	}
	return textTest{literals: literals}
}

func (t texts) fits(text string) bool {
	folded := strings.ToLower(text)
	for _, one := range t {
		if one.literals == nil && text == one.exact || one.literals != nil && glob(one.literals, folded) {
			return true
		}
	}
	return false
}

// glob says whether a text is the literals with anything between each two of them.
func glob(literals []string, text string) bool {
	first, last := literals[0], literals[len(literals)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, literal := range literals[1 : len(literals)-1] {
		at := strings.Index(text, literal)
		if at < 0 {
			return false
		}
		text = text[at+len(literal):]
	}
	return true
}

// where is the same in SQL: of a column with texts, and one with the same in lower case.
func (t texts) where(plain, folded string) *sql.Predicate {
	out := make([]*sql.Predicate, len(t))
	for i, one := range t {
		if one.literals == nil {
			out[i] = sql.EQ(plain, one.exact)
			continue
		}
		out[i] = sql.P(func(b *sql.Builder) {
			b.Ident(folded).WriteString(" LIKE ").Arg(one.like()).WriteString(` ESCAPE '\'`)
		})
	}
	return either(out)
}

func (t textTest) like() string {
	escaped := make([]string, len(t.literals))
	for i, l := range t.literals {
		escaped[i] = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(l)
	}
	return strings.Join(escaped, "%")
}
