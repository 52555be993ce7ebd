package store

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store/ent"
)

const (
	totpPeriod    = 30 // seconds a step, as authenticator apps assume
	recoveryCodes = 10
)

// TOTPSetup is what an authenticator app needs. It counts only once ConfirmTOTP has seen a code of it.
type TOTPSetup struct {
	Secret string `json:"secret"` // base32
	URL    string `json:"url"`    // otpauth://totp/…
	QR     *QR    `json:"qr"`     // of URL
}

// Confirmation is what somebody who changes his second factor has to give.
type Confirmation struct {
	Password string `json:"password"`
	Code     string `json:"code"`
}

// BeginTOTP gives by, who gives his password once more, a new secret.
func (s *Store) BeginTOTP(ctx context.Context, r *http.Request, by access.Principal, in Confirmation) (TOTPSetup, error) {
	old, err := s.confirmSelf(ctx, r, by, "password", in.Password)
	if err != nil {
		return TOTPSetup{}, err
	}
	made, err := totp.Generate(totp.GenerateOpts{Issuer: s.o.Issuer, AccountName: old.Name, Period: totpPeriod, SecretSize: 20})
	if err != nil {
		return TOTPSetup{}, fmt.Errorf("make second factor: %w", err)
	}
	code, err := newQR(made.URL())
	if err != nil {
		return TOTPSetup{}, err
	}
	err = s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		row, err := unchanged(ctx, tx, old)
		if err != nil {
			return err
		}
		if row.TotpConfirmedAt != nil {
			return problem.New(http.StatusConflict, "totp_there", "You have a second factor already. Remove it first.")
		}
		if err := row.Update().SetTotpSecret(made.Secret()).SetTotpStep(0).Exec(ctx); err != nil {
			return fmt.Errorf("keep the secret: %w", err)
		}
		return nil
	})
	return TOTPSetup{Secret: made.Secret(), URL: made.URL(), QR: code}, err
}

// ConfirmTOTP switches by's second factor on when code is of its secret, and ends his other sessions. It returns the
// recovery codes, which are shown this once.
func (s *Store) ConfirmTOTP(ctx context.Context, r *http.Request, by access.Principal, code string) ([]string, error) {
	old, err := s.self(ctx, by)
	if err != nil {
		return nil, err
	}
	try, wait := s.signIns.admitCode(by.ID)
	if wait > 0 {
		return nil, tooMany(wait)
	}
	codes, hashes := newRecoveryCodes()
	err = s.change(ctx, func(ctx context.Context, tx tx) error {
		row, err := unchanged(ctx, tx, old)
		if err != nil {
			return err
		}
		if row.TotpConfirmedAt != nil || row.TotpSecret == "" {
			return problem.New(http.StatusConflict, "totp_not_begun", "Ask for a new secret first.")
		}
		step, ok := totpStep(row.TotpSecret, code, s.now(), 0)
		if !ok {
			return problem.Field("code", "Is not the code that the app shows now. Check the clocks of both.")
		}
		err = row.Update().SetTotpConfirmedAt(micros(s.now())).SetTotpStep(step).SetRecoveryHashes(hashes).Exec(ctx)
		if err != nil {
			return fmt.Errorf("switch second factor on: %w", err)
		}
		if err := endSessions(ctx, tx, row.ID, sessionHash(r)); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "add_totp", typePeople, by.ID, by.Name, nil, nil)
	})
	if err != nil {
		return nil, err
	}
	s.signIns.passed(try)
	return codes, nil
}

// RemoveTOTP switches the second factor of by, who gives his password once more, off.
func (s *Store) RemoveTOTP(ctx context.Context, r *http.Request, by access.Principal, in Confirmation) error {
	old, err := s.confirmSelf(ctx, r, by, "password", in.Password)
	if err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx tx) error {
		row, err := unchanged(ctx, tx, old)
		if err != nil {
			return err
		}
		if err := clearTOTP(ctx, row); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "remove_totp", typePeople, by.ID, by.Name, nil, nil)
	})
}

func clearTOTP(ctx context.Context, row *ent.User) error {
	err := row.Update().SetTotpSecret("").ClearTotpConfirmedAt().SetTotpStep(0).ClearRecoveryHashes().Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove second factor: %w", err)
	}
	return nil
}

// spendCode uses a code up, of the app or a recovery code, inside the transaction that has read row.
func (s *Store) spendCode(ctx context.Context, row *ent.User, code string) error {
	update := row.Update()
	if step, ok := totpStep(row.TotpSecret, code, s.now(), row.TotpStep); ok {
		update.SetTotpStep(step)
	} else {
		given := hashRecoveryCode(code)
		left := slices.DeleteFunc(slices.Clone(row.RecoveryHashes), func(kept string) bool {
			return subtle.ConstantTimeCompare([]byte(kept), []byte(given)) == 1
		})
		if len(left) == len(row.RecoveryHashes) {
			return askForCode("This code is not right, or it has been used.")
		}
		update.SetRecoveryHashes(left)
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("use code: %w", err)
	}
	return nil
}

// totpStep finds the step of a code: the present one, or one before or after it for clocks that differ, but later than
// last.
func totpStep(secret, code string, now time.Time, last int64) (step int64, ok bool) {
	code = strings.Join(strings.Fields(code), "")
	options := totp.ValidateOpts{Period: totpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	for _, offset := range []int64{0, -1, 1} {
		step := now.Unix()/totpPeriod + offset
		want, err := totp.GenerateCodeCustom(secret, time.Unix(step*totpPeriod, 0), options)
		if err != nil {
			return 0, false
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && step > last {
			return step, true
		}
	}
	return 0, false
}

// recoveryAlphabet has no letters that look like others.
var recoveryAlphabet = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// newRecoveryCodes makes codes of 80 random bits each, such as "k3pn-7hx2-…", and what is kept of them.
func newRecoveryCodes() (codes, hashes []string) {
	for range recoveryCodes {
		var raw [10]byte
		_, _ = rand.Read(raw[:]) // never fails
		text := recoveryAlphabet.EncodeToString(raw[:])
		code := text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
		codes, hashes = append(codes, code), append(hashes, hashRecoveryCode(code))
	}
	return codes, hashes
}

// hashRecoveryCode takes a code as somebody typed it. The codes are random enough for a plain hash.
func hashRecoveryCode(code string) string {
	return hash(strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(strings.TrimSpace(code))))
}
