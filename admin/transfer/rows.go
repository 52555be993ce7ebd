package transfer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// rowReader reads the rows of a file, whatever its format.
type rowReader interface {
	// next is the next row, io.EOF at the end. A *malformed error is final and is about the row that the returned
	// one's number says.
	next() (fileRow, error)
	// header are the file's columns where it says them beforehand, else nil.
	header() []string
}

// fileRow is one row of a file.
type fileRow struct {
	number int
	size   int // bytes of its cells
	cells  []fileCell
	faults []RowError
}

// fileCell is one cell: text of a CSV file, or JSON.
type fileCell struct {
	column string
	text   string
	raw    json.RawMessage // nil in a CSV file
	null   bool
}

// string is the cell as text; JSON strings lose their quotes.
func (c *fileCell) string() string {
	if c.raw == nil {
		return c.text
	}
	var text string
	if json.Unmarshal(c.raw, &text) == nil {
		return text
	}
	return string(c.raw)
}

type csvRows struct {
	in      *csvReader
	columns []string
	number  int
}

func newCSVRows(file io.Reader, sep byte) (*csvRows, error) {
	in, err := newCSVReader(file, sep)
	if err != nil {
		return nil, err
	}
	r := &csvRows{in: in}
	for {
		r.number++
		cells, err := in.read()
		if errors.Is(err, io.EOF) {
			return nil, malformedf("The file is empty.")
		}
		if err != nil {
			return nil, err
		}
		if blank(cells) {
			continue
		}
		for _, c := range cells {
			if !utf8.ValidString(c.text) {
				return nil, malformedf("The file is not UTF-8; save it as such.")
			}
			r.columns = append(r.columns, strings.TrimSpace(c.text))
		}
		for len(r.columns) > 0 && r.columns[len(r.columns)-1] == "" {
			r.columns = r.columns[:len(r.columns)-1] // separators at the end of each line
		}
		return r, nil
	}
}

func blank(cells []csvCell) bool { return len(cells) == 1 && cells[0].null() }

func (r *csvRows) header() []string { return r.columns }

func (r *csvRows) next() (fileRow, error) {
	for {
		r.number++
		row := fileRow{number: r.number}
		cells, err := r.in.read()
		if err != nil {
			return row, err
		}
		if blank(cells) {
			continue
		}
		row.cells = make([]fileCell, 0, len(cells))
		for i, c := range cells {
			row.size += len(c.text)
			if i >= len(r.columns) {
				if !c.null() {
					row.faults = append(row.faults, RowError{row.number, "", "has more cells than the header"})
					break
				}
				continue
			}
			column := r.columns[i]
			switch {
			case !utf8.ValidString(c.text):
				row.faults = append(row.faults, RowError{row.number, column, "is not UTF-8"})
			case strings.IndexByte(c.text, 0) >= 0:
				row.faults = append(row.faults, RowError{row.number, column, "holds a zero byte"})
			default:
				row.cells = append(row.cells, fileCell{column: column, text: unguard(c.text), null: c.null()})
			}
		}
		for i := len(cells); i < len(r.columns); i++ {
			row.cells = append(row.cells, fileCell{column: r.columns[i], null: true})
		}
		return row, nil
	}
}

// jsonRows reads an array of objects.
type jsonRows struct {
	limit  budget
	in     *json.Decoder
	begun  bool
	number int
}

// budget fails when more is read than was granted.
type budget struct {
	in   io.Reader
	left int
}

var errBudget = malformedf("A row is longer than %d bytes.", maxRow)

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errBudget
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// withoutBOM skips a byte order mark.
func withoutBOM(file io.Reader) *bufio.Reader {
	in := bufio.NewReaderSize(file, 64<<10)
	if head, err := in.Peek(3); err == nil && string(head) == "\ufeff" {
		_, _ = in.Discard(3) // they were peeked at
	}
	return in
}

func newJSONRows(file io.Reader) *jsonRows {
	r := &jsonRows{limit: budget{in: withoutBOM(file), left: maxRow}}
	r.in = json.NewDecoder(&r.limit)
	return r
}

func (r *jsonRows) header() []string { return nil }

func (r *jsonRows) next() (fileRow, error) {
	r.number++
	r.limit.left = maxRow
	if !r.begun {
		if token, err := r.in.Token(); err != nil || token != json.Delim('[') {
			return fileRow{number: r.number}, malformedf("The file is no JSON array.")
		}
		r.begun = true
	}
	if !r.in.More() {
		if token, err := r.in.Token(); err != nil || token != json.Delim(']') {
			return fileRow{number: r.number}, malformedf("The JSON array does not end.")
		}
		return fileRow{}, io.EOF
	}
	var object map[string]json.RawMessage
	err := r.in.Decode(&object)
	if err != nil && !errors.As(err, new(*json.UnmarshalTypeError)) {
		if errors.Is(err, errBudget) {
			return fileRow{number: r.number}, errBudget
		}
		return fileRow{number: r.number}, malformedf("This is not JSON: %v.", err)
	}
	return objectRow(r.number, object), nil
}

// lineRows reads an object a line. Blank lines are skipped, and counted.
type lineRows struct {
	in     *bufio.Scanner
	number int
}

func newLineRows(file io.Reader) *lineRows {
	in := bufio.NewScanner(withoutBOM(file))
	in.Buffer(nil, maxRow)
	return &lineRows{in: in}
}

func (r *lineRows) header() []string { return nil }

func (r *lineRows) next() (fileRow, error) {
	for r.in.Scan() {
		r.number++
		line := bytes.TrimSpace(r.in.Bytes())
		if len(line) == 0 {
			continue
		}
		var object map[string]json.RawMessage
		err := json.Unmarshal(line, &object)
		if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
			return fileRow{number: r.number, faults: []RowError{{r.number, "", "is not JSON"}}}, nil
		}
		return objectRow(r.number, object), nil
	}
	if err := r.in.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fileRow{number: r.number + 1}, errBudget
	} else if err != nil {
		return fileRow{}, err
	}
	return fileRow{}, io.EOF
}

// objectRow is a row of JSON values; object is nil where the row is something else.
func objectRow(number int, object map[string]json.RawMessage) fileRow {
	row := fileRow{number: number}
	fault := func(column, reason string) { row.faults = append(row.faults, RowError{number, column, reason}) }
	switch {
	case object == nil:
		fault("", "is no JSON object")
	case len(object) > maxColumns:
		fault("", "has too many members")
		return row
	}
	for _, column := range slices.Sorted(maps.Keys(object)) {
		raw := object[column]
		row.size += len(raw)
		switch {
		case len(raw) > MaxCell:
			fault(column, "is too long")
		case holdsZero(raw):
			fault(column, "holds a zero byte")
		default:
			row.cells = append(row.cells, fileCell{column: column, raw: raw, null: string(raw) == "null"})
		}
	}
	return row
}

// holdsZero reports whether a JSON text has a string with U+0000 in it, which databases do not take.
func holdsZero(raw []byte) bool {
	for rest := raw; ; {
		at := bytes.IndexByte(rest, '\\')
		if at < 0 || at+1 >= len(rest) {
			return false
		}
		if bytes.HasPrefix(rest[at+1:], []byte("u0000")) {
			return true
		}
		rest = rest[at+2:]
	}
}
