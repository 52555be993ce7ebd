package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
)

func TestTheCodeIsFoundThroughWraps(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want Code
	}{
		{New(NotFound, "No such character."), NotFound},
		{fmt.Errorf("read it: %w", Wrap(io.EOF, Unavailable, "Try again.")), Unavailable},
		{io.EOF, Internal},
		{nil, Internal},
	} {
		if got := CodeOf(tc.err); got != tc.want {
			t.Errorf("%v: code %d, want %d", tc.err, got, tc.want)
		}
	}
	if !errors.Is(Wrap(io.EOF, Invalid, "x"), io.EOF) {
		t.Error("the cause is lost")
	}
}

func TestRefiningMakesCopies(t *testing.T) {
	shared := Field("password", "It is wrong.")
	refined := shared.WithField("code", "It is missing.").WithKind("totp-required").WithRetryAfter(time.Second)
	if len(shared.Fields) != 1 || shared.Kind != "" || shared.RetryAfter != 0 {
		t.Errorf("the original changed: %+v", shared)
	}
	if len(refined.Fields) != 2 || refined.Kind != "totp-required" || refined.RetryAfter != time.Second || refined.Code != Invalid {
		t.Errorf("refined = %+v", refined)
	}
}
