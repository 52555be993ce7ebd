package server

import (
	"testing"
	"time"
)

func TestCountdownsAreReadAsThePluginWritesThem(t *testing.T) {
	for text, want := range map[string]struct {
		left  time.Duration
		known bool
	}{
		"ready":         {0, true},
		"Ready":         {0, true},
		" ready ":       {0, true},
		"1d 02:03:04":   {26*time.Hour + 3*time.Minute + 4*time.Second, true},
		"1d  02:03:04":  {26*time.Hour + 3*time.Minute + 4*time.Second, true},
		"0d 00:00:01":   {time.Second, true},
		"30d 23:59:59":  {31*24*time.Hour - time.Second, true},
		"02:03:04":      {2*time.Hour + 3*time.Minute + 4*time.Second, true},
		"2:03:04":       {2*time.Hour + 3*time.Minute + 4*time.Second, true},
		"26:00:00":      {26 * time.Hour, true},
		"00:00:00":      {0, true},
		"":              {},
		"soon":          {},
		"1d":            {},
		"1d 24:00:00":   {},
		"02:60:00":      {},
		"02:00:60":      {},
		"-1d 02:03:04":  {},
		"02:03":         {},
		"1d02:03:04":    {},
		"99999d 0:00:0": {},
		"1234:00:00":    {},
		"ready!":        {},
		"١d 02:03:04":   {}, // a digit, but not the game's
	} {
		if left, known := readCountdown(text); left != want.left || known != want.known {
			t.Errorf("%q: %v, %t", text, left, known)
		}
	}
}

func TestAQuestIsReadyWhenItsTimeHasCome(t *testing.T) {
	read := time.Date(2026, 6, 24, 17, 51, 5, 0, time.UTC)
	for name, tc := range map[string]struct {
		text  string
		now   time.Time
		ready string
		at    time.Time
	}{
		"ready as read":            {"ready", read, "yes", time.Time{}},
		"not yet":                  {"02:00:00", read.Add(2*time.Hour - time.Second), "no", read.Add(2 * time.Hour)},
		"just now":                 {"02:00:00", read.Add(2 * time.Hour), "yes", read.Add(2 * time.Hour)},
		"long since":               {"1d 00:00:00", read.Add(100 * time.Hour), "yes", read.Add(24 * time.Hour)},
		"nothing left when read":   {"00:00:00", read, "yes", time.Time{}},
		"not understood":           {"tomorrow", read, "unknown", time.Time{}},
		"read in the near future":  {"00:00:10", read.Add(-time.Minute), "no", read.Add(10 * time.Second)},
		"ready in the near future": {"ready", read.Add(-time.Minute), "yes", time.Time{}},
	} {
		ready, at := questReady(tc.text, read, tc.now)
		got := "unknown"
		if ready != nil {
			got = map[bool]string{true: "yes", false: "no"}[*ready]
		}
		if got != tc.ready || (at == nil) != tc.at.IsZero() || at != nil && !at.Equal(tc.at) {
			t.Errorf("%s: %s, %v", name, got, at)
		}
	}
}

func FuzzACountdownIsNeverNegativeNorOverflows(f *testing.F) {
	for _, text := range []string{"ready", "1d 02:03:04", "02:03:04", "9999d 23:59:59", "999:59:59", "0d 00:00:00", "", "d ::", "1d 2:3:4"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		left, known := readCountdown(text)
		if left < 0 || left > 10_000*24*time.Hour || !known && left != 0 {
			t.Errorf("%q: %v, %t", text, left, known)
		}
	})
}
