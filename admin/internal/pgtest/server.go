package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var errNotInstalled = errors.New("no PostgreSQL server is installed (/usr/lib/postgresql/*/bin/initdb or initdb in PATH)")

// patience is how long initdb and the server's start may take, on a busy machine.
const patience = 90 * time.Second

// guard makes the cluster, starts the server and says so, then waits until its standard input closes, which the
// system does even for a process that is killed; then it stops the server and removes its files.
const guard = `"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions >"$2/log" 2>&1 &&
printf '%s\n' "$3" >>"$2/data/postgresql.conf" &&
"$1/pg_ctl" -D "$2/data" -l "$2/log" -s -w -t 60 start >/dev/null 2>&1 && echo started
read -r _ || :
"$1/pg_ctl" -D "$2/data" -s -w -m immediate stop >/dev/null 2>&1
cd / && rm -rf "$2"`

// startServer starts a server on a Unix socket in a temporary folder. initdb refuses to run as root, so root runs all
// of it as the user postgres.
func startServer() (_ *server, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("/tmp", "admin-pg-") // a socket's path must be short, and its parents open
	if err != nil {
		return nil, err
	}
	attributes := &syscall.SysProcAttr{Setsid: true}
	if os.Geteuid() == 0 {
		if attributes.Credential, err = postgresUser(); err == nil {
			err = os.Chown(dir, int(attributes.Credential.Uid), int(attributes.Credential.Gid))
		}
		if err != nil {
			return nil, errors.Join(err, os.RemoveAll(dir))
		}
	}
	stdin, life, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	said, stdout, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, stdin.Close(), life.Close())
	}
	defer func() { _ = said.Close() }()
	settings := strings.Join([]string{
		"listen_addresses = ''", "unix_socket_directories = '" + dir + "'", "fsync = off", "synchronous_commit = off",
		"full_page_writes = off", "max_connections = 100", "shared_buffers = 32MB", "autovacuum = off", "max_parallel_workers = 0",
	}, "\n")
	shell := exec.CommandContext(context.Background(), "/bin/sh", "-c", guard, "sh", bin, dir, settings) // #nosec G204
	shell.Dir, shell.SysProcAttr, shell.Stdin, shell.Stdout = dir, attributes, stdin, stdout
	err = shell.Start()
	_, _ = stdin.Close(), stdout.Close()
	if err != nil {
		return nil, errors.Join(err, life.Close(), os.RemoveAll(dir))
	}
	go func() { _ = shell.Wait() }()
	if err := said.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return nil, errors.Join(err, life.Close())
	}
	if _, err := io.ReadFull(said, make([]byte, len("started\n"))); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log")) // #nosec G304 -- made above
		return nil, errors.Join(fmt.Errorf("it did not start: %w\n%s", err, log), life.Close())
	}
	return &server{admin: "postgres://postgres@/postgres?host=" + dir + "&sslmode=disable", life: life}, nil
}

func postgresUser() (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// binaries is the folder of the newest installed server.
func binaries() (string, error) {
	newest, version := "", -1
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	for _, initdb := range found {
		dir := filepath.Dir(initdb)
		if n, err := strconv.Atoi(filepath.Base(filepath.Dir(dir))); err == nil && n > version {
			newest, version = dir, n
		}
	}
	if newest != "" {
		return newest, nil
	}
	initdb, err := exec.LookPath("initdb")
	if err == nil {
		initdb, err = filepath.EvalSymlinks(initdb)
	}
	if err != nil {
		return "", errNotInstalled
	}
	return filepath.Dir(initdb), nil
}
