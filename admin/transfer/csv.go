package transfer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// csvCell is a cell as it stands in a file. One with nothing in it is null unless it was quoted.
type csvCell struct {
	text   string
	quoted bool
}

func (c csvCell) null() bool { return c.text == "" && !c.quoted }

// appendCSV appends a record and a line feed. Reading it gives the same cells, but for a cell that is quoted only
// because it has to be; a record of one null is a blank line, which readers skip.
func appendCSV(dst []byte, sep byte, cells []csvCell) []byte {
	for i, c := range cells {
		if i > 0 {
			dst = append(dst, sep)
		}
		if !c.quoted && !needsQuotes(c.text, sep) {
			dst = append(dst, c.text...)
			continue
		}
		dst = append(dst, '"')
		rest := c.text
		for {
			at := strings.IndexByte(rest, '"')
			if at < 0 {
				break
			}
			dst = append(append(dst, rest[:at+1]...), '"')
			rest = rest[at+1:]
		}
		dst = append(append(dst, rest...), '"')
	}
	return append(dst, '\n')
}

func needsQuotes(text string, sep byte) bool {
	for i := range len(text) {
		if c := text[i]; c == sep || c == '"' || c == '\n' || c == '\r' {
			return true
		}
	}
	return strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") || strings.HasPrefix(text, "\ufeff") ||
		len(text) >= 4 && strings.EqualFold(text[:4], "sep=")
}

// malformed is an error in the form of a file, after which nothing more can be read from it.
type malformed struct{ reason string }

func (e *malformed) Error() string { return e.reason }

func malformedf(format string, args ...any) error {
	return &malformed{fmt.Sprintf(format, args...)}
}

// csvReader reads records. Unlike encoding/csv it keeps a cell's carriage returns, knows a null from an empty text,
// and has limits.
type csvReader struct {
	in    *bufio.Reader
	sep   byte
	buf   []byte // text of the record's cells, one after the other
	ends  []int  // of each cell in buf
	quote []bool
	cells []csvCell
}

// newCSVReader skips a byte order mark and, where sep is 0, finds the separator: the one that "sep=" in the first
// line names, which spreadsheets write, else the most frequent one in the first line.
func newCSVReader(in io.Reader, sep byte) (*csvReader, error) {
	r := &csvReader{in: bufio.NewReaderSize(in, 64<<10), sep: sep}
	head, err := r.in.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return nil, malformedf("The file is UTF-16; save it as UTF-8.")
	}
	skip := 0
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		skip = 3
	}
	if named := head[skip:]; len(named) > 5 && bytes.EqualFold(named[:4], []byte("sep=")) &&
		strings.IndexByte(",;\t|", named[4]) >= 0 && (named[5] == '\r' || named[5] == '\n') {
		if r.sep == 0 {
			r.sep = named[4]
		}
		skip += 6
		if named[5] == '\r' && len(named) > 6 && named[6] == '\n' {
			skip++
		}
	}
	if r.sep == 0 {
		r.sep = separator(head[skip:])
	}
	_, err = r.in.Discard(skip)
	return r, err
}

// separator is the most frequent of the usual ones in the first line of head, outside of quotes.
func separator(head []byte) byte {
	var counts [256]int
	quoted := false
	for _, c := range head {
		if c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if c == '\n' || c == '\r' {
			break
		}
		counts[c]++
	}
	best := byte(',')
	for _, c := range []byte(";\t") {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// read returns the next record, which is valid until the next call: one null cell for a blank line, io.EOF at the
// end. Any other error is final.
func (r *csvReader) read() ([]csvCell, error) {
	r.buf, r.ends, r.quote = r.buf[:0], r.ends[:0], r.quote[:0]
	if _, err := r.in.Peek(1); err != nil {
		return nil, err
	}
	for {
		last, err := r.cell()
		if err != nil {
			return nil, err
		}
		if last {
			break
		}
	}
	text, start := string(r.buf), 0
	r.cells = r.cells[:0]
	for i, end := range r.ends {
		r.cells = append(r.cells, csvCell{text[start:end], r.quote[i]})
		start = end
	}
	return r.cells, nil
}

// cell reads one cell and what ends it; last says that it is the record's last.
func (r *csvReader) cell() (last bool, err error) {
	if len(r.ends) == maxColumns {
		return false, malformedf("There are more than %d columns.", maxColumns)
	}
	start := len(r.buf)
	quoted, inside := false, false
	end := func() { r.ends, r.quote = append(r.ends, len(r.buf)), append(r.quote, quoted) }
	for first := true; ; first = false {
		c, err := r.in.ReadByte()
		if errors.Is(err, io.EOF) {
			if inside {
				return false, malformedf("A quoted cell does not end.")
			}
			end()
			return true, nil
		}
		if err != nil {
			return false, err
		}
		switch {
		case first && c == '"':
			quoted, inside = true, true
			continue
		case inside && c == '"':
			if next, err := r.in.Peek(1); err != nil || next[0] != '"' {
				inside = false
				continue
			}
			_, _ = r.in.Discard(1) // it was peeked at
		case inside:
		case c == r.sep:
			end()
			return false, nil
		case c == '\r' || c == '\n':
			if next, err := r.in.Peek(1); c == '\r' && err == nil && next[0] == '\n' {
				_, _ = r.in.Discard(1)
			}
			end()
			return true, nil
		case quoted:
			return false, malformedf("There is text after a quoted cell; a quote inside of one is written twice.")
		}
		r.buf = append(r.buf, c)
		if len(r.buf)-start > MaxCell {
			return false, malformedf("A cell is longer than %d bytes; is a quote missing?", MaxCell)
		}
		if len(r.buf) > maxRow {
			return false, malformedf("A row is longer than %d bytes.", maxRow)
		}
	}
}
