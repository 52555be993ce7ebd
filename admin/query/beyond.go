package query

import "entgo.io/ent/dialect/sql"

// beyond writes that a row comes after from, or before it where the page goes back. Keys that all go one way and are
// never null are compared as one, which an index over them answers.
func (p *Page) beyond(w writer, names []string) {
	same := true
	for _, key := range p.keys {
		same = same && !key.nullable && key.desc == p.keys[0].desc
	}
	if same {
		w.S("(")
		for i, name := range names {
			if i > 0 {
				w.S(", ")
			}
			w.S(name)
		}
		w.S(") " + p.sign(0) + " (")
		for i := range names {
			if i > 0 {
				w.S(", ")
			}
			p.value(w, i)
		}
		w.S(")")
		return
	}
	if !p.keys[0].nullable { // it follows from the rest, and lets an index find the first row
		w.S(names[0] + " " + p.sign(0) + "= ")
		p.value(w, 0)
		w.S(" AND ")
	}
	p.beyondKey(w, names, 0)
}

// sign is how the i-th key of a row beyond compares with from's.
func (p *Page) sign(i int) string {
	if p.keys[i].desc != p.back {
		return "<"
	}
	return ">"
}

// beyondKey compares by the i-th key and those after it.
func (p *Page) beyondKey(w writer, names []string, i int) {
	name, value := names[i], p.from[i]
	w.S("(")
	switch {
	case value == nil && p.back:
		w.S(name + " IS NOT NULL")
	case value == nil:
		w.S("1 = 0")
	default:
		w.S(name + " " + p.sign(i) + " ")
		p.value(w, i)
		if p.keys[i].nullable && !p.back {
			w.S(" OR " + name + " IS NULL")
		}
	}
	if i+1 < len(names) {
		if w.S(" OR ("); value == nil {
			w.S(name + " IS NULL AND ")
		} else {
			w.S(name + " = ")
			p.value(w, i)
			w.S(" AND ")
		}
		p.beyondKey(w, names, i+1)
		w.S(")")
	}
	w.S(")")
}

// value writes what from has of the i-th key.
func (p *Page) value(w writer, i int) {
	if _, ok := p.from[i].(reference); !ok {
		w.Arg(p.from[i])
		return
	}
	s, names := p.one(p.keys[i:i+1], p.from)
	w.S("(").Join(s.AppendSelectExpr(sql.Expr(names[0]))).S(")")
}
