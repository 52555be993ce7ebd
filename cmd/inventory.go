package cmd

import "github.com/spf13/cobra"

func newInventoryCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use: "inventory", Short: "Import inventories, apply better rules to stored items, say what the rules know", Args: cobra.NoArgs,
		Long: "Import inventories, apply better rules to stored items, say what the rules know. It works on the database of the settings, also while a site runs on it.",
	}
	c.AddCommand(newInventoryImportCommand(a), newInventoryRenormalizeCommand(a), newInventoryReportCommand(a))
	return c
}
