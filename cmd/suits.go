package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

func newSuitsCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "suits",
		Short: "Find the best suit that a guild's pieces make, and prove that it is the best",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(newSuitsSolveCommand())
	return command
}

// suitQuestion is what the flags of suits solve say.
type suitQuestion struct {
	items                           string
	want, must                      []string
	primary, secondary              string
	locks, exclude, owners, without []string
	empty, also                     []string
	exclusive, asJSON               bool
	maxOwners, maxReductions        int
	top, distance                   int
	limit                           time.Duration
	wearer                          wardrobe.Wearer
}

func newSuitsSolveCommand() *cobra.Command {
	var q suitQuestion
	command := &cobra.Command{
		Use:   "solve --items FILE --want CANTRIP,…",
		Short: "Solve one question about the items of a file",
		Long: `Solve reads items as the plugin sends them, one JSON object a line, with "owner" saying who has the piece, and finds
the suit that meets the most wishes, then has the highest armour level. A wish is a cantrip's name, and is met by its
family at that tier or better. Ctrl-C or the time limit end the search with the best suit so far and a bound.`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return q.run(command.Context(), command.InOrStdin(), command.OutOrStdout(), command.Flags().Changed("max-reductions"))
		},
	}
	flags := command.Flags()
	flags.StringVar(&q.items, "items", "", "file of items, or - for standard input")
	flags.StringSliceVar(&q.want, "want", nil, `wishes: "Epic Strength,Epic Focus"`)
	flags.StringSliceVar(&q.must, "must", nil, "wishes that come before all others")
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
	_ = command.MarkFlagRequired("items") // it is there
	return command
}

func (q *suitQuestion) run(ctx context.Context, stdin io.Reader, stdout io.Writer, limited bool) error {
	p, names, others, err := q.problem(stdin)
	if err != nil {
		return fmt.Errorf("suits: %w", err)
	}
	if p.LimitReductions = limited; limited {
		p.MaxReductions = q.maxReductions
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

// problem reads the items and the flags. names are the wishes' as they were given; others are wishes that no suit can
// meet, as they serve only the piece that they are on.
func (q *suitQuestion) problem(stdin io.Reader) (p *solver.Problem, names, others []string, err error) {
	p = &solver.Problem{
		Slots: solver.WholeSuit, Owners: q.owners, Without: q.without, ExclusiveSets: q.exclusive,
		MaxOwners: q.maxOwners, Top: q.top, Distance: q.distance,
	}
	for k, wish := range append(slices.Clone(q.must), q.want...) {
		w, wearer, err := wardrobe.Wish(wish)
		if err != nil {
			return nil, nil, nil, err
		}
		again := func(o solver.Wish) bool { return o.Family == w.Family && o.Power == w.Power }
		switch wish = strings.TrimSpace(wish); {
		case slices.ContainsFunc(p.Wishes, again) || slices.Contains(others, wish):
		case !wearer:
			others = append(others, wish)
		default:
			w.Required = k < len(q.must)
			p.Wishes, names = append(p.Wishes, w), append(names, wish)
		}
	}
	if p.Primary, err = setRule(q.primary); err != nil {
		return nil, nil, nil, err
	}
	if p.Secondary, err = setRule(q.secondary); err != nil {
		return nil, nil, nil, err
	}
	for _, text := range q.exclude {
		id, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		if err != nil {
			return nil, nil, nil, fmt.Errorf("--exclude %s: not an item's id", text)
		}
		p.Exclude = append(p.Exclude, id)
	}
	for _, text := range q.locks {
		item, slot, _ := strings.Cut(text, "@")
		id, err := strconv.ParseInt(item, 10, 64)
		slots, ok := slotsByName(strings.Split(slot, "+"))
		if err != nil || ok != nil {
			return nil, nil, nil, fmt.Errorf("--lock %s: want ITEM@SLOT", text)
		}
		p.Locks = append(p.Locks, solver.Lock{Item: id, Slots: slots})
	}
	if p.Empty, err = slotsByName(q.empty); err != nil {
		return nil, nil, nil, fmt.Errorf("--empty: %w", err)
	}
	also, err := slotsByName(q.also)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("--also: %w", err)
	}
	p.Slots |= also
	p.Items, err = q.pieces(stdin)
	return p, names, others, err
}

func (q *suitQuestion) pieces(stdin io.Reader) ([]solver.Item, error) {
	if q.items != "-" {
		file, err := os.Open(q.items)
		if err != nil {
			return nil, err //nolint:wrapcheck // it names the file
		}
		defer func() { _ = file.Close() }()
		stdin = file
	}
	items, err := wardrobe.Read(stdin)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.items, err)
	}
	var out []solver.Item
	for i := range items {
		if piece, ok := items[i].Piece(q.wearer); ok {
			out = append(out, piece)
		}
	}
	return out, nil
}

// setRule reads SET:MIN-MAX, either of which may be left out, SET:COUNT, or SET alone.
func setRule(text string) (r solver.SetRule, err error) {
	if text == "" {
		return r, nil
	}
	fault := fmt.Errorf("set %q: want SET:MIN-MAX, for example 13:0-5", text)
	set, counts, counted := strings.Cut(text, ":")
	if r.Set, err = strconv.Atoi(set); err != nil || r.Set <= 0 {
		return r, fault
	}
	if !counted {
		return r, nil
	}
	least, most, ranged := strings.Cut(counts, "-")
	if !ranged {
		most = least
	}
	if least != "" {
		if r.Min, err = strconv.Atoi(least); err != nil {
			return r, fault
		}
	}
	if most != "" {
		r.Bounded = true
		if r.Max, err = strconv.Atoi(most); err != nil || r.Max < r.Min {
			return r, fault
		}
	}
	if least == "" && most == "" {
		return r, fault
	}
	return r, nil
}

func slotsByName(names []string) (set solver.Slots, err error) {
	for _, name := range names {
		s, ok := solver.SlotByName(strings.TrimSpace(name))
		if !ok {
			return 0, errors.New("there is no slot " + strconv.Quote(name))
		}
		set |= solver.SlotsOf(s)
	}
	return set, nil
}
