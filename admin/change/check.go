package change

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// check reports what is wrong with a value of a field; sent is what it was made of.
func check(f *meta.Field, v *entity.Value, value any, sent []byte) error {
	switch f.Kind {
	case meta.String, meta.Enum, meta.Other:
		text := v.Codec.Text(value)
		if len(f.Choices) > 0 && !slices.ContainsFunc(f.Choices, func(c meta.Choice) bool { return c.Value == text }) {
			return errors.New("must be one of " + choices(f))
		}
		if f.Kind == meta.String && f.MaxLength > 0 && len(text) > f.MaxLength {
			return fmt.Errorf("must not be longer than %d bytes", f.MaxLength)
		}
		if strings.Contains(text, "\x00") {
			return errZero
		}
	case meta.JSON:
		var plain any
		if bytes.Contains(sent, []byte(`\u0000`)) && json.Unmarshal(sent, &plain) == nil && zeroIn(plain) {
			return errZero
		}
	case meta.Int, meta.Float, meta.Bool, meta.Time, meta.UUID, meta.Bytes:
	}
	if v.Check != nil {
		return v.Check(value)
	}
	return nil
}

// errZero is about the character U+0000, which PostgreSQL keeps in no kind of text.
var errZero = errors.New("must not hold a zero character")

func choices(f *meta.Field) string {
	values := make([]string, len(f.Choices))
	for i := range f.Choices {
		values[i] = f.Choices[i].Value
	}
	return strings.Join(values, ", ")
}

// zeroIn reports whether a JSON value holds the character U+0000.
func zeroIn(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.Contains(v, "\x00")
	case []any:
		return slices.ContainsFunc(v, zeroIn)
	case map[string]any:
		for key, member := range v {
			if zeroIn(key) || zeroIn(member) {
				return true
			}
		}
	}
	return false
}
