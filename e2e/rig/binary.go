// Package rig drives the real program from the outside, for tests and benchmarks: it builds the binary once, runs it as
// a child with a data folder of its own, loads it over plugins' sockets with events that it knows, listens as browsers
// do, disturbs it, and reads from the database what became of the events.
package rig

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// Main runs a package's tests and removes what the rig made for all of them. Use it in TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if builtIn != "" {
		_ = os.RemoveAll(builtIn)
	}
	os.Exit(code)
}

// builtIn is the folder of the binary that this process has built, guarded by build.
var builtIn string

var build = sync.OnceValues(func() (string, error) {
	if binary := os.Getenv("OVERLORD_TEST_BINARY"); binary != "" {
		return filepath.Abs(binary)
	}
	ctx := context.Background()
	var stderr bytes.Buffer
	find := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}")
	find.Stderr = &stderr
	root, err := find.Output()
	if err != nil {
		return "", fmt.Errorf("find the module: %w\n%s", err, stderr.String())
	}
	if builtIn, err = os.MkdirTemp("", "overlord-binary-"); err != nil {
		return "", err
	}
	binary := filepath.Join(builtIn, "overlord")
	make := exec.CommandContext(ctx, "go", "build", "-o", binary, ".") // #nosec G204 -- our own arguments
	make.Dir = string(bytes.TrimSpace(root))
	make.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := make.CombinedOutput(); err != nil {
		return "", errors.Join(fmt.Errorf("go build: %w\n%s", err, out), os.RemoveAll(builtIn))
	}
	return binary, nil
})

// Binary is the path of the program, built once a process. OVERLORD_TEST_BINARY names one that is built already.
func Binary(t testing.TB) string {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}
