// Package schema describes the tables in which the admin keeps its own data. All of them are called admin_…; the
// project's own schema does not know of them.
//
// Times are microseconds since 1970 in UTC, in integer columns, so that they mean the same on every database and
// under every driver's settings. JSON is kept as text, so that it is read back byte for byte.
package schema

import (
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
)

func table(name string) []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: name}}
}
