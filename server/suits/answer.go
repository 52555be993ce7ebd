package suits

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// Answer is what a run found, with its proof.
type Answer struct {
	Covered          int                 `json:"covered" doc:"wishes that the first suit meets"`
	Wanted           int                 `json:"wanted"`
	ArmorLevel       int64               `json:"armor_level" doc:"of the first suit"`
	UpperBound       Bound               `json:"upper_bound" doc:"no suit is better than this; the first suit's own numbers where it is proven"`
	Gap              int                 `json:"gap" doc:"wishes between the first suit and the bound; 0 and proven: the best there is"`
	Proven           bool                `json:"proven" doc:"every suit is the best of those that may stand there"`
	Seconds          float64             `json:"seconds" doc:"of searching"`
	FirstSuitSeconds float64             `json:"first_suit_seconds"`
	Suits            []Suit              `json:"suits" doc:"best first; empty where no suit keeps the rules"`
	Unmet            []Unmet             `json:"unmet" doc:"wishes that the first suit does not meet"`
	RunnerUp         map[string]RunnerUp `json:"runner_up" doc:"by slot: the best other piece while all else stays"`
	Fetch            []Fetch             `json:"fetch" doc:"who hands what to the wearer, and what is to be cut down"`
	Worn             *Suit               `json:"worn" doc:"what the wearer wears now; null where nobody in particular asks"`
	Candidates       map[string]int      `json:"candidates" doc:"by slot: how many pieces may be worn there"`
	Pieces           Pieces              `json:"pieces"`
	Reachable        Reachable           `json:"reachable"`
	Infeasible       *Infeasible         `json:"infeasible" doc:"null where there is a suit"`
}

// Bound is what no suit is better than.
type Bound struct {
	Covered    int   `json:"covered"`
	ArmorLevel int64 `json:"armor_level" doc:"of a suit that meets as many wishes"`
}

// Suit is one choice of pieces, in the order of their slots.
type Suit struct {
	Covered    int            `json:"covered"`
	Wanted     int            `json:"wanted"`
	ArmorLevel int64          `json:"armor_level"`
	Ratings    map[string]int `json:"ratings" doc:"sums over the pieces"`
	Score      int64          `json:"score" doc:"the weighted sum in a weighted order, else the wishes' weights"`
	Met        []string       `json:"met" doc:"wishes that it meets"`
	Items      []SuitItem     `json:"items"`
	Sets       []SetShare     `json:"sets" doc:"of body armour, the largest first"`
	Owners     int            `json:"owners"`
	Reductions int            `json:"reductions"`
}

// SuitItem is one piece in its place.
type SuitItem struct {
	Slot       string         `json:"slot" doc:"the first that it takes"`
	Slots      []string       `json:"slots"`
	ID         int            `json:"id" doc:"row id"`
	ObjectID   int64          `json:"object_id"`
	Owner      string         `json:"owner"`
	Name       string         `json:"name"`
	Reduced    bool           `json:"reduced" doc:"a tailor has to cut it down first"`
	Locked     bool           `json:"locked"`
	Worn       bool           `json:"worn" doc:"the wearer wears it now"`
	ArmorLevel int            `json:"armor_level" doc:"base, with its own Impenetrability"`
	Ratings    map[string]int `json:"ratings"`
	Cantrips   []Cantrip      `json:"cantrips"`
	Set        *Set           `json:"set"`
}

// Cantrip is a cantrip that serves the wearer.
type Cantrip struct {
	Family int    `json:"family"`
	Name   string `json:"name" example:"Strength"`
	Tier   string `json:"tier" example:"epic"`
	Label  string `json:"label" example:"Epic Strength"`
}

// Set is an equipment set.
type Set struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// SetShare is how many pieces of body armour are of a set.
type SetShare struct {
	Set
	Count int `json:"count"`
}

// Unmet says why a wish is not met, and what would help.
type Unmet struct {
	Wish   string       `json:"wish"`
	Reason string       `json:"reason" doc:"not_owned, barred, owner_excluded, item_excluded, no_slot, set_rule, armor_floor, limit_rule, outbid, no_wearer"`
	Why    string       `json:"why" doc:"one sentence"`
	Item   int          `json:"item" doc:"row id of the piece that comes nearest; 0 for none"`
	Relax  []Relaxation `json:"relax"`
}

// Relaxation is a change of the request that was tried, and what it gains.
type Relaxation struct {
	Label  string                     `json:"label"`
	Change map[string]json.RawMessage `json:"change" doc:"fields of the request to replace; null takes the default"`
	Gain   string                     `json:"gain" doc:"in words"`
	Gains  Bound                      `json:"gains" doc:"what the suit then is"`
}

// RunnerUp is the best other piece for a slot.
type RunnerUp struct {
	SuitItem
	SuitCovered    int      `json:"suit_covered" doc:"of the suit with it"`
	SuitArmorLevel int64    `json:"suit_armor_level"`
	Loses          []string `json:"loses"`
	Gains          []string `json:"gains"`
}

// Fetch is what one owner gives to the wearer, and what has to be cut down of it.
type Fetch struct {
	Owner    string      `json:"owner"`
	Place    string      `json:"place" doc:"where he is now; empty while unknown"`
	Online   bool        `json:"online"`
	Items    []FetchItem `json:"items"`
	Reduce   []Reduce    `json:"reduce"`
	Commands []string    `json:"commands" doc:"lines for the game's chat"`
}

// FetchItem is one piece to hand over.
type FetchItem struct {
	ID       int    `json:"id" doc:"row id"`
	ObjectID int64  `json:"object_id"`
	Name     string `json:"name"`
	Slot     string `json:"slot"`
}

// Reduce is one piece to cut down, for good.
type Reduce struct {
	Item int    `json:"item" doc:"row id"`
	Name string `json:"name"`
	Tool string `json:"tool" example:"Armor Main Reduction Tool"`
	To   string `json:"to" doc:"slot"`
}

// Pieces is how many pieces could be worn.
type Pieces struct {
	InPlay int `json:"in_play" doc:"that this question allows"`
	Of     int `json:"of" doc:"all that somebody could wear in a suit"`
}

// Reachable is what is possible at most, wishes aside.
type Reachable struct {
	ArmorLevel int64 `json:"armor_level"`
}

// Infeasible says why no suit keeps the rules, and which changes would let one.
type Infeasible struct {
	Why   string       `json:"why"`
	Relax []Relaxation `json:"relax"`
}

// State is how far a run has come.
type State string

// The states.
const (
	Queued    State = "queued"
	Running   State = "running"
	Done      State = "done"
	Cancelled State = "cancelled"
	Failed    State = "failed"
)

// Over says whether nothing more will come.
func (s State) Over() bool { return s == Done || s == Cancelled || s == Failed }

// Run is one search and what is known of it.
type Run struct {
	ID         uuid.UUID  `json:"id"`
	State      State      `json:"state" enum:"queued,running,done,cancelled,failed"`
	Ahead      int        `json:"ahead" doc:"searches that come first, while it is queued"`
	Username   string     `json:"username" doc:"who asked; empty for a program"`
	Request    Request    `json:"request"`
	CreatedAt  time.Time  `json:"created_at"`
	StartedAt  *time.Time `json:"started_at"`
	FinishedAt *time.Time `json:"finished_at"`
	Failure    string     `json:"failure" doc:"why it failed, or what cut it short"`
	Answer     *Answer    `json:"answer" doc:"null before the first suit; of a running search the best so far"`
}
