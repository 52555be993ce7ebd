package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/config"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/internal/control"
)

// journalPath is where the journal lies.
func journalPath(s config.Settings) string { return filepath.Join(s.DataDir, "journal.db") }

// journalOffice is what the commands need of a journal, their own or a running server's.
type journalOffice interface {
	Status(ctx context.Context) (journal.Status, error)
	Dead(ctx context.Context, after int64, limit int) ([]journal.DeadLetter, error)
	Replay(ctx context.Context, ids []int64) (int, error)
	Discard(ctx context.Context, ids []int64) (int, error)
}

type ownJournal struct{ *journal.Journal }

func (j ownJournal) Status(context.Context) (journal.Status, error) { return j.Journal.Status(), nil }

func newJournalCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use: "journal", Short: "Look into the journal of received events and at its dead letters", Args: cobra.NoArgs,
		Long: "Look into the journal, which keeps received events until they are stored, and at its dead letters: events that could not be stored. Asks the server that runs on the data folder; opens the file itself when none does.",
	}
	c.AddCommand(newJournalStatusCommand(a), newJournalDeadCommand(a),
		newJournalLettersCommand(a, "replay", "Try dead letters again: all, or those with the ids given",
			"Try dead letters again. They go to the end of the journal and are stored by the server, at its next start if none runs. Damaged ones cannot be tried again.",
			"%d dead letters are in the journal again\n", journalOffice.Replay),
		newJournalLettersCommand(a, "discard", "Remove dead letters for good: all, or those with the ids given", "",
			"%d dead letters are removed\n", journalOffice.Discard),
	)
	return c
}

// journal calls fn with the running server's journal, or with the file's when no server runs.
func (a *app) journal(ctx context.Context, fn func(journalOffice) error) (err error) {
	s, err := a.settings()
	if err != nil {
		return err
	}
	remote := journal.Remote{Client: control.Client(s.DataDir), URL: control.BaseURL}
	if _, err := remote.Status(ctx); !errors.Is(err, control.ErrNoServer) {
		if err != nil {
			return err
		}
		return fn(remote)
	}
	path := journalPath(s)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no journal in %s: `overlord serve` makes it", s.DataDir)
	}
	j, err := journal.Open(ctx, journal.Options{
		Path: path, MaxBytes: s.JournalMaxBytes, MinFree: s.JournalMinFree, Log: a.log,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.Close()) }()
	return fn(ownJournal{j})
}

func newJournalStatusCommand(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "status", Short: "Say what the journal holds and whether it takes events", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.journal(c.Context(), func(office journalOffice) error {
				s, err := office.Status(c.Context())
				if err != nil {
					return err
				}
				if asJSON {
					return writeJSON(c.OutOrStdout(), s)
				}
				return writeJournalStatus(c.OutOrStdout(), s)
			})
		},
	}
	jsonFlag(c, &asJSON)
	return c
}

func newJournalDeadCommand(a *app) *cobra.Command {
	var asJSON bool
	var limit int
	c := &cobra.Command{
		Use: "dead", Short: "List the dead letters", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.journal(c.Context(), func(office journalOffice) error {
				var letters []journal.DeadLetter
				for after := int64(0); len(letters) < limit; {
					some, err := office.Dead(c.Context(), after, min(limit-len(letters), 1000))
					if err != nil {
						return err
					}
					if len(some) == 0 {
						break
					}
					letters = append(letters, some...)
					after = some[len(some)-1].ID
				}
				if asJSON {
					if letters == nil {
						letters = []journal.DeadLetter{}
					}
					return writeJSON(c.OutOrStdout(), letters)
				}
				s, err := office.Status(c.Context())
				if err != nil {
					return err
				}
				return writeDeadLetters(c.OutOrStdout(), letters, s.Dead)
			})
		},
	}
	jsonFlag(c, &asJSON)
	c.Flags().IntVar(&limit, "limit", 100, "how many to list at most, the oldest first")
	return c
}

