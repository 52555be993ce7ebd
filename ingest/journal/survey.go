package journal

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// surveyed is what a file was found to hold.
type surveyed struct {
	// fault is set when the file must not be opened; nothing else is valid then.
	fault     error
	state     state
	lanes     [lanes]surveyedLane
	dead      int
	damaged   int // entries whose frame is damaged
	fileBytes int64
	usedBytes int64 // of pages that are reached
}

type surveyedLane struct {
	first, last    int64
	entries, bytes int64
}

// survey reads every page of the file that bbolt would ever follow, without bbolt: it trusts a file and maps it, so
// that a damaged one makes it panic, read beyond the map or, worst, answer wrongly. Errors are those of the disk;
// what is wrong with the file is surveyed.fault.
func survey(ctx context.Context, path string) (*surveyed, error) {
	file, err := os.Open(path) //nolint:gosec // the journal's own
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file", path)
	}
	found := surveyText(ctx, file, info.Size())
	return found, ctx.Err()
}

func surveyText(ctx context.Context, file io.ReaderAt, size int64) *surveyed {
	v := surveyor{ctx: ctx, file: file, found: surveyed{fileBytes: size}}
	// A page that cannot be read is damage too: what can is salvaged.
	v.found.fault = v.tree()
	return &v.found
}

// The shape of bbolt's pages.
const (
	pageHeader    = 16
	metaSize      = 64
	leafElement   = 16
	branchElement = 16
	bucketHeader  = 16
	branchPage    = 0x01
	leafPage      = 0x02
	metaPage      = 0x04
	bboltMagic    = 0xED0CDAED
	bboltVersion  = 2
	noFreelist    = 0xffffffffffffffff
	maxDepth      = 32
)

type surveyor struct {
	ctx      context.Context
	file     io.ReaderAt
	found    surveyed
	pageSize int64
	pages    uint64 // high-water mark
	seen     []uint64
	buckets  int
	hasState bool
}

type meta struct {
	pageSize uint32
	root     uint64
	freelist uint64
	pages    uint64
	txid     uint64
}

// parseMeta reads a meta page.
func parseMeta(page []byte, id uint64) (m meta, err error) {
	if len(page) < pageHeader+metaSize || binary.LittleEndian.Uint64(page) != id ||
		binary.LittleEndian.Uint16(page[8:]) != metaPage {
		return m, errors.New("is none")
	}
	b := page[pageHeader:]
	sum := fnv.New64a()
	_, _ = sum.Write(b[:metaSize-8])
	switch {
	case binary.LittleEndian.Uint32(b) != bboltMagic:
		return m, errors.New("has no magic")
	case binary.LittleEndian.Uint32(b[4:]) != bboltVersion:
		return m, errors.New("is of another version")
	case binary.LittleEndian.Uint64(b[56:]) != sum.Sum64():
		return m, errors.New("has a wrong checksum")
	}
	m.pageSize = binary.LittleEndian.Uint32(b[8:])
	m.root = binary.LittleEndian.Uint64(b[16:])
	m.freelist = binary.LittleEndian.Uint64(b[32:])
	m.pages = binary.LittleEndian.Uint64(b[40:])
	m.txid = binary.LittleEndian.Uint64(b[48:])
	return m, nil
}

func (v *surveyor) tree() error {
	m, err := v.meta()
	if err != nil {
		return err
	}
	v.seen = make([]uint64, m.pages/64+1)
	v.seen[0] = 3
	if err := v.page(m.root, nil, nil, 0, v.topLeaf); err != nil {
		return err
	}
	if !v.hasState || v.buckets != 5 {
		return errors.New("a bucket is missing")
	}
	for i := range v.found.lanes {
		if l := &v.found.lanes[i]; l.last > v.found.state.last[i] {
			return fmt.Errorf("lane %s goes beyond its last position", laneAt(i))
		}
	}
	return nil
}

// meta reads both meta pages. Both must be whole: with one of them gone, bbolt would go back to the other one's
// transaction without a word.
func (v *surveyor) meta() (meta, error) {
	head := make([]byte, 4096)
	if _, err := v.file.ReadAt(head, 0); err != nil {
		return meta{}, fmt.Errorf("the first page: %w", err)
	}
	m, err := parseMeta(head, 0)
	if err != nil {
		return m, fmt.Errorf("the first meta page %w", err)
	}
	v.pageSize = int64(m.pageSize)
	if v.pageSize < 1024 || v.pageSize > 64<<10 || v.pageSize&(v.pageSize-1) != 0 {
		return m, errors.New("the pages' size is absurd")
	}
	if _, err := v.file.ReadAt(head[:1024], v.pageSize); err != nil {
		return m, fmt.Errorf("the second page: %w", err)
	}
	other, err := parseMeta(head, 1)
	if err != nil {
		return m, fmt.Errorf("the second meta page %w", err)
	}
	if other.txid > m.txid {
		m, other = other, m
	}
	switch {
	case m.pageSize != other.pageSize || m.txid != other.txid+1:
		return m, errors.New("the meta pages do not belong together")
	case m.freelist != noFreelist:
		return m, errors.New("the meta page names a list of free pages")
	case m.pages > uint64(v.found.fileBytes/v.pageSize): //nolint:gosec // not negative
		return m, fmt.Errorf("the file is cut off: %d of %d bytes", v.found.fileBytes, int64(m.pages)*v.pageSize) //nolint:gosec // a size
	}
	v.pages = m.pages
	return m, nil
}

