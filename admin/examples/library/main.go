// Command library is a lending library with an admin: an ent schema, this file and the line in entc.go that names the
// extension. It prints where to make the first user.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/examples/library/ent/resource"
	"github.com/mosswart/overlord/admin/store"
)

//go:generate go run -mod=readonly entc.go

func main() {
	handler, welcome, err := library(context.Background(), "library.db")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("http://localhost:8080" + welcome)
	log.Fatal(http.ListenAndServe("localhost:8080", handler)) // #nosec G114 -- an example
}

// library serves the admin of a database. welcome is the page on which the first user is made, then "/".
func library(ctx context.Context, path string) (handler http.Handler, welcome string, err error) {
	client, err := open(ctx, path) // the library's own ent client
	if err != nil {
		return nil, "", err
	}
	registry := resource.New(client)
	st, err := store.Open(ctx, registry, store.Options{}) // the admin's own tables, beside the library's
	if err != nil {
		return nil, "", err
	}
	go func() { _ = st.Run(ctx) }() // ends with ctx
	a, err := admin.New(registry, admin.Options{Name: "Library", Store: st})
	if err != nil {
		return nil, "", err
	}
	mux := http.NewServeMux()
	mux.Handle("/_api/", http.StripPrefix("/_api", a))
	mux.Handle("/", a.Pages())
	token, err := st.SetupToken(ctx)
	if err != nil || token == "" {
		return mux, "/", err
	}
	return mux, "/welcome#" + token, nil
}
