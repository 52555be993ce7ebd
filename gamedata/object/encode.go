package object

import (
	"encoding/json"
	"fmt"

	"github.com/mosswart/overlord/gamedata"
)

// MarshalJSON writes the item as the plugin does: Decode gives the same item again.
func (o Object) MarshalJSON() ([]byte, error) {
	out, err := json.Marshal(struct {
		HasIDData    bool                               `json:"HasIdData"`
		ID           int64                              `json:"Id"`
		LastIDTime   int64                              `json:"LastIdTime"`
		ObjectClass  gamedata.ObjectClass               `json:"ObjectClass"`
		Bools        map[gamedata.BoolProperty]bool     `json:"BoolValues"`
		Doubles      map[gamedata.FloatProperty]float64 `json:"DoubleValues"`
		Ints         map[gamedata.IntProperty]int64     `json:"IntValues"`
		Strings      map[gamedata.StringProperty]string `json:"StringValues"`
		ActiveSpells []int                              `json:"ActiveSpells"`
		Spells       []int                              `json:"Spells"`
		ContainerID  int64                              `json:"ContainerId,omitempty"`
	}{
		o.HasIDData, Wire(o.ID), o.LastIDTime, o.ObjectClass, o.Bools, o.Doubles, o.Ints, o.Strings,
		o.ActiveSpells, o.Spells, Wire(o.ContainerID),
	})
	if err != nil {
		return nil, fmt.Errorf("write item %d: %w", o.ID, err)
	}
	return out, nil
}
