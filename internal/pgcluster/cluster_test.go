package pgcluster_test

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/pgcluster"
)

// In a process with this variable set the tests are a program that starts a server and waits to be killed.
const childVariable = "OVERLORD_TEST_CLUSTER"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	c, err := pgcluster.Start()
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	fmt.Println("at", folder(c))
	_, _ = os.Stdin.Read(make([]byte, 1))
	_ = c.Stop()
}

// folder is where the cluster's files are.
func folder(c *pgcluster.Cluster) string {
	_, rest, _ := strings.Cut(c.URL("postgres"), "host=")
	dir, _, _ := strings.Cut(rest, "&")
	return dir
}

func TestAServerEndsWithItsProcess(t *testing.T) {
	for name, end := range map[string]func(*os.Process) error{
		"killed":      (*os.Process).Kill,
		"interrupted": func(p *os.Process) error { return p.Signal(os.Interrupt) },
	} {
		t.Run(name, func(t *testing.T) {
			child := exec.Command(os.Args[0], "-test.run=^$")
			child.Env = append(os.Environ(), childVariable+"=1")
			stdin, err := child.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = stdin.Close() }()
			out, err := child.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			lines.Scan()
			dir, ok := strings.CutPrefix(lines.Text(), "at ")
			if !ok {
				_ = child.Wait()
				if strings.Contains(lines.Text(), pgcluster.ErrNotInstalled.Error()) && os.Getenv("CI") == "" {
					t.Skip("SKIPPED: ", lines.Text())
				}
				t.Fatal(lines.Text())
			}
			if _, err := os.Stat(dir + "/.s.PGSQL.5432"); err != nil {
				t.Fatal(err)
			}
			if err := end(child.Process); err != nil {
				t.Fatal(err)
			}
			_ = child.Wait()
			for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
				if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
					break
				}
				if time.Now().After(deadline) {
					t.Fatalf("%s is still there", dir)
				}
			}
		})
	}
}

func TestStopWaitsUntilTheServerIsGone(t *testing.T) {
	c, err := pgcluster.Start()
	if errors.Is(err, pgcluster.ErrNotInstalled) && os.Getenv("CI") == "" {
		t.Skip("SKIPPED: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second does nothing
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(folder(c)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its folder: %v, want it gone", err)
	}
}

func TestADurableServerIsFrozenAndCrashedAndComesBackWithWhatItAnswered(t *testing.T) {
	c, err := pgcluster.StartWith(pgcluster.Options{Durable: true, TCP: true})
	if errors.Is(err, pgcluster.ErrNotInstalled) && os.Getenv("CI") == "" {
		t.Skip("SKIPPED: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	}()
	open := func(url string) *sql.DB {
		t.Helper()
		db, _, err := database.Connect(t.Context(), url, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	count := func(db *sql.DB) (n int) {
		t.Helper()
		if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM t").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	db := open(c.URL("postgres"))
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE t AS SELECT generate_series(1, 100000)"); err != nil {
		t.Fatal(err)
	}
	if used, err := c.CPU(); err != nil || used <= 0 {
		t.Errorf("processor time %v, %v", used, err)
	}

	if err := c.Freeze(); err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRowContext(t.Context(), "SELECT 1").Err(); err == nil {
		t.Error("a frozen server answers")
	}
	if err := c.Thaw(); err != nil {
		t.Fatal(err)
	}
	if n := count(db); n != 100_000 {
		t.Errorf("%d rows after the frost", n)
	}

	for name, end := range map[string]func() error{"crash": c.Crash, "immediate": func() error { return c.Halt("immediate") }} {
		if _, err := db.ExecContext(t.Context(), "INSERT INTO t VALUES (0)"); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(end(), c.Restart()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = db.Close()
		db = open("postgres://postgres@" + c.Address() + "/postgres?sslmode=disable")
	}
	if n := count(db); n != 100_002 {
		t.Errorf("%d rows after two crashes, want 100002", n)
	}
}
