//go:build ignore

package main

import (
	"log"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"

	"github.com/mosswart/overlord/admin/extension"
)

func main() {
	if err := entc.Generate("./schema", &gen.Config{
		Target: "./ent", Package: "github.com/mosswart/overlord/admin/examples/library/ent",
	}, entc.Extensions(extension.New(extension.Title("Library")))); err != nil {
		log.Fatal(err)
	}
}
