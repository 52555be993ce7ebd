// Command openapi writes the site's OpenAPI document to the file that it is given. It needs no running server.
package main

import (
	"fmt"
	"os"

	"github.com/mosswart/overlord/server"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: openapi FILE")
	}
	document, err := server.OpenAPI()
	if err != nil {
		return err
	}
	if err := os.WriteFile(args[0], document, 0o644); err != nil { //nolint:gosec // a source file
		return fmt.Errorf("write the document: %w", err)
	}
	return nil
}
