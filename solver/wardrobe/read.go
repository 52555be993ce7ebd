package wardrobe

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/solver"
)

// partSize is how much of a text of items one goroutine takes at a time.
const partSize = 256 << 10

// Read reads items, one JSON object a line, with "owner" saying who has the piece, and makes the solver's of those that can
// be worn. Empty lines are skipped. What cannot be read of an item is unknown; an error names the first line that is no item
// at all. All processors decode.
func Read(r io.Reader, w Wearer) ([]solver.Item, error) {
	text, err := all(r)
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	parts := split(text)
	read, faults := make([][]solver.Item, len(parts)), make([]*fault, len(parts))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(parts)) {
		group.Go(func() {
			d := decoder{fitter: Fitter{Wearer: w}, owners: map[string]string{}}
			for k := int(next.Add(1)) - 1; k < len(parts); k = int(next.Add(1)) - 1 {
				read[k], faults[k] = d.part(parts[k])
			}
		})
	}
	group.Wait()
	lines, count := 0, 0
	for k, f := range faults {
		if f != nil {
			return nil, fmt.Errorf("line %d: %w", lines+f.line, f.err)
		}
		lines, count = lines+bytes.Count(parts[k], newline), count+len(read[k])
	}
	out := make([]solver.Item, 0, count)
	for _, items := range read {
		out = append(out, items...)
	}
	return out, nil
}

var newline = []byte{'\n'}

// all is io.ReadAll, in one piece where the size of a file is known.
func all(r io.Reader) ([]byte, error) {
	var b bytes.Buffer
	if file, ok := r.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			b.Grow(int(info.Size()) + bytes.MinRead)
		}
	}
	_, err := b.ReadFrom(r)
	return b.Bytes(), err //nolint:wrapcheck // Read says what it was doing
}

// split cuts a text into parts of whole lines.
func split(text []byte) (parts [][]byte) {
	for len(text) > 0 {
		end := len(text)
		if end > partSize {
			if at := bytes.IndexByte(text[partSize:], '\n'); at >= 0 {
				end = partSize + at + 1
			}
		}
		parts, text = append(parts, text[:end]), text[end:]
	}
	return parts
}

// fault is what is wrong with a line of a part, the first being 1.
type fault struct {
	line int
	err  error
}

// decoder makes the solver's items of lines. It keeps what many of them have in common.
type decoder struct {
	fitter Fitter
	owners map[string]string
	plain  plainReader
}

func (d *decoder) part(text []byte) (out []solver.Item, _ *fault) {
	out = make([]solver.Item, 0, bytes.Count(text, newline)+1)
	line := 0
	for raw := range bytes.SplitSeq(text, newline) {
		line++
		if raw = bytes.TrimSpace(raw); len(raw) == 0 {
			continue
		}
		r, err := d.record(raw)
		if err != nil {
			return nil, &fault{line, err}
		}
		if piece, ok := d.fitter.Piece(&r); ok {
			out = append(out, piece)
		}
	}
	return out, nil
}

// record reads one item. Its spells are good until the next.
func (d *decoder) record(line []byte) (Record, error) {
	if len(line) > object.MaxItem {
		return Record{}, fmt.Errorf("longer than %d bytes", object.MaxItem)
	}
	r, owner, ok := d.plain.record(line)
	if !ok {
		it, err := decode(line)
		return it.Record(), err
	}
	name, known := d.owners[string(owner)]
	if !known {
		name = string(owner)
		d.owners[name] = name
	}
	r.Owner = name
	return r, nil
}

// decode reads an item in whatever form the plugin may have sent it.
func decode(line []byte) (Item, error) {
	o, oddities := object.Decode(line)
	for _, odd := range oddities {
		if odd.Property == "" && odd.Fault != object.TooMany {
			return Item{}, fmt.Errorf("no item: %s", odd.Fault)
		}
	}
	return Item{o, object.Member(line, "owner")}, nil
}
