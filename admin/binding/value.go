package binding

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"time"
)

// Deref is what a nillable field points to, nil where it is null.
func Deref[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// Elem is the zero value of what a nillable field points to. Only its type is of use.
func Elem[T any](*T) (zero T) { return zero }

// NonZero is a field that ent reads as its zero value where it is null, and for which that is no value of its own: a
// time, an enum, a UUID.
func NonZero[T any](value T) any {
	if reflect.ValueOf(&value).Elem().IsZero() {
		return nil
	}
	return value
}

// NonNil is a slice, a map, a pointer or an interface, nil where it is nil.
func NonNil[T any](value T) any {
	switch v := reflect.ValueOf(&value).Elem(); v.Kind() { //nolint:exhaustive // the others are never nil
	case reflect.Slice, reflect.Map, reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
	}
	return value
}

// Check is a schema's validator as a function of the field's Go type, which ent converts to the basic type that the
// validator takes.
func Check[B any](validator func(B) error) func(any) error {
	if validator == nil {
		return nil
	}
	return func(value any) error { return validator(basic[B](value)) }
}

// CheckSelf is the check of a type that validates itself.
func CheckSelf(value any) error {
	if v, ok := value.(interface{ Validate() error }); ok {
		return v.Validate()
	}
	p := reflect.New(reflect.TypeOf(value))
	p.Elem().Set(reflect.ValueOf(value))
	if v, ok := p.Interface().(interface{ Validate() error }); ok {
		return v.Validate()
	}
	return nil
}

// basic converts as ent does: by conversion, as text, or by taking what a nullable type of database/sql holds.
func basic[B any](value any) B {
	if b, ok := value.(B); ok {
		return b
	}
	to, v := reflect.TypeFor[B](), reflect.ValueOf(value)
	if v.Kind() == reflect.Array && to.Kind() == reflect.Slice {
		s := reflect.MakeSlice(reflect.SliceOf(v.Type().Elem()), v.Len(), v.Len())
		reflect.Copy(s, v)
		return s.Convert(to).Interface().(B)
	}
	if valuer, ok := value.(driver.Valuer); ok && (v.Kind() == reflect.Struct || v.Kind() == reflect.Pointer) {
		if inner, err := valuer.Value(); err == nil && inner != nil {
			if b, ok := inner.(B); ok {
				return b
			}
		}
	}
	if to.Kind() == reflect.String && v.Kind() != reflect.String {
		return any(fmt.Sprint(value)).(B)
	}
	if v.CanConvert(to) {
		return v.Convert(to).Interface().(B)
	}
	var zero B
	if _, ok := any(zero).(time.Time); ok && v.CanConvert(reflect.TypeFor[time.Time]()) {
		return v.Convert(reflect.TypeFor[time.Time]()).Interface().(B)
	}
	return zero
}
