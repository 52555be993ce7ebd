// Package pgcluster runs private PostgreSQL servers that go away with the process that started them, however that
// ends. They are for tests and for comparing migrations. Unless it is asked for, nothing in them survives a crash.
package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ErrNotInstalled says that this machine has no PostgreSQL server.
var ErrNotInstalled = errors.New("no PostgreSQL server is installed (initdb and postgres in PATH or /usr/lib/postgresql/*/bin)")

// startTimeout is how long initdb and the server's start may take together, on a busy machine.
const startTimeout = 90 * time.Second

// Cluster is one running server that listens on a Unix socket. It ends when Stop is called or the process that
// started it is gone, and its files are removed then; also when it is garbage, so keep it. It is for one goroutine.
type Cluster struct {
	dir, bin   string
	port       int
	tcp        bool
	attributes *syscall.SysProcAttr
	guardian   *exec.Cmd
	life       *os.File // the guardian reads its other end; closing it ends the server
}

// Options say what kind of cluster StartWith makes. The zero value is Start's.
type Options struct {
	// Durable: what it has answered survives a crash, as in production (fsync, synchronous_commit and full_page_writes
	// on). Else all three are off, which is several times faster.
	Durable bool
	// TCP: it also listens on a free port of 127.0.0.1, for what cannot speak to a Unix socket.
	TCP bool
}

// guard starts the server, says so, and waits until the pipe on its standard input closes, which the system does
// even for a process that is killed; then it wakes the server if it was frozen, stops it at once and removes its files.
const guard = `"$1/pg_ctl" -D "$2/data" -l "$2/log" -s -w -t "$3" start >/dev/null 2>&1 && echo started
read -r _ || :
if read -r pid <"$2/data/postmaster.pid"; then
  kill -CONT "$pid" $(cat "/proc/$pid/task/$pid/children") 2>/dev/null
fi
"$1/pg_ctl" -D "$2/data" -s -w -m immediate stop >/dev/null 2>&1
cd / && rm -rf "$2"`

// Start makes a new cluster in a temporary folder and waits until it answers. initdb refuses to run as root, so
// root runs it as the user postgres. ErrNotInstalled where there is no PostgreSQL.
func Start() (*Cluster, error) { return StartWith(Options{}) }

// StartWith is Start with options.
func StartWith(o Options) (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, credential, err := folder()
	if err != nil {
		return nil, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	c := &Cluster{dir: dir, bin: bin, port: 5432, tcp: o.TCP, attributes: &syscall.SysProcAttr{Credential: credential, Setsid: true}}
	if err := c.start(o); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log")) // #nosec G304 -- made above
		return nil, errors.Join(fmt.Errorf("start PostgreSQL: %w\n%s", err, log), c.Stop(), os.RemoveAll(dir))
	}
	return c, nil
}

func (c *Cluster) start(o Options) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	data := filepath.Join(c.dir, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(c.bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", // #nosec G204
		"-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
	initdb.Dir, initdb.SysProcAttr = c.dir, c.attributes
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	addresses, durability := "", "off"
	if o.Durable {
		durability = "on"
	}
	if o.TCP {
		addresses = "127.0.0.1"
		port, err := freePort(ctx)
		if err != nil {
			return err
		}
		c.port = port
	}
	settings := strings.Join([]string{
		"listen_addresses = '" + addresses + "'", "unix_socket_directories = '" + c.dir + "'", "port = " + strconv.Itoa(c.port),
		"fsync = " + durability, "synchronous_commit = " + durability, "full_page_writes = " + durability,
		"max_connections = 200", "shared_buffers = 64MB", "max_wal_size = 512MB", "autovacuum = off",
		"max_parallel_workers = 0", "log_min_messages = warning", "",
	}, "\n")
	conf, err := os.OpenFile(filepath.Join(data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0) // #nosec G304
	if err != nil {
		return err
	}
	_, err = conf.WriteString(settings)
	if err := errors.Join(err, conf.Close()); err != nil {
		return fmt.Errorf("configure: %w", err)
	}

	return c.startServer()
}

// freePort finds a port that nobody listens on now.
func freePort(ctx context.Context) (int, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	return listener.Addr().(*net.TCPAddr).Port, listener.Close()
}

func (c *Cluster) startServer() error {
	stdin, life, err := os.Pipe()
	if err != nil {
		return err
	}
	said, stdout, err := os.Pipe()
	if err != nil {
		return errors.Join(err, stdin.Close(), life.Close())
	}
	defer func() { _ = said.Close() }()
	// It lives as long as the pipe, whatever becomes of any context.
	c.guardian = exec.CommandContext(context.Background(), "/bin/sh", "-c", guard, "sh", c.bin, c.dir, // #nosec G204
		fmt.Sprint(int(startTimeout.Seconds())))
	c.guardian.Dir, c.guardian.SysProcAttr, c.guardian.Stdin, c.guardian.Stdout = c.dir, c.attributes, stdin, stdout
	err = c.guardian.Start()
	_, _ = stdin.Close(), stdout.Close()
	if err != nil {
		return errors.Join(err, life.Close())
	}
	c.life = life
	if err := said.SetReadDeadline(time.Now().Add(startTimeout + 10*time.Second)); err != nil {
		return err
	}
	answer := make([]byte, len("started\n"))
	if _, err := io.ReadFull(said, answer); err != nil {
		return fmt.Errorf("the server did not start: %w", err)
	}
	return nil
}

// URL is the URL of one of the cluster's databases ("postgres" is there from the start), for its superuser.
func (c *Cluster) URL(database string) string {
	url := "postgres://postgres@/" + database + "?host=" + c.dir + "&sslmode=disable"
	if c.tcp {
		url += "&port=" + strconv.Itoa(c.port)
	}
	return url
}

// Address is where a cluster with Options.TCP listens.
func (c *Cluster) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)) }

// Stop ends the server at once, waits until it is gone and removes its files.
func (c *Cluster) Stop() error {
	if c.life == nil {
		return nil
	}
	err := c.life.Close()
	c.life = nil
	return errors.Join(err, c.guardian.Wait())
}

// folder makes the cluster's folder. Its path is short, since a socket's path must fit into 107 bytes, and its
// parents are open to the user who runs the server.
func folder() (string, *syscall.Credential, error) {
	base := os.TempDir()
	if len(base) > 40 || os.Geteuid() == 0 && !isOpen(base) {
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, "overlord-pg-")
	if err != nil || os.Geteuid() != 0 {
		return dir, nil, err
	}
	credential, err := postgresUser()
	if err == nil {
		err = os.Chown(dir, int(credential.Uid), int(credential.Gid))
	}
	if err != nil {
		return "", nil, errors.Join(err, os.Remove(dir))
	}
	return dir, credential, nil
}

// isOpen reports whether everybody may pass through the folder and all of its parents.
func isOpen(dir string) bool {
	for {
		stat, err := os.Stat(dir)
		if err != nil || stat.Mode().Perm()&0o001 == 0 {
			return false
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return true
	}
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

// binaries finds the folder of the newest installed server.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		initdb, err := exec.LookPath("initdb")
		if err != nil {
			return "", ErrNotInstalled
		}
		if initdb, err = filepath.EvalSymlinks(initdb); err != nil {
			return "", err
		}
		return filepath.Dir(initdb), nil
	}
	slices.SortFunc(found, func(a, b string) int { return majorVersion(a) - majorVersion(b) })
	return filepath.Dir(found[len(found)-1]), nil
}

func majorVersion(initdb string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	if err != nil {
		return 0
	}
	return n
}
