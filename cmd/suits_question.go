package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/server/suits"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// problem is what the flags say, without items. names are the wishes' as they were given; others are wishes that no suit can
// meet, as they serve only the piece that they are on.
func (q *suitQuestion) problem() (p *solver.Problem, names, others []string, err error) {
	p = &solver.Problem{
		Slots: solver.WholeSuit, Owners: q.owners, Without: q.without, ExclusiveSets: q.exclusive,
		MaxOwners: q.maxOwners, Top: q.top, Distance: q.distance, ArmorFloor: q.armorFloor,
	}
	if p.LimitReductions = q.limited; q.limited {
		p.MaxReductions = q.maxReductions
	}
	if p.Objective, err = q.objective(); err != nil {
		return nil, nil, nil, err
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
			w.Required, w.Weight = k < len(q.must), q.weights[wish]
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
	for wish := range q.weights {
		if !slices.Contains(names, wish) {
			return nil, nil, nil, fmt.Errorf("--weight %s: there is no such wish", wish)
		}
	}
	return p, names, others, nil
}

func (q *suitQuestion) objective() (o solver.Objective, err error) {
	for name, weight := range q.ratings {
		rating, known := suits.RatingByName(name)
		if !known {
			return o, fmt.Errorf("--rating %s: there is no such rating", name)
		}
		if o.Ratings == nil {
			o.Ratings = map[solver.Rating]int{}
		}
		o.Ratings[rating] = weight
	}
	if len(q.order) == 1 && q.order[0] == "weighted" {
		o.Weighted, o.WishWeight, o.ArmorWeight = true, q.wishWeight, q.armorWeight
		return o, nil
	}
	for _, criterion := range q.order {
		o.Order = append(o.Order, solver.Criterion(strings.TrimSpace(criterion)))
	}
	return o, nil
}

func (q *suitQuestion) pieces(ctx context.Context, a *app, stdin io.Reader) (out []solver.Item, err error) {
	if q.fromDB {
		return out, a.database(ctx, func(db *database.DB) error {
			wearer, err := suits.Wearer(ctx, db.Ent, q.wearer.Name, q.wearer.Level)
			if err != nil {
				return err
			}
			wearer.ArcaneLore = q.wearer.ArcaneLore
			if q.wearer.Heritage > 0 {
				wearer.Heritage = q.wearer.Heritage
			}
			in, err := suits.Load(ctx, db)
			if err != nil {
				return err
			}
			out = in.Items(wearer)
			return nil
		})
	}
	if q.items != "-" {
		file, err := os.Open(q.items)
		if err != nil {
			return nil, err //nolint:wrapcheck // it names the file
		}
		defer func() { _ = file.Close() }()
		stdin = file
	}
	if out, err = wardrobe.Read(stdin, q.wearer); err != nil {
		return nil, fmt.Errorf("%s: %w", q.items, err)
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
