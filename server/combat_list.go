package server

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent/combatstats"
	"github.com/mosswart/overlord/ent/combatstatssession"
)

// combatAge is how old an answer of GET /combat-stats may be: the sums of many fights are made once for all who look.
const combatAge = 15 * time.Second

type combatListInput struct {
	Of       string `query:"of" enum:"lifetime,session" default:"lifetime" doc:"over all sessions, or each character's newest alone"`
	Monsters bool   `query:"monsters" doc:"with the sum by monster, attack type and element"`
}

type combatQuestion struct{ session, monsters bool }

// fought is what both tables of fights have in common.
type fought struct {
	CharacterCombat
	monsters json.RawMessage
}

func (s *Server) combatList(ctx context.Context, q combatQuestion) (any, error) {
	hidden, err := s.hidden(ctx)
	if err != nil {
		return nil, err
	}
	read := s.lifetimesFought
	if q.session {
		read = s.sessionsFought
	}
	rows, err := read(ctx, q.monsters)
	if err != nil {
		return nil, err
	}
	out := CombatList{Combat: make([]CharacterCombat, 0, len(rows))}
	if q.monsters {
		out.Monsters = map[string]MonsterCombat{}
	}
	for _, row := range rows {
		if hidden[row.CharacterName] {
			continue
		}
		out.Combat = append(out.Combat, row.CharacterCombat)
		if q.monsters {
			addMonsters(out.Monsters, monsters(row.monsters))
		}
	}
	return out, nil
}

// combatColumns are the sums of a fight, and what they are made of where it is wanted.
func combatColumns(withMonsters bool) []string {
	columns := []string{
		combatstats.FieldCharacterName, combatstats.FieldAsOf, combatstats.FieldTotalKills, combatstats.FieldTotalDamageGiven,
		combatstats.FieldTotalDamageReceived, combatstats.FieldTotalAetheriaSurges, combatstats.FieldTotalCloakSurges,
	}
	if withMonsters {
		columns = append(columns, combatstats.FieldMonsters)
	}
	return columns
}

func (s *Server) lifetimesFought(ctx context.Context, withMonsters bool) ([]fought, error) {
	rows, err := s.options.DB.Ent.CombatStats.Query().Order(combatstats.ByCharacterName()).Select(combatColumns(withMonsters)...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read combat stats: %w", err)
	}
	out := make([]fought, len(rows))
	for i, row := range rows {
		out[i] = fought{CharacterCombat{row.CharacterName, lifetimeTotals(row)}, row.Monsters}
	}
	return out, nil
}

// sessionsFought reads every character's newest session: the one with no later one beside it.
func (s *Server) sessionsFought(ctx context.Context, withMonsters bool) ([]fought, error) {
	newest := func(q *sql.Selector) {
		later := sql.Table(combatstatssession.Table).As("later")
		q.Where(sql.NotExists(sql.Select(later.C(combatstatssession.FieldID)).From(later).Where(sql.And(
			sql.ColumnsEQ(later.C(combatstatssession.FieldCharacterName), q.C(combatstatssession.FieldCharacterName)),
			sql.Or(
				sql.ColumnsGT(later.C(combatstatssession.FieldAsOf), q.C(combatstatssession.FieldAsOf)),
				sql.And(
					sql.ColumnsEQ(later.C(combatstatssession.FieldAsOf), q.C(combatstatssession.FieldAsOf)),
					sql.ColumnsGT(later.C(combatstatssession.FieldID), q.C(combatstatssession.FieldID)),
				),
			),
		))))
	}
	rows, err := s.options.DB.Ent.CombatStatsSession.Query().Where(newest).Order(combatstatssession.ByCharacterName()).
		Select(combatColumns(withMonsters)...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read newest sessions in combat: %w", err)
	}
	out := make([]fought, len(rows))
	for i, row := range rows {
		out[i] = fought{CharacterCombat{row.CharacterName, sessionTotals(row)}, row.Monsters}
	}
	return out, nil
}

// addMonsters adds one fight record to a sum: counts are added, and of two greatest hits the greater stays.
func addMonsters(sum, more map[string]MonsterCombat) {
	for name, m := range more {
		held, ok := sum[name]
		if !ok {
			held = MonsterCombat{Offense: map[string]map[string]AttackTotals{}, Defense: map[string]map[string]AttackTotals{}}
		}
		held.KillCount = plus(held.KillCount, m.KillCount)
		held.DamageGiven = plus(held.DamageGiven, m.DamageGiven)
		held.DamageReceived = plus(held.DamageReceived, m.DamageReceived)
		addAttacks(held.Offense, m.Offense)
		addAttacks(held.Defense, m.Defense)
		sum[name] = held
	}
}

func addAttacks(sum, more map[string]map[string]AttackTotals) {
	for kind, elements := range more {
		if sum[kind] == nil {
			sum[kind] = make(map[string]AttackTotals, len(elements))
		}
		for element, a := range elements {
			held := sum[kind][element]
			sum[kind][element] = AttackTotals{
				TotalAttacks: plus(held.TotalAttacks, a.TotalAttacks), FailedAttacks: plus(held.FailedAttacks, a.FailedAttacks), Crits: plus(held.Crits, a.Crits),
				TotalNormalDamage: plus(held.TotalNormalDamage, a.TotalNormalDamage), MaxNormalDamage: greater(held.MaxNormalDamage, a.MaxNormalDamage),
				TotalCritDamage: plus(held.TotalCritDamage, a.TotalCritDamage), MaxCritDamage: greater(held.MaxCritDamage, a.MaxCritDamage),
			}
		}
	}
}

// plus adds what is known; nil while neither is.
func plus(a, b *int64) *int64 {
	if a == nil || b == nil {
		return either(a, b)
	}
	sum := *a + *b
	return &sum
}

func greater(a, b *int64) *int64 {
	if a == nil || b == nil {
		return either(a, b)
	}
	most := max(*a, *b)
	return &most
}

func either(a, b *int64) *int64 {
	if a == nil {
		return b
	}
	return a
}
