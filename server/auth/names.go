package auth

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNameRunes is the longest name that a user may have.
const maxNameRunes = 64

// checkNewName says what is wrong with a name that someone chose, in words for him; "" when nothing is.
func checkNewName(name string) string {
	switch {
	case name == "":
		return "Is missing."
	case !utf8.ValidString(name):
		return "Contains characters that cannot be used."
	case utf8.RuneCountInString(name) > maxNameRunes:
		return fmt.Sprintf("Must have at most %d characters.", maxNameRunes)
	case strings.TrimSpace(name) != name:
		return "Must not begin or end with a space."
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) && r != ' ' }):
		return "Contains characters that cannot be used."
	}
	return ""
}

// foldName is the form under which names are the same.
func foldName(name string) string { return strings.ToLower(name) }
