package items

import (
	"net/url"
	"strings"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/internal/fault"
)

// words are the parameters that hold values of a field. Repeated ones are alternatives, except for spells and cantrips,
// all of which must hold.
var words = map[string]string{
	"character": "on", "slot": "slot", "object_class": "class", "material": "mat", "set": "set",
	"spell": "spell", "cantrip": "cantrip", "imbue": "imbue",
}

// flags are the parameters that say yes or no, with the word of "is".
var flags = map[string]string{"worn": "worn", "rare": "rare", "bonded": "bonded", "attuned": "attuned"}

// Plain is what a request's plain parameters ask for, as a search has it: text, character, slot, object_class, material,
// set, spell, cantrip, min_tier, worn, imbue, rare, bonded, attuned, owner_scope, and min_ and max_ of every field with a
// parameter. Others are left alone. A value that makes no sense is a *fault.Error that names its parameter.
func Plain(given url.Values) (filter.Expr, error) {
	var terms []filter.Expr
	for word := range strings.FieldsSeq(given.Get("text")) {
		terms = append(terms, &filter.Word{Value: filter.Text(word)})
	}
	for parameter, field := range words {
		var values []string
		for _, v := range given[parameter] {
			if v != "" {
				values = append(values, v)
			}
		}
		if parameter == "character" && given.Get("owner_scope") == "all" || len(values) == 0 {
			continue
		}
		op := filter.Has
		if parameter == "character" {
			op = filter.Equal
		}
		if parameter == "cantrip" || parameter == "spell" {
			for _, v := range values {
				op, v := leastTier(parameter, v, given.Get("min_tier"))
				terms = append(terms, compared(field, op, v))
			}
			continue
		}
		either := make([]filter.Expr, len(values))
		for i, v := range values {
			either[i] = compared(field, op, v)
		}
		terms = append(terms, filter.Any(either...))
	}
	if tier := given.Get("min_tier"); tier != "" && len(given["cantrip"]) == 0 {
		terms = append(terms, compared("cantrip", filter.GreaterEqual, tier))
	}
	for parameter, word := range flags {
		switch given.Get(parameter) {
		case "":
		case "yes", "true", "1":
			terms = append(terms, compared("is", filter.Has, word))
		case "no", "false", "0":
			terms = append(terms, filter.Not{Term: compared("is", filter.Has, word)})
		default:
			return nil, fault.Field(parameter, "Say yes or no.")
		}
	}
	for _, f := range Fields() {
		for prefix, op := range map[string]filter.Op{"min_": filter.GreaterEqual, "max_": filter.LessEqual} {
			v := given.Get(prefix + f.Parameter)
			if f.Parameter == "" || v == "" {
				continue
			}
			if _, err := readNumber(v); err != nil {
				return nil, fault.Field(prefix+f.Parameter, "This is no number.")
			}
			terms = append(terms, compared(f.Name, op, v))
		}
	}
	return filter.All(terms...), nil
}

func compared(field string, op filter.Op, v string) filter.Expr {
	var value filter.Value = filter.Text(v)
	if parts := strings.Split(v, "*"); op == filter.Has && len(parts) > 1 && len(parts) <= filter.MaxStars {
		value = filter.Pattern(parts)
	}
	return &filter.Cmp{Path: []string{field}, Op: op, Value: value}
}

// leastTier makes "strength" with the least tier "epic" a cantrip of "epic strength" or better.
func leastTier(parameter, v, tier string) (filter.Op, string) {
	if parameter != "cantrip" || tier == "" {
		return filter.Has, v
	}
	return filter.GreaterEqual, tier + " " + v
}
