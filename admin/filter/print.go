package filter

import "strings"

type printer struct{ strings.Builder }

func text(e Expr) string {
	var p printer
	e.print(&p, false)
	return p.String()
}

// String implements Expr.
func (e And) String() string { return text(e) }

// String implements Expr.
func (e Or) String() string { return text(e) }

// String implements Expr.
func (e Not) String() string { return text(e) }

// String implements Expr.
func (e *Cmp) String() string { return text(e) }

func (e And) print(p *printer, nested bool) { p.join(e, " ", true, nested) }

func (e Or) print(p *printer, nested bool) {
	p.join(e, " or ", false, nested)
}

// join prints terms between parentheses where nested; inner says whether the terms need theirs.
func (p *printer) join(terms []Expr, between string, inner, nested bool) {
	if nested {
		p.WriteByte('(')
	}
	for i, term := range terms {
		if i > 0 {
			p.WriteString(between)
		}
		term.print(p, inner)
	}
	if nested {
		p.WriteByte(')')
	}
}

func (e Not) print(p *printer, _ bool) {
	p.WriteByte('-')
	if inner, ok := e.Term.(Not); ok {
		p.join([]Expr{inner}, "", false, true)
		return
	}
	e.Term.print(p, true)
}

func (e *Cmp) print(p *printer, _ bool) {
	p.WriteString(strings.Join(e.Path, "."))
	p.WriteString(string(e.Op))
	p.value(e.Value, e.Op)
}

func (p *printer) value(v Value, op Op) {
	switch v := v.(type) {
	case Text:
		p.literal(string(v), op)
	case Pattern:
		for i, literal := range v {
			if i > 0 {
				p.WriteByte('*')
			}
			if literal != "" {
				p.piece(literal, op, i == 0)
			}
		}
	case Null:
		p.WriteString("null")
	case Var:
		p.WriteString("$" + string(v))
	case List:
		p.WriteByte('(')
		for i, item := range v {
			if i > 0 {
				p.WriteByte(',')
			}
			p.value(item, op)
		}
		p.WriteByte(')')
	case Range:
		if v.Low != nil {
			p.value(v.Low, op)
		}
		p.WriteString("..")
		if v.High != nil {
			p.value(v.High, op)
		}
	}
}

// literal prints a whole text, quoted where it would be read as something else.
func (p *printer) literal(text string, op Op) {
	if strings.EqualFold(text, "null") || isVar(text) {
		p.quote(text)
		return
	}
	p.piece(text, op, true)
}

// piece prints a part of a text, quoted where it would not be read as one.
func (p *printer) piece(text string, op Op, first bool) {
	special := " \t\n\r(),\""
	if op == Has {
		special += "*"
	}
	if text == "" || strings.ContainsAny(text, special) || strings.Contains(text, "..") ||
		strings.HasSuffix(text, ".") || // beside the dots of a range
		first && strings.IndexByte(":=!<>~", text[0]) >= 0 {
		p.quote(text)
		return
	}
	p.WriteString(text)
}

func (p *printer) quote(text string) {
	p.WriteByte('"')
	for i := range len(text) {
		if c := text[i]; c == '"' || c == '\\' {
			p.WriteByte('\\')
		}
		p.WriteByte(text[i])
	}
	p.WriteByte('"')
}
