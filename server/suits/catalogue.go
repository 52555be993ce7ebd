package suits

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/ent/charactersheet"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// Owner is a character with pieces that can be worn.
type Owner struct {
	Name   string `json:"name"`
	Level  *int64 `json:"level" doc:"null before his first sheet"`
	Items  int    `json:"items" doc:"pieces that somebody could wear in a suit"`
	Online bool   `json:"online"`
}

// Owners are all characters with pieces, and those with a sheet, by name. Who is online is for the caller to say.
func (s *Service) Owners(ctx context.Context) ([]Owner, error) {
	in, err := s.pantry.Inventory(ctx)
	if err != nil {
		return nil, err
	}
	items := map[string]int{}
	for k := range in.Pieces {
		items[in.Pieces[k].Owner]++
	}
	sheets, err := s.db.Ent.CharacterSheet.Query().Select(charactersheet.FieldCharacterName, charactersheet.FieldLevel).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read levels: %w", err)
	}
	levels := map[string]*int64{}
	for _, sheet := range sheets {
		levels[sheet.CharacterName] = sheet.Level
		items[sheet.CharacterName] += 0
	}
	out := []Owner{}
	for name, n := range items {
		out = append(out, Owner{Name: name, Level: levels[name], Items: n})
	}
	slices.SortFunc(out, func(a, b Owner) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// SetCount is a set and how many pieces of body armour there are of it.
type SetCount struct {
	Set
	Pieces int `json:"pieces"`
}

// Sets are those that somebody has body armour of, and all of loot, by number.
func (s *Service) Sets(ctx context.Context) ([]SetCount, error) {
	in, err := s.pantry.Inventory(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[int]int{}
	for id := gamedata.FirstLootSet; id <= gamedata.LastLootSet; id++ {
		counts[id] = 0
	}
	for k := range in.Pieces {
		if p := &in.Pieces[k]; p.Set != 0 && p.Slots&gamedata.SlotsBodyArmor != 0 {
			counts[p.Set]++
		}
	}
	out := []SetCount{}
	for id, n := range counts {
		out = append(out, SetCount{Set: *set(id), Pieces: n})
	}
	slices.SortFunc(out, func(a, b SetCount) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// CantripCount is a family of cantrips that serve the wearer, and how many pieces have each tier of it.
type CantripCount struct {
	Family int            `json:"family"`
	Name   string         `json:"name" example:"Strength"`
	Ward   bool           `json:"ward" doc:"less damage of one element"`
	Pieces map[string]int `json:"pieces" doc:"by tier: minor, major, epic, legendary"`
}

// Cantrips are the families, by name.
func (s *Service) Cantrips(ctx context.Context) ([]CantripCount, error) {
	in, err := s.pantry.Inventory(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[solver.Cantrip]int{}
	for k := range in.Pieces {
		piece, _ := in.Pieces[k].Piece(wardrobe.Wearer{})
		for _, c := range piece.Cantrips {
			counts[c]++
		}
	}
	out := []CantripCount{}
	for _, f := range gamedata.CantripFamilies() {
		if f.ActsOn != gamedata.ActsOnWearer {
			continue
		}
		c := CantripCount{Family: f.Family, Name: wardrobe.CantripName(f.Family, 0), Ward: f.Ward, Pieces: map[string]int{}}
		for _, t := range []gamedata.Tier{gamedata.TierMinor, gamedata.TierMajor, gamedata.TierEpic, gamedata.TierLegendary} {
			if len(f.Of(t)) > 0 {
				c.Pieces[string(t)] = counts[solver.Cantrip{Family: f.Family, Power: t.Rank()}]
			}
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b CantripCount) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// Candidate is a piece that fits a slot.
type Candidate struct {
	ID         int            `json:"id" doc:"row id"`
	ObjectID   int64          `json:"object_id"`
	Owner      string         `json:"owner"`
	Name       string         `json:"name"`
	Slots      []string       `json:"slots" doc:"that it takes"`
	Reduced    bool           `json:"reduced" doc:"a tailor has to cut it down first"`
	ArmorLevel int            `json:"armor_level"`
	Set        *Set           `json:"set"`
	Cantrips   []Cantrip      `json:"cantrips"`
	Ratings    map[string]int `json:"ratings"`
	Barred     string         `json:"barred" doc:"why the wearer may not wear it; empty where he may"`
	Worn       bool           `json:"worn_by_wearer"`
}

// CandidateQuery asks for the pieces of a slot.
type CandidateQuery struct {
	Slot       string // "" counts all slots instead
	Wearer     string
	Level      int
	ArcaneLore int
	Text       string // words of name, owner, set or cantrips; all must be there
	Limit      int
}

// Candidates are the pieces that fit a slot, the most armour level first, and how many there are. An unknown slot or
// wearer is a fault of that field.
func (s *Service) Candidates(ctx context.Context, c CandidateQuery) (out []Candidate, total int, err error) {
	slot, ok := solver.SlotByName(c.Slot)
	if !ok {
		return nil, 0, fieldFaults{"slot": fmt.Sprintf("There is no slot %q.", c.Slot)}.err()
	}
	q, err := s.look(ctx, c)
	if err != nil {
		return nil, 0, err
	}
	type match struct {
		item   *solver.Item
		option solver.Option
	}
	var found []match
	words := strings.Fields(strings.ToLower(c.Text))
	for i := range q.problem.Items {
		it := &q.problem.Items[i]
		best := -1
		for k, o := range it.Options {
			if o.Slots.Has(slot) && (best < 0 || o.Slots.Len() < it.Options[best].Slots.Len()) {
				best = k
			}
		}
		if best >= 0 && q.matches(it, words) {
			found = append(found, match{it, it.Options[best]})
		}
	}
	slices.SortFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.item.Armor, a.item.Armor), cmp.Compare(len(b.item.Cantrips), len(a.item.Cantrips)), cmp.Compare(a.item.ID, b.item.ID))
	})
	out = []Candidate{}
	for _, m := range found[:min(len(found), c.Limit)] {
		it := q.item(m.item.ID, m.option.Slots, m.option.Reduced)
		out = append(out, Candidate{
			ID: it.ID, ObjectID: it.ObjectID, Owner: it.Owner, Name: it.Name, Slots: it.Slots, Reduced: it.Reduced, ArmorLevel: it.ArmorLevel,
			Set: it.Set, Cantrips: it.Cantrips, Ratings: it.Ratings, Barred: m.item.Barred, Worn: it.Worn,
		})
	}
	return out, len(found), nil
}

// Counts are how many pieces a wearer may wear at each slot, and of how many over all.
func (s *Service) Counts(ctx context.Context, c CandidateQuery) (Pieces, map[string]int, error) {
	q, err := s.look(ctx, c)
	if err != nil {
		return Pieces{}, nil, err
	}
	q.problem.Slots = solver.WholeSuit | solver.Extras
	pieces, counts := q.inPlay()
	return pieces, counts, nil
}

func (s *Service) look(ctx context.Context, c CandidateQuery) (*question, error) {
	in, err := s.pantry.Inventory(ctx)
	if err != nil {
		return nil, err
	}
	r := &Request{Wearer: c.Wearer, Level: c.Level, ArcaneLore: c.ArcaneLore}
	w, err := s.wearer(ctx, r)
	if err != nil {
		return nil, err
	}
	return ask(r, in, w)
}

// matches says whether all words stand in what is written about a piece.
func (q *question) matches(it *solver.Item, words []string) bool {
	if len(words) == 0 {
		return true
	}
	p := q.in.ID(it.ID)
	var text strings.Builder
	text.WriteString(strings.ToLower(p.Name + " " + p.Owner))
	if of := set(p.Set); of != nil {
		text.WriteString(" " + strings.ToLower(of.Name))
	}
	for _, c := range it.Cantrips {
		text.WriteString(" " + strings.ToLower(wardrobe.CantripName(c.Family, c.Power)))
	}
	about := text.String()
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(about, w) })
}
