package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/internal/fault"
)

const (
	totpIssuer    = "Mosswart Overlord"
	totpPeriod    = 30 // seconds a step, as authenticator apps assume
	recoveryCodes = 10
)

// TOTPSetup is what an authenticator app needs. It counts only once ConfirmTOTP has seen a code of it.
type TOTPSetup struct {
	Secret string // base32
	URL    string // otpauth://totp/…
	QR     string // the URL as an <svg>
}

// TOTP tells whether a user has a second factor, and how many of its recovery codes are left.
func (d *Directory) TOTP(ctx context.Context, userID int) (enabled bool, recoveryCodesLeft int, err error) {
	u, err := d.db.Ent.User.Get(ctx, userID)
	if err != nil {
		return false, 0, notFound(fmt.Errorf("read user: %w", err), "user")
	}
	if !hasSecondFactor(u) {
		return false, 0, nil
	}
	return true, len(u.RecoveryCodeHashes), nil
}

// beginTOTP gives a user, whose password has been asked for, a new secret. fault.Conflict where he has a second factor.
func (d *Directory) beginTOTP(ctx context.Context, userID int) (TOTPSetup, error) {
	var setup TOTPSetup
	err := d.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
		u, err := tx.User.Get(ctx, userID)
		if err != nil {
			return notFound(fmt.Errorf("read user: %w", err), "user")
		}
		if hasSecondFactor(u) {
			return fault.New(fault.Conflict, "You have a second factor already. Remove it first.")
		}
		key, err := totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: u.Username, Period: totpPeriod, SecretSize: 20})
		if err != nil {
			return fmt.Errorf("make second factor: %w", err)
		}
		setup = TOTPSetup{Secret: key.Secret(), URL: key.URL()}
		if setup.QR, err = qrSVG(setup.URL); err != nil {
			return err
		}
		return tx.User.UpdateOneID(userID).SetTotpSecret(setup.Secret).ClearTotpConfirmedAt().ClearTotpLastStep().Exec(ctx)
	})
	return setup, err
}

// confirmTOTP switches a second factor on when code is of its secret, ends every session, and does in the same transaction
// what then wants. It returns the recovery codes, which are shown this once.
func (d *Directory) confirmTOTP(ctx context.Context, userID int, code string, then func(ctx context.Context, tx *ent.Client, u *ent.User) error) ([]string, error) {
	codes, hashes := newRecoveryCodes()
	err := d.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
		now := d.now()
		u, err := tx.User.Get(ctx, userID)
		switch {
		case err != nil:
			return notFound(fmt.Errorf("read user: %w", err), "user")
		case hasSecondFactor(u):
			return fault.New(fault.Conflict, "You have a second factor already.")
		case u.TotpSecret == nil:
			return fault.New(fault.Conflict, "Ask for a new secret first.")
		}
		step, ok := totpStep(*u.TotpSecret, code, now, -1)
		if !ok {
			return fault.Field("code", "Is not the code that the app shows now. Check the clocks of both.")
		}
		u, err = tx.User.UpdateOneID(userID).SetTotpConfirmedAt(now).SetTotpLastStep(step).SetRecoveryCodeHashes(hashes).Save(ctx)
		if err != nil {
			return fmt.Errorf("switch second factor on: %w", err)
		}
		if err := endSessions(ctx, tx, userID, now); err != nil {
			return err
		}
		return then(ctx, tx, u)
	})
	if err != nil {
		return nil, err
	}
	d.sockets.CloseUser(userID)
	return codes, nil
}

// removeTOTP switches a user's second factor off.
func (d *Directory) removeTOTP(ctx context.Context, userID int) error {
	return d.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error { return clearSecondFactor(ctx, tx, userID) })
}

func clearSecondFactor(ctx context.Context, tx *ent.Client, userID int) error {
	err := tx.User.UpdateOneID(userID).
		ClearTotpSecret().ClearTotpConfirmedAt().ClearTotpLastStep().ClearRecoveryCodeHashes().Exec(ctx)
	if err != nil {
		return notFound(fmt.Errorf("remove second factor: %w", err), "user")
	}
	return nil
}

// spendCode uses a code up, of the app or a recovery code, inside the transaction that has read u. ok is false where it is
// wrong or has been used.
func spendCode(ctx context.Context, tx *ent.Client, u *ent.User, code string, now time.Time) (ok bool, err error) {
	last := int64(-1)
	if u.TotpLastStep != nil {
		last = *u.TotpLastStep
	}
	if step, ok := totpStep(*u.TotpSecret, code, now, last); ok {
		if err := tx.User.UpdateOneID(u.ID).SetTotpLastStep(step).Exec(ctx); err != nil {
			return false, fmt.Errorf("spend code: %w", err)
		}
		return true, nil
	}
	left := slices.DeleteFunc(slices.Clone(u.RecoveryCodeHashes), func(hash string) bool {
		return subtle.ConstantTimeCompare([]byte(hash), []byte(hashRecoveryCode(code))) == 1
	})
	if len(left) == len(u.RecoveryCodeHashes) {
		return false, nil
	}
	if err := tx.User.UpdateOneID(u.ID).SetRecoveryCodeHashes(left).Exec(ctx); err != nil {
		return false, fmt.Errorf("spend recovery code: %w", err)
	}
	return true, nil
}

// totpStep finds the 30 s step of a code: the present one, or one before or after it for clocks that differ, but later than
// last.
func totpStep(secret, code string, now time.Time, last int64) (step int64, ok bool) {
	code = strings.Join(strings.Fields(code), "")
	options := totp.ValidateOpts{Period: totpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	for _, offset := range []int64{0, -1, 1} {
		at := now.Unix() + offset*totpPeriod
		want, err := totp.GenerateCodeCustom(secret, time.Unix(at, 0), options)
		if err != nil {
			return 0, false
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && at/totpPeriod > last {
			return at / totpPeriod, true
		}
	}
	return 0, false
}

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
	code = strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(strings.TrimSpace(code)))
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}
