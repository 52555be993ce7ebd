package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/combatstats"
	"github.com/mosswart/overlord/ent/combatstatssession"
	"github.com/mosswart/overlord/ingest/event"
)

// CombatTotals are the sums of a fight record.
type CombatTotals struct {
	AsOf                time.Time `json:"as_of" doc:"of the newest record that went in"`
	TotalKills          int64     `json:"total_kills"`
	TotalDamageGiven    int64     `json:"total_damage_given"`
	TotalDamageReceived int64     `json:"total_damage_received"`
	TotalAetheriaSurges int64     `json:"total_aetheria_surges"`
	TotalCloakSurges    int64     `json:"total_cloak_surges"`
}

// CharacterCombat is one character's sums in combat.
type CharacterCombat struct {
	CharacterName string `json:"character_name"`
	CombatTotals
}

// CombatList is the answer of GET /combat-stats.
type CombatList struct {
	Combat   []CharacterCombat        `json:"combat"`
	Monsters map[string]MonsterCombat `json:"monsters" doc:"of all of them together, by name; null where it was not asked for"`
}

// CombatStats is the answer of GET /combat-stats/{character}.
type CombatStats struct {
	CharacterName string               `json:"character_name"`
	Lifetime      *CombatLifetime      `json:"lifetime" doc:"over all sessions; null before the first record"`
	Session       *CombatSession       `json:"session" doc:"the newest one; null before the first record"`
	Sessions      []CombatSessionTotal `json:"sessions" doc:"newest first"`
	NextCursor    string               `json:"next_cursor" doc:"of sessions; empty on the last page"`
}

// CombatLifetime is the sum of every session's last record.
type CombatLifetime struct {
	CombatTotals
	Monsters map[string]MonsterCombat `json:"monsters" doc:"by name"`
}

// CombatSession is one session's last record.
type CombatSession struct {
	SessionID string `json:"session_id"`
	CombatTotals
	Monsters map[string]MonsterCombat `json:"monsters" doc:"by name"`
}

// CombatSessionTotal is one session's sums.
type CombatSessionTotal struct {
	SessionID string `json:"session_id"`
	CombatTotals
}

// MonsterCombat is the fight record against one kind of monster; what is unknown is null.
type MonsterCombat struct {
	KillCount      *int64                             `json:"kill_count"`
	DamageGiven    *int64                             `json:"damage_given"`
	DamageReceived *int64                             `json:"damage_received"`
	Offense        map[string]map[string]AttackTotals `json:"offense" doc:"attack type → element → attacks made"`
	Defense        map[string]map[string]AttackTotals `json:"defense" doc:"attack type → element → attacks suffered"`
}

// AttackTotals sum attacks of one type and element.
type AttackTotals struct {
	TotalAttacks      *int64 `json:"total_attacks"`
	FailedAttacks     *int64 `json:"failed_attacks"`
	Crits             *int64 `json:"crits"`
	TotalNormalDamage *int64 `json:"total_normal_damage"`
	MaxNormalDamage   *int64 `json:"max_normal_damage"`
	TotalCritDamage   *int64 `json:"total_crit_damage"`
	MaxCritDamage     *int64 `json:"max_crit_damage"`
}

