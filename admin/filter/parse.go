package filter

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is a filter that Parse cannot read.
type Error struct {
	Pos    int    // where, in bytes
	End    int    // where what stands there ends, at least one character behind Pos unless that is the text's end
	Reason string // what was expected there
}

// Error implements error.
func (e *Error) Error() string { return e.Reason }

// Parse reads a filter. An empty text is nil: every row. The error is an [*Error].
func Parse(text string) (Expr, error) {
	return (&parser{text: text}).whole()
}

// whole reads the text.
func (p *parser) whole() (Expr, error) {
	text := p.text
	if len(text) > MaxBytes {
		return nil, p.fail(MaxBytes, "a filter has at most %d bytes", MaxBytes)
	}
	for i, r := range text {
		if r == 0 || r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return nil, p.fail(i, "a filter is UTF-8 without null characters")
		}
	}
	p.space()
	if p.end() {
		return nil, nil
	}
	e, err := p.or()
	if err == nil && !p.end() {
		err = p.fail(p.pos, `expected "and", "or" or the end`)
	}
	if err != nil {
		return nil, err
	}
	return e, nil
}

// parser reads text from pos on. Every method that reads a symbol leaves pos behind the space after it.
type parser struct {
	text         string
	pos          int
	depth, terms int
	search       bool   // words may stand by themselves
	outer        []Term // of a search
}

func (p *parser) fail(pos int, format string, args ...any) error {
	return &Error{Pos: pos, End: tokenEnd(p.text, pos), Reason: fmt.Sprintf(format, args...)}
}

func (p *parser) end() bool { return p.pos == len(p.text) }

// next is the next byte, 0 at the end.
func (p *parser) next() byte {
	if p.end() {
		return 0
	}
	return p.text[p.pos]
}

func (p *parser) space() {
	for !p.end() && isSpace(p.text[p.pos]) {
		p.pos++
	}
}

// take reads the symbol c, if it is next.
func (p *parser) take(c byte) bool {
	if p.next() != c {
		return false
	}
	p.pos++
	p.space()
	return true
}

// name is the length of the name that begins at pos, 0 where none does.
func (p *parser) name(pos int) int {
	n := 0
	for pos+n < len(p.text) && isName(p.text[pos+n], n == 0) {
		n++
	}
	return n
}

// keyword reads the keyword, if it is next and is not the first name of a comparison.
func (p *parser) keyword(word string) bool {
	n := p.name(p.pos)
	after := p.pos + n
	if !strings.EqualFold(p.text[p.pos:after], word) || after < len(p.text) && strings.IndexByte(".:=!<>~", p.text[after]) >= 0 {
		return false
	}
	if p.search && after < len(p.text) && strings.IndexByte(" \t\r\n()", p.text[after]) < 0 {
		return false // "and-so" is a word
	}
	p.pos = after
	p.space()
	return true
}

func (p *parser) or() (Expr, error) {
	var terms []Expr
	for {
		term, err := p.and()
		if err != nil {
			return nil, err
		}
		terms = append(terms, term)
		if !p.keyword("or") {
			return Any(terms...), nil
		}
	}
}

func (p *parser) and() (Expr, error) {
	var terms []Expr
	for {
		from := p.pos
		term, err := p.not()
		if err != nil {
			return nil, err
		}
		p.spanned(term, from)
		terms = append(terms, term)
		if p.keyword("and") {
			continue
		}
		before := p.pos
		if p.end() || p.next() == ')' || p.keyword("or") {
			p.pos = before
			return All(terms...), nil
		}
	}
}

func (p *parser) not() (Expr, error) {
	if p.take('-') || p.keyword("not") {
		term, err := p.term()
		return Not{term}, err
	}
	return p.term()
}

func (p *parser) term() (Expr, error) {
	if p.next() != '(' {
		if p.search && !p.startsCmp() {
			return p.word()
		}
		return p.cmp()
	}
	if p.depth++; p.depth > MaxDepth {
		return nil, p.fail(p.pos, "at most %d parentheses deep", MaxDepth)
	}
	p.take('(')
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.take(')') {
		return nil, p.fail(p.pos, `expected "and", "or" or ")"`)
	}
	p.depth--
	return e, nil
}

func (p *parser) cmp() (Expr, error) {
	c := &Cmp{Pos: p.pos}
	if p.terms++; p.terms > MaxTerms {
		return nil, p.fail(p.pos, "at most %d comparisons", MaxTerms)
	}
	for {
		n := p.name(p.pos)
		if n == 0 && len(c.Path) == 0 {
			return nil, p.fail(p.pos, "expected a comparison such as name:value")
		} else if n == 0 {
			return nil, p.fail(p.pos, "expected a field's name")
		}
		if len(c.Path) == MaxSteps {
			return nil, p.fail(p.pos, "a path has at most %d names", MaxSteps)
		}
		c.Path = append(c.Path, p.text[p.pos:p.pos+n])
		p.pos += n
		if p.next() != '.' {
			break
		}
		p.pos++
	}
	p.space()
	c.OpPos = p.pos
	if c.Op = operator(p.text[p.pos:]); c.Op == "" {
		return nil, p.fail(p.pos, "expected one of : = != > >= < <= ~")
	}
	p.pos += len(c.Op)
	p.space()
	if then := operator(p.text[p.pos:]); p.search && c.Op == Has && then != "" && then != Has {
		c.Op, c.OpPos = then, p.pos
		p.pos += len(then)
		p.space()
	}
	c.ValuePos = p.pos
	var err error
	c.Value, err = p.value(c.Op)
	c.End = p.pos
	p.space()
	return c, err
}

func operator(text string) Op {
	for _, op := range [...]Op{NotEqual, GreaterEqual, LessEqual, Has, Equal, Greater, Less, Contains} {
		if strings.HasPrefix(text, string(op)) {
			return op
		}
	}
	return ""
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isName(c byte, first bool) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || !first && '0' <= c && c <= '9'
}
