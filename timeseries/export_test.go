package timeseries

import "context"

// Tidy is one round of Run's work.
func (s *Store) Tidy(ctx context.Context) error { return s.tidy(ctx) }
