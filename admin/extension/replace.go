package extension

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// replace makes a folder hold just these files. They are written beside it first, so that it always holds either what
// was there or all of them.
func replace(folder string, files map[string][]byte) (err error) {
	parent := filepath.Dir(folder)
	fresh, err := os.MkdirTemp(parent, "."+filepath.Base(folder)+"-")
	if err != nil {
		return fmt.Errorf("make a folder for the admin's files: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(fresh)) }()
	made := filepath.Join(fresh, "new")
	if err := os.Mkdir(made, 0o755); err != nil { //nolint:gosec // source code is for everybody
		return fmt.Errorf("make a folder for the admin's files: %w", err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(made, name), content, 0o644); err != nil { //nolint:gosec // likewise
			return fmt.Errorf("write the admin's files: %w", err)
		}
	}
	old := filepath.Join(fresh, "old")
	if err := os.Rename(folder, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("move the admin's old files away: %w", err)
	}
	if err := os.Rename(made, folder); err != nil {
		return errors.Join(fmt.Errorf("put the admin's files into place: %w", err), os.Rename(old, folder))
	}
	return nil
}
