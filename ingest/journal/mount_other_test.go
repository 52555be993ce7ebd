//go:build !linux

package journal_test

import "errors"

func mountTiny(string, string) error { return errors.ErrUnsupported }

func unmountTiny(string) error { return nil }
