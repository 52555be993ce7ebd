package control_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/mosswart/overlord/internal/control"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve runs a server that greets until stop is called.
func serve(t *testing.T, dir string) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- control.Serve(ctx, dir, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "hello "+r.URL.Path)
		}))
	}()
	deadline := time.Now().Add(5 * time.Second)
	for {
		if _, err := get(t, dir); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the server does not answer")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return func() error {
		cancel()
		return <-ended
	}
}

func get(t *testing.T, dir string) (string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, control.BaseURL+"/there", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := control.Client(dir).Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func TestAClientReachesTheServerOfItsFolder(t *testing.T) {
	dirs := map[string]string{"short path": shortFolder(t)}
	if runtime.GOOS == "linux" {
		long := filepath.Join(t.TempDir(), strings.Repeat("long/", 60))
		if err := os.MkdirAll(long, 0o700); err != nil {
			t.Fatal(err)
		}
		dirs["path of more than 300 bytes"] = long
	}
	for name, dir := range dirs {
		t.Run(name, func(t *testing.T) {
			stop := serve(t, dir)
			if body, err := get(t, dir); err != nil || body != "hello /there" {
				t.Errorf("got %q, %v", body, err)
			}
			info, err := os.Stat(filepath.Join(dir, control.Name))
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the socket is %v, %v; want 0600", info, err)
			}
			if err := stop(); err != nil {
				t.Error(err)
			}
			left, err := os.ReadDir(dir)
			if err != nil || len(left) != 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
			if _, err := get(t, dir); !errors.Is(err, control.ErrNoServer) {
				t.Errorf("without a server: %v", err)
			}
		})
	}
}

func TestASocketLeftBehindIsReplacedAndALiveOneIsNot(t *testing.T) {
	dir := shortFolder(t)
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, control.Name), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, dir); !errors.Is(err, control.ErrNoServer) {
		t.Errorf("a socket left behind: %v", err)
	}
	stop := serve(t, dir)
	if err := control.Serve(t.Context(), dir, http.NotFoundHandler()); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("a second server: %v", err)
	}
	if body, err := get(t, dir); err != nil || body != "hello /there" {
		t.Errorf("the first server, after the second: %q, %v", body, err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func shortFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "c")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
