package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/internal/testkit"
)

var pythonPayloads = []string{
	`{"username":"admin","is_admin":true}`,
	`{"username":"Ælfrēd \"the\" <Great> & \u2028 co","is_admin":false}`,
	`{}`,
	`{"roles":["` + strings.Repeat("reader ", 300) + `"]}`,
}

func TestTokensMadeByPythonAreRead(t *testing.T) {
	for _, payload := range pythonPayloads {
		token := testkit.Python(t, `
import sys, json
from itsdangerous import URLSafeTimedSerializer
print(URLSafeTimedSerializer(sys.argv[1]).dumps(json.loads(sys.argv[2])))`, "s3cret é", payload)
		got, at, err := newSigner("s3cret é", DefaultSalt).open(token, time.Now(), CookieLifetime)
		if err != nil {
			t.Fatalf("%s: %v", token, err)
		}
		if age := time.Since(at); age < 0 || age > time.Minute {
			t.Errorf("dated %v ago", age)
		}
		sameJSON(t, string(got), payload)
	}
}

func TestOurTokensAreReadByPython(t *testing.T) {
	for _, payload := range pythonPayloads {
		token := mustSign(t, newSigner("s3cret é", DefaultSalt), payload, time.Now())
		got := testkit.Python(t, `
import sys, json
from itsdangerous import URLSafeTimedSerializer
print(json.dumps(URLSafeTimedSerializer(sys.argv[1]).loads(sys.argv[2], max_age=30*86400)))`, "s3cret é", token)
		sameJSON(t, got, payload)
	}
}

func TestFlasksAndStarlettesCookiesAreRefused(t *testing.T) {
	for _, tc := range []struct{ name, script string }{
		{"flask", `
import sys, hashlib
from itsdangerous import URLSafeTimedSerializer
print(URLSafeTimedSerializer(sys.argv[1], salt="cookie-session",
	signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1}).dumps({"username": "admin", "is_admin": True}))`},
		{"flask's derivation under our salt", `
import sys
from itsdangerous import URLSafeTimedSerializer
print(URLSafeTimedSerializer(sys.argv[1], signer_kwargs={"key_derivation": "hmac"}).dumps({"username": "admin", "is_admin": True}))`},
		{"starlette", `
import sys, json
from base64 import b64encode
from itsdangerous import TimestampSigner
print(TimestampSigner(sys.argv[1]).sign(b64encode(json.dumps({"username": "admin", "is_admin": True}).encode())).decode())`},
		{"starlette without padding", `
import sys, json
from base64 import b64encode
from itsdangerous import TimestampSigner
print(TimestampSigner(sys.argv[1]).sign(b64encode(json.dumps({"username": "admi"}).encode()).rstrip(b"=")).decode())`},
		{"untimed serializer", `
import sys
from itsdangerous import URLSafeSerializer
print(URLSafeSerializer(sys.argv[1]).dumps({"username": "admin", "is_admin": True}))`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			token := testkit.Python(t, tc.script, "test-secret")
			_, _, err := newSigner("test-secret", DefaultSalt).open(token, time.Now(), CookieLifetime)
			if !errors.Is(err, ErrTokenSignature) && !errors.Is(err, ErrTokenMalformed) {
				t.Errorf("%s: %v", token, err)
			}
		})
	}
}

func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(got), &a); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if !bytes.Equal(x, y) {
		t.Errorf("got %s, want %s", x, y)
	}
}
