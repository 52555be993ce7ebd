// Package control lets a command speak with the server that runs on the same data folder: HTTP over a unix socket in
// that folder, which only the server's own user may open.
package control

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Name is the socket's, within the data folder.
const Name = "control.sock"

// ErrNoServer is in the error of a request when no server listens in the folder.
var ErrNoServer = errors.New("no server is running on this data folder")

const (
	dialTimeout = 2 * time.Second
	stopTimeout = 2 * time.Second
	// longestPath is what fits into a socket's address on every system.
	longestPath = 100
)

// Serve answers requests on the folder's socket until ctx ends, and then waits for those under way. A socket that a
// server left behind is replaced; one that answers makes an error.
func Serve(ctx context.Context, dir string, handler http.Handler) error {
	listener, err := listen(ctx, dir)
	if err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	defer func() { _ = os.Remove(filepath.Join(dir, Name)) }()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("control socket: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		_ = server.Close()
	}
	<-failed
	return nil
}

// listen makes the socket under another name in a folder that only this user may enter, so that it is never open to
// anybody else, and moves it into its place.
func listen(ctx context.Context, dir string) (net.Listener, error) {
	if conn, err := dial(ctx, dir); err == nil {
		_ = conn.Close()
		return nil, fmt.Errorf("a server is running on %s already", dir)
	}
	private, err := os.MkdirTemp(dir, ".control-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(private) }()
	var listener *net.UnixListener
	err = reach(private, func(address string) error {
		l, err := (&net.ListenConfig{}).Listen(ctx, "unix", address)
		if err == nil {
			listener = l.(*net.UnixListener)
			listener.SetUnlinkOnClose(false) // its name is another one by then
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	made := filepath.Join(private, Name)
	if err := errors.Join(os.Chmod(made, 0o600), os.Rename(made, filepath.Join(dir, Name))); err != nil {
		_ = listener.Close()
		return nil, err
	}
	return listener, nil
}

// reach calls fn with an address of the folder's socket that is short enough. Beyond what an address holds it goes
// through the open folder, which Linux has a short name for.
func reach(dir string, fn func(address string) error) error {
	path := filepath.Join(dir, Name)
	if len(path) <= longestPath {
		return fn(path)
	}
	folder, err := os.Open(dir) //nolint:gosec // the data folder
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	short := fmt.Sprintf("/proc/self/fd/%d", folder.Fd())
	if _, err := os.Stat(short); err != nil {
		return fmt.Errorf("the path %s is too long for a socket on this system", path)
	}
	return fn(filepath.Join(short, Name))
}

func dial(ctx context.Context, dir string) (conn net.Conn, err error) {
	err = reach(dir, func(address string) error {
		conn, err = (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, "unix", address)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		err = fmt.Errorf("%w (%w)", ErrNoServer, err)
	}
	return conn, err
}

// BaseURL is what a Client's URLs begin with.
const BaseURL = "http://control"

// Client makes a client whose requests all go to the folder's socket, each over a connection of its own.
func Client(dir string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dial(ctx, dir)
		},
	}}
}
