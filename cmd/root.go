// Package cmd holds the commands of the binary, one file each, and is the roof of the house:
// serve.go is the one place where the parts are put together.
package cmd

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/config"
)

// app is what all commands share: the flags of the root command and the log.
type app struct {
	dataDir string
	stderr  io.Writer
	log     *slog.Logger
}

// Run runs the command line args (without the program's name) and returns the exit code: 0, or 1 after an error,
// which it has then printed to stderr.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRootCommand(stderr)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		_, _ = fmt.Fprintln(stderr, "overlord:", err)
		return 1
	}
	return 0
}

func newRootCommand(stderr io.Writer) *cobra.Command {
	a := &app{stderr: stderr, log: slog.New(slog.NewTextHandler(stderr, nil))}
	root := &cobra.Command{
		Use:           "overlord",
		Short:         "One place for a guild's Asheron's Call clients: live map, characters, inventories",
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       buildVersion(),
	}
	root.PersistentFlags().StringVar(&a.dataDir, "data", "./data", "folder of the embedded database and of the generated secrets")
	root.AddCommand(
		newServeCommand(a),
		newSimulateCommand(a),
		newMigrateCommand(a),
		newUserCommand(a),
		newJournalCommand(a),
		newConfigCommand(a),
		newInventoryCommand(a),
		newSuitsCommand(a),
	)
	return root
}

// settings loads the table from the environment, ./.env and the data folder, and sets the log up as it says.
func (a *app) settings() (config.Settings, error) {
	values, err := a.lookup()
	if err != nil {
		return config.Settings{}, err
	}
	s, err := config.Parse(a.dataDir, values)
	if err != nil {
		return config.Settings{}, fmt.Errorf("settings:\n%w", err)
	}
	a.log = newLog(s, a.stderr)
	return s, nil
}

func (a *app) lookup() ([]config.Value, error) {
	return config.Lookup(a.dataDir, ".", os.LookupEnv)
}

// newLog makes the log that LOG_FORMAT and LOG_LEVEL ask for.
func newLog(s config.Settings, w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.LogLevel)) // the table has checked it
	options := &slog.HandlerOptions{Level: level}
	if s.LogFormat == "json" || (s.LogFormat == "auto" && !isTerminal(w)) {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
