package suits

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// The limits of a request.
const (
	MaxWishes    = 128
	MaxSuits     = 32
	MaxTime      = 60 * time.Second
	DefaultTime  = 10 * time.Second
	DefaultSuits = 10
	MinTime      = 10 * time.Millisecond
)

// Request is one question to the suit builder: the flags of `overlord suits solve` as JSON. What is left out asks for
// nothing.
type Request struct {
	Wearer        string         `json:"wearer,omitempty" maxLength:"64" doc:"the character who wears it: his sheet says what he can wear, and other characters' attuned pieces are out"`
	Level         int            `json:"level,omitempty" minimum:"0" maximum:"1000" doc:"the wearer's level; 0 takes the sheet's, or any"`
	ArcaneLore    int            `json:"arcane_lore,omitempty" minimum:"0" maximum:"10000" doc:"the wearer's arcane lore, buffed: pieces that need more to activate are out; 0: high enough"`
	Want          []Want         `json:"want,omitempty" maxItems:"128" doc:"wishes: cantrips, each met by its family at that tier or better"`
	Primary       *SetRule       `json:"primary,omitempty"`
	Secondary     *SetRule       `json:"secondary,omitempty"`
	ExclusiveSets bool           `json:"exclusive_sets,omitempty" doc:"no body armour outside the two sets"`
	Lock          []Lock         `json:"lock,omitempty" maxItems:"23"`
	Exclude       []int          `json:"exclude,omitempty" maxItems:"2000" doc:"items that are out, by row id"`
	Empty         []string       `json:"empty,omitempty" maxItems:"23" doc:"slots that stay empty"`
	Owners        []string       `json:"owners,omitempty" maxItems:"500" doc:"only these characters' pieces"`
	Without       []string       `json:"without,omitempty" maxItems:"500" doc:"characters whose pieces are out"`
	MaxOwners     int            `json:"max_owners,omitempty" minimum:"0" maximum:"100" doc:"at most so many different owners; 0: any number"`
	MaxReductions *int           `json:"max_reductions,omitempty" minimum:"0" maximum:"100" doc:"at most so many pieces cut down by a tailor"`
	ArmorFloor    int            `json:"armor_floor,omitempty" minimum:"0" maximum:"100000" doc:"the least armour level of the whole suit"`
	Ratings       map[string]int `json:"ratings,omitempty" doc:"gear rating → what a point of it weighs"`
	Order         Order          `json:"order,omitzero"`
	Weights       *Weights       `json:"weights,omitempty" doc:"of a weighted order"`
	Slots         []string       `json:"slots,omitempty" maxItems:"23" doc:"the slots to fill; the seventeen of a suit where it is left out"`
	Top           int            `json:"top,omitempty" minimum:"0" maximum:"32" doc:"how many suits; 10 where it is left out"`
	Distance      int            `json:"distance,omitempty" minimum:"0" maximum:"23" doc:"how many pieces of each better suit a further one does without; 1 where it is left out"`
	TimeLimit     Duration       `json:"time_limit,omitempty"`
}

// Want is one wish.
type Want struct {
	Cantrip string `json:"cantrip"`
	Must    bool   `json:"must,omitempty"`
	Weight  int    `json:"weight,omitempty"`
}

// UnmarshalJSON takes a cantrip's name alone, too.
func (w *Want) UnmarshalJSON(text []byte) error {
	*w = Want{}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte(`"`)) {
		return json.Unmarshal(text, &w.Cantrip)
	}
	type plain Want
	return json.Unmarshal(text, (*plain)(w))
}

// Schema implements huma.SchemaProvider.
func (Want) Schema(huma.Registry) *huma.Schema {
	name, zero, most := 64, 0.0, 1000.0
	cantrip := func() *huma.Schema {
		return &huma.Schema{Type: huma.TypeString, MaxLength: &name, Description: "tier and family", Examples: []any{"Epic Strength"}}
	}
	object := &huma.Schema{
		Type: huma.TypeObject, AdditionalProperties: false, Required: []string{"cantrip"},
		Properties: map[string]*huma.Schema{
			"cantrip": cantrip(),
			"must":    {Type: huma.TypeBoolean, Description: "comes before all wishes that are no must"},
			"weight":  {Type: huma.TypeInteger, Minimum: &zero, Maximum: &most, Description: "1 where it is left out"},
		},
	}
	object.PrecomputeMessages()
	return &huma.Schema{OneOf: []*huma.Schema{object, cantrip()}}
}

