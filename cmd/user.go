package cmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
)

func newUserCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use: "user", Short: "Add, list and remove users, set passwords", Args: cobra.NoArgs,
		Long: "Add, list and remove users, set passwords. It works on the database of the settings; a site that is running knows within seconds.",
	}
	c.AddCommand(newUserAddCommand(a), newUserListCommand(a), newUserPasswdCommand(a), newUserRemoveCommand(a), newUserResetTOTPCommand(a))
	return c
}

func newUserAddCommand(a *app) *cobra.Command {
	var admin, stdin bool
	c := &cobra.Command{
		Use: "add NAME --password-stdin", Short: "Add a user", Args: cobra.ExactArgs(1),
		Example: "  printf '%s' \"$PASSWORD\" | overlord user add erik --admin --password-stdin",
		RunE: func(c *cobra.Command, args []string) error {
			password, err := readPassword(c, stdin)
			if err != nil {
				return err
			}
			return a.users(c.Context(), func(users *auth.Directory) error {
				u, err := users.Create(c.Context(), args[0], password, admin)
				if err != nil {
					return err
				}
				return say(c, "added %s%s", u.Username, map[bool]string{true: ", an admin"}[u.Admin])
			})
		},
	}
	c.Flags().BoolVar(&admin, "admin", false, "let the user do everything")
	passwordFlag(c, &stdin)
	return c
}

func newUserListCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the users", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.users(c.Context(), func(users *auth.Directory) error {
				list, err := users.Users(c.Context())
				if err != nil {
					return err
				}
				w := tabwriter.NewWriter(c.OutOrStdout(), 0, 4, 2, ' ', 0)
				_, _ = fmt.Fprintln(w, "NAME\tADMIN\tSECOND FACTOR\tSESSIONS\tLAST SEEN")
				for _, u := range list {
					seen := "never"
					if u.LastSeenAt != nil {
						seen = u.LastSeenAt.Format(time.RFC3339)
					}
					_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\n", u.Username, yesNo(u.Admin), yesNo(u.SecondFactor), u.Sessions, seen)
				}
				return w.Flush()
			})
		},
	}
}

func newUserPasswdCommand(a *app) *cobra.Command {
	var stdin bool
	c := &cobra.Command{
		Use: "passwd NAME --password-stdin", Short: "Set a user's password, and sign him out everywhere", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			password, err := readPassword(c, stdin)
			if err != nil {
				return err
			}
			return a.changeUser(c, args[0], auth.Change{Password: &password}, "set the password of %s")
		},
	}
	passwordFlag(c, &stdin)
	return c
}

func newUserResetTOTPCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "reset-totp NAME", Short: "Take a user's second factor away", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.changeUser(c, args[0], auth.Change{ResetSecondFactor: true}, "%s has no second factor now")
		},
	}
}

func newUserRemoveCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "remove NAME", Short: "Remove a user, but never the last admin", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.users(c.Context(), func(users *auth.Directory) error {
				u, err := users.Find(c.Context(), args[0])
				if err != nil {
					return err
				}
				if err := users.Remove(c.Context(), 0, u.ID); err != nil {
					return err
				}
				return say(c, "removed %s", u.Username)
			})
		},
	}
}

func (a *app) changeUser(c *cobra.Command, name string, change auth.Change, done string) error {
	return a.users(c.Context(), func(users *auth.Directory) error {
		u, err := users.Find(c.Context(), name)
		if err != nil {
			return err
		}
		if _, err := users.Change(c.Context(), 0, u.ID, change); err != nil {
			return err
		}
		return say(c, done, u.Username)
	})
}

// users opens the database of the settings, brings it up to date as serve does, and closes it after fn.
func (a *app) users(ctx context.Context, fn func(*auth.Directory) error) error {
	return a.database(ctx, func(db *database.DB) error { return plain(fn(auth.NewDirectory(db, 0, nil))) })
}

// plain says what is wrong with which value, without the causes that are for a log.
func plain(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code == fault.Internal {
		return err
	}
	if len(f.Fields) == 0 {
		return errors.New(f.Message)
	}
	var faults []error
	for _, field := range []string{"username", "password"} {
		if message := f.Fields[field]; message != "" {
			faults = append(faults, fmt.Errorf("%s: %s", field, message))
		}
	}
	if len(faults) == 0 {
		return errors.New(f.Message)
	}
	return errors.Join(faults...)
}

func passwordFlag(c *cobra.Command, stdin *bool) {
	c.Flags().BoolVar(stdin, "password-stdin", false, "read the password from the first line of standard input (needed: it has no place on a command line)")
}

// readPassword reads the first line of standard input.
func readPassword(c *cobra.Command, stdin bool) (string, error) {
	if !stdin {
		return "", errors.New("give --password-stdin, and the password as the first line of standard input")
	}
	line, err := bufio.NewReader(io.LimitReader(c.InOrStdin(), 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	password := strings.TrimRight(line, "\r\n")
	if password == "" {
		return "", errors.New("there is no password on standard input")
	}
	return password, nil
}

func say(c *cobra.Command, format string, args ...any) error {
	_, err := fmt.Fprintf(c.OutOrStdout(), format+"\n", args...)
	return err
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
