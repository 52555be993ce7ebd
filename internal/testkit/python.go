package testkit

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Python runs a script under Debian's Python with itsdangerous, the reference for our session cookies, and returns
// what it prints. Where there is none the test is skipped, except in CI.
func Python(t testing.TB, script string, args ...string) string {
	t.Helper()
	const interpreter = "/usr/bin/python3"
	if err := exec.CommandContext(t.Context(), interpreter, "-c", "import itsdangerous").Run(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("CI needs %s with itsdangerous (apt-get install python3-itsdangerous): %v", interpreter, err)
		}
		t.Skipf("SKIPPED, NOT TESTED: %s with itsdangerous is missing (apt-get install python3-itsdangerous): %v", interpreter, err)
	}
	var stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), interpreter, append([]string{"-c", script}, args...)...) //nolint:gosec // the tests' own scripts
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("python: %v\n%s", err, stderr.String())
	}
	return strings.TrimSuffix(string(out), "\n")
}
