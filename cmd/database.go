package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/database"
)

// database calls fn with the settings' database, made and brought up to date as serve does it.
func (a *app) database(ctx context.Context, fn func(*database.DB) error) (err error) {
	s, err := a.settings()
	if err != nil {
		return err
	}
	if path, ok := strings.CutPrefix(s.DatabaseURL, "sqlite:"); ok {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return fmt.Errorf("make the database's folder: %w", err)
		}
	}
	if !s.SkipSchemaInit {
		if err := migrations.Apply(ctx, s.DatabaseURL, a.log); err != nil {
			return fmt.Errorf("migrate the database: %w", err)
		}
	}
	db, err := database.Open(ctx, s.DatabaseURL)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return fn(db)
}