// element is one of a page's, with key and value (a branch has the child's page instead).
type element struct {
	key, value []byte
	child      uint64
	bucket     bool
}

// page walks a subtree, whose keys must be in [from, to).
func (v *surveyor) page(id uint64, from, to []byte, depth int, leaf func([]element) error) error {
	if err := v.ctx.Err(); err != nil {
		return err
	}
	if depth > maxDepth {
		return errors.New("the tree is too deep")
	}
	text, err := v.read(id)
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	branch, elements, err := parsePage(text)
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	if err := inOrder(elements, from, to); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	if !branch {
		if err := leaf(elements); err != nil {
			return fmt.Errorf("page %d: %w", id, err)
		}
		return nil
	}
	if len(elements) == 0 {
		return fmt.Errorf("page %d: a branch without children", id)
	}
	for i, e := range elements {
		end := to
		if i+1 < len(elements) {
			end = elements[i+1].key
		}
		if err := v.page(e.child, e.key, end, depth+1, leaf); err != nil {
			return err
		}
	}
	return nil
}

// read reads a page with what it overflows into, and notes that they are reached.
func (v *surveyor) read(id uint64) ([]byte, error) {
	if id < 2 || id >= v.pages {
		return nil, errors.New("is not in the file")
	}
	head := make([]byte, v.pageSize)
	if _, err := v.file.ReadAt(head, int64(id)*v.pageSize); err != nil { //nolint:gosec // within the file
		return nil, err
	}
	if binary.LittleEndian.Uint64(head) != id {
		return nil, errors.New("says to be another one")
	}
	more := uint64(binary.LittleEndian.Uint32(head[12:]))
	if id+more >= v.pages {
		return nil, errors.New("ends beyond the file")
	}
	for i := id; i <= id+more; i++ {
		if v.seen[i/64]&(1<<(i%64)) != 0 {
			return nil, errors.New("is reached twice")
		}
		v.seen[i/64] |= 1 << (i % 64)
	}
	v.found.usedBytes += int64(more+1) * v.pageSize //nolint:gosec // within the file
	if more == 0 {
		return head, nil
	}
	text := make([]byte, int64(more+1)*v.pageSize) //nolint:gosec // within the file
	copy(text, head)
	_, err := v.file.ReadAt(text[v.pageSize:], int64(id+1)*v.pageSize) //nolint:gosec // within the file
	return text, err
}

// parsePage reads a branch or a leaf.
func parsePage(text []byte) (branch bool, elements []element, err error) {
	flags, count := binary.LittleEndian.Uint16(text[8:]), int(binary.LittleEndian.Uint16(text[10:]))
	if flags != branchPage && flags != leafPage {
		return false, nil, errors.New("is neither branch nor leaf")
	}
	if pageHeader+count*leafElement > len(text) {
		return false, nil, errors.New("has too many elements")
	}
	elements = make([]element, count)
	for i := range elements {
		at := pageHeader + i*leafElement // a branch's are of the same size
		b := text[at:]
		var position, keySize, valueSize uint64
		e := &elements[i]
		if flags == branchPage {
			position, keySize = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[4:]))
			e.child = binary.LittleEndian.Uint64(b[8:])
		} else {
			kind := binary.LittleEndian.Uint32(b)
			if kind > 1 {
				return false, nil, errors.New("has an element of an unknown kind")
			}
			e.bucket = kind == 1
			position, keySize = uint64(binary.LittleEndian.Uint32(b[4:])), uint64(binary.LittleEndian.Uint32(b[8:]))
			valueSize = uint64(binary.LittleEndian.Uint32(b[12:]))
		}
		start := uint64(at) + position //nolint:gosec // not negative
		if start < uint64(pageHeader+count*leafElement) || start+keySize+valueSize > uint64(len(text)) {
			return false, nil, errors.New("has an element beyond its end")
		}
		e.key = text[start : start+keySize]
		e.value = text[start+keySize : start+keySize+valueSize]
	}
	return flags == branchPage, elements, nil
}

func inOrder(elements []element, from, to []byte) error {
	for i, e := range elements {
		if i > 0 {
			from = elements[i-1].key
		}
		c := bytes.Compare(e.key, from)
		if from != nil && (c < 0 || c == 0 && i > 0) || to != nil && bytes.Compare(e.key, to) >= 0 || len(e.key) == 0 {
			return errors.New("has keys out of order")
		}
	}
	return nil
}