func newJournalLettersCommand(
	a *app, use, short, long, done string, do func(journalOffice, context.Context, []int64) (int, error),
) *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use: use + " --all | ID …", Short: short, Long: long,
		RunE: func(c *cobra.Command, args []string) error {
			if all == (len(args) > 0) {
				return errors.New("give either ids (of `overlord journal dead`) or --all")
			}
			var ids []int64
			for _, arg := range args {
				id, err := strconv.ParseInt(arg, 10, 64)
				if err != nil || id <= 0 {
					return fmt.Errorf("%q is no dead letter's id", arg)
				}
				ids = append(ids, id)
			}
			return a.journal(c.Context(), func(office journalOffice) error {
				n, err := do(office, c.Context(), ids)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(c.OutOrStdout(), done, n)
				return err
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "every dead letter")
	return c
}

func jsonFlag(c *cobra.Command, asJSON *bool) {
	c.Flags().BoolVar(asJSON, "json", false, "print JSON, for programs")
}

func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

func writeJournalStatus(out io.Writer, s journal.Status) error {
	size := func(n int64) string { return humanize.IBytes(uint64(max(0, n))) }
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	row := func(name, format string, args ...any) {
		_, _ = fmt.Fprintf(w, "%s\t%s\n", name, fmt.Sprintf(format, args...)) // Flush has the error
	}
	row("journal", "%s", s.Path)
	row("id", "%s", s.ID)
	row("size", "%s, of which %s entries; at most %s", size(s.FileBytes), size(s.UsedBytes), size(s.MaxBytes))
	if s.FreeDisk >= 0 {
		row("free disk", "%s; makes room below %s", size(s.FreeDisk), size(s.MinFree))
	}
	for _, name := range journal.Lanes() {
		l := s.Lanes[name]
		row(string(name), "%s to be stored%s%s%s", humanize.Comma(l.Last-l.First+1),
			positions(l), some(int64(l.Waiting), ", %s not on disk yet"), some(l.Dropped, ", %s lost for want of room"))
	}
	row("dead letters", "%s", humanize.Comma(int64(s.Dead)))
	switch {
	case s.Error != "":
		row("state", "takes no events since %s: %s", s.ErrorSince.Format(time.RFC3339), s.Error)
	case s.LastError != "":
		row("state", "takes events; last trouble at %s: %s", s.LastErrorAt.Format(time.RFC3339), s.LastError)
	default:
		row("state", "takes events")
	}
	if v := s.Salvage; v != nil {
		row("salvaged", "%s: %s", v.At.Format(time.RFC3339), v.Reason)
		row("", "found %s entries and %s dead letters; %s broken, %s missing", humanize.Comma(int64(v.Entries)),
			humanize.Comma(int64(v.Letters)), humanize.Comma(int64(v.Broken)), humanize.Comma(v.Missing))
		row("", "the damaged file is %s", v.File)
	}
	return w.Flush()
}

func positions(l journal.LaneStatus) string {
	if l.First > l.Last {
		return ""
	}
	return fmt.Sprintf(" (%d to %d)", l.First, l.Last)
}

// some formats a number, but for 0.
func some(n int64, format string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, humanize.Comma(n))
}

// longestReason is what a line of the list shows of a reason.
const longestReason = 100

func writeDeadLetters(out io.Writer, letters []journal.DeadLetter, total int) error {
	if len(letters) == 0 {
		_, err := fmt.Fprintln(out, "there are no dead letters")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "ID\tGIVEN UP\tTYPE\tCHARACTER\tREASON") // Flush has the error
	for _, d := range letters {
		kind := string(d.Type)
		if d.Damaged {
			kind = "damaged"
		}
		reason := []rune(strings.Join(strings.Fields(d.Reason), " "))
		if len(reason) > longestReason {
			reason = append(reason[:longestReason-1], '…')
		}
		_, _ = fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", d.ID, d.At.UTC().Format(time.RFC3339), kind, d.Character, string(reason))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if left := total - len(letters); left > 0 {
		_, err := fmt.Fprintf(out, "and %s more; --limit shows more, --json all that is kept of each\n", humanize.Comma(int64(left)))
		return err
	}
	return nil
}
