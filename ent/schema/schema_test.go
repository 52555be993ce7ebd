package schema_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
	"github.com/mosswart/overlord/ent/migrate"
	"github.com/mosswart/overlord/ent/schema"
)

// every entity, by its table.
var every = map[string]ent.Interface{
	"alert_events":          schema.AlertEvent{},
	"alert_rules":           schema.AlertRule{},
	"alert_watches":         schema.AlertWatch{},
	"board_comments":        schema.BoardComment{},
	"board_issues":          schema.BoardIssue{},
	"char_sessions":         schema.CharSession{},
	"char_stats":            schema.CharStats{},
	"character_accesses":    schema.CharacterAccess{},
	"character_stats":       schema.CharacterSheet{},
	"characters":            schema.Character{},
	"combat_stats":          schema.CombatStats{},
	"combat_stats_sessions": schema.CombatStatsSession{},
	"command_log":           schema.CommandLog{},
	"death_events":          schema.DeathEvent{},
	"inventories":           schema.Inventory{},
	"invitations":           schema.Invitation{},
	"item_changes":          schema.ItemChange{},
	"item_combat_stats":     schema.ItemCombat{},
	"item_enhancements":     schema.ItemEnhancements{},
	"item_ratings":          schema.ItemRatings{},
	"item_names":            schema.ItemName{},
	"item_raw_data":         schema.ItemRaw{},
	"item_requirements":     schema.ItemRequirements{},
	"item_spells":           schema.ItemSpell{},
	"items":                 schema.Item{},
	"journal_positions":     schema.JournalPosition{},
	"outbox":                schema.Outbox{},
	"portals":               schema.Portal{},
	"preferences":           schema.Preference{},
	"rare_events":           schema.RareEvent{},
	"rare_stats":            schema.RareStats{},
	"rare_stats_sessions":   schema.RareStatsSession{},
	"saved_searches":        schema.SavedSearch{},
	"spells":                schema.Spell{},
	"suit_runs":             schema.SuitRun{},
	"user_sessions":         schema.UserSession{},
	"users":                 schema.User{},
}

func TestEveryTableIsOfAKnownEntity(t *testing.T) {
	if len(migrate.Tables) != len(every) {
		t.Errorf("%d tables and %d entities: is the generated code stale, or an entity missing here?", len(migrate.Tables), len(every))
	}
	for _, table := range migrate.Tables {
		if every[table.Name] == nil {
			t.Errorf("table %s is not listed here", table.Name)
		}
	}
}

func TestTheAdminIsToldOfFieldsThatExist(t *testing.T) {
	for table, entity := range every {
		var model annotation.Model
		for _, a := range entity.Annotations() {
			if m, ok := a.(annotation.Model); ok {
				model = m
			}
		}
		if model.Label == "" || model.Plural == "" || model.Group == "" || len(model.ListColumns) == 0 {
			t.Errorf("%s: label, plural, group or list columns are missing: %+v", table, model)
		}
		fields := map[string]*field.Descriptor{"id": {}}
		for _, f := range entity.Fields() {
			fields[f.Descriptor().Name] = f.Descriptor()
		}
		for _, column := range slices.Concat(model.ListColumns, model.Search, model.Order) {
			f, ok := fields[strings.TrimPrefix(column, "-")]
			if !ok {
				t.Errorf("%s: the admin is told of %q, which is no field", table, column)
			} else if f.Sensitive {
				t.Errorf("%s: the admin would show the secret %q", table, column)
			}
		}
		for _, column := range model.Search {
			if f := fields[column]; f != nil && f.Info != nil && f.Info.Type != field.TypeString && f.Info.Type != field.TypeEnum {
				t.Errorf("%s: %q is searched but is no text", table, column)
			}
		}
	}
}

func TestEveryFieldSaysWhatItIs(t *testing.T) {
	for table, entity := range every {
		for _, f := range entity.Fields() {
			if f.Descriptor().Comment == "" {
				t.Errorf("%s.%s has no comment", table, f.Descriptor().Name)
			}
		}
	}
}

func TestSecretsAreSensitive(t *testing.T) {
	for table, entity := range every {
		for _, f := range entity.Fields() {
			d := f.Descriptor()
			secret := strings.Contains(d.Name, "hash") || strings.Contains(d.Name, "secret") || strings.Contains(d.Name, "token")
			if secret != d.Sensitive {
				t.Errorf("%s.%s: sensitive is %t", table, d.Name, d.Sensitive)
			}
		}
	}
}

func TestFieldNamesDoNotClashInGeneratedCode(t *testing.T) {
	for table, entity := range every {
		names := map[string]bool{}
		for _, f := range entity.Fields() {
			names[f.Descriptor().Name] = true
		}
		for name := range names {
			for _, prefix := range []string{"set_", "add_", "clear_", "reset_", "old_"} {
				if rest, ok := strings.CutPrefix(name, prefix); ok && names[rest] {
					t.Errorf("%s: %s and %s make the same method", table, name, rest)
				}
			}
		}
	}
}

func TestCoordinatesAreFinite(t *testing.T) {
	for table, entity := range every {
		for _, f := range entity.Fields() {
			d := f.Descriptor()
			if d.Info.Type != field.TypeFloat64 {
				continue
			}
			refused := false
			for _, v := range d.Validators {
				if validate, ok := v.(func(float64) error); ok && validate(math.NaN()) != nil && validate(math.Inf(1)) != nil && validate(-101.95) == nil {
					refused = true
				}
			}
			if !refused {
				t.Errorf("%s.%s accepts what is no number, or refuses one", table, d.Name)
			}
		}
	}
}
