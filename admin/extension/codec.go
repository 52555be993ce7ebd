package extension

import (
	"encoding"
	"fmt"
	"reflect"

	"entgo.io/ent/entc/gen"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/meta"
)

// coding is how the admin reads and writes a field.
type coding struct {
	kind     meta.Kind
	codec    string // Go expression
	readOnly bool   // nothing reads the type's text back
	scanned  bool   // an external value scanner is between it and the database
}

// unfit reports whether an id of this coding cannot be looked for.
func (c coding) unfit() bool { return c.scanned || c.readOnly }

var (
	textMarshaler   = reflect.TypeFor[encoding.TextMarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// codingOf chooses the codec of a field. zero is a Go expression of the field's Go type.
func codingOf(n *gen.Type, f *gen.Field, zero string) coding {
	c := coding{kind: kindOf(f.Type.Type), scanned: f.HasValueScanner()}
	constructor := basicCodec(f)
	switch rt := f.Type.RType; {
	case constructor != "":
		c.kind = kindOfConstructor(constructor, c.kind)
	case rt.Implements(textMarshaler) && rt.Implements(textUnmarshaler):
		constructor = "TextOf"
	case f.Type.ValueScanner():
		constructor = "ValuerOf"
	case c.scanned:
		c.kind = otherwise(c.kind)
		c.codec = fmt.Sprintf("entity.ScannerOf(p%s.ValueScanner.%s)", n.Name, f.StructField())
		return c
	default:
		constructor, c.readOnly = "Opaque", true
	}
	if isOther(constructor) {
		c.kind = otherwise(c.kind)
	}
	c.codec = fmt.Sprintf("entity.%s(%s)", constructor, zero)
	if c.scanned {
		c.codec = fmt.Sprintf("entity.Scanned(%s, p%s.ValueScanner.%s)", c.codec, n.Name, f.StructField())
	}
	return c
}

// basicCodec is the constructor for a Go type that ent converts from and to a basic one, "" for others.
func basicCodec(f *gen.Field) string {
	t, rt := f.Type, f.Type.RType
	if t.Type == field.TypeJSON {
		return "JSONOf"
	}
	if rt == nil {
		switch {
		case t.Type == field.TypeBool:
			return "BoolOf"
		case t.Type == field.TypeTime:
			return "TimeOf"
		case t.Type == field.TypeString, t.Type == field.TypeEnum:
			return "StringOf"
		case t.Type == field.TypeBytes:
			return "BytesOf"
		case t.Type.Float():
			return "FloatOf"
		case t.Type >= field.TypeUint8 && t.Type <= field.TypeUint64:
			return "UintOf"
		case t.Type.Integer():
			return "IntOf"
		}
		return ""
	}
	if t.ValueScanner() {
		return ""
	}
	switch k := rt.Kind; {
	case t.Type == field.TypeBool && k == reflect.Bool:
		return "BoolOf"
	case (t.Type == field.TypeString || t.Type == field.TypeEnum) && k == reflect.String:
		return "StringOf"
	case t.Type.Numeric() && (k == reflect.Float32 || k == reflect.Float64):
		return "FloatOf"
	case t.Type.Numeric() && k >= reflect.Uint && k <= reflect.Uint64:
		return "UintOf"
	case t.Type.Numeric() && k >= reflect.Int && k <= reflect.Int64:
		return "IntOf"
	case t.Type == field.TypeTime && k == reflect.Struct && (f.ConvertedToBasic() || rt.PkgPath == "time"):
		return "TimeOf"
	case t.Type == field.TypeBytes && k == reflect.Slice && !rt.Implements(textUnmarshaler):
		return "BytesOf"
	}
	return ""
}

func isOther(constructor string) bool {
	return constructor == "TextOf" || constructor == "ValuerOf" || constructor == "Opaque"
}

// otherwise is the kind of a field whose wire form is a string whatever it is in the database.
func otherwise(k meta.Kind) meta.Kind {
	if k == meta.UUID || k == meta.Enum {
		return k
	}
	return meta.Other
}

func kindOf(t field.Type) meta.Kind {
	switch {
	case t == field.TypeBool:
		return meta.Bool
	case t == field.TypeTime:
		return meta.Time
	case t == field.TypeJSON:
		return meta.JSON
	case t == field.TypeUUID:
		return meta.UUID
	case t == field.TypeBytes:
		return meta.Bytes
	case t == field.TypeEnum:
		return meta.Enum
	case t == field.TypeString:
		return meta.String
	case t.Float():
		return meta.Float
	case t.Integer():
		return meta.Int
	}
	return meta.Other
}

// kindOfConstructor corrects the kind of a whole number that a schema keeps in a Go float, and the reverse.
func kindOfConstructor(constructor string, k meta.Kind) meta.Kind {
	switch constructor {
	case "FloatOf":
		return meta.Float
	case "IntOf", "UintOf":
		return meta.Int
	}
	return k
}

// zeroOf is an expression of the field's Go type: that of a variable z of the struct's type.
func zeroOf(f *gen.Field, z string) string {
	expr := z + "." + f.StructField()
	if f.NillableValue() {
		return "binding.Elem(" + expr + ")"
	}
	return expr
}

// getOf is an expression of the field of a row, as any, nil where it is null. ent reads a null of an optional field
// that is not nillable as the zero value, which for a time, an enum, a UUID or a type of its own is no value.
func getOf(n *gen.Type, f *gen.Field, kind meta.Kind) string {
	expr := fmt.Sprintf("row.(*ent.%s).%s", n.Name, f.StructField())
	rt := f.Type.RType
	switch {
	case f.NillableValue():
		return "binding.Deref(" + expr + ")"
	case f.Type.Type == field.TypeJSON, f.Type.Type == field.TypeBytes, rt.IsPtr():
		return "binding.NonNil(" + expr + ")"
	case f.Optional && (f.IsEdgeField() || kind == meta.Time || kind == meta.Enum || kind == meta.UUID || kind == meta.Other):
		return "binding.NonZero(" + expr + ")"
	}
	return expr
}

// checkOf is an expression of the function that runs the schema's validators, "" where there are none.
func checkOf(n *gen.Type, f *gen.Field) string {
	switch {
	case f.Validators > 0 || f.IsEnum():
		return fmt.Sprintf("binding.Check(p%s.%s)", n.Name, f.Validator())
	case f.HasGoType() && f.Type.Validator():
		return "binding.CheckSelf"
	}
	return ""
}
