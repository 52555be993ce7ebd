package suits

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/charactersheet"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// Wearer is what is known of a character who wears a suit: of its last sheet the level, the heritage and the skills'
// base values. A level above 0 replaces the sheet's. "" is nobody in particular. An error of code Invalid says that no
// character of the name was ever heard of.
func Wearer(ctx context.Context, client *ent.Client, name string, level int) (wardrobe.Wearer, error) {
	w := wardrobe.Wearer{Name: name, Level: level}
	if name == "" {
		return w, nil
	}
	sheet, err := client.CharacterSheet.Query().Where(charactersheet.CharacterName(name)).Only(ctx)
	if ent.IsNotFound(err) {
		return w, known(ctx, client, name)
	}
	if err != nil {
		return w, fmt.Errorf("read the wearer's sheet: %w", err)
	}
	if w.Level == 0 && sheet.Level != nil {
		w.Level = int(*sheet.Level)
	}
	w.Heritage = heritage(sheet.Race)
	w.BaseSkills = baseSkills(sheet.Payload)
	return w, nil
}

// wearer is who a request is for.
func (s *Service) wearer(ctx context.Context, r *Request) (wardrobe.Wearer, error) {
	w, err := Wearer(ctx, s.db.Ent, r.Wearer, r.Level)
	w.ArcaneLore = r.ArcaneLore
	return w, err
}

func known(ctx context.Context, client *ent.Client, name string) error {
	seen, err := client.Character.Query().Where(character.Name(name)).Exist(ctx)
	if err == nil && !seen {
		seen, err = client.Item.Query().Where(item.CharacterName(name)).Exist(ctx)
	}
	if err != nil {
		return fmt.Errorf("look for the wearer: %w", err)
	}
	if !seen {
		return fault.Field("wearer", "No character of this name has been seen.")
	}
	return nil
}

// heritage is the number of a race that a sheet names; 0 where it is unknown, which forbids nothing.
func heritage(race string) int {
	for id := 1; ; id++ {
		name, ok := gamedata.HeritageName(id)
		if !ok {
			return 0
		}
		if strings.EqualFold(name, strings.ReplaceAll(race, "'", "")) { // Gharu'ndim
			return id
		}
	}
}

// baseSkills reads a sheet's skills; nil where it has none, which forbids nothing.
func baseSkills(payload json.RawMessage) map[gamedata.Skill]int {
	var sheet struct{ Skills map[string]json.RawMessage }
	if json.Unmarshal(payload, &sheet) != nil || len(sheet.Skills) == 0 {
		return nil
	}
	skills := map[gamedata.Skill]int{}
	for _, s := range gamedata.Skills() {
		var of struct{ Base event.Int }
		if text, ok := sheet.Skills[s.Key]; ok && json.Unmarshal(text, &of) == nil && of.Base.Known {
			skills[s.ID] = int(of.Base.V)
		}
	}
	return skills
}
