package extension

import (
	"bytes"
	"fmt"
	"go/format"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"text/template"

	"golang.org/x/sync/errgroup"

	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/openapi"
)

var parsed = template.Must(template.New("").Funcs(template.FuncMap{
	"quote":   strconv.Quote,
	"strings": func(list []string) string { return literal(reflect.ValueOf(list)) },
	"literal": func(t *meta.Type) string { return literal(reflect.ValueOf(*t)) },
}).ParseFS(templates, "template/type.tmpl", "template/resource.tmpl"))

// render makes all files, by their names.
func (e *Extension) render(d *description) (map[string][]byte, error) {
	shown := make([]meta.Type, 0, len(d.types))
	sources := make([][]byte, len(d.types)+1)
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, t := range d.types {
		if !t.Meta.Hidden {
			shown = append(shown, *t.Meta)
		}
		work.Go(func() (err error) {
			sources[i], err = source("type.tmpl", t.Name, t)
			return err
		})
	}
	work.Go(func() (err error) {
		sources[len(d.types)], err = source("resource.tmpl", d.Package, d)
		return err
	})
	if err := work.Wait(); err != nil {
		return nil, err
	}
	document, err := openapi.Document(openapi.Info{Title: e.title, Version: "1"}, shown)
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	files := map[string][]byte{"openapi.json": document, "resource.go": sources[len(d.types)]}
	for i, t := range d.types {
		files["type_"+t.Meta.Slug+".go"] = sources[i]
	}
	return files, nil
}

func source(name, of string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := parsed.ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("generate %s: %w", of, err)
	}
	formatted, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("generate %s: %w", of, err)
	}
	return formatted, nil
}

// literal writes a value of package meta as Go, without what is zero. A type stands on several lines, its fields and
// edges on one each.
func literal(v reflect.Value) string {
	var b strings.Builder
	writeLiteral(&b, v, true)
	return b.String()
}

func writeLiteral(b *strings.Builder, v reflect.Value, named bool) {
	switch v.Kind() { //nolint:exhaustive // package meta has no others
	case reflect.Struct:
		if named {
			b.WriteString(v.Type().String())
		}
		separator, last := "", ""
		if v.Type() == reflect.TypeFor[meta.Type]() {
			separator, last = "\n", ",\n"
		}
		b.WriteString("{" + separator)
		first := true
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				if !first {
					b.WriteString("," + strings.Repeat(" ", 1-len(separator)) + separator)
				}
				first = false
				b.WriteString(v.Type().Field(i).Name + ": ")
				writeLiteral(b, f, true)
			}
		}
		b.WriteString(last + "}")
	case reflect.Slice:
		if named {
			b.WriteString(v.Type().String())
		}
		b.WriteString("{")
		lines := v.Type().Elem().Kind() == reflect.Struct && v.Type().Elem() != reflect.TypeFor[meta.Choice]()
		for i := range v.Len() {
			switch {
			case lines:
				b.WriteString("\n")
			case i > 0:
				b.WriteString(", ")
			}
			writeLiteral(b, v.Index(i), false)
			if lines {
				b.WriteString(",")
			}
		}
		if lines {
			b.WriteString("\n")
		}
		b.WriteString("}")
	case reflect.Interface:
		if e := v.Elem(); e.Kind() != reflect.String && e.Kind() != reflect.Bool {
			fmt.Fprintf(b, "%s(%v)", e.Type(), e.Interface())
		} else {
			writeLiteral(b, e, true)
		}
	case reflect.String:
		b.WriteString(strconv.Quote(v.String()))
	default:
		fmt.Fprint(b, v.Interface())
	}
}
