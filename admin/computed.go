package admin

import (
	"fmt"
	"reflect"

	"github.com/mosswart/overlord/admin/entity"
)

// Computed is a field that has no column: the host's code makes its value from the row. [Compute] makes one.
type Computed struct {
	typeName, field string
	value           func(row any) any
}

// Compute gives a value to a computed field of the ent type T, such as *ent.Book, whose schema declares it. The row is
// loaded with all fields but sensitive ones, and without edges. The value is whatever encoding/json can write; it is
// made for each row of a list, so it must not read the database.
//
//	admin.Compute("age", func(b *ent.Book) any { return time.Now().Year() - b.Year })
func Compute[T any](field string, value func(row T) any) Computed {
	return Computed{typeName: typeName[T](), field: field, value: func(row any) any { return value(row.(T)) }}
}

// typeName is the name of an ent type, which is that of its schema: "Book" for *ent.Book.
func typeName[T any]() string {
	t := reflect.TypeFor[T]()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// typeNamed is the type with ent's name.
func typeNamed(reg *entity.Registry, name string) (*entity.Type, error) {
	for _, t := range reg.Types {
		if t.Name == name {
			return t, nil
		}
	}
	return nil, fmt.Errorf("there is no type %s", name)
}

// computedBySlug sorts what the host computes by type and field, and refuses what the schemas do not declare.
func computedBySlug(reg *entity.Registry, all []Computed) (map[string]map[string]func(any) any, error) {
	sorted := map[string]map[string]func(any) any{}
	for _, c := range all {
		t, err := typeNamed(reg, c.typeName)
		if err != nil {
			return nil, fmt.Errorf("computed field %s: %w", c.field, err)
		}
		if f := t.Field(c.field); f == nil || !f.Computed {
			return nil, fmt.Errorf("%s has no computed field %s", c.typeName, c.field)
		}
		if sorted[t.Slug] == nil {
			sorted[t.Slug] = map[string]func(any) any{}
		}
		sorted[t.Slug][c.field] = c.value
	}
	return sorted, nil
}
