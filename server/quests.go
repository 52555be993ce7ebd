package server

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// QuestState is how far a character is from doing a quest again.
type QuestState struct {
	Countdown string     `json:"countdown" doc:"as the plugin wrote it" example:"1d 02:03:04"`
	Ready     *bool      `json:"ready" doc:"by now; null where the countdown is not understood"`
	ReadyAt   *time.Time `json:"ready_at" doc:"null where it was ready when it was read, or is not understood"`
}

// QuestTimer is one quest timer of a character.
type QuestTimer struct {
	QuestName string `json:"quest_name"`
	QuestState
	Timestamp time.Time `json:"timestamp" doc:"when the countdown was read"`
}

// CharacterQuests are one character's quest timers, by name.
type CharacterQuests struct {
	CharacterName string       `json:"character_name"`
	Quests        []QuestTimer `json:"quests"`
}

// QuestStatus is the answer of GET /quest-status.
type QuestStatus struct {
	Characters []CharacterQuests `json:"characters"`
}

// QuestRow is one quest of the matrix: who has a timer for it, and where it stands.
type QuestRow struct {
	QuestName string                `json:"quest_name"`
	States    map[string]QuestState `json:"states" doc:"character → state"`
}

// QuestMatrix is the answer of GET /quests.
type QuestMatrix struct {
	Characters []string   `json:"characters" doc:"who has any timer, by name"`
	Quests     []QuestRow `json:"quests" doc:"by name"`
}

// registerQuests is GET /quest-status and GET /quests.
func (s *Server) registerQuests() {
	const fromMemory = "From memory: what the plugins have sent since the server's start, at most 500 timers a character. A timer that has run out is ready."
	operate(s, Reader, huma.Operation{
		OperationID: "quest-status", Method: http.MethodGet, Path: "/quest-status", Tags: []string{"quests"},
		Summary: "Everybody's quest timers, by character", Description: fromMemory,
	}, s.questStatus)
	operate(s, Reader, huma.Operation{
		OperationID: "quests", Method: http.MethodGet, Path: "/quests", Tags: []string{"quests"},
		Summary: "Everybody's quest timers, by quest", Description: fromMemory,
	}, s.questMatrix)
}

func (s *Server) questStatus(context.Context, *struct{}) (*struct{ Body QuestStatus }, error) {
	out := QuestStatus{Characters: []CharacterQuests{}}
	now := s.now()
	for _, q := range s.options.Hub.State().Quests() { // by character, then by quest
		n := len(out.Characters)
		if n == 0 || out.Characters[n-1].CharacterName != q.Character {
			out.Characters = append(out.Characters, CharacterQuests{CharacterName: q.Character})
			n++
		}
		c := &out.Characters[n-1]
		ready, at := questReady(q.Countdown, q.Timestamp, now)
		c.Quests = append(c.Quests, QuestTimer{QuestName: q.QuestName, QuestState: QuestState{q.Countdown, ready, at}, Timestamp: q.Timestamp})
	}
	return &struct{ Body QuestStatus }{out}, nil
}

func (s *Server) questMatrix(context.Context, *struct{}) (*struct{ Body QuestMatrix }, error) {
	out := QuestMatrix{Characters: []string{}, Quests: []QuestRow{}}
	now := s.now()
	rows := map[string]map[string]QuestState{}
	for _, q := range s.options.Hub.State().Quests() {
		if n := len(out.Characters); n == 0 || out.Characters[n-1] != q.Character {
			out.Characters = append(out.Characters, q.Character)
		}
		if rows[q.QuestName] == nil {
			rows[q.QuestName] = map[string]QuestState{}
		}
		ready, at := questReady(q.Countdown, q.Timestamp, now)
		rows[q.QuestName][q.Character] = QuestState{q.Countdown, ready, at}
	}
	for name, states := range rows {
		out.Quests = append(out.Quests, QuestRow{name, states})
	}
	slices.SortFunc(out.Quests, func(a, b QuestRow) int { return strings.Compare(a.QuestName, b.QuestName) })
	return &struct{ Body QuestMatrix }{out}, nil
}
