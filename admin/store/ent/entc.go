//go:build ignore

// Generates the client in this folder from ../schema. The same schema always gives the same files.
package main

import (
	"log"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
)

func main() {
	err := entc.Generate("../schema", &gen.Config{
		Target:  ".",
		Package: "github.com/mosswart/overlord/admin/store/ent",
	})
	if err != nil {
		log.Fatalf("generate ent: %v", err)
	}
}
