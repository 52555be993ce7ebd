package config

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func env(pairs ...string) func(string) (string, bool) {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(k string) (string, bool) { v, ok := m[k]; return v, ok }
}

func load(t *testing.T, dir string, lookup func(string) (string, bool)) (Settings, error) {
	t.Helper()
	values, err := Lookup(dir, dir, lookup)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(dir, values)
}

func TestDefaultsAreTheEmbeddedSite(t *testing.T) {
	dir := t.TempDir()
	s, err := load(t, dir, env())
	if err != nil {
		t.Fatal(err)
	}
	if s.DatabaseURL != "sqlite:"+filepath.Join(dir, "overlord.db") || s.Addr != "127.0.0.1:8770" || s.SessionSalt != "itsdangerous" {
		t.Errorf("got %+v", s)
	}
	if s.TelemetryDays != 90 || s.RawDays != 3 || s.SpawnDays != 7 || s.JournalMaxBytes != 4<<30 || s.JournalMinFree != 512<<20 {
		t.Errorf("limits: %+v", s)
	}
	if s.SharedSecret != "" || s.SecretKeys != nil || s.Secure() || s.InternalCommands || len(s.InternalNetworks) != 2 {
		t.Errorf("unset must be closed: %+v", s)
	}
	if s.BaseURL() != "http://127.0.0.1:8770" {
		t.Error(s.BaseURL())
	}
}

func TestLinksNameAnAddressThatWorks(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1:1": "http://127.0.0.1:1", ":2": "http://127.0.0.1:2", "0.0.0.0:3": "http://127.0.0.1:3",
		"[::]:4": "http://127.0.0.1:4", "example.org:5": "http://example.org:5",
	} {
		if got := (Settings{Addr: addr}).BaseURL(); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
	s, err := load(t, t.TempDir(), env("PUBLIC_URL", "https://overlord.example.org/"))
	if err != nil || s.BaseURL() != "https://overlord.example.org" || !s.Secure() {
		t.Errorf("%q %v", s.BaseURL(), err)
	}
}

func TestBadValuesNameTheirKeyAndNeverTheSecret(t *testing.T) {
	for _, c := range []struct{ key, value string }{
		{"LISTEN_ADDR", "8770"},
		{"PUBLIC_URL", "overlord.example.org"},
		{"PUBLIC_URL", "ftp://x"},
		{"DATABASE_URL", "mysql://hunter2@h/db"},
		{"DATABASE_URL", "postgres://u:changeme@h/db"},
		{"DATABASE_URL", "sqlite:relative.db"},
		{"SHARED_SECRET", "changeme"},
		{"SHARED_SECRET", "your-secret-here"},
		{"SHARED_SECRET", "<fill me in>"},
		{"SHARED_SECRET", "short"},
		{"SECRET_KEY", "0123456789abcdef,secret"},
		{"INTERNAL_NETWORKS", "127.0.0.1"},
		{"INTERNAL_COMMANDS", "maybe"},
		{"TELEMETRY_DAYS", "0"},
		{"RAW_DAYS", "three"},
		{"JOURNAL_MAX_BYTES", "10 apples"},
		{"JOURNAL_MAX_BYTES", "1KiB"},
		{"DISCORD_ACLOG_WEBHOOK", "http://discord.com/api/webhooks/1/hunter2"},
		{"DISCORD_ACLOG_WEBHOOK", "hunter2"},
		{"LOG_FORMAT", "xml"},
		{"LOG_LEVEL", "loud"},
	} {
		_, err := load(t, t.TempDir(), env(c.key, c.value))
		if err == nil || !strings.Contains(err.Error(), c.key) {
			t.Errorf("%s=%s: %v", c.key, c.value, err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error repeats a secret: %v", err)
		}
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	_, err := load(t, t.TempDir(), env("LISTEN_ADDR", "x", "READ_ONLY", "x", "SHARED_SECRET", "changeme"))
	for _, key := range []string{"LISTEN_ADDR", "READ_ONLY", "SHARED_SECRET"} {
		if err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s is missing in: %v", key, err)
		}
	}
}

func TestRealSecretsAreNotTakenForPlaceholders(t *testing.T) {
	for _, v := range []string{"correct horse battery staple", "Secretariat1973won", "secretive-long-phrase"} {
		if err := checkSecret(v, 8); err != nil {
			t.Errorf("%q: %v", v, err)
		}
	}
}

func TestFirstStartMakesSecretsOnceAndPrivately(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	made, err := EnsureSecrets(dir, env())
	if err != nil || strings.Join(made, " ") != "SHARED_SECRET SECRET_KEY" {
		t.Fatalf("made %v, %v", made, err)
	}
	path := filepath.Join(dir, secretsFile)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	first, err := load(t, dir, env())
	if err != nil || len(first.SharedSecret) < 40 || len(first.SecretKeys) != 1 {
		t.Fatalf("%v %+v", err, first)
	}
	if made, err := EnsureSecrets(dir, env()); err != nil || made != nil {
		t.Fatalf("made again: %v %v", made, err)
	}
	if again, _ := load(t, dir, env()); again.SharedSecret != first.SharedSecret {
		t.Error("the second start changed the secret")
	}
}

func TestASecretSetEmptyStaysClosed(t *testing.T) {
	dir := t.TempDir()
	if _, err := EnsureSecrets(dir, env("SHARED_SECRET", "")); err != nil {
		t.Fatal(err)
	}
	s, err := load(t, dir, env("SHARED_SECRET", ""))
	if err != nil || s.SharedSecret != "" {
		t.Errorf("%q %v", s.SharedSecret, err)
	}
}

func TestEnvironmentWinsOverDotEnv(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".env"), []byte("# mine\nSESSION_SALT=\"a b\"\nLISTEN_ADDR=:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := load(t, dir, env("LISTEN_ADDR", ":2"))
	if err != nil || s.Addr != ":2" || s.SessionSalt != "a b" {
		t.Errorf("%+v %v", s, err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".env"), []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Lookup(dir, dir, env()); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a malformed line must be named: %v", err)
	}
}

func TestShowNeverPrintsASecret(t *testing.T) {
	dir := t.TempDir()
	values, err := Lookup(dir, dir, env("SHARED_SECRET", "hunter2hunter2", "DATABASE_URL", "postgres://u:hunter2@h/d"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteValues(&b, values); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "hunter2") || !strings.Contains(b.String(), "(set)") {
		t.Error(b.String())
	}
}

func TestCommittedFilesAreCurrent(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{"../.env.example": WriteExample, "../docs/settings.md": WriteDoc} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		committed, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(committed, b.Bytes()) {
			t.Errorf("%s is stale: run go generate ./config", name)
		}
	}
}
