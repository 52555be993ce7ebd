package filter

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// value reads what follows an operator, up to the byte after it.
func (p *parser) value(op Op) (Value, error) {
	if p.next() != '(' {
		return p.item(op)
	}
	if !slices.Contains([]Op{Has, Equal, NotEqual, Contains}, op) {
		return nil, p.fail(p.pos, "%s takes no list", op)
	}
	p.take('(')
	var list List
	for {
		if len(list) == MaxItems {
			return nil, p.fail(p.pos, "a list has at most %d items", MaxItems)
		}
		item, err := p.item(op)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
		p.space()
		if p.take(',') {
			continue
		}
		if p.next() != ')' {
			return nil, p.fail(p.pos, `expected "," or ")"`)
		}
		p.pos++
		return list, p.delimited()
	}
}

// item reads a scalar or a range.
func (p *parser) item(op Op) (Value, error) {
	start := p.pos
	var low Value
	if !p.dots() {
		var err error
		if low, err = p.scalar(op); err != nil {
			return nil, err
		}
	}
	if !p.dots() {
		return low, p.delimited()
	}
	if op != Has && op != Equal && op != NotEqual {
		return nil, p.fail(p.pos, "%s takes no range", op)
	}
	p.pos += len("..")
	r := Range{Low: low}
	if low == nil || !p.atDelimiter() {
		var err error
		if r.High, err = p.scalar(op); err != nil {
			return nil, err
		}
	}
	if !isEnd(r.Low) || !isEnd(r.High) {
		return nil, p.fail(start, `a range takes no null and no "*"`)
	}
	return r, p.delimited()
}

func isEnd(v Value) bool {
	switch v.(type) {
	case nil, Text, Var:
		return true
	}
	return false
}

func (p *parser) dots() bool { return strings.HasPrefix(p.text[p.pos:], "..") }

func (p *parser) atDelimiter() bool {
	c := p.next()
	return p.end() || isSpace(c) || c == ')' || c == ','
}

func (p *parser) delimited() error {
	if p.atDelimiter() {
		return nil
	}
	return p.fail(p.pos, "expected a space or the end of the value")
}

// scalar reads a null, a variable or a text.
func (p *parser) scalar(op Op) (Value, error) {
	start := p.pos
	if strings.IndexByte(":=!<>~", p.next()) >= 0 {
		return nil, p.fail(p.pos, "expected a value; one that begins with %q stands in quotes", p.next())
	}
	var b strings.Builder
	var literals []string // those before a wildcard
	quoted := false
	for !p.atDelimiter() && p.next() != '(' && !p.dots() {
		switch c := p.next(); {
		case c == '"':
			quoted = true
			if err := p.quoted(&b); err != nil {
				return nil, err
			}
		case c == '*' && op == Has:
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
	if p.pos == start {
		return nil, p.fail(p.pos, "expected a value")
	}
	if len(literals) > 0 {
		return Pattern(append(literals, b.String())), nil
	}
	if text := b.String(); quoted {
		return Text(text), nil
	} else if strings.EqualFold(text, "null") {
		return Null{}, nil
	} else if isVar(text) {
		return Var(text[1:]), nil
	}
	return Text(b.String()), nil
}

// quoted reads from one double quote to the next.
func (p *parser) quoted(b *strings.Builder) error {
	start := p.pos
	for p.pos++; !p.end(); p.pos++ {
		switch p.next() {
		case '"':
			p.pos++
			return nil
		case '\\':
			if p.pos++; p.end() {
				return p.fail(start, "this quote is not closed")
			}
		}
		b.WriteByte(p.next())
	}
	return p.fail(start, "this quote is not closed")
}

func isVar(text string) bool {
	if len(text) < 2 || text[0] != '$' {
		return false
	}
	for i := 1; i < len(text); i++ {
		if !isName(text[i], i == 1) {
			return false
		}
	}
	return true
}
