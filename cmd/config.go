package cmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/config"
)

func newConfigCommand(a *app) *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Check, explain and show the settings", Args: cobra.NoArgs}
	c.AddCommand(
		&cobra.Command{
			Use: "check", Short: "Say whether the settings are sound, naming every fault", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error {
				if _, err := a.settings(); err != nil {
					return err
				}
				_, err := fmt.Fprintln(c.OutOrStdout(), "settings are sound")
				return err
			},
		},
		&cobra.Command{
			Use: "doc", Short: "Print the table of settings as Markdown", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return config.WriteDoc(c.OutOrStdout()) },
		},
		&cobra.Command{
			Use: "show", Short: "Print every setting with its source; secrets only as set or unset", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error {
				values, err := a.lookup()
				if err != nil {
					return err
				}
				return config.WriteValues(c.OutOrStdout(), values)
			},
		},
	)
	return c
}
