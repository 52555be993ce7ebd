// Command gensettings writes .env.example and docs/settings.md, from the table of settings, into the folder it is given.
package main

import (
	"bytes"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/mosswart/overlord/config"
)

func main() {
	for name, write := range map[string]func(io.Writer) error{
		".env.example":     config.WriteExample,
		"docs/settings.md": config.WriteDoc,
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(os.Args[1], name), b.Bytes(), 0o644); err != nil { //nolint:gosec // files for everybody to read
			log.Fatal(err)
		}
	}
}
