package admin

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

// checkForm refuses forms whose values could not be read.
func checkForm(form []meta.Field) error {
	seen := map[string]bool{}
	for i := range form {
		f := &form[i]
		switch {
		case !isName(f.Name) || seen[f.Name]:
			return fmt.Errorf("the form's field %q needs a name of its own", f.Name)
		case f.Kind == meta.JSON || f.Kind == meta.Other:
			return fmt.Errorf("the form's field %s cannot be of kind %s", f.Name, f.Kind)
		case f.Kind == meta.Enum && len(f.Choices) == 0:
			return fmt.Errorf("the form's field %s has no choices", f.Name)
		}
		seen[f.Name] = true
	}
	return nil
}

// parseForm reads what was filled into a form, with all that is wrong in one problem.
func parseForm(form []meta.Field, raw map[string]json.RawMessage) (map[string]any, error) {
	args, errs := make(map[string]any, len(raw)), map[string]string{}
	for name := range maps.Keys(raw) {
		if !slices.ContainsFunc(form, func(f meta.Field) bool { return f.Name == name }) {
			errs[name] = "is unknown"
		}
	}
	for i := range form {
		f := &form[i]
		value, given := raw[f.Name]
		if !given || bytes.Equal(bytes.TrimSpace(value), []byte("null")) {
			switch {
			case f.Required:
				errs[f.Name] = "is required"
			case !given && f.Default != nil:
				args[f.Name] = f.Default
			}
			continue
		}
		parsed, wrong := parseFormValue(f, value)
		if wrong != "" {
			errs[f.Name] = wrong
			continue
		}
		args[f.Name] = parsed
	}
	if len(errs) > 0 {
		return nil, problem.Fields(errs)
	}
	return args, nil
}

// parseFormValue reads one value, or says what is wrong with it.
func parseFormValue(f *meta.Field, raw json.RawMessage) (value any, wrong string) {
	switch f.Kind {
	case meta.Int:
		return typed[int64](raw, "must be a whole number")
	case meta.Float:
		return typed[float64](raw, "must be a number")
	case meta.Bool:
		return typed[bool](raw, "must be true or false")
	case meta.Time:
		return typed[time.Time](raw, "must be a time such as 2026-01-31T12:00:00Z")
	default:
		return parseFormText(f, raw)
	}
}

func parseFormText(f *meta.Field, raw json.RawMessage) (value any, wrong string) {
	text, wrong := typed[string](raw, "must be text")
	s, _ := text.(string)
	switch {
	case wrong != "":
		return nil, wrong
	case f.MaxLength > 0 && len(s) > f.MaxLength:
		return nil, fmt.Sprintf("must be at most %d bytes long", f.MaxLength)
	case f.Required && s == "":
		return nil, "is required"
	}
	switch f.Kind {
	case meta.Enum:
		if !slices.ContainsFunc(f.Choices, func(c meta.Choice) bool { return c.Value == s }) {
			return nil, "must be one of the choices"
		}
	case meta.UUID:
		if _, err := uuid.Parse(s); err != nil {
			return nil, "must be a UUID"
		}
	case meta.Bytes:
		decoded, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			return nil, "must be base64"
		}
		return decoded, ""
	default:
	}
	return s, ""
}

func typed[T any](raw json.RawMessage, wrong string) (any, string) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, wrong
	}
	return v, ""
}
