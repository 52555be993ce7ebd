package testkit

import (
	"bufio"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// timescaleStart is how long the server's packages and its start may take together, on a busy machine.
const timescaleStart = 3 * time.Minute

// Timescale returns the URL of a migrated, empty schema in a PostgreSQL database with TimescaleDB, which is removed at
// the test's end. One server serves the whole test process. It runs one transaction at a time, no background jobs
// (`CALL run_job(id)`) and no COPY FROM STDIN.
func Timescale(t testing.TB) (url string) {
	t.Helper()
	url = EmptyTimescale(t)
	if err := migrate(url); err != nil {
		t.Fatal(err)
	}
	return url
}

// EmptyTimescale returns the URL of such a schema without tables.
func EmptyTimescale(t testing.TB) (url string) {
	t.Helper()
	s, err := startTimescale()
	switch {
	case err == nil:
	case errors.Is(err, errNoNode) && os.Getenv("CI") == "" && os.Getenv("OVERLORD_TEST_REQUIRE_TIMESCALE") != "1":
		t.Skipf("SKIPPED, NOT TESTED ON TIMESCALEDB: %v", err)
	default:
		t.Fatalf("TimescaleDB for tests: %v", err)
	}
	name := "overlord_test_" + randomName()
	if err := s.exec("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.exec("DROP SCHEMA IF EXISTS " + name + " CASCADE"); err != nil {
			t.Errorf("remove the test's schema: %v", err)
		}
	})
	return s.schema(name)
}

// schema is the server's URL for who works in that schema.
func (s *server) schema(name string) string {
	u, err := url.Parse(s.admin)
	if err != nil {
		return s.admin // cannot connect either, and then says why
	}
	query := u.Query()
	query.Set("search_path", name+",public")
	u.RawQuery = query.Encode()
	return u.String()
}

var errNoNode = errors.New("TimescaleDB for tests runs in Node 20 or newer, with npm (or name a server by OVERLORD_TEST_TIMESCALE)")

// startTimescale starts one server a process. It ends with the process.
var startTimescale = sync.OnceValues(func() (*server, error) {
	if admin := os.Getenv("OVERLORD_TEST_TIMESCALE"); admin != "" {
		s := &server{admin: admin}
		return s, s.exec("CREATE EXTENSION IF NOT EXISTS timescaledb")
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, fmt.Errorf("%w: %w", errNoNode, err)
		}
	}
	dir, err := timescaleFolder()
	if err != nil {
		return nil, err
	}
	if err := installTimescale(dir); err != nil {
		return nil, fmt.Errorf("install its packages: %w", err)
	}
	return serveTimescale(dir)
})

// timescaleFolder finds the server's folder in the source tree that the working directory is in.
func timescaleFolder() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		folder := filepath.Join(dir, "internal", "testkit", "timescale")
		if _, err := os.Stat(filepath.Join(folder, "server.mjs")); err == nil {
			return folder, nil
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return "", errors.New("its sources are not in this source tree")
	}
}

// installTimescale installs the packages of the lock file, unless they are there. Of several test processes one does it.
func installTimescale(dir string) (err error) {
	lockFile := filepath.Join(dir, "package-lock.json")
	lock, err := os.Open(lockFile) // #nosec G304 -- in the source tree
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()                // gives the lock back
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil { // #nosec G115 -- a file's number
		return fmt.Errorf("lock %s: %w", lockFile, err)
	}
	wanted, err := lock.Stat()
	if err != nil {
		return err
	}
	installed, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json"))
	if err == nil && !installed.ModTime().Before(wanted.ModTime()) {
		return nil
	}
	// #nosec G204 -- no input of anybody's
	npm := exec.Command("npm", "ci", "--no-audit", "--no-fund") //nolint:noctx // npm has timeouts of its own
	npm.Dir = dir
	if out, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	return nil
}

// serveTimescale starts the server, which ends when its standard input does. The other end is kept as long as this
// process lives.
func serveTimescale(dir string) (*server, error) {
	stdin, life, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	said, stdout, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, stdin.Close(), life.Close())
	}
	defer func() { _ = said.Close() }()
	// #nosec G204 -- no input of anybody's
	node := exec.Command("node", filepath.Join(dir, "server.mjs")) //nolint:noctx // it lives as long as the pipe
	node.Stdin, node.Stdout, node.Stderr = stdin, stdout, os.Stderr
	node.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	err = node.Start()
	_, _ = stdin.Close(), stdout.Close()
	if err != nil {
		return nil, errors.Join(err, life.Close())
	}
	if err := said.SetReadDeadline(time.Now().Add(timescaleStart)); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the server did not start: %w", err)
	}
	return &server{admin: "postgres://postgres@127.0.0.1:" + strings.TrimSpace(line) + "/postgres?sslmode=disable", life: life}, nil
}
