package server

import (
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName is how the OpenAPI document calls a type. Types of packages below this one carry the package's word, in the
// singular, unless they begin with it: items.Item is Item, and items.Cantrip is ItemCantrip beside our own Cantrip.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	_, below, ok := strings.Cut(t.PkgPath(), "/server/")
	if t.Name() == "" || !ok {
		return name
	}
	word := strings.TrimSuffix(path.Base(below), "s")
	if prefix := strings.ToUpper(word[:1]) + word[1:]; !strings.HasPrefix(name, prefix) {
		return prefix + name
	}
	return name
}
