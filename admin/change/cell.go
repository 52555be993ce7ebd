package change

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/render"
)

// cell is one value of one column exactly as the database holds it: nil for NULL; on PostgreSQL its text form, which is
// exact for every type; on SQLite an int64, a float64, a string or a []byte by the value's own storage class.
type cell any

// cellExpr is the expression that reads a column as a cell. Drivers make times and booleans of what SQLite stores, by
// the column's declared type; an expression has none. Text comes as a blob and a blob as text with an x before its
// digits, so that the two can be told apart and nothing is taken for a time.
func cellExpr(d, column string) string {
	c := quote(column)
	if d == dialect.SQLite {
		return "CASE typeof(" + c + ") WHEN 'text' THEN CAST(" + c + " AS BLOB) WHEN 'blob' THEN 'x'||hex(" + c + ") ELSE " + c + " END"
	}
	return c + "::text"
}

// scanned makes a cell of what the driver gave for cellExpr.
func scanned(d string, value any) (cell, error) {
	if d != dialect.SQLite {
		if raw, ok := value.([]byte); ok {
			return string(raw), nil
		}
		return value, nil
	}
	switch v := value.(type) {
	case []byte:
		return string(v), nil
	case string:
		return hex.DecodeString(strings.TrimPrefix(v, "x"))
	case nil, int64, float64:
		return v, nil
	}
	return nil, fmt.Errorf("the driver gave a %T", value)
}

// cellKey tells cells apart, as the key of a map.
func cellKey(c cell) string {
	switch v := c.(type) {
	case string:
		return "t" + v
	case []byte:
		return "b" + string(v)
	case int64:
		return "i" + strconv.FormatInt(v, 10)
	case float64:
		return "r" + strconv.FormatFloat(v, 'g', -1, 64)
	}
	return ""
}

// appendCell writes a cell as JSON: text as a string, a whole number as a number, others as {"r": …}, {"b": base64} or,
// for text that is not UTF-8, {"t": base64}.
func appendCell(dst []byte, c cell) []byte {
	object := func(kind, text string) []byte {
		return append(render.AppendString(append(dst, `{"`+kind+`":`...), text), '}')
	}
	switch v := c.(type) {
	case string:
		if utf8.ValidString(v) {
			return render.AppendString(dst, v)
		}
		return object("t", base64.StdEncoding.EncodeToString([]byte(v)))
	case []byte:
		return object("b", base64.StdEncoding.EncodeToString(v))
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return object("r", strconv.FormatFloat(v, 'g', -1, 64))
	}
	return append(dst, "null"...)
}

// cells is a row, which reads itself back from JSON.
type cells []cell

// MarshalJSON implements json.Marshaler.
func (row cells) MarshalJSON() ([]byte, error) {
	dst := []byte{'['}
	for i, c := range row {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCell(dst, c)
	}
	return append(dst, ']'), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (row *cells) UnmarshalJSON(raw []byte) error {
	var members []json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return err
	}
	*row = make(cells, len(members))
	for i, member := range members {
		c, err := parseCell(member)
		if err != nil {
			return err
		}
		(*row)[i] = c
	}
	return nil
}

func parseCell(raw []byte) (cell, error) {
	switch raw[0] {
	case 'n':
		return nil, nil
	case '"':
		var text string
		err := json.Unmarshal(raw, &text)
		return text, err
	case '{':
		var o struct{ R, B, T *string }
		if err := json.Unmarshal(raw, &o); err != nil {
			return nil, err
		}
		switch {
		case o.R != nil:
			return strconv.ParseFloat(*o.R, 64)
		case o.B != nil:
			return base64.StdEncoding.DecodeString(*o.B)
		case o.T != nil:
			text, err := base64.StdEncoding.DecodeString(*o.T)
			return string(text), err
		}
		return nil, errors.New("an empty cell")
	}
	return strconv.ParseInt(string(raw), 10, 64)
}

// quote quotes a name for SQLite and PostgreSQL.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// statement is SQL text with its arguments.
type statement struct {
	dialect string
	text    strings.Builder
	args    []any
}

func (q *statement) sql(parts ...string) *statement {
	for _, part := range parts {
		q.text.WriteString(part)
	}
	return q
}

// list writes placeholders for values, with commas.
func (q *statement) list(values ...any) *statement {
	for i, v := range values {
		if i > 0 {
			q.text.WriteByte(',')
		}
		q.placeholder(v)
	}
	return q
}

// cells writes placeholders for cells of a column, with commas. PostgreSQL is told to make the type of the text itself:
// its driver has ideas of its own about text for some types.
func (q *statement) cells(of *table, name string, values ...cell) *statement {
	for i, c := range values {
		if i > 0 {
			q.text.WriteByte(',')
		}
		q.placeholder(c)
		if q.dialect != dialect.SQLite {
			q.sql("::text::", of.column(name).kind)
		}
	}
	return q
}

func (q *statement) placeholder(v any) {
	q.args = append(q.args, v)
	if q.dialect == dialect.SQLite {
		q.text.WriteByte('?')
		return
	}
	q.text.WriteString("$" + strconv.Itoa(len(q.args)))
}
