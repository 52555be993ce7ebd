package items

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/inventory"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemcombat"
	"github.com/mosswart/overlord/ent/itemname"
)

// Error is a search that cannot be understood, and where in its text the fault stands.
type Error struct {
	Message  string
	From, To int // UTF-16 code units
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// parse reads a search's text. The error is an [*Error].
func parse(text string) (filter.Search, error) {
	search, err := filter.ParseSearch(text)
	if failed, ok := err.(*filter.Error); ok { //nolint:errorlint // ParseSearch returns no other
		return search, misread(text, failed.Pos, failed.End, failed.Reason)
	}
	return search, err
}

func misread(text string, from, to int, message string) *Error {
	return &Error{Message: message, From: units(text[:from]), To: units(text[:to])}
}

// units is a text's length in UTF-16 code units, as browsers count.
func units(text string) int { return len(utf16.Encode([]rune(text))) }

// compiler makes conditions of searches. It asks the database for the names that texts fit.
type compiler struct {
	ctx    context.Context
	client *ent.Client
	text   string // of the search, for errors
}

// compile makes a condition of a search; nil is every item. Faults of the search are an [*Error].
func (c *compiler) compile(e filter.Expr) (condition, error) {
	switch e := e.(type) {
	case nil:
		return all{}, nil
	case filter.And:
		terms, err := c.each(e)
		return all(terms), err
	case filter.Or:
		terms, err := c.each(e)
		return anyOf(terms), err
	case filter.Not:
		term, err := c.compile(e.Term)
		return opposite{term}, err
	case *filter.Word:
		return c.values(fieldsByName["name"], filter.Has, e.Value, func() *Error { return misread(c.text, e.Pos, e.End, "") })
	case *filter.Cmp:
		f, ok := fieldByName(strings.Join(e.Path, "."))
		if !ok {
			path := strings.Join(e.Path, ".")
			return nil, misread(c.text, e.Pos, e.Pos+len(path), fmt.Sprintf("there is no field %q", path))
		}
		return c.values(f, e.Op, e.Value, func() *Error { return misread(c.text, e.ValuePos, e.End, "") })
	default:
		return nil, fmt.Errorf("a search holds %T", e)
	}
}

func (c *compiler) each(exprs []filter.Expr) ([]condition, error) {
	out := make([]condition, len(exprs))
	for i, e := range exprs {
		var err error
		if out[i], err = c.compile(e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// values compiles a comparison: of a list, any of its items.
func (c *compiler) values(f *Field, op filter.Op, v filter.Value, at func() *Error) (condition, error) {
	given, ok := v.(filter.List)
	if !ok {
		given = filter.List{v}
	}
	either := make(anyOf, len(given))
	for i, v := range given {
		var err error
		if either[i], err = c.compare(f, op, v); err != nil {
			if c.ctx.Err() != nil {
				return nil, err
			}
			failed := at()
			failed.Message = err.Error()
			return nil, failed
		}
	}
	if op == filter.NotEqual {
		return opposite{either}, nil
	}
	if len(either) == 1 {
		return either[0], nil
	}
	return either, nil
}

// compare compiles a comparison with one value; "!=" is compiled as "=".
func (c *compiler) compare(f *Field, op filter.Op, v filter.Value) (condition, error) {
	if text, ok := v.(filter.Text); ok && op == filter.Has && strings.Contains(string(text), "*") {
		v = starred(string(text)) // no name of the game's has a "*", so that it is a wildcard in quotes too
	}
	if f.Kind == Number {
		return numbers(f, op, v)
	}
	orders := slices.Contains([]filter.Op{filter.Greater, filter.GreaterEqual, filter.Less, filter.LessEqual}, op)
	if orders && (f.Kind != cantrip || op != filter.GreaterEqual) {
		return nil, fmt.Errorf("%s takes no %s", f.Name, op)
	}
	switch {
	case f.Kind == spells:
		return spellCondition(op, v)
	case f.Kind == cantrip:
		return cantripCondition(op, v)
	case f.Choices == "is":
		text, ok := v.(filter.Text)
		if found := is()[squash(string(text))]; ok && found != nil {
			return found, nil
		}
		return nil, fmt.Errorf("is takes no such word")
	case f.Kind == Choice:
		return lists()[f.Choices].choose(f, op, v)
	default:
		return c.byText(f, op, v)
	}
}

func starred(text string) filter.Pattern {
	parts := strings.Split(text, "*")
	last := len(parts) - 1
	return slices.Concat(parts[:1], slices.DeleteFunc(parts[1:last], func(p string) bool { return p == "" }), parts[last:])
}

// numbers compiles a comparison of a number.
func numbers(f *Field, op filter.Op, v filter.Value) (condition, error) {
	at := f.column()
	var s span
	var err error
	switch v := v.(type) {
	case filter.Null:
		return opposite{known(at)}, nil
	case filter.Pattern:
		if len(v) == 2 && v[0] == "" && v[1] == "" {
			return known(at), nil
		}
		return nil, fmt.Errorf(`%s is a number: it takes no "*"`, f.Name)
	case filter.Text:
		if op == filter.Contains {
			return nil, fmt.Errorf("%s takes no ~", f.Name)
		}
		s, err = spansOf(op, string(v))
	case filter.Range:
		s, err = rangeOf(v)
	default:
		return nil, fmt.Errorf("%s takes no variables", f.Name)
	}
	if err != nil {
		return nil, err
	}
	if base, ok := f.percent(); ok {
		s = s.percent(base)
	}
	isInt := f.isInt()
	return test{at: at, passes: func(c string) *sql.Predicate { return s.where(c, isInt) }}, nil
}

func rangeOf(r filter.Range) (span, error) {
	all, _ := spansOf(filter.LessEqual, "0")
	out := span{low: all.low, high: -all.low}
	for _, end := range []struct {
		v  filter.Value
		op filter.Op
	}{{r.Low, filter.GreaterEqual}, {r.High, filter.LessEqual}} {
		text, ok := end.v.(filter.Text)
		switch {
		case end.v == nil:
			continue
		case !ok:
			return span{}, fmt.Errorf("a search takes no variables")
		}
		v, err := spansOf(end.op, string(text))
		if err != nil {
			return span{}, err
		}
		if end.op == filter.GreaterEqual {
			out.low = v.low
		} else {
			out.high = v.high
		}
	}
	return out, nil
}

// Up to so many names are asked for one by one, which databases plan well; more as a condition on the names.
const maxNames = 300

// byText compiles a comparison of a text.
func (c *compiler) byText(f *Field, op filter.Op, v filter.Value) (condition, error) {
	wanted, err := textOf(f, op, v)
	if err != nil {
		return nil, err
	}
	switch f.Name {
	case "on":
		known, err := c.client.Inventory.Query().Select(inventory.FieldCharacterName).Strings(c.ctx)
		if err != nil {
			return nil, fmt.Errorf("read the characters' names: %w", err)
		}
		var fitting []string
		for _, name := range known {
			if (texts{wanted}).fits(name) {
				fitting = append(fitting, name)
			}
		}
		return among(item.FieldCharacterName, fitting), nil
	case "in":
		if main := strings.TrimSpace(strings.TrimSuffix(strings.Join(wanted.literals, ""), "pack")); main == "main" {
			return inMainPack(), nil
		}
		return inPack{texts{wanted}}, nil
	default:
		return c.byName(texts{wanted})
	}
}

// byName is that an item's name fits.
func (c *compiler) byName(wanted texts) (condition, error) {
	names, err := c.client.ItemName.Query().Where(func(s *sql.Selector) {
		s.Where(wanted.where(s.C(itemname.FieldName), s.C(itemname.FieldFolded)))
	}).Limit(maxNames + 1).Select(itemname.FieldName).Strings(c.ctx)
	if err != nil {
		return nil, fmt.Errorf("read the items' names: %w", err)
	}
	if len(names) > maxNames {
		return named{wanted}, nil
	}
	return among(item.FieldName, names), nil
}

func textOf(f *Field, op filter.Op, v filter.Value) (textTest, error) {
	switch v := v.(type) {
	case filter.Pattern:
		return whole(v), nil
	case filter.Text:
		if op == filter.Equal || op == filter.NotEqual {
			return textTest{exact: string(v)}, nil
		}
		return containing(string(v)), nil
	default:
		return textTest{}, fmt.Errorf("%s takes a text", f.Name)
	}
}

// column is where the number is.
func (f *Field) column() column {
	part, name, _ := strings.Cut(f.At, ".")
	return column{parts[part], name}
}

// floats are the columns whose numbers have fractions.
func (f *Field) isInt() bool {
	at := f.column()
	if _, isPercent := f.percent(); isPercent {
		return false
	}
	switch at.name {
	case item.FieldWorkmanship, itemcombat.FieldVariance, itemcombat.FieldMeleeWorth, itemcombat.FieldMissileWorth, itemcombat.FieldCriticalMultiplier:
		return false
	}
	return true
}
