package filter

import (
	"fmt"
	"maps"
	"slices"
)

// Limits of a filter. Parse refuses what is beyond them.
const (
	MaxBytes = 8 << 10
	MaxDepth = 16  // of parentheses
	MaxTerms = 200 // comparisons
	MaxItems = 500 // of one list
	MaxSteps = 8   // names of one path
	MaxStars = 10  // wildcards of one value; a database may take long over many
)

// Expr is a filter: an [And], [Or], [Not] or [*Cmp], and in a [Search] a [*Word] too. A nil Expr is the empty filter, which every row fulfils. Exprs
// are not changed once made, and so are safe for concurrent use.
type Expr interface {
	// String is the filter as text, in its shortest form; Parse reads it back to the same filter.
	String() string
	// print writes the filter; nested says that it stands inside And or Not.
	print(p *printer, nested bool)
}

// And is fulfilled where all of its terms are; there are at least two, none of them an And.
type And []Expr

// Or is fulfilled where any of its terms is; there are at least two, none of them an Or.
type Or []Expr

// Not is fulfilled where its term is not.
type Not struct{ Term Expr }

// Cmp compares what is at the end of a path.
type Cmp struct {
	Path  []string // edges and a field; at least one name
	Op    Op
	Value Value

	Pos, OpPos, ValuePos int // where each begins in the parsed text, in bytes
	End                  int // where the value has ended
}

// Op is a comparison's operator, as it is written.
type Op string

// The operators.
const (
	Has          Op = ":"
	Equal        Op = "="
	NotEqual     Op = "!="
	Greater      Op = ">"
	GreaterEqual Op = ">="
	Less         Op = "<"
	LessEqual    Op = "<="
	Contains     Op = "~"
)

// Value is what a path is compared with: a [Text], [Pattern], [Null], [Var], [List] or [Range].
type Value interface{ value() }

// Text is a literal.
type Text string

// Pattern is a text with wildcards, as the literals between them: "a*b" is {"a", "b"}, "a*" is {"a", ""}. There are at
// least two, and none but the first and the last is empty.
type Pattern []string

// Null is the value null.
type Null struct{}

// Var is a variable's name, without its "$".
type Var string

// List is any of its items, each one a Text, Pattern, Null, Var or Range.
type List []Value

// Range is everything from Low to High, both included. Each is a Text, a Var or, on one side only, nil: open.
type Range struct{ Low, High Value }

func (Text) value()    {}
func (Pattern) value() {}
func (Null) value()    {}
func (Var) value()     {}
func (List) value()    {}
func (Range) value()   {}

// All is the filter that all of exprs are fulfilled. nil ones are left out; it is nil where there is no other.
func All(exprs ...Expr) Expr {
	terms := make(And, 0, len(exprs))
	for _, e := range exprs {
		switch e := e.(type) {
		case nil:
		case And:
			terms = append(terms, e...)
		default:
			terms = append(terms, e)
		}
	}
	return only(terms, terms)
}

// Any is the filter that any of exprs is fulfilled. nil ones are left out; it is nil where there is no other.
func Any(exprs ...Expr) Expr {
	terms := make(Or, 0, len(exprs))
	for _, e := range exprs {
		switch e := e.(type) {
		case nil:
		case Or:
			terms = append(terms, e...)
		default:
			terms = append(terms, e)
		}
	}
	return only(terms, terms)
}

// only is whole, or what is in it where that is a single term or none.
func only(terms []Expr, whole Expr) Expr {
	switch len(terms) {
	case 0:
		return nil
	case 1:
		return terms[0]
	}
	return whole
}

// Walk calls visit with every comparison of e, from left to right. visit does not change it.
func Walk(e Expr, visit func(*Cmp)) {
	switch e := e.(type) {
	case And:
		for _, term := range e {
			Walk(term, visit)
		}
	case Or:
		for _, term := range e {
			Walk(term, visit)
		}
	case Not:
		Walk(e.Term, visit)
	case *Cmp:
		visit(e)
	}
}

// Fill puts a literal for every variable. A variable that vars does not have is an [*Error].
func Fill(e Expr, vars map[string]string) (Expr, error) {
	switch e := e.(type) {
	case And:
		terms, err := fillAll(e, vars)
		return And(terms), err
	case Or:
		terms, err := fillAll(e, vars)
		return Or(terms), err
	case Not:
		term, err := Fill(e.Term, vars)
		return Not{term}, err
	case *Cmp:
		value, err := FillValue(e.Value, vars)
		if err != nil {
			return nil, &Error{Pos: e.ValuePos, Reason: err.Error()}
		}
		c := *e
		c.Value = value
		return &c, nil
	}
	return e, nil
}

func fillAll(terms []Expr, vars map[string]string) ([]Expr, error) {
	filled := make([]Expr, len(terms))
	for i, term := range terms {
		var err error
		if filled[i], err = Fill(term, vars); err != nil {
			return nil, err
		}
	}
	return filled, nil
}

// FillValue puts a literal for every variable in v. The error names a variable that vars does not have.
func FillValue(v Value, vars map[string]string) (Value, error) {
	switch v := v.(type) {
	case Var:
		text, ok := vars[string(v)]
		if !ok {
			return nil, unknownVar(v, vars)
		}
		return Text(text), nil
	case List:
		items := make(List, len(v))
		for i, item := range v {
			var err error
			if items[i], err = FillValue(item, vars); err != nil {
				return nil, err
			}
		}
		return items, nil
	case Range:
		low, err := FillValue(v.Low, vars)
		if err != nil {
			return nil, err
		}
		high, err := FillValue(v.High, vars)
		return Range{low, high}, err
	}
	return v, nil
}

func unknownVar(v Var, vars map[string]string) error {
	known := ""
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		known += " $" + name
	}
	if known == "" {
		known = " none here"
	}
	return fmt.Errorf("unknown variable $%s; there is%s", v, known)
}
