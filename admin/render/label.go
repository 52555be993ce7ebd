package render

import (
	"slices"

	"github.com/mosswart/overlord/admin/entity"
)

// Label names rows of one type for people: the type's title fields, joined by a space, and the id where those are all
// empty or may not be read. It is safe for concurrent use.
type Label struct {
	t      *entity.Type
	fields []string
	values []*entity.Value
}

// NewLabel is the label of t for a caller who may read what reads says.
func NewLabel(t *entity.Type, reads func(slug, name string) bool) Label {
	return NewLabelOf(t, t.Title, reads)
}

// NewLabelOf is a label that is made of other fields than the type's title.
func NewLabelOf(t *entity.Type, fields []string, reads func(slug, name string) bool) Label {
	l := Label{t: t}
	for _, name := range fields {
		for i := range t.Fields {
			f := &t.Fields[i]
			if f.Name == name && !f.Sensitive && !f.Hidden && !f.Computed &&
				t.Values[i].Get != nil && t.Values[i].Codec != nil && reads(t.Slug, name) {
				l.fields = append(l.fields, name)
				l.values = append(l.values, &t.Values[i])
			}
		}
	}
	return l
}

// Fields are the fields that the label is made of, which have to be loaded.
func (l Label) Fields() []string { return l.fields }

// Of is the label of a row.
func (l Label) Of(row any) string { return l.orID(row, "") }

// orID is the label of a row, which may be nil, and of which the id is known to be id unless that is "".
func (l Label) orID(row any, id string) string {
	var label string
	if row != nil {
		for _, v := range l.values {
			value := v.Get(row)
			if value == nil {
				continue
			}
			text := v.Codec.Text(value)
			switch {
			case label == "":
				label = text
			case text != "":
				label += " " + text
			}
		}
		if label == "" && id == "" {
			return l.t.IDText(row)
		}
	}
	if label == "" {
		return id
	}
	return label
}

// addFields is fields with those of the label that it lacks; never nil, which would load everything.
func (l Label) addFields(fields []string) []string {
	all := append([]string{}, fields...)
	for _, name := range l.fields {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
