package query

import (
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/meta"
)

// Limits of a cursor, in bytes. A longer value is left out, and looked up where it is needed.
const (
	maxCursor = 8 << 10
	maxValue  = 256
)

// reference stands for what the row of a cursor has of a key, as long as there is that row.
type reference struct{}

// cursor is a place in a list. On the wire it is JSON in base64url.
type cursor struct {
	Order  string    `json:"o"`           // the order's signature
	Values []*string `json:"v,omitempty"` // what the row at that place has of each key, as the database compares it
	Offset int       `json:"n,omitempty"` // or how many rows are before it
}

var errCursor = errors.New("is no cursor that this list gave")

func (c cursor) encode() (string, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(raw)
	if len(text) > maxCursor {
		return "", fmt.Errorf("a row's id has more than %d bytes", maxCursor)
	}
	return text, nil
}

func decodeCursor(text, signature string) (cursor, error) {
	var c cursor
	if len(text) > maxCursor {
		return c, errCursor
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || json.Unmarshal(raw, &c) != nil || c.Offset < 0 || c.Offset > math.MaxInt32 {
		return c, errCursor
	}
	if c.Order != signature {
		return c, errors.New("belongs to another list or order; begin at the first page")
	}
	return c, nil
}

// encodeValue is a value as the database gave it or takes it, after a letter for its type. A long one may be replaced
// by a reference where refer says so.
func encodeValue(v driver.Value, refer bool) (*string, error) {
	var s string
	switch v := v.(type) {
	case nil:
		return nil, nil
	case int64:
		s = "i" + strconv.FormatInt(v, 10)
	case float64:
		s = "f" + strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		s = "b" + strconv.FormatBool(v)
	case string:
		s = "s" + v
	case []byte:
		s = "s" + string(v)
	case time.Time:
		s = "t" + v.UTC().Format(time.RFC3339Nano)
	default:
		return nil, fmt.Errorf("a %T in the order", v)
	}
	if refer && len(s) > maxValue {
		s = "r"
	}
	return &s, nil
}

// decodeValue reads what encodeValue wrote, from whoever sent it: a value that the database could refuse to compare
// with the key is refused here.
func (key sortKey) decodeValue(s *string, name string, refer bool) (any, error) {
	if s == nil {
		if !key.nullable {
			return nil, errCursor
		}
		return nil, nil
	}
	if *s == "" || strings.ContainsRune(*s, 0) {
		return nil, errCursor
	}
	letter, text := (*s)[0], (*s)[1:]
	if refer && *s == "r" {
		return reference{}, nil
	}
	var v driver.Value
	var err error
	switch letter {
	case 'i':
		v, err = strconv.ParseInt(text, 10, 64)
	case 'f':
		v, err = strconv.ParseFloat(text, 64)
	case 'b':
		v, err = strconv.ParseBool(text)
	case 's':
		v = text
	case 't':
		v, err = time.Parse(time.RFC3339Nano, text)
	default:
		err = errCursor
	}
	if err == nil && name == dialect.Postgres && !key.isFloat(v) {
		_, err = key.parse(text)
	}
	if err != nil {
		return nil, errCursor
	}
	return v, nil
}

// isFloat says that v fits a key of floating-point numbers, NaN and the infinities too.
func (key sortKey) isFloat(v driver.Value) bool {
	_, ok := v.(float64)
	return ok && key.kind == meta.Float
}
