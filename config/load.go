package config

import (
	"errors"
	"fmt"
	"path/filepath"
)

// Source says where a value came from: "environment", ".env", "data folder" or "default".
type Source string

// Value is one setting as found, before parsing.
type Value struct {
	Option Option
	Text   string
	Source Source
}

// Lookup finds every setting's text: the environment wins, then .env in the working folder, then the secrets made
// in the data folder, then the default. Errors are of files that cannot be read or are malformed.
func Lookup(dataDir, workDir string, env func(string) (string, bool)) ([]Value, error) {
	dotEnv, err := readEnvFile(filepath.Join(workDir, ".env"))
	if err != nil {
		return nil, err
	}
	made, err := readEnvFile(filepath.Join(dataDir, secretsFile))
	if err != nil {
		return nil, err
	}
	table := Table()
	values := make([]Value, 0, len(table))
	for _, o := range table {
		v := Value{Option: o, Text: o.Default, Source: "default"}
		if text, ok := env(o.Key); ok {
			v.Text, v.Source = text, "environment"
		} else if text, ok := dotEnv[o.Key]; ok {
			v.Text, v.Source = text, ".env"
		} else if text, ok := made[o.Key]; ok && o.Made {
			v.Text, v.Source = text, "data folder"
		}
		// An empty text means the default, except for secrets: there it means closed.
		if v.Text == "" && !o.Secret {
			v.Text = o.Default
		}
		values = append(values, v)
	}
	return values, nil
}

// Parse turns the values into settings. All faults are reported at once, each with its key and never with a secret.
func Parse(dataDir string, values []Value) (Settings, error) {
	abs, err := filepath.Abs(dataDir)
	if err != nil {
		return Settings{}, fmt.Errorf("data folder: %w", err)
	}
	s := Settings{DataDir: abs}
	var faults []error
	for _, v := range values {
		if err := v.Option.set(&s, v.Text); err != nil {
			faults = append(faults, fmt.Errorf("%s (from the %s): %w", v.Option.Key, v.Source, err))
		}
	}
	return s, errors.Join(faults...)
}
