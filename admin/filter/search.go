package filter

import (
	"strings"
	"unicode/utf8"
)

// Search is what people type into a search box, as [ParseSearch] reads it.
type Search struct {
	Expr  Expr   // nil for the empty search, which everything fulfils
	Terms []Term // the conditions that must all hold, from left to right; a search of "or" is one
}

// Term is one condition of a search and where it stands in the text, in bytes: From is its first one, To the one behind.
type Term struct {
	Expr     Expr
	From, To int
}

// Word is a word or a quoted text that stands by itself in a search. What it is looked for in is the search's to say.
type Word struct {
	Value Value // a Text or a Pattern

	Pos, End int // where it begins and where it has ended in the parsed text, in bytes
}

// String implements Expr.
func (e *Word) String() string { return text(e) }

func (e *Word) print(p *printer, _ bool) {
	if t, ok := e.Value.(Text); ok && !barWord(string(t)) {
		p.quote(string(t))
		return
	}
	pattern, ok := e.Value.(Pattern)
	if !ok {
		pattern = Pattern{string(e.Value.(Text))}
	}
	for i, literal := range pattern {
		if i > 0 {
			p.WriteByte('*')
		}
		switch {
		case literal == "":
		case barPiece(literal) && (i > 0 || literal[0] != '-'):
			p.WriteString(literal)
		default:
			p.quote(literal)
		}
	}
}

// barWord says whether a text is read as a word without quotes.
func barWord(text string) bool {
	if text == "" || text[0] == '-' || !barPiece(text) {
		return false
	}
	for _, keyword := range [...]string{"and", "or", "not"} {
		if strings.EqualFold(text, keyword) {
			return false
		}
	}
	return true
}

func barPiece(text string) bool { return !strings.ContainsAny(text, wordEnds+`"*`) }

// wordEnds are the characters that end a word: those between words, and those of operators.
const wordEnds = " \t\r\n(),:=<>~"

// ParseSearch reads a search: a filter in which words and quoted texts may stand by themselves, and in which an operator
// may follow a colon: al:>=300 is al>=300. An empty text is the empty search. The error is an [*Error].
func ParseSearch(text string) (Search, error) {
	p := &parser{text: text, search: true}
	e, err := p.whole()
	if err != nil {
		return Search{}, err
	}
	if _, isOr := e.(Or); isOr && len(p.outer) != 1 {
		p.outer = []Term{{Expr: e, From: p.outer[0].From, To: p.outer[len(p.outer)-1].To}}
	}
	return Search{Expr: e, Terms: p.outer}, nil
}

// startsCmp says whether a path with an operator is next.
func (p *parser) startsCmp() bool {
	at := p.pos
	for {
		n := p.name(at)
		if n == 0 {
			return false
		}
		if at += n; at == len(p.text) || p.text[at] != '.' {
			break
		}
		at++
	}
	for at < len(p.text) && isSpace(p.text[at]) {
		at++
	}
	return operator(p.text[at:]) != ""
}

// word reads a word.
func (p *parser) word() (Expr, error) {
	w := &Word{Pos: p.pos}
	if p.terms++; p.terms > MaxTerms {
		return nil, p.fail(p.pos, "at most %d comparisons", MaxTerms)
	}
	var b strings.Builder
	var literals []string
	for !p.end() && strings.IndexByte(wordEnds, p.next()) < 0 {
		switch p.next() {
		case '"':
			if err := p.quoted(&b); err != nil {
				return nil, err
			}
		case '*':
			var err error
			if literals, err = p.star(literals, &b); err != nil {
				return nil, err
			}
		default:
			_, n := utf8.DecodeRuneInString(p.text[p.pos:])
			b.WriteString(p.text[p.pos : p.pos+n])
			p.pos += n
		}
	}
	switch {
	case p.pos == w.Pos:
		return nil, p.fail(p.pos, "expected a word or a comparison such as name:value")
	case !p.atDelimiter() && p.next() != '(' || p.next() == ',':
		return nil, p.fail(p.pos, "expected a space or the end of the word")
	case len(literals) > 0:
		w.Value = Pattern(append(literals, b.String()))
	default:
		w.Value = Text(b.String())
	}
	w.End = p.pos
	p.space()
	return w, nil
}

// star reads a wildcard behind what b holds; "**" is "*".
func (p *parser) star(literals []string, b *strings.Builder) ([]string, error) {
	if b.Len() > 0 || len(literals) == 0 {
		if len(literals) == MaxStars {
			return nil, p.fail(p.pos, `a value has at most %d "*"`, MaxStars)
		}
		literals = append(literals, b.String())
		b.Reset()
	}
	p.pos++
	return literals, nil
}

// spanned notes a condition of the outermost "and", which began at from.
func (p *parser) spanned(e Expr, from int) {
	if p.search && p.depth == 0 {
		p.outer = append(p.outer, Term{Expr: e, From: from, To: len(strings.TrimRight(p.text[:p.pos], " \t\r\n"))})
	}
}

// tokenEnd is where the token at pos ends, at least one character behind it; the text's end at the end.
func tokenEnd(text string, pos int) int {
	if pos >= len(text) {
		return len(text)
	}
	_, n := utf8.DecodeRuneInString(text[pos:])
	end := pos + n
	if strings.IndexByte(wordEnds, text[pos]) >= 0 {
		return end
	}
	for end < len(text) && strings.IndexByte(wordEnds, text[end]) < 0 {
		end++
	}
	return end
}
