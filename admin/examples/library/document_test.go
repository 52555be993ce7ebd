package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// block is a piece of the document that is to be done.
type block struct {
	kind string // "go", "diff" or "sh"
	file string // the one named last before it
	text string
}

// TestTheDocument follows docs/admin.md's "A type in ten minutes" to the letter on a copy of the library, and then uses
// what it made.
func TestTheDocument(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles a program")
	}
	document, err := os.ReadFile("../../../docs/admin.md")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the module stands alone, without docs/admin.md")
	}
	if err != nil {
		t.Fatal(err)
	}
	const address = "localhost:8080" // in main.go and in the document
	free := freeAddress(t)
	dir := copyOfLibrary(t)
	program, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "main.go"), strings.ReplaceAll(string(program), address, free))

	for _, b := range blocksOf(t, string(document)) {
		path := filepath.Join(dir, b.file)
		switch {
		case b.kind == "diff":
			applyDiff(t, path, b.text)
		case b.kind == "go":
			content, err := os.ReadFile(path)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			write(t, path, strings.TrimLeft(string(content)+"\n"+b.text, "\n"))
		case strings.HasPrefix(b.text, "go run"):
			accept(t, free, start(t, dir, free), "root", "correct horse")
		default:
			answer := shell(t, dir, strings.ReplaceAll(b.text, address, free))
			if token := regexp.MustCompile(`"token":"([^"]+)"`).FindStringSubmatch(answer); token != nil {
				accept(t, free, token[1], "", "battery staple")
			}
		}
	}
	if out, err := exec.Command("gofmt", "-l", filepath.Join(dir, "main.go"), filepath.Join(dir, "schema")).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("gofmt: %s, %v", out, err)
	}

	root, clerk := signIn(t, free, "root", "correct horse"), signIn(t, free, "clerk", "battery staple")
	const loan = `{"borrower": "Ann", "due_at": "2030-01-01T00:00:00Z", "book": "1"}`
	for _, step := range []struct {
		by         *visitor
		what, body string
		status     int
		holds      string
	}{
		{clerk, "POST /loans", loan, http.StatusCreated, `"borrower":"Ann"`},
		{root, "GET /loans/1", "", http.StatusOK, `"returned_at":null`},
		{clerk, "POST /books", `{"title": "Mine"}`, http.StatusForbidden, ""},
		{clerk, "POST /loans/_actions/bring_back", `{"ids": ["1"]}`, http.StatusOK, `"changed":1`},
		{clerk, "GET /loans", "", http.StatusOK, `"items":[]`},
		{root, "GET /loans/1/history", "", http.StatusOK, `"name":"clerk"`},
		{root, "PUT /_members/2", `{"roles": ["editor"]}`, http.StatusOK, ""},
		{clerk, "POST /loans/_bulk", `{"action": "delete", "ids": ["1"]}`, http.StatusForbidden, "delete loans"},
		{root, "POST /loans/_bulk", `{"action": "delete", "ids": ["1"]}`, http.StatusOK, `"changed":1`},
	} {
		status, body := step.by.ask(t, step.what, step.body)
		if status != step.status || !strings.Contains(body, step.holds) {
			t.Errorf("%s by %s: %d %s", step.what, step.by.name, status, body)
		}
	}
}

// blocksOf are the blocks of the document's ten minutes.
func blocksOf(t *testing.T, document string) []block {
	t.Helper()
	_, section, found := strings.Cut(document, "\n## A type in ten minutes\n")
	section, _, ended := strings.Cut(section, "\n## ")
	if !found || !ended {
		t.Fatal("the document has no ten minutes")
	}
	var blocks []block
	file := ""
	named := regexp.MustCompile("`([\\w/]+\\.go)`")
	for rest := section; ; {
		text, code, more := strings.Cut(rest, "\n```")
		if all := named.FindAllStringSubmatch(text, -1); len(all) > 0 {
			file = all[len(all)-1][1]
		}
		if !more {
			return blocks
		}
		kind, code, _ := strings.Cut(code, "\n")
		code, rest, _ = strings.Cut(code, "```")
		blocks = append(blocks, block{kind, file, code})
	}
}

