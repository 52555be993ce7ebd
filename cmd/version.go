package cmd

import (
	"runtime/debug"
	"time"
)

// version is stamped by the Makefile with -ldflags: CalVer YYYY.M.D.HHMM-shorthash.
var version string

// buildVersion is the stamped version, or one made from the commit that the Go tool recorded, or "dev".
func buildVersion() string {
	if version != "" {
		return version
	}
	commit, at := buildCommit()
	if commit == "" {
		return "dev"
	}
	return at.UTC().Format("2006.1.2.1504") + "-" + commit[:min(7, len(commit))]
}

// buildCommit is the commit that the binary was built from and its time, where the Go tool recorded them.
func buildCommit() (commit string, at time.Time) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", time.Time{}
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			commit = setting.Value
		case "vcs.time":
			at, _ = time.Parse(time.RFC3339, setting.Value)
		}
	}
	return commit, at
}
