//go:build ignore

// Generates the client in this folder from ./schema, and in ./resource what the admin knows of it. The same schema
// always gives the same files.
package main

import (
	"log"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"

	"github.com/mosswart/overlord/admin/extension"
)

func main() {
	err := entc.Generate("./schema", &gen.Config{
		Target:   ".",
		Package:  "github.com/mosswart/overlord/ent",
		Features: []gen.Feature{gen.FeatureUpsert},
	}, entc.Extensions(extension.New(extension.Title("Mosswart Overlord"))))
	if err != nil {
		log.Fatalf("generate ent: %v", err)
	}
}
