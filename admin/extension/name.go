package extension

import (
	"slices"
	"strings"
	"unicode"

	"entgo.io/ent/entc/gen"
)

var (
	snake     = gen.Funcs["snake"].(func(string) string)
	entPlural = gen.Funcs["plural"].(func(string) string)
)

// plural is the plural of a word, which may be the word itself.
func plural(word string) string {
	if p := entPlural(word); p != word+"Slice" {
		return p
	}
	return word
}

// acronyms are written in capitals wherever they stand.
var acronyms = []string{"api", "cpu", "css", "csv", "dns", "html", "http", "https", "id", "ip", "isbn", "json", "pdf", "png",
	"ram", "sku", "sql", "ssh", "sso", "tls", "totp", "ttl", "ui", "uri", "url", "utc", "uuid", "vat", "vm", "xml"}

// label is a name of a field, an edge, a type or an enum's value in words: "Created at".
func label(name string) string {
	if name == "" {
		return ""
	}
	if !strings.ContainsFunc(name, unicode.IsLower) {
		if !strings.ContainsAny(name, "_- ") && len(name) <= 4 {
			return name // "PC", "USD"
		}
		name = strings.ToLower(name)
	}
	words := strings.FieldsFunc(snake(name), func(r rune) bool { return r == '_' || r == '-' || unicode.IsSpace(r) })
	for i, word := range words {
		switch {
		case slices.Contains(acronyms, word):
			words[i] = strings.ToUpper(word)
		case i == 0:
			r := []rune(word)
			r[0] = unicode.ToUpper(r[0])
			words[i] = string(r)
		}
	}
	if len(words) == 0 {
		return name
	}
	return strings.Join(words, " ")
}

// pluralLabel is the plural of a label.
func pluralLabel(label string) string {
	i := strings.LastIndexByte(label, ' ') + 1
	first, word := label[:i], label[i:]
	if word == strings.ToUpper(word) {
		return first + plural(word)
	}
	p := []rune(plural(strings.ToLower(word)))
	if i == 0 && len(p) > 0 {
		p[0] = unicode.ToUpper(p[0])
	}
	return first + string(p)
}

// reserved are the slugs that the pages need for themselves.
var reserved = []string{"api", "audit", "keys", "map", "people", "roles", "system"}

// slug is a type's slug where its schema does not give one.
func slug(typeName string) string {
	s := plural(snake(typeName))
	if slices.Contains(reserved, s) {
		s = snake(typeName)
	}
	if slices.Contains(reserved, s) {
		s += "_list"
	}
	return s
}