// SetRule bounds the number of pieces of a set in the nine body armour slots.
type SetRule struct {
	Set int  `json:"set" minimum:"1" maximum:"1000"`
	Min int  `json:"min,omitempty" minimum:"0" maximum:"9"`
	Max *int `json:"max,omitempty" minimum:"0" maximum:"9" nullable:"true" doc:"null: any number"`
}

// Lock keeps a piece where it is.
type Lock struct {
	Item int    `json:"item" doc:"row id"`
	Slot string `json:"slot" doc:"one slot, or several with + between them"`
}

// Weights are what wishes and armour level weigh in a weighted order; ratings have their own.
type Weights struct {
	Cantrips int `json:"cantrips,omitempty" minimum:"0" maximum:"10000" doc:"1 where it is left out"`
	Armor    int `json:"armor,omitempty" minimum:"0" maximum:"10000"`
}

// Order is what suits are compared by: criteria, the first before all others, or "weighted".
type Order struct {
	Weighted bool
	Criteria []solver.Criterion
}

const weighted = "weighted"

// UnmarshalJSON reads "weighted" or a list.
func (o *Order) UnmarshalJSON(text []byte) error {
	*o = Order{}
	if string(text) == `"`+weighted+`"` {
		o.Weighted = true
		return nil
	}
	return json.Unmarshal(text, &o.Criteria)
}

// MarshalJSON writes what UnmarshalJSON reads.
func (o Order) MarshalJSON() ([]byte, error) {
	if o.Weighted {
		return json.Marshal(weighted)
	}
	if o.Criteria == nil {
		return json.Marshal(solver.Criteria())
	}
	return json.Marshal(o.Criteria)
}

// Schema implements huma.SchemaProvider.
func (Order) Schema(huma.Registry) *huma.Schema {
	most := len(solver.Criteria())
	criterion := &huma.Schema{Type: huma.TypeString}
	for _, c := range solver.Criteria() {
		criterion.Enum = append(criterion.Enum, string(c))
	}
	list := &huma.Schema{Type: huma.TypeArray, Items: criterion, MaxItems: &most, UniqueItems: true}
	word := &huma.Schema{Type: huma.TypeString, Enum: []any{weighted}}
	criterion.PrecomputeMessages()
	list.PrecomputeMessages()
	word.PrecomputeMessages()
	return &huma.Schema{OneOf: []*huma.Schema{list, word}, Description: "what counts first; cantrips, ratings, armor where it is left out"}
}

// Duration is a length of time as "10s"; a number is seconds.
type Duration time.Duration

// UnmarshalJSON reads both.
func (d *Duration) UnmarshalJSON(text []byte) error {
	var seconds float64
	if json.Unmarshal(text, &seconds) == nil {
		*d = Duration(seconds * float64(time.Second))
		return nil
	}
	var words string
	if err := json.Unmarshal(text, &words); err != nil {
		return err
	}
	read, err := time.ParseDuration(words)
	if err != nil {
		read = -1 // check names the field
	}
	*d = Duration(read)
	return nil
}

// MarshalJSON writes "10s".
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// Schema implements huma.SchemaProvider.
func (Duration) Schema(huma.Registry) *huma.Schema {
	most := 32
	return &huma.Schema{
		OneOf:       []*huma.Schema{{Type: huma.TypeString, MaxLength: &most}, {Type: huma.TypeNumber}},
		Description: "how long to search, 60s at most; 10s where it is left out", Examples: []any{"10s"},
	}
}

// Limit is how long the search may take.
func (r *Request) Limit() time.Duration {
	if r.TimeLimit == 0 {
		return DefaultTime
	}
	return time.Duration(r.TimeLimit)
}

