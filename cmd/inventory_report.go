package cmd

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/internal/database"
)

func newInventoryReportCommand(a *app) *cobra.Command {
	var fromDB, unexplained, asJSON bool
	c := &cobra.Command{
		Use: "report [FILE | --from-db]", Short: "Say which properties items have, and what becomes of each", Args: cobra.MaximumNArgs(1),
		Long: `Say which properties items have, how often, and what becomes of each: a column, a place in the raw item alone and why, or
nothing, because no rule knows it. The items are those of a file, as the plugin sends them, one JSON object a line (- for
standard input) or Mag-Tools' XML, or those of the database.`,
		RunE: func(c *cobra.Command, args []string) error {
			report := func(items iter.Seq2[object.Object, error]) error {
				return writeInventoryReport(c.OutOrStdout(), items, unexplained, asJSON)
			}
			switch {
			case fromDB == (len(args) == 1):
				return errors.New("inventory report: name a file, or say --from-db")
			case fromDB:
				return a.database(c.Context(), func(db *database.DB) error { return report(inventory.Kept(c.Context(), db)) })
			default:
				return withItems(c.Context(), args[0], c.InOrStdin(), report)
			}
		},
	}
	c.Flags().BoolVar(&fromDB, "from-db", false, "report on the items of the database")
	c.Flags().BoolVar(&unexplained, "unexplained", false, "list only what no rule knows")
	jsonFlag(c, &asJSON)
	return c
}

// withItems calls fn with a file's items.
func withItems(ctx context.Context, path string, stdin io.Reader, fn func(iter.Seq2[object.Object, error]) error) error {
	if path != "-" {
		file, err := os.Open(path) // #nosec G304 -- the user's choice
		if err != nil {
			return err //nolint:wrapcheck // it names the file
		}
		defer func() { _ = file.Close() }()
		stdin = file
	}
	if strings.HasSuffix(path, ".xml") {
		return fn(object.ReadMagTools(stdin))
	}
	return fn(jsonLines(ctx, stdin))
}

// jsonLines are the items of a file with one JSON object a line. An error names the line.
func jsonLines(ctx context.Context, r io.Reader) iter.Seq2[object.Object, error] {
	return func(yield func(object.Object, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, object.MaxItem)
		for n := 1; lines.Scan(); n++ {
			if len(bytes.TrimSpace(lines.Bytes())) == 0 {
				continue
			}
			o, oddities := object.Decode(lines.Bytes())
			for _, odd := range oddities {
				if odd.Property == "" && odd.Fault != object.TooMany {
					yield(o, fmt.Errorf("line %d: no item: %s", n, odd.Fault))
					return
				}
			}
			if !yield(o, ctx.Err()) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(object.Object{}, fmt.Errorf("read items: %w", err))
		}
	}
}

func writeInventoryReport(out io.Writer, items iter.Seq2[object.Object, error], unexplained, asJSON bool) error {
	var fault error
	n := 0
	findings := inventory.Report(func(yield func(object.Object) bool) {
		for o, err := range items {
			if fault = err; err != nil || !yield(o) {
				return
			}
			n++
		}
	})
	if fault != nil {
		return fmt.Errorf("inventory report: %w", fault)
	}
	fates := map[inventory.Fate]int{}
	shown := make([]inventory.Finding, 0, len(findings))
	for _, f := range findings {
		fates[f.Fate]++
		if !unexplained || f.Fate == inventory.Unexplained {
			shown = append(shown, f)
		}
	}
	if asJSON {
		return writeJSON(out, map[string]any{"items": n, "properties": shown})
	}
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "KIND\tID\tNAME\tITEMS\tFATE\tWHERE, OR WHY NOT")
	for _, f := range shown {
		_, _ = fmt.Fprintf(w, "%s\t%d\t%s\t%d\t%s\t%s\n", f.Kind, f.ID, f.Name, f.Items, f.Fate, f.Why)
	}
	if err := w.Flush(); err != nil {
		return err //nolint:wrapcheck // of the output
	}
	_, err := fmt.Fprintf(out, "%d properties in %d items: %d go to columns, %d stay in the raw items alone, %d are unexplained\n",
		len(findings), n, fates[inventory.InColumn], fates[inventory.RawOnly], fates[inventory.Unexplained])
	return err
}
