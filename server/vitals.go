package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// CharacterVitals are one character's pools as of their last change; what is unknown is null.
type CharacterVitals struct {
	CharacterName     string    `json:"character_name"`
	Timestamp         time.Time `json:"timestamp"`
	HealthCurrent     *int64    `json:"health_current"`
	HealthMax         *int64    `json:"health_max"`
	HealthPercentage  *float64  `json:"health_percentage" doc:"0 to 100"`
	StaminaCurrent    *int64    `json:"stamina_current"`
	StaminaMax        *int64    `json:"stamina_max"`
	StaminaPercentage *float64  `json:"stamina_percentage" doc:"0 to 100"`
	ManaCurrent       *int64    `json:"mana_current"`
	ManaMax           *int64    `json:"mana_max"`
	ManaPercentage    *float64  `json:"mana_percentage" doc:"0 to 100"`
	Vitae             *int64    `json:"vitae" doc:"% lost"`
}

// VitalsList is the answer of GET /vitals.
type VitalsList struct {
	Vitals []CharacterVitals `json:"vitals"`
}

// registerVitals is GET /vitals.
func (s *Server) registerVitals() {
	operate(s, Reader, huma.Operation{
		OperationID: "vitals", Method: http.MethodGet, Path: "/vitals", Tags: []string{"characters"},
		Summary:     "Everybody's health, stamina, mana and vitae, by name",
		Description: "From memory: since the server's start, each as of its last change.",
	}, s.vitals)
}

func (s *Server) vitals(context.Context, *struct{}) (*struct{ Body VitalsList }, error) {
	newest := s.options.Hub.State().Vitals()
	out := VitalsList{Vitals: make([]CharacterVitals, 0, len(newest))}
	for _, v := range newest {
		out.Vitals = append(out.Vitals, CharacterVitals{
			CharacterName: v.Character, Timestamp: v.Timestamp,
			HealthCurrent: v.HealthCurrent.Ptr(), HealthMax: v.HealthMax.Ptr(), HealthPercentage: v.HealthPercentage.Ptr(),
			StaminaCurrent: v.StaminaCurrent.Ptr(), StaminaMax: v.StaminaMax.Ptr(), StaminaPercentage: v.StaminaPercentage.Ptr(),
			ManaCurrent: v.ManaCurrent.Ptr(), ManaMax: v.ManaMax.Ptr(), ManaPercentage: v.ManaPercentage.Ptr(),
			Vitae: v.Vitae.Ptr(),
		})
	}
	return &struct{ Body VitalsList }{out}, nil
}
