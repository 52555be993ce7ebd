package rig

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Secret is the plugins' secret of every server that the rig starts.
const Secret = "the-night-watch-over-dereth"

const (
	startTimeout = 60 * time.Second
	stopTimeout  = 30 * time.Second
)

// ServerOptions say how a server is started.
type ServerOptions struct {
	Data     string   // the data folder; "" makes one
	Database string   // DATABASE_URL; "" is the embedded SQLite
	Env      []string // further settings, KEY=VALUE
}

// Server is `overlord serve` in a child process. It is killed at the test's end at the latest. It is for one goroutine,
// but for its URL and what only asks over HTTP.
type Server struct {
	Data     string // the data folder
	Database string // the database's URL
	URL      string // http://127.0.0.1:port, the same after each restart

	t       testing.TB
	options ServerOptions
	address string
	log     string // file
	child   *exec.Cmd
	ended   chan error
	client  *http.Client
}

// Serve starts a server and waits until it says where it is.
func Serve(t testing.TB, o ServerOptions) *Server {
	t.Helper()
	if o.Data == "" {
		o.Data = t.TempDir()
	}
	s := &Server{
		Data: o.Data, Database: o.Database, t: t, options: o, address: "127.0.0.1:0",
		log:    filepath.Join(t.TempDir(), "log"),
		client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}, Timeout: 5 * time.Second},
	}
	if s.Database == "" {
		s.Database = "sqlite:" + filepath.Join(o.Data, "overlord.db")
	}
	t.Cleanup(func() {
		if s.child != nil {
			s.Kill()
		}
		if t.Failed() {
			t.Logf("the server's log ends so:\n%s", tail(s.log, 40))
		}
	})
	s.Start()
	return s
}

// Start starts the server again after Kill, Stop or Wait.
func (s *Server) Start() {
	s.t.Helper()
	if err := s.start(); err != nil {
		s.t.Fatalf("start the server: %v\n%s", err, tail(s.log, 20))
	}
}

func (s *Server) start() error {
	log, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	child := exec.CommandContext(context.WithoutCancel(s.t.Context()), Binary(s.t), "serve", "--addr", s.address, "--data", s.Data) // #nosec G204
	child.Env = append(environment(), "SHARED_SECRET="+Secret, "LOG_FORMAT=text")
	if s.options.Database != "" {
		child.Env = append(child.Env, "DATABASE_URL="+s.options.Database)
	}
	child.Env = append(child.Env, s.options.Env...)
	child.Dir = s.Data // no .env of the developer's
	child.Stderr = log
	child.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	said, stdout, err := os.Pipe()
	if err != nil {
		return err
	}
	child.Stdout = stdout
	err = child.Start()
	_ = stdout.Close()
	if err != nil {
		_ = said.Close()
		return err
	}
	s.child, s.ended = child, make(chan error, 1)
	at := make(chan string, 1)
	go func() { // ends with the child, whose end closes the pipe
		defer func() { _ = said.Close() }()
		lines, link := bufio.NewScanner(said), regexp.MustCompile(`http://(127\.0\.0\.1:\d+)$`)
		for lines.Scan() {
			if found := link.FindStringSubmatch(lines.Text()); found != nil {
				at <- found[1]
				break
			}
		}
		_, _ = io.Copy(io.Discard, said)
	}()
	go func() { s.ended <- child.Wait() }()
	select {
	case address := <-at:
		if s.URL == "" { // the same later, when others read it
			s.address, s.URL = address, "http://"+address
		}
		return nil
	case err := <-s.ended:
		s.child = nil
		return fmt.Errorf("it ended: %w", err)
	case <-time.After(startTimeout):
		return errors.New("it says nothing")
	}
}

// environment is this process's, without settings of the program's.
func environment() []string {
	var clean []string
	for _, pair := range os.Environ() {
		key, _, _ := strings.Cut(pair, "=")
		switch key {
		case "PATH", "HOME", "TMPDIR", "GOTRACEBACK":
			clean = append(clean, pair)
		}
	}
	return clean
}

// Kill ends the server with SIGKILL and returns the moment just before.
func (s *Server) Kill() (at time.Time) {
	s.t.Helper()
	at = time.Now()
	if err := s.child.Process.Kill(); err != nil {
		s.t.Errorf("kill the server: %v", err)
	}
	<-s.ended
	s.child = nil
	return at
}

// Stop ends the server as an operator does, and fails the test if that takes long or the server complains.
func (s *Server) Stop() {
	s.t.Helper()
	began := time.Now()
	s.Signal(syscall.SIGTERM)
	select {
	case err := <-s.ended:
		s.child = nil
		if err != nil {
			s.t.Errorf("the server's end after %v: %v", time.Since(began).Round(time.Millisecond), err)
		}
	case <-time.After(stopTimeout):
		s.Kill()
		s.t.Errorf("the server has not ended after %v", stopTimeout)
	}
}

// Signal sends the server a signal.
func (s *Server) Signal(signal syscall.Signal) {
	s.t.Helper()
	if err := s.child.Process.Signal(signal); err != nil {
		s.t.Fatalf("%v to the server: %v", signal, err)
	}
}

// PID is the server's process.
func (s *Server) PID() int { return s.child.Process.Pid }

// Socket is the address of a WebSocket endpoint.
func (s *Server) Socket(path string) string { return "ws://" + s.address + path }

// Get asks as an internal caller does: from loopback, without a cookie.
func (s *Server) Get(path string) (status int, body []byte, err error) {
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.URL+path, nil)
	if err != nil {
		return 0, nil, err
	}
	response, err := s.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(response.Body)
	return response.StatusCode, body, err
}

// Readiness is what /readyz answers.
type Readiness struct {
	Code   int               // 200 or 503
	Status string            `json:"status"`
	Checks map[string]string `json:"checks"`
}

// Ready asks /readyz.
func (s *Server) Ready() (Readiness, error) {
	status, body, err := s.Get("/readyz")
	if err != nil {
		return Readiness{}, err
	}
	var r Readiness
	err = json.Unmarshal(body, &r)
	r.Code = status
	return r, err
}

// Run runs another command of the program on the server's data folder and returns what it prints.
func (s *Server) Run(arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(s.t.Context(), stopTimeout)
	defer cancel()
	command := exec.CommandContext(ctx, Binary(s.t), append(arguments, "--data", s.Data)...) // #nosec G204
	command.Env, command.Dir = environment(), s.Data
	out, err := command.CombinedOutput()
	return string(out), err
}

// Log is what the server has logged since it was made.
func (s *Server) Log() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		s.t.Error(err)
	}
	return string(text)
}

func tail(path string, lines int) string {
	text, err := os.ReadFile(path) // #nosec G304 -- our own file
	if err != nil {
		return err.Error()
	}
	all := strings.SplitAfter(string(text), "\n")
	return strings.Join(all[max(0, len(all)-lines-1):], "")
}

// Eventually polls until what returns nil, and fails the test with what it last said when that takes too long.
func Eventually(t testing.TB, within time.Duration, what func() error) {
	t.Helper()
	var err error
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if err = what(); err == nil {
			return
		}
	}
	t.Fatalf("after %v: %v", within, err)
}