// Check says what is wrong with a request, every field by its name: a *fault.Error of code Invalid. It looks nothing up
// in the database.
func (r *Request) Check() error {
	faults := fieldFaults{}
	for k, w := range r.Want {
		at := fmt.Sprintf("want[%d]", k)
		if _, _, err := wardrobe.Wish(w.Cantrip); err != nil {
			faults.add(at, sentence(err.Error()))
		}
		if w.Weight < 0 || w.Weight > 1000 {
			faults.add(at+".weight", "Between 0 and 1000.")
		}
	}
	if len(r.Want) > MaxWishes {
		faults.add("want", fmt.Sprintf("At most %d wishes.", MaxWishes))
	}
	for name, rule := range map[string]*SetRule{"primary": r.Primary, "secondary": r.Secondary} {
		if rule == nil {
			continue
		}
		if _, known := gamedata.EquipmentSetByID(rule.Set); !known {
			faults.add(name+".set", "There is no set of this number.")
		}
		if rule.Min < 0 || rule.Max != nil && *rule.Max < rule.Min {
			faults.add(name+".max", "Less than the minimum.")
		}
	}
	if r.Primary != nil && r.Secondary != nil && r.Primary.Set == r.Secondary.Set {
		faults.add("secondary.set", "The same set as the primary one.")
	}
	if r.ExclusiveSets && r.Primary == nil && r.Secondary == nil {
		faults.add("exclusive_sets", "Name a set first.")
	}
	for k, lock := range r.Lock {
		if _, err := slotsOf(strings.Split(lock.Slot, "+")); err != nil {
			faults.add(fmt.Sprintf("lock[%d].slot", k), sentence(err.Error()))
		}
		if slices.ContainsFunc(r.Lock[:k], func(l Lock) bool { return l.Item == lock.Item }) {
			faults.add(fmt.Sprintf("lock[%d].item", k), "Locked twice.")
		}
		if slices.Contains(r.Exclude, lock.Item) {
			faults.add(fmt.Sprintf("lock[%d].item", k), "Locked and excluded.")
		}
	}
	for name, list := range map[string][]string{"empty": r.Empty, "slots": r.Slots} {
		for k, slot := range list {
			if _, ok := solver.SlotByName(slot); !ok {
				faults.add(fmt.Sprintf("%s[%d]", name, k), fmt.Sprintf("There is no slot %q.", slot))
			}
		}
	}
	for rating, weight := range r.Ratings {
		if _, known := ratingProperties[rating]; !known {
			faults.add("ratings."+rating, "There is no such rating.")
		} else if weight < 0 || weight > 1000 {
			faults.add("ratings."+rating, "Between 0 and 1000.")
		}
	}
	if r.MaxReductions != nil && *r.MaxReductions < 0 || r.MaxOwners < 0 || r.ArmorFloor < 0 {
		faults.add("max_reductions", "A limit cannot be negative.")
	}
	for k, c := range r.Order.Criteria {
		if !slices.Contains(solver.Criteria(), c) || slices.Contains(r.Order.Criteria[:k], c) {
			faults.add(fmt.Sprintf("order[%d]", k), "Each of cantrips, ratings and armor once.")
		}
	}
	if r.Top < 0 || r.Top > MaxSuits {
		faults.add("top", fmt.Sprintf("At most %d.", MaxSuits))
	}
	if r.Distance < 0 {
		faults.add("distance", "At least 1.")
	}
	if limit := r.Limit(); limit < MinTime || limit > MaxTime {
		faults.add("time_limit", fmt.Sprintf("From %s to %s.", MinTime, MaxTime))
	}
	return faults.err()
}

// fieldFaults are what is wrong, by field.
type fieldFaults map[string]string

func (f fieldFaults) add(field, message string) {
	if _, taken := f[field]; !taken {
		f[field] = message
	}
}

func (f fieldFaults) err() error {
	if len(f) == 0 {
		return nil
	}
	err := fault.New(fault.Invalid, "Some values are not acceptable.")
	for _, field := range slices.Sorted(maps.Keys(f)) {
		err = err.WithField(field, f[field])
	}
	return err
}

func sentence(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func slotsOf(names []string) (set solver.Slots, err error) {
	for _, name := range names {
		s, ok := solver.SlotByName(strings.TrimSpace(name))
		if !ok {
			return 0, fmt.Errorf("there is no slot %q", name)
		}
		set |= solver.SlotsOf(s)
	}
	return set, nil
}

// ratingProperties are the gear ratings that can be asked for, under the names of the inventory's columns.
var ratingProperties = map[string]solver.Rating{
	"damage": 370, "damage_resist": 371, "crit": 372, "crit_resist": 373, "crit_damage": 374, "crit_damage_resist": 375,
	"healing_boost": 376, "nether_resist": 377, "life_resist": 378, "vitality": 379, "pk_damage": 383, "pk_damage_resist": 384,
}

// RatingByName finds a gear rating: "crit_damage".
func RatingByName(name string) (r solver.Rating, ok bool) {
	r, ok = ratingProperties[name]
	return r, ok
}

// ratingNames are those names, by the game's number.
var ratingNames = slices.SortedFunc(maps.Keys(ratingProperties), func(a, b string) int {
	return cmp.Compare(ratingProperties[a], ratingProperties[b])
})
