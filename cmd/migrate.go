package cmd

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/pgcluster"
)

func newMigrateCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use: "migrate", Short: "Show, apply and write the database's migrations", Args: cobra.NoArgs,
		Long: "Show, apply and write the database's migrations. `serve` applies them by itself, unless SKIP_SCHEMA_INIT is set.",
	}
	c.AddCommand(newMigrateStatusCommand(a), newMigrateApplyCommand(a), newMigrateDiffCommand(), newMigrateHashCommand())
	return c
}

func newMigrateStatusCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "List the migrations and when the database got them", Args: cobra.NoArgs,
		Long: "List the migrations and when the database got them. Fails where the database and this program do not fit together.",
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := a.settings()
			if err != nil {
				return err
			}
			entries, err := migrations.Status(c.Context(), s.DatabaseURL)
			if err != nil {
				return err
			}
			problems, err := writeStatus(c, entries)
			return errors.Join(err, problems)
		},
	}
}

// writeStatus prints a line an entry and returns the problems among them.
func writeStatus(c *cobra.Command, entries []migrations.Entry) (problems, err error) {
	w := tabwriter.NewWriter(c.OutOrStdout(), 0, 4, 2, ' ', 0)
	for _, e := range entries {
		state := "pending"
		switch {
		case e.Problem != "":
			state = "refused"
			problems = errors.Join(problems, errors.New(e.Problem))
		case !e.AppliedAt.IsZero():
			state = e.AppliedAt.Format(time.RFC3339)
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", e.Version, e.Name, state); err != nil {
			return problems, err
		}
	}
	return problems, w.Flush()
}

func newMigrateApplyCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "apply", Short: "Bring the database to this program's schema", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := a.settings()
			if err != nil {
				return err
			}
			if path, ok := strings.CutPrefix(s.DatabaseURL, "sqlite:"); ok {
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					return err
				}
			}
			if err := migrations.Apply(c.Context(), s.DatabaseURL, a.log); err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), "the database is up to date")
			return err
		},
	}
}

func newMigrateDiffCommand() *cobra.Command {
	var devURL string
	c := &cobra.Command{
		Use: "diff NAME", Short: "For developers: write what ent/schema has gained into new migrations", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			root, err := migrations.Root()
			if err != nil {
				return err
			}
			written, err := diffMigrations(c.Context(), root, args[0], devURL)
			for _, path := range written {
				if _, err := fmt.Fprintln(c.OutOrStdout(), path); err != nil {
					return err
				}
			}
			if errors.Is(err, migrations.ErrNoChange) {
				_, err = fmt.Fprintln(c.OutOrStdout(), "nothing to write:", err)
			}
			return err
		},
	}
	c.Flags().StringVar(&devURL, "dev-url", os.Getenv("OVERLORD_DEV_DATABASE_URL"),
		"a PostgreSQL server in which a database may be made for a moment (OVERLORD_DEV_DATABASE_URL; default: a private one, if PostgreSQL is installed)")
	return c
}

func newMigrateHashCommand() *cobra.Command {
	return &cobra.Command{
		Use: "hash", Short: "For developers: sum up the migrations anew after one was written by hand", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			root, err := migrations.Root()
			if err != nil {
				return err
			}
			return migrations.Rehash(root)
		},
	}
}

// diffMigrations makes empty databases for the comparison and removes them afterwards.
func diffMigrations(ctx context.Context, root, name, devURL string) (written []string, err error) {
	dir, err := os.MkdirTemp("", "overlord-dev-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if devURL == "" {
		server, err := pgcluster.Start()
		if err != nil {
			return nil, fmt.Errorf("a PostgreSQL server to compare with (or name one by --dev-url): %w", err)
		}
		defer func() { _ = server.Stop() }()
		devURL = server.URL("postgres")
	}
	postgres, remove, err := createDevDatabase(ctx, devURL)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	return migrations.Diff(ctx, root, name, migrations.DevDatabases{
		SQLite: "sqlite:" + filepath.Join(dir, "dev.db"), Postgres: postgres,
	})
}

// createDevDatabase makes an empty database in the server and returns its URL and what removes it.
func createDevDatabase(ctx context.Context, server string) (string, func() error, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, errors.New("the URL of the development database cannot be read")
	}
	name := "overlord_dev_" + strings.ToLower(rand.Text()[:12])
	if err := execOnce(ctx, server, "CREATE DATABASE "+name); err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() error {
		return execOnce(context.WithoutCancel(ctx), server, "DROP DATABASE "+name+" WITH (FORCE)")
	}, nil
}

func execOnce(ctx context.Context, url, statement string) (err error) {
	db, _, err := database.Connect(ctx, url, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, statement)
	return err
}
