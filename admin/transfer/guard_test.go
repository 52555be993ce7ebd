package transfer

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestGuard(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "plain": "plain", "-": "'-", "=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx",
		"-5": "-5", "+5.25": "+5.25", "-.5e+7": "-.5e+7", "-5e": "'-5e", "-5.": "-5.", "+-5": "'+-5", "-0x10": "'-0x10",
		"-1_000": "'-1_000", "-Inf": "'-Inf", "+49 170": "'+49 170", "-5\n": "'-5\n", "-e5": "'-e5", "-5e+": "'-5e+",
		"'tis": "'tis", "'": "'", "'=x": "''=x", "''-5": "'''-5", "'-5": "''-5", " =x": " =x",
	} {
		if got := guard(cell); got != want {
			t.Errorf("guard(%q) = %q, want %q", cell, got, want)
		}
		if got := unguard(want); got != cell {
			t.Errorf("unguard(%q) = %q, want %q", want, got, cell)
		}
	}
	if got := unguard("'-5"); got != "-5" {
		t.Errorf("what a person guards stays: %q", got)
	}
}

func TestGuardProperty(t *testing.T) {
	cells := rapid.OneOf(rapid.StringMatching(`'{0,3}[=+@\t\r-]?.{0,4}`), rapid.StringMatching(`[+-]?[0-9.eE+-]{0,8}`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		cell := cells.Draw(t, "cell")
		safe := guard(cell)
		if unguard(safe) != cell {
			t.Fatalf("%q → %q → %q", cell, safe, unguard(safe))
		}
		if safe != "" && strings.IndexByte("=+-@\t\r", safe[0]) >= 0 && !isNumber(safe) {
			t.Fatalf("%q is a formula", safe)
		}
	})
}
