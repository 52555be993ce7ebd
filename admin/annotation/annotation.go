// Package annotation is what ent schemas say to the generated admin.
package annotation

import "entgo.io/ent/schema"

var _ schema.Annotation = Model{}

// Model describes a type.
type Model struct{ Label string }

// Name implements schema.Annotation.
func (Model) Name() string { return "AdminModel" }
