package auth

import (
	"bytes"
	"compress/zlib"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the wire format fixes HMAC-SHA1, which is not broken by SHA-1's collisions
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

const (
	// maxTokenBytes is refused before any cryptography is done on it.
	maxTokenBytes = 4096
	// maxPayloadBytes caps what a compressed payload may inflate to.
	maxPayloadBytes = 64 << 10
	// DefaultSalt is the salt of itsdangerous' serializers, and SESSION_SALT's default.
	DefaultSalt = "itsdangerous"
)

// The reasons why a token is refused. All are matched with errors.Is.
var (
	ErrTokenMalformed = errors.New("token is malformed")
	ErrTokenSignature = errors.New("token signature does not match")
	ErrTokenExpired   = errors.New("token has expired")
	ErrTokenFuture    = errors.New("token is dated in the future")
)

// strictBase64 refuses padding and non-zero trailing bits; validTokenByte keeps out the line breaks that it would skip.
var strictBase64 = base64.RawURLEncoding.Strict()

// signer makes and reads the tokens of itsdangerous' URLSafeTimedSerializer: payload "." time "." signature,
// each base64url without padding. It is safe for concurrent use.
type signer struct{ key []byte }

// newSigner derives the key as itsdangerous' "django-concat" does.
func newSigner(secret, salt string) signer {
	sum := sha1.Sum([]byte(salt + "signer" + secret)) //nolint:gosec // as above
	return signer{key: sum[:]}
}

// sign wraps payload, which is compact JSON, in a token dated at (to the second).
// The payload is compressed where that is shorter.
func (s signer) sign(payload []byte, at time.Time) (string, error) {
	seconds := at.Unix()
	if seconds < 0 {
		return "", fmt.Errorf("sign token: %w: dated before 1970", ErrTokenMalformed)
	}
	body := strictBase64.EncodeToString(payload)
	if packed := deflate(payload); len(packed) < len(payload)-1 {
		body = "." + strictBase64.EncodeToString(packed)
	}
	stamp := binary.BigEndian.AppendUint64(nil, uint64(seconds))
	signed := body + "." + strictBase64.EncodeToString(bytes.TrimLeft(stamp, "\x00"))
	token := signed + "." + strictBase64.EncodeToString(s.mac(signed))
	if len(token) > maxTokenBytes {
		return "", fmt.Errorf("sign token: %w: %d bytes, at most %d", ErrTokenMalformed, len(token), maxTokenBytes)
	}
	return token, nil
}

// open checks the token's signature and age and returns its payload and date.
// A token is valid while 0 ≤ age ≤ maxAge, counted in whole seconds.
func (s signer) open(token string, now time.Time, maxAge time.Duration) ([]byte, time.Time, error) {
	if len(token) > maxTokenBytes {
		return nil, time.Time{}, fmt.Errorf("%w: %d bytes", ErrTokenMalformed, len(token))
	}
	for i := range len(token) {
		if !validTokenByte(token[i]) {
			return nil, time.Time{}, fmt.Errorf("%w: byte %d", ErrTokenMalformed, i)
		}
	}
	last := strings.LastIndexByte(token, '.')
	if last < 0 {
		return nil, time.Time{}, fmt.Errorf("%w: no signature", ErrTokenMalformed)
	}
	signed := token[:last]
	signature, err := strictBase64.DecodeString(token[last+1:])
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("%w: signature", ErrTokenMalformed)
	}
	if !hmac.Equal(signature, s.mac(signed)) {
		return nil, time.Time{}, ErrTokenSignature
	}
	// From here on the token is known to come from a holder of the secret.
	middle := strings.LastIndexByte(signed, '.')
	if middle < 0 {
		return nil, time.Time{}, fmt.Errorf("%w: no time", ErrTokenMalformed)
	}
	at, err := parseStamp(signed[middle+1:])
	if err != nil {
		return nil, time.Time{}, err
	}
	switch age := now.Unix() - at.Unix(); {
	case age < 0:
		return nil, at, ErrTokenFuture
	case age > int64(maxAge/time.Second):
		return nil, at, ErrTokenExpired
	}
	payload, err := parsePayload(signed[:middle])
	if err != nil {
		return nil, at, err
	}
	return payload, at, nil
}

func (s signer) mac(signed string) []byte {
	h := hmac.New(sha1.New, s.key)
	h.Write([]byte(signed))
	return h.Sum(nil)
}

func validTokenByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_' || b == '.'
}

func parseStamp(text string) (time.Time, error) {
	stamp, err := strictBase64.DecodeString(text)
	if err != nil || len(stamp) > 8 {
		return time.Time{}, fmt.Errorf("%w: time", ErrTokenMalformed)
	}
	seconds := binary.BigEndian.Uint64(append(make([]byte, 8-len(stamp)), stamp...))
	if seconds > math.MaxInt64 {
		return time.Time{}, fmt.Errorf("%w: time", ErrTokenMalformed)
	}
	return time.Unix(int64(seconds), 0).UTC(), nil
}

func parsePayload(text string) ([]byte, error) {
	text, packed := strings.CutPrefix(text, ".")
	payload, err := strictBase64.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: payload", ErrTokenMalformed)
	}
	if !packed {
		return payload, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(payload))
	if err != nil {
		return nil, fmt.Errorf("%w: compressed payload: %w", ErrTokenMalformed, err)
	}
	inflated, err := io.ReadAll(io.LimitReader(r, maxPayloadBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: compressed payload: %w", ErrTokenMalformed, err)
	}
	if len(inflated) > maxPayloadBytes {
		return nil, fmt.Errorf("%w: payload inflates to more than %d bytes", ErrTokenMalformed, maxPayloadBytes)
	}
	return inflated, nil
}

func deflate(payload []byte) []byte {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	// A bytes.Buffer never fails.
	_, _ = w.Write(payload)
	_ = w.Close()
	return packed.Bytes()
}