type combatInput struct {
	CharacterPath
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"sessions a page"`
	Cursor string `query:"cursor" maxLength:"64" doc:"next_cursor of the page before"`
}

// registerCombatStats is GET /combat-stats and GET /combat-stats/{character}.
func (s *Server) registerCombatStats() {
	list := newSharedAnswers(s.now, combatAge, s.combatList)
	operate(s, Reader, huma.Operation{
		OperationID: "combat-stats", Method: http.MethodGet, Path: "/combat-stats", Tags: []string{"combat"},
		Summary: "Everybody in combat, by name", Description: "Hidden characters are left out; up to 15 seconds old.", Responses: sharedSchema[CombatList](s),
	}, func(ctx context.Context, in *combatListInput) (*sharedOutput, error) {
		return list.get(ctx, combatQuestion{in.Of == "session", in.Monsters})
	})
	operate(s, Reader, huma.Operation{
		OperationID: "character-combat-stats", Method: http.MethodGet, Path: "/combat-stats/{character}", Tags: []string{"combat"},
		Summary: "A character in combat: lifetime, newest session, and the sums of each session",
	}, s.combatStats)
}

// hidden names the characters that are left out of lists.
func (s *Server) hidden(ctx context.Context) (map[string]bool, error) {
	names, err := s.options.DB.Ent.Character.Query().Where(character.Hidden(true)).Select(character.FieldName).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("read hidden characters: %w", err)
	}
	hidden := make(map[string]bool, len(names))
	for _, name := range names {
		hidden[name] = true
	}
	return hidden, nil
}

func (s *Server) combatStats(ctx context.Context, in *combatInput) (*struct{ Body CombatStats }, error) {
	after, err := pageAfter(in.Cursor, combatstatssession.FieldAsOf)
	if err != nil {
		return nil, err
	}
	if err := s.mustBeKnown(ctx, in.Character); err != nil {
		return nil, err
	}
	out := CombatStats{CharacterName: in.Character}
	client := s.options.DB.Ent
	lifetime, err := client.CombatStats.Query().Where(combatstats.CharacterName(in.Character)).Only(ctx)
	switch {
	case err == nil:
		out.Lifetime = &CombatLifetime{lifetimeTotals(lifetime), monsters(lifetime.Monsters)}
	case !ent.IsNotFound(err):
		return nil, fmt.Errorf("read lifetime in combat: %w", err)
	}
	newestFirst := []combatstatssession.OrderOption{combatstatssession.ByAsOf(sql.OrderDesc()), combatstatssession.ByID(sql.OrderDesc())}
	newest, err := client.CombatStatsSession.Query().Where(combatstatssession.CharacterName(in.Character)).Order(newestFirst...).First(ctx)
	switch {
	case err == nil:
		out.Session = &CombatSession{newest.SessionID, sessionTotals(newest), monsters(newest.Monsters)}
	case !ent.IsNotFound(err):
		return nil, fmt.Errorf("read newest session in combat: %w", err)
	}
	rows, err := client.CombatStatsSession.Query().Where(combatstatssession.CharacterName(in.Character), after).Order(newestFirst...).Limit(in.Limit+1).
		Select(combatstatssession.FieldSessionID, combatstatssession.FieldAsOf, combatstatssession.FieldTotalKills,
			combatstatssession.FieldTotalDamageGiven, combatstatssession.FieldTotalDamageReceived,
			combatstatssession.FieldTotalAetheriaSurges, combatstatssession.FieldTotalCloakSurges).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read sessions in combat: %w", err)
	}
	rows, out.NextCursor = pageOf(rows, in.Limit, func(c *ent.CombatStatsSession) cursor { return cursor{c.AsOf, c.ID} })
	out.Sessions = make([]CombatSessionTotal, 0, len(rows))
	for _, row := range rows {
		out.Sessions = append(out.Sessions, CombatSessionTotal{row.SessionID, sessionTotals(row)})
	}
	return &struct{ Body CombatStats }{out}, nil
}

func lifetimeTotals(c *ent.CombatStats) CombatTotals {
	return CombatTotals{c.AsOf.UTC(), c.TotalKills, c.TotalDamageGiven, c.TotalDamageReceived, c.TotalAetheriaSurges, c.TotalCloakSurges}
}

func sessionTotals(c *ent.CombatStatsSession) CombatTotals {
	return CombatTotals{c.AsOf.UTC(), c.TotalKills, c.TotalDamageGiven, c.TotalDamageReceived, c.TotalAetheriaSurges, c.TotalCloakSurges}
}

// monsters reads what is stored in the wire's shape. A monster that does not fit is left out.
func monsters(stored json.RawMessage) map[string]MonsterCombat {
	out := map[string]MonsterCombat{}
	for name, m := range wireMap[event.MonsterCombat](stored) {
		out[name] = MonsterCombat{
			KillCount: m.KillCount.Ptr(), DamageGiven: m.DamageGiven.Ptr(), DamageReceived: m.DamageReceived.Ptr(),
			Offense: attacks(m.Offense), Defense: attacks(m.Defense),
		}
	}
	return out
}

func attacks(stored map[string]map[string]event.AttackTotals) map[string]map[string]AttackTotals {
	out := make(map[string]map[string]AttackTotals, len(stored))
	for kind, elements := range stored {
		out[kind] = make(map[string]AttackTotals, len(elements))
		for element, a := range elements {
			out[kind][element] = AttackTotals{
				TotalAttacks: a.TotalAttacks.Ptr(), FailedAttacks: a.FailedAttacks.Ptr(), Crits: a.Crits.Ptr(),
				TotalNormalDamage: a.TotalNormalDamage.Ptr(), MaxNormalDamage: a.MaxNormalDamage.Ptr(),
				TotalCritDamage: a.TotalCritDamage.Ptr(), MaxCritDamage: a.MaxCritDamage.Ptr(),
			}
		}
	}
	return out
}
