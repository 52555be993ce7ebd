package config

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// secretsFile is where the first start puts the secrets that it makes, in the data folder, mode 0600.
const secretsFile = "secrets.env"

// IsPlaceholder reports whether a value looks like one left over from an example: one of the usual words, or the
// usual ways to begin an instruction.
func IsPlaceholder(v string) bool {
	low := strings.ToLower(strings.TrimSpace(v))
	switch low {
	case "secret", "password", "example", "todo", "dummy", "default", "test", "none", "null", "shared_secret", "shared-secret":
		return true
	}
	for _, start := range []string{"changeme", "change-me", "change_me", "change this", "change-this", "replace", "placeholder", "your-", "your_", "<", "xxx"} {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	return false
}

// checkSecret accepts an empty value (closed) and refuses placeholders and values shorter than least bytes.
func checkSecret(v string, least int) error {
	switch {
	case v == "":
		return nil
	case IsPlaceholder(v):
		return fmt.Errorf("is still a placeholder: set a secret of your own (openssl rand -hex 32)")
	case len(v) < least:
		return fmt.Errorf("is shorter than %d bytes", least)
	}
	return nil
}

// EnsureSecrets makes the data folder (0700) and, in its secrets.env (0600), a random value for every secret that
// the table says is made there, is not set by the environment, and is not in the file yet. It returns the keys it made.
func EnsureSecrets(dataDir string, lookup func(string) (string, bool)) ([]string, error) {
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	path := filepath.Join(dataDir, secretsFile)
	have, err := readEnvFile(path)
	if err != nil {
		return nil, err
	}
	var made []string
	var text strings.Builder
	for _, o := range Table() {
		if !o.Made {
			continue
		}
		if _, ok := lookup(o.Key); ok {
			continue
		}
		if _, ok := have[o.Key]; ok {
			continue
		}
		made = append(made, o.Key)
		fmt.Fprintf(&text, "%s=%s\n", o.Key, rand.Text()+rand.Text())
	}
	if len(made) == 0 {
		return nil, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // the operator names the folder
	if err != nil {
		return nil, fmt.Errorf("write secrets: %w", err)
	}
	if _, err := f.WriteString(text.String()); err != nil {
		return nil, errors.Join(fmt.Errorf("write secrets: %w", err), f.Close())
	}
	return made, errors.Join(f.Sync(), f.Close())
}

// readEnvFile reads KEY=VALUE lines; blank lines and lines that begin with # are passed over, quotes round a
// value are taken off. A file that is not there holds nothing.
func readEnvFile(path string) (map[string]string, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator names the folder
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	values := map[string]string{}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			return nil, fmt.Errorf("%s line %d: want KEY=VALUE", path, n)
		}
		value = strings.TrimSpace(value)
		if len(value) >= 2 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
			value = value[1 : len(value)-1]
		}
		values[strings.TrimSpace(key)] = value
	}
	return values, nil
}
