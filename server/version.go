package server

import (
	"context"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// registerVersion is GET /api-version.
func (s *Server) registerVersion() {
	build := s.Build()
	operate(s, Public, huma.Operation{
		OperationID: "version", Method: http.MethodGet, Path: "/api-version",
		Summary: "Which build is running, and since when", Tags: []string{"site"},
	}, func(context.Context, *struct{}) (*versionOutput, error) {
		return &versionOutput{Body: build}, nil
	})
}

// Version says which build is running.
type Version struct {
	Version   string    `json:"version" doc:"YYYY.M.D.HHMM-shorthash, or dev" example:"2026.6.24.1750-1a2b3c4"`
	Commit    string    `json:"commit" doc:"git commit, empty where the build does not know it"`
	Go        string    `json:"go" example:"go1.26.8"`
	StartedAt time.Time `json:"started_at"`
	Icons     bool      `json:"icons" doc:"whether /icons/{id}.png has the game's icons"`
}

// Build says which build this is.
func (s *Server) Build() Version {
	b := readBuild(s.options.Version)
	return Version{Version: b.version, Commit: b.commit, Go: b.goVersion, StartedAt: s.startedAt.Truncate(time.Second), Icons: s.options.Icons != nil}
}

type versionOutput struct{ Body Version }

type buildFacts struct{ version, commit, goVersion string }

func readBuild(version string) buildFacts {
	b := buildFacts{version: version}
	if info, ok := debug.ReadBuildInfo(); ok {
		b.goVersion = info.GoVersion
		for _, kv := range info.Settings {
			if kv.Key == "vcs.revision" {
				b.commit = kv.Value
			}
		}
	}
	if b.version == "" {
		b.version = "dev"
	}
	return b
}
