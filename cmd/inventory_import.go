package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
)

// magToolsSuffix ends the names of Mag-Tools' inventory files; before it stands the character's name.
const magToolsSuffix = ".Inventory.xml"

// maxCharacterName is the longest name of a character in bytes, as on the wire.
const maxCharacterName = 64

func newInventoryImportCommand(a *app) *cobra.Command {
	var character, server string
	c := &cobra.Command{
		Use: "import PATH…", Short: "Import Mag-Tools' inventory files", Args: cobra.MinimumNArgs(1),
		Long: `Import Mag-Tools' inventory files, SERVER/CHARACTER` + magToolsSuffix + `, or all of them in a folder and its folders. Each
replaces the character's inventory, as one that the plugin had sent when the file was written: a newer inventory in the
database stays. Importing a file again changes nothing.`,
		Example: `  overlord inventory import "$HOME/Documents/Decal Plugins/Mag-Tools" --server Coldeve`,
		RunE: func(c *cobra.Command, args []string) error {
			files, err := magToolsFiles(args, server)
			if err != nil {
				return err
			}
			if character != "" && len(files) != 1 {
				return fmt.Errorf("--character is for one file: there are %d", len(files))
			}
			return a.database(c.Context(), func(db *database.DB) error {
				w := tabwriter.NewWriter(c.OutOrStdout(), 0, 4, 2, ' ', 0)
				_, _ = fmt.Fprintln(w, "CHARACTER\tITEMS\tAS OF\tOUTCOME")
				var faults []error
				for _, path := range files {
					imported, err := importFile(c.Context(), db, path, character)
					if err != nil {
						faults = append(faults, fmt.Errorf("%s: %w", path, err))
						continue
					}
					_, _ = fmt.Fprintf(w, "%s\t%d\t%s\t%s\n", imported.character, imported.items, imported.at.Format(time.RFC3339), imported.outcome)
				}
				return errors.Join(w.Flush(), errors.Join(faults...))
			})
		},
	}
	c.Flags().StringVar(&character, "character", "", "whose inventory it is, where the file's name does not say it")
	c.Flags().StringVar(&server, "server", "", "of folders, only the files of this game server: those in a folder of that name")
	return c
}

// magToolsFiles are the files that paths name and those in the folders that they name. It is an error when there is none.
func magToolsFiles(paths []string, server string) (files []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err //nolint:wrapcheck // it names the path
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		err = filepath.WalkDir(path, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(path, magToolsSuffix) &&
				(server == "" || filepath.Base(filepath.Dir(path)) == server) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("look for inventories: %w", err)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no *%s there", magToolsSuffix)
	}
	return files, nil
}

// importedFile is what became of one file.
type importedFile struct {
	character string
	items     int
	at        time.Time
	outcome   string
}

func importFile(ctx context.Context, db *database.DB, path, character string) (importedFile, error) {
	if character == "" {
		name, ok := strings.CutSuffix(filepath.Base(path), magToolsSuffix)
		if !ok {
			return importedFile{}, fmt.Errorf("the name says no character: it does not end in %s; say --character", magToolsSuffix)
		}
		character = name
	}
	character = strings.TrimSpace(character)
	if character == "" || len(character) > maxCharacterName || strings.ContainsFunc(character, unicode.IsControl) {
		return importedFile{}, fmt.Errorf("%.80q is no character's name", character)
	}
	file, err := os.Open(path) // #nosec G304 -- the user's choice
	if err != nil {
		return importedFile{}, err //nolint:wrapcheck // it names the file
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return importedFile{}, err //nolint:wrapcheck // it names the file
	}
	items := []json.RawMessage{}
	for o, err := range object.ReadMagTools(file) {
		if err != nil {
			return importedFile{}, err
		}
		raw, err := json.Marshal(o)
		if err != nil {
			return importedFile{}, err //nolint:wrapcheck // it names the item
		}
		items = append(items, raw)
	}
	result, err := inventory.Import(ctx, db, character, info.ModTime(), items)
	if err != nil {
		return importedFile{}, err
	}
	out := importedFile{character, len(items), info.ModTime().UTC().Truncate(time.Second), "imported"}
	came := func(o ledger.Outcome) bool {
		return result.Outcomes[ledger.Result{Type: event.TypeFullInventory, Outcome: o}] > 0
	}
	switch {
	case came(ledger.Superseded):
		out.outcome = "the database has a newer one"
	case came(ledger.Duplicate):
		out.outcome = "known already"
	}
	for _, n := range result.Skipped {
		out.items -= n
	}
	return out, nil
}
