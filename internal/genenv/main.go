// Command genenv writes .env.example from the table of settings.
package main

import (
	"bytes"
	"log"
	"os"

	"github.com/mosswart/overlord/config"
)

func main() {
	var b bytes.Buffer
	if err := config.WriteExample(&b); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], b.Bytes(), 0o644); err != nil { //nolint:gosec // a file for everybody to read
		log.Fatal(err)
	}
}
