package suits

import (
	"fmt"
	"strings"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
)

// fetch says who hands what to the wearer, by owner, and what of it has to be cut down. What the wearer has already, but
// has to have cut down, comes under his own name. Commands are for the
// owner's own chat: cut down first, then give. Where the owners are is for whoever shows it.
func (q *question) fetch(s solver.Suit) []Fetch {
	wearer := q.wearer.Name
	out := []Fetch{}
	for _, h := range s.Fetch("") {
		f := Fetch{Owner: h.Owner, Items: []FetchItem{}, Reduce: []Reduce{}, Commands: []string{}}
		for _, p := range h.Pieces {
			piece := q.in.ID(p.Item)
			slot := strings.Join(names(p.Slots), "+")
			if h.Owner != wearer {
				f.Items = append(f.Items, FetchItem{ID: piece.Row, ObjectID: piece.ObjectID, Name: p.Name, Slot: slot})
			}
			if p.Reduced {
				f.Reduce = append(f.Reduce, Reduce{Item: piece.Row, Name: p.Name, Tool: piece.Tool(p.Slots).String(), To: slot})
			}
		}
		if len(f.Items)+len(f.Reduce) == 0 {
			continue
		}
		for _, r := range f.Reduce {
			if r.Tool != gamedata.NoReduction.String() {
				f.Commands = append(f.Commands, fmt.Sprintf("/mt use %s on %s", r.Tool, r.Name))
			}
		}
		for _, it := range f.Items {
			if wearer != "" {
				f.Commands = append(f.Commands, fmt.Sprintf("/mt give %s to %s", it.Name, wearer))
			}
		}
		out = append(out, f)
	}
	return out
}
