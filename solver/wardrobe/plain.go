package wardrobe

import (
	"bytes"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
)

// plainReader reads items that are written plainly, in one pass: each member of the plugin's class at most once and of its
// own kind, whole numbers without fractions, texts without escapes, nothing out of range, nothing beside them but the owner.
// That is nearly every line; it leaves the others to object.Decode, which bends. What it reads is what object.Decode reads.
type plainReader struct {
	text           []byte
	pos            int
	spells, active []int
}

// plainMost is the greatest number, but for masks of 32 bits, that it takes: it is in range for every property of a sheet.
const plainMost = 1000

// The members of the plugin's class, and the owner.
var plainMembers = []string{
	"HasIdData", "Id", "LastIdTime", "ObjectClass", "ContainerId", "BoolValues", "DoubleValues", "IntValues", "StringValues",
	"ActiveSpells", "Spells", "owner",
}

// record reads a line; ok is false where it is not plain. The record's spells and the owner are good until the next.
func (p *plainReader) record(line []byte) (r Record, owner []byte, ok bool) {
	p.text, p.pos, p.spells, p.active = line, 0, p.spells[:0], p.active[:0]
	var s sheet
	var id int64
	var name []byte
	seen := 0
	ok = p.members(func(key []byte) bool {
		k := slices.IndexFunc(plainMembers, func(m string) bool { return m == string(key) })
		if k < 0 || seen&(1<<k) != 0 {
			return false
		}
		seen |= 1 << k
		if c := p.next(); c == 'n' {
			return key[0] != 'o' && p.word("null")
		}
		var good bool
		switch plainMembers[k] {
		case "HasIdData":
			return p.truth()
		case "Id":
			id, good = p.whole()
			return good
		case "LastIdTime", "ObjectClass", "ContainerId":
			_, good = p.whole()
			return good
		case "BoolValues":
			return p.properties(func(int64) bool { return p.truth() })
		case "DoubleValues":
			return p.properties(func(int64) bool { return p.number() })
		case "IntValues":
			return p.properties(func(of int64) bool { return p.count(of, &s) })
		case "StringValues":
			return p.properties(func(of int64) bool {
				text, good := p.quoted()
				if of == int64(gamedata.StringName) {
					name = text
				}
				return good && len(text) <= object.MaxText
			})
		case "ActiveSpells":
			p.active, good = p.list(p.active)
		case "Spells":
			p.spells, good = p.list(p.spells)
		default:
			owner, good = p.quoted()
		}
		return good
	})
	if !ok || p.pos != len(p.text) || id == 0 || id < math.MinInt32 || id > math.MaxUint32 {
		return Record{}, nil, false
	}
	r = s.record(string(name), p.active)
	r.ID, r.Spells = object.Wire(uint32(id)), p.spells //nolint:gosec // 32 bits, signed or not
	return r, owner, true
}

// members reads an object; each reads a member's value, and says whether it is plain.
func (p *plainReader) members(each func(key []byte) bool) bool {
	if !p.take('{') {
		return false
	}
	if p.take('}') {
		return true
	}
	for {
		key, ok := p.quoted()
		if !ok || !p.take(':') || !each(key) {
			return false
		}
		if !p.take(',') {
			return p.take('}')
		}
	}
}

// properties reads an object whose members are called by numbers.
func (p *plainReader) properties(each func(of int64) bool) bool {
	n := 0
	return p.members(func(key []byte) bool {
		if n++; n > object.MaxProperties || len(key) == 0 || len(key) > 9 {
			return false
		}
		of := int64(0)
		for _, c := range key {
			if c < '0' || c > '9' {
				return false
			}
			of = of*10 + int64(c-'0')
		}
		return each(of)
	})
}

// count reads a number onto a sheet, if it counts. -1 is the plugin's word for absent.
func (p *plainReader) count(of int64, s *sheet) bool {
	v, ok := p.whole()
	k, counts := placeOn(of)
	switch {
	case !ok || !counts:
		return ok
	case v == -1:
		v = 0
	case k < 2 && (v < math.MinInt32 || v > math.MaxUint32), k >= 2 && (v < 0 || v > plainMost):
		return false
	}
	s[k] = v
	return true
}

// list reads spells.
func (p *plainReader) list(into []int) (_ []int, ok bool) {
	if !p.take('[') {
		return into, false
	}
	if p.take(']') {
		return into, true
	}
	for {
		v, ok := p.whole()
		if !ok || v <= 0 || v > plainSpells || len(into) >= object.MaxSpells {
			return into, false
		}
		if !slices.Contains(into, int(v)) {
			into = append(into, int(v))
		}
		if !p.take(',') {
			return into, p.take(']')
		}
	}
}

// plainSpells is beyond the last of the client's spells.
const plainSpells = 10_000

// next is the byte that a value begins with; 0 at the end.
func (p *plainReader) next() byte {
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; c {
		case ' ', '\t', '\r', '\n':
			p.pos++
		default:
			return c
		}
	}
	return 0
}

// take goes past c, if it is next.
func (p *plainReader) take(c byte) bool {
	if p.next() != c {
		return false
	}
	p.pos++
	return true
}

func (p *plainReader) word(w string) bool {
	if !bytes.HasPrefix(p.text[p.pos:], []byte(w)) {
		return false
	}
	p.pos += len(w)
	return true
}

func (p *plainReader) truth() bool {
	p.next()
	return p.word("true") || p.word("false")
}

// quoted reads a text without escapes.
func (p *plainReader) quoted() (inside []byte, ok bool) {
	if !p.take('"') {
		return nil, false
	}
	start, ascii := p.pos, true
	for ; p.pos < len(p.text); p.pos++ {
		switch c := p.text[p.pos]; {
		case c == '"':
			inside = p.text[start:p.pos]
			p.pos++
			return inside, ascii || utf8.Valid(inside)
		case c == '\\' || c < ' ':
			return nil, false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return nil, false
}

// digits goes past digits and says how many.
func (p *plainReader) digits() (n int) {
	for p.pos < len(p.text) && p.text[p.pos]-'0' <= 9 {
		p.pos++
		n++
	}
	return n
}

// integer goes past the whole part of a number.
func (p *plainReader) integer() bool {
	p.next()
	if p.pos < len(p.text) && p.text[p.pos] == '-' {
		p.pos++
	}
	first := p.pos
	n := p.digits()
	return n == 1 || n > 1 && p.text[first] != '0'
}

// whole reads a whole number of at most 15 digits.
func (p *plainReader) whole() (v int64, ok bool) {
	p.next()
	start := p.pos
	if !p.integer() || p.pos-start > 15 {
		return 0, false
	}
	digits := p.text[start:p.pos]
	negative := digits[0] == '-'
	if negative {
		digits = digits[1:]
	}
	for _, c := range digits {
		v = v*10 + int64(c-'0')
	}
	if negative {
		v = -v
	}
	if p.pos < len(p.text) {
		switch p.text[p.pos] {
		case '.', 'e', 'E':
			return 0, false
		}
	}
	return v, true
}

// number goes past any number.
func (p *plainReader) number() bool {
	if !p.integer() {
		return false
	}
	if p.pos < len(p.text) && p.text[p.pos] == '.' {
		p.pos++
		if p.digits() == 0 {
			return false
		}
	}
	if p.pos < len(p.text) && p.text[p.pos]|' ' == 'e' {
		p.pos++
		if p.pos < len(p.text) && (p.text[p.pos] == '+' || p.text[p.pos] == '-') {
			p.pos++
		}
		return p.digits() > 0
	}
	return true
}
