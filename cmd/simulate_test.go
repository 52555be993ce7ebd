package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/cmd"
	"github.com/mosswart/overlord/ingest"
	"github.com/mosswart/overlord/sim"
)

// endpoint is a plugin endpoint that stores nothing.
func endpoint(t *testing.T, secret string) (url string) {
	t.Helper()
	gateway := ingest.NewGateway(ingest.Options{Secret: secret, Log: slog.New(slog.DiscardHandler)})
	site := httptest.NewServer(gateway)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := gateway.Close(ctx); err != nil {
			t.Error(err)
		}
		site.Close()
	})
	return "ws" + strings.TrimPrefix(site.URL, "http")
}

func simulate(t *testing.T, args ...string) (code int, out, faults string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"--data", t.TempDir(), "simulate"}, args...)
	code = cmd.Run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestSimulateSaysWhatItSent(t *testing.T) {
	url := endpoint(t, "sesame-for-tests")
	run := []string{"--url", url, "--secret", "sesame-for-tests", "--characters", "3", "--seconds", "10", "--speed", "20", "--resend", "0.5"}
	code, out, faults := simulate(t, append(run, "--json")...)
	var s sim.Summary
	if err := json.Unmarshal([]byte(out), &s); code != 0 || err != nil {
		t.Fatalf("exit %d, %v\n%s\n%s", code, err, out, faults)
	}
	if s.Characters != 3 || len(s.PerCharacter) != 3 || s.Resent == 0 || s.Distinct["telemetry"] < 12 || s.Simulated < 9*time.Second {
		t.Errorf("%+v", s)
	}
	code, out, faults = simulate(t, run...)
	if code != 0 || !strings.Contains(out, "3 characters, 10s simulated") || !strings.Contains(out, "telemetry") {
		t.Errorf("exit %d\n%s\n%s", code, out, faults)
	}
}

func TestSimulateWithAWrongSecretFailsAtOnce(t *testing.T) {
	code, out, faults := simulate(t, "--url", endpoint(t, "sesame-for-tests"), "--secret", "guessed-by-somebody")
	if code != 1 || out != "" || !strings.Contains(faults, "wrong secret?") || strings.Contains(faults, "guessed") {
		t.Errorf("exit %d\n%s\n%s", code, out, faults)
	}
}

func TestSimulateNeedsASecret(t *testing.T) {
	t.Setenv("SHARED_SECRET", "")
	code, _, faults := simulate(t, "--seconds", "1")
	if code != 1 || !strings.Contains(faults, "secret") {
		t.Errorf("exit %d\n%s", code, faults)
	}
}
