package cmd

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

func newSuitsCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "suits",
		Short: "Find the best suit that a guild's pieces make, and prove that it is the best",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(newSuitsSolveCommand(a))
	return command
}

// suitQuestion is what the flags of suits solve say.
type suitQuestion struct {
	items                           string
	fromDB                          bool
	want, must                      []string
	weights, ratings                map[string]int
	order                           []string
	primary, secondary              string
	locks, exclude, owners, without []string
	empty, also                     []string
	exclusive, limited, asJSON      bool
	maxOwners, maxReductions        int
	armorFloor                      int
	wishWeight, armorWeight         int
	top, distance                   int
	limit                           time.Duration
	wearer                          wardrobe.Wearer
}

func newSuitsSolveCommand(a *app) *cobra.Command {
	var q suitQuestion
	command := &cobra.Command{
		Use:   "solve {--items FILE | --from-db} --want CANTRIP,…",
		Short: "Solve one question about the items of a file or of the database",
		Long: `Solve reads items as the plugin sends them, one JSON object a line, with "owner" saying who has the piece, or the
inventories in the settings' database, and finds the suit that meets the most wishes, then has the highest armour level. A wish is a cantrip's name, and is met by its
family at that tier or better. Ctrl-C or the time limit end the search with the best suit so far and a bound.`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			q.limited = command.Flags().Changed("max-reductions")
			return q.run(command.Context(), a, command.InOrStdin(), command.OutOrStdout())
		},
	}
	flags := command.Flags()
	flags.StringVar(&q.items, "items", "", "file of items, or - for standard input")
	flags.BoolVar(&q.fromDB, "from-db", false, "the items that are in the database, and the wearer's sheet")
	flags.StringSliceVar(&q.want, "want", nil, `wishes: "Epic Strength,Epic Focus"`)
	flags.StringSliceVar(&q.must, "must", nil, "wishes that come before all others")
	flags.StringToIntVar(&q.weights, "weight", nil, `what a wish weighs, 1 by default: "Epic Strength=3,Epic Focus=2"`)
	flags.StringToIntVar(&q.ratings, "rating", nil, "what a point of a gear rating weighs, 0 by default: crit_damage=2,damage_resist=1")
	flags.StringSliceVar(&q.order, "order", nil, "what counts first: cantrips,ratings,armor in any order, or weighted (default cantrips,ratings,armor)")
	flags.IntVar(&q.wishWeight, "cantrip-weight", 1, "with --order weighted: what a wish's weight of 1 adds")
	flags.IntVar(&q.armorWeight, "armor-weight", 0, "with --order weighted: what a point of armour level adds")
	flags.IntVar(&q.armorFloor, "armor-floor", 0, "the least armour level of the whole suit")
	flags.StringVar(&q.primary, "primary", "", "set and how many pieces of it: 13:0-5, 13:5-, 13:-5, 13:5")
	flags.StringVar(&q.secondary, "secondary", "", "a second set, likewise")
	flags.BoolVar(&q.exclusive, "exclusive-sets", false, "no body armour outside the two sets")
	flags.StringArrayVar(&q.locks, "lock", nil, "ITEM@SLOT: a piece that stays (ITEM@SLOT+SLOT: over several slots)")
	flags.StringSliceVar(&q.exclude, "exclude", nil, "items that are out, by id")
	flags.StringSliceVar(&q.owners, "owners", nil, "only these owners' items")
	flags.StringSliceVar(&q.without, "without", nil, "owners that are out")
	flags.StringSliceVar(&q.empty, "empty", nil, "slots that stay empty")
	flags.StringSliceVar(&q.also, "also", nil, "slots to fill beside the seventeen: "+strings.ReplaceAll(solver.Extras.String(), "+", ", "))
	flags.IntVar(&q.maxOwners, "max-owners", 0, "at most so many different owners; 0: any number")
	flags.IntVar(&q.maxReductions, "max-reductions", 0, "at most so many pieces cut down by a tailor (default any number)")
	flags.IntVar(&q.top, "top", 1, "how many suits")
	flags.IntVar(&q.distance, "distance", 1, "how many pieces of each better suit a further one does without")
	flags.DurationVar(&q.limit, "time-limit", 0, "end the search after so long; 0: when it is done")
	flags.StringVar(&q.wearer.Name, "wearer", "", "who wears it: other characters' attuned items are out")
	flags.IntVar(&q.wearer.Level, "level", 0, "the wearer's level; 0: high enough")
	flags.IntVar(&q.wearer.Heritage, "heritage", 0, "the wearer's heritage, by number; 0: any")
	flags.IntVar(&q.wearer.ArcaneLore, "arcane-lore", 0, "the wearer's arcane lore; 0: high enough")
	flags.BoolVar(&q.asJSON, "json", false, "print the answer as JSON")
	command.MarkFlagsOneRequired("items", "from-db")
	command.MarkFlagsMutuallyExclusive("items", "from-db")
	return command
}

func (q *suitQuestion) run(ctx context.Context, a *app, stdin io.Reader, stdout io.Writer) error {
	p, names, others, err := q.problem()
	if err == nil {
		p.Items, err = q.pieces(ctx, a, stdin)
	}
	if err != nil {
		return fmt.Errorf("suits: %w", err)
	}
	if q.limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, q.limit)
		defer cancel()
	}
	began, first := time.Now(), time.Duration(0)
	result, err := solver.Solve(ctx, p, solver.Options{Progress: func(p solver.Progress) {
		if p.Found && first == 0 {
			first = time.Since(began)
		}
	}})
	if err != nil {
		return fmt.Errorf("suits: %w", err)
	}
	answer := newSuitAnswer(result, names, others)
	answer.Seconds, answer.FirstSuitSeconds = time.Since(began).Seconds(), first.Seconds()
	if q.asJSON {
		e := json.NewEncoder(stdout)
		e.SetIndent("", "  ")
		err = e.Encode(answer)
	} else {
		_, err = io.WriteString(stdout, answer.text(result, q.wearer.Name))
	}
	if err != nil {
		return fmt.Errorf("suits: print the answer: %w", err)
	}
	return nil
}