// applyDiff replaces the lines of a diff without line numbers; it must fit one place.
func applyDiff(t *testing.T, path, diff string) {
	t.Helper()
	var before, after strings.Builder
	for line := range strings.Lines(diff) {
		sign, text := line[:1], line[1:]
		if line == "\n" {
			sign, text = " ", line
		}
		if sign != "+" {
			before.WriteString(text)
		}
		if sign != "-" {
			after.WriteString(text)
		}
	}
	replaceIn(t, path, before.String(), after.String())
}

func replaceIn(t *testing.T, path, before, after string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(content), before); n != 1 {
		t.Fatalf("%s has %d times what is to be replaced:\n%s", path, n, before)
	}
	write(t, path, strings.Replace(string(content), before, after, 1))
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// copyOfLibrary is a folder with what this one holds, of the same admin, without a database.
func copyOfLibrary(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(".")); err != nil {
		t.Fatal(err)
	}
	databases, err := filepath.Glob(filepath.Join(dir, "library.db*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(databases, filepath.Join(dir, "document_test.go")) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	admin, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	replaceIn(t, filepath.Join(dir, "go.mod"), "=> ../..", "=> "+admin)
	return dir
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return fmt.Sprintf("localhost:%d", l.Addr().(*net.TCPAddr).Port)
}

// shell runs commands and returns what they print; each must succeed.
func shell(t *testing.T, dir, commands string) string {
	t.Helper()
	if strings.Contains(commands, "curl") {
		if _, err := exec.LookPath("curl"); err != nil {
			t.Skip("there is no curl")
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-e", "-c", commands) // #nosec G204 -- the document's own
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s\n%s%v", commands, out, err)
	}
	return string(out)
}

// start builds the program and runs it, until the test ends, in place of "go run", which cannot be stopped as surely. It
// returns the first user's token.
func start(t *testing.T, dir, at string) string {
	t.Helper()
	shell(t, dir, "go build -o program .")
	cmd := exec.CommandContext(t.Context(), "./program")
	cmd.Dir = dir
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	_, token, found := strings.Cut(strings.TrimSpace(line), "/welcome#")
	if err != nil || !found {
		t.Fatalf("it printed %q, %v; %s", line, err, failed.String())
	}
	// It listens only after it has printed where.
	for end := time.Now().Add(10 * time.Second); ; {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", at)
		if err == nil {
			_ = conn.Close()
			return token
		}
		if time.Now().After(end) {
			t.Fatalf("it does not listen: %v; %s", err, failed.String())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// visitor is somebody who is signed in, or about to be.
type visitor struct {
	name, at string
	client   http.Client
}

func (v *visitor) ask(t *testing.T, what, body string) (status int, answer string) {
	t.Helper()
	method, path, _ := strings.Cut(what, " ")
	request, err := http.NewRequestWithContext(t.Context(), method, "http://"+v.at+"/_api"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	reply, err := v.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(reply.Body); err != nil {
		t.Fatal(err)
	}
	return reply.StatusCode, b.String()
}

// signIn is a visitor with a session.
func signIn(t *testing.T, at, name, password string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{name: name, at: at, client: http.Client{Jar: jar}}
	body := fmt.Sprintf(`{"name": %q, "password": %q}`, name, password)
	if status, answer := v.ask(t, "POST /_session", body); status != http.StatusOK {
		t.Fatalf("sign in as %s: %d %s", name, status, answer)
	}
	return v
}

// accept chooses a password where a link of the welcome page leads; the first user chooses a name too.
func accept(t *testing.T, at, token, name, password string) {
	t.Helper()
	member := map[string]string{"token": token, "password": password}
	if name != "" {
		member["name"] = name
	}
	body, err := json.Marshal(member)
	if err != nil {
		t.Fatal(err)
	}
	if status, answer := (&visitor{at: at}).ask(t, "POST /_session/accept", string(body)); status != http.StatusOK {
		t.Fatalf("a password for %q: %d %s", name, status, answer)
	}
}
