package server

import (
	"testing"
	"time"
)

func FuzzACursorIsReadAsItWasWrittenOrRefused(f *testing.F) {
	f.Add(cursor{time.Date(2026, 6, 24, 17, 50, 2, 123456000, time.UTC), 42}.String())
	f.Add(cursor{time.UnixMicro(-1), 0}.String())
	f.Add("MS4yIA")
	f.Add("")
	f.Add("MTc4MjMyMzQwMjEyMzQ1Ni40Mg==")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCursor(text)
		if err == nil && c.String() != text {
			t.Errorf("%q was read as %v, which is written %q", text, c, c.String())
		}
	})
}

func TestACursorSurvivesTheWay(t *testing.T) {
	want := cursor{time.Date(2026, 6, 24, 17, 50, 2, 123456000, time.UTC), 42}
	if got, err := parseCursor(want.String()); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
}
