package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/securecookie"
)

// CookieLifetime is how long a session cookie is accepted after it was signed.
const CookieLifetime = 30 * 24 * time.Hour

// issuedAtKey is where a decoded session keeps its cookie's date. It is not a string, so it can never be a key of the
// payload, and it is left out when the session is encoded again.
type issuedAtKey struct{}

// tokenCodec carries gorilla sessions as itsdangerous tokens under one secret. Several of them, newest secret first, are
// a rotation. It is safe for concurrent use.
type tokenCodec struct {
	signer signer
	now    func() time.Time
}

var _ securecookie.Codec = tokenCodec{}

// newCodecs returns a codec for every secret, in the order given: the first one signs, all of them are tried in reading.
// Empty secrets are refused.
func newCodecs(secrets []string, salt string, now func() time.Time) ([]securecookie.Codec, error) {
	if len(secrets) == 0 {
		return nil, errors.New("session cookies: no secret key")
	}
	if salt == "" {
		salt = DefaultSalt
	}
	codecs := make([]securecookie.Codec, len(secrets))
	for i, secret := range secrets {
		if secret == "" {
			return nil, fmt.Errorf("session cookies: secret key %d is empty", i+1)
		}
		codecs[i] = tokenCodec{signer: newSigner(secret, salt), now: now}
	}
	return codecs, nil
}

// Encode takes a session's values, of which every key is a string (or is skipped), and returns the token.
// The cookie's name is not part of the signature: the Python service does not sign it either.
func (c tokenCodec) Encode(_ string, value any) (string, error) {
	values, ok := value.(map[any]any)
	if !ok {
		return "", fmt.Errorf("encode session cookie: cannot carry a %T", value)
	}
	payload := make(map[string]any, len(values))
	for key, v := range values {
		if name, ok := key.(string); ok {
			payload[name] = v
		}
	}
	text, err := compactJSON(payload)
	if err != nil {
		return "", fmt.Errorf("encode session cookie: %w", err)
	}
	token, err := c.signer.sign(text, c.now())
	if err != nil {
		return "", fmt.Errorf("encode session cookie: %w", err)
	}
	return token, nil
}

// Decode reads a token into dst, a *map[any]any. Keys that we do not know stay in it as they came (numbers as
// json.Number), so that encoding it again keeps them.
func (c tokenCodec) Decode(_, value string, dst any) error {
	values, ok := dst.(*map[any]any)
	if !ok {
		return fmt.Errorf("decode session cookie: cannot read into a %T", dst)
	}
	text, issuedAt, err := c.signer.open(value, c.now(), CookieLifetime)
	if err != nil {
		return fmt.Errorf("decode session cookie: %w", err)
	}
	var payload map[string]any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&payload); err != nil || payload == nil || dec.More() {
		return fmt.Errorf("decode session cookie: %w: payload is not a JSON object", ErrTokenMalformed)
	}
	read := make(map[any]any, len(payload)+1)
	for key, v := range payload {
		read[key] = v
	}
	read[issuedAtKey{}] = issuedAt
	*values = read
	return nil
}

// compactJSON writes JSON as itsdangerous does: no spaces, no escapes for HTML, raw UTF-8.
func compactJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
