//go:build ignore

// Generates the client and the admin's view of it from ./schema.
package main

import (
	"log"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"

	"github.com/mosswart/overlord/admin/extension"
)

func main() {
	err := entc.Generate("./schema", &gen.Config{
		Target:  "./ent",
		Package: "github.com/mosswart/overlord/admin/bench/ent",
	}, entc.Extensions(extension.New(extension.Title("Bench"))))
	if err != nil {
		log.Fatalf("generate: %v", err)
	}
}
