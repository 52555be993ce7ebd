package migrations_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// In a process with this variable set the tests are a program that migrates: TestAKilled… runs it and kills it.
const childVariable = "OVERLORD_TEST_MIGRATE"

// slow takes its time in many statements, changes every child in each, and rebuilds the parents in their middle.
func slow() files {
	all := files{}
	for name, content := range rebuild {
		repeat := 10                              // the race detector makes SQLite slow
		if strings.HasPrefix(name, "postgres/") { // checks each reference anew
			repeat = 3
		}
		half := strings.Repeat("UPDATE children SET parent_id = 1 + (parent_id % 50);\n", repeat)
		all[name] = "CREATE TABLE first (id bigint);\n" + half + content + half + "CREATE TABLE last (id bigint);\n"
	}
	return all
}

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	url := os.Getenv(childVariable)
	if url == "" {
		return m.Run()
	}
	fmt.Println("begin")
	if err := newSet(family.with(slow())).Apply(context.Background(), url, discard); err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// migrateInChild runs the migration in a process of its own, killed after the given time unless that is 0. It
// returns how long the process took from when it began.
func migrateInChild(t *testing.T, url string, killAfter time.Duration) time.Duration {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), childVariable+"="+url)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the child did not begin")
	}
	begun := time.Now()
	if killAfter > 0 {
		timer := time.AfterFunc(killAfter, func() { _ = child.Process.Kill() })
		defer timer.Stop()
	}
	var said []string
	for lines.Scan() {
		said = append(said, lines.Text())
	}
	if err := child.Wait(); err != nil && (killAfter == 0 || len(said) > 0) {
		t.Fatalf("child: %v: %v", err, said)
	}
	return time.Since(begun)
}

func TestAKilledMigrationIsFinishedByTheNextStart(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	set := newSet(family.with(slow()))
	old := []string{"20260101000000 applied", "20260202000000 pending"}
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		fresh := func() {
			reset(t, url)
			if err := newSet(family).Apply(t.Context(), url, discard); err != nil {
				t.Fatal(err)
			}
			raise(t, url)
		}
		fresh()
		whole := migrateInChild(t, url, 0)
		t.Logf("undisturbed: %v", whole)
		fresh()
		killed := 0
		for tries := 0; tries < 5 || killed == 0 && tries < 20; tries++ {
			moment := time.Duration(rand.Int64N(int64(whole*9/10))) + time.Millisecond
			if took := migrateInChild(t, url, moment); !slices.Equal(versions(t, set, url), old) {
				t.Logf("done before it was killed at %v", moment)
				whole = min(whole, took)
				fresh()
				continue
			}
			killed++
			if n := count(t, url, `SELECT count(*) FROM children`); n != children {
				t.Fatalf("killed at %v: %d children", moment, n)
			}
		}
		if killed == 0 {
			t.Error("no migration was killed in its middle")
		}
		if err := set.Apply(t.Context(), url, discard); err != nil {
			t.Fatalf("the next start after a kill: %v", err)
		}
		if n := count(t, url, `SELECT count(*) FROM children c JOIN parents p ON p.id = c.parent_id WHERE p.note = 'new; old'`); n != children {
			t.Errorf("%d of %d children are left", n, children)
		}
		for _, table := range []string{"first", "last"} {
			if n := count(t, url, `SELECT count(*) FROM `+table); n != 0 {
				t.Errorf("%d rows in %s", n, table)
			}
		}
	})
}

func TestProcessesThatStartAtOnceMigrateOnce(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		if err := newSet(family).Apply(t.Context(), url, discard); err != nil {
			t.Fatal(err)
		}
		raise(t, url)
		var running []*exec.Cmd
		for range 3 {
			child := exec.Command(os.Args[0], "-test.run=^$")
			child.Env = append(os.Environ(), childVariable+"="+url)
			child.Stdout, child.Stderr = os.Stdout, os.Stderr
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, child)
		}
		for _, child := range running {
			if err := child.Wait(); err != nil { // a second CREATE TABLE would have failed
				t.Error(err)
			}
		}
		if n := count(t, url, `SELECT count(*) FROM children`); n != children {
			t.Errorf("%d children", n)
		}
	})
}
