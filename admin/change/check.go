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

func check(f *meta.Field, v *entity.Value, value any) error {
	text := v.Codec.Text(value)
	if len(f.Choices) > 0 && !slices.ContainsFunc(f.Choices, func(c meta.Choice) bool { return c.Value == text }) {
		choices := make([]string, len(f.Choices))
		for i := range f.Choices {
			choices[i] = f.Choices[i].Value
		}
		return errors.New("must be one of " + strings.Join(choices, ", "))
	}
	if f.Kind == meta.String && f.MaxLength > 0 && len(text) > f.MaxLength {
		return fmt.Errorf("must not be longer than %d bytes", f.MaxLength)
	}
	if f.Kind != meta.Bytes && holdsZero(f.Kind, v.Codec, value) {
		return errors.New("must not hold a zero character")
	}
	if v.Check != nil {
		return v.Check(value)
	}
	return nil
}

// holdsZero reports whether a value holds the character U+0000, which PostgreSQL keeps in no kind of text.
func holdsZero(kind meta.Kind, codec entity.Codec, value any) bool {
	if kind != meta.JSON {
		return strings.Contains(codec.Text(value), "\x00")
	}
	raw := codec.AppendJSON(nil, value)
	if !bytes.Contains(raw, []byte(`\u0000`)) {
		return false
	}
	var plain any
	return json.Unmarshal(raw, &plain) == nil && zeroIn(plain)
}

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
