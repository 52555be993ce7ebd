package journal

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// A frame is how an event or a dead letter lies in the file, so that it can be told from garbage without any of the
// structure around it:
//
//	magic (4 bytes) · CRC-32C of all that follows (4) · length of the body (4) · body
//
// Numbers are little-endian. The magic begins with a byte that valid UTF-8, and so any event's text, never holds.
const (
	frameMagic  = "\xfeovj"
	frameHeader = 12
	// maxBody is above anything that the gateway lets in (16 MiB).
	maxBody = 32 << 20
)

const (
	kindEntry  = 1
	kindLetter = 2
)

var (
	crcTable = crc32.MakeTable(crc32.Castagnoli)

	errFrame = errors.New("not a frame")
	errCRC   = errors.New("the checksum does not hold")
)

// record is an event's frame, decoded. Its byte slices and strings are parts of, or copied from, the text that was read.
type record struct {
	lane       int
	position   int64
	settled    int64 // every position up to it was settled when the frame was written
	receivedAt int64 // Unix time, nanoseconds
	kind       event.Type
	session    string // the session that the event carried where its raw frame need not name it
	raw        []byte
}

// appendEntry appends e's frame to b.
func appendEntry(b []byte, lane int, position, settled int64, e event.Event) []byte {
	h := e.Header()
	r := record{lane: lane, receivedAt: h.ReceivedAt.UnixNano(), kind: h.Type, session: h.SessionID, raw: h.Raw}
	if h.Type == event.TypeTelemetry {
		r.session = "" // it is never given one that its frame does not name
	}
	return appendRecord(b, position, settled, &r)
}

func appendRecord(b []byte, position, settled int64, r *record) []byte {
	start := len(b)
	b = openFrame(b, kindEntry)
	b = append(b, byte(r.lane))                                   //nolint:gosec // one of two
	b = binary.AppendUvarint(b, uint64(position))                 //nolint:gosec // positions are positive
	b = binary.AppendUvarint(b, uint64(position-settled))         //nolint:gosec // and beyond what is settled
	b = binary.LittleEndian.AppendUint64(b, uint64(r.receivedAt)) //nolint:gosec // read back as such
	b = appendText(b, string(r.kind))
	b = appendText(b, r.session)
	b = append(b, r.raw...)
	return closeFrame(b, start)
}

func openFrame(b []byte, kind byte) []byte {
	b = append(b, frameMagic...)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	return append(b, kind)
}

func closeFrame(b []byte, start int) []byte {
	frame := b[start:]
	binary.LittleEndian.PutUint32(frame[8:], uint32(len(frame)-frameHeader)) //nolint:gosec // at most maxBody
	binary.LittleEndian.PutUint32(frame[4:], crc32.Checksum(frame[8:], crcTable))
	return b
}

func appendText(b []byte, text string) []byte {
	b = binary.AppendUvarint(b, uint64(len(text)))
	return append(b, text...)
}

// frameSize is about what an event takes in the file.
func frameSize(e event.Event) int {
	const overhead = frameHeader + 40
	h := e.Header()
	return overhead + len(h.SessionID) + len(h.Raw)
}

// cutFrame returns the body of the frame at the start of text and how long the frame is. It returns errFrame when
// text does not begin with a whole frame, and errCRC, with the length that it claims, when its checksum is wrong.
func cutFrame(text []byte) (body []byte, size int, err error) {
	if len(text) < frameHeader+1 || string(text[:4]) != frameMagic {
		return nil, 0, errFrame
	}
	n := binary.LittleEndian.Uint32(text[8:])
	if n == 0 || n > maxBody || int(n) > len(text)-frameHeader {
		return nil, 0, errFrame
	}
	size = frameHeader + int(n)
	if crc32.Checksum(text[8:size], crcTable) != binary.LittleEndian.Uint32(text[4:]) {
		return nil, size, errCRC
	}
	return text[frameHeader:size], size, nil
}

// parseEntry reads an entry's body.
func parseEntry(body []byte) (r record, err error) {
	p := parser{rest: body}
	if p.byte() != kindEntry {
		return r, errFrame
	}
	r.lane = int(p.byte())
	r.position = p.int()
	r.settled = r.position - p.int()
	r.receivedAt = int64(p.uint64()) //nolint:gosec // written as such
	r.kind = event.Type(p.string())
	r.session = p.string()
	r.raw = p.rest
	if p.bad || r.lane >= lanes || r.position <= 0 || r.settled < 0 || r.settled >= r.position {
		return record{}, errFrame
	}
	return r, nil
}

// decodeAgain decodes a stored frame, which it takes over.
func decodeAgain(raw []byte, receivedAt time.Time, session string) (event.Event, error) {
	e, err := event.Decode(raw, receivedAt)
	if err != nil {
		return nil, err
	}
	if h := e.Header(); h.SessionID == "" {
		h.SessionID = session
	}
	return e, nil
}

// parser reads a body; bad is set, and stays, when it ends too early.
type parser struct {
	rest []byte
	bad  bool
}

func (p *parser) take(n int) []byte {
	if p.bad || n < 0 || n > len(p.rest) {
		p.bad = true
		return nil
	}
	part := p.rest[:n]
	p.rest = p.rest[n:]
	return part
}

func (p *parser) byte() byte {
	if part := p.take(1); part != nil {
		return part[0]
	}
	return 0
}

func (p *parser) uint64() uint64 {
	if part := p.take(8); part != nil {
		return binary.LittleEndian.Uint64(part)
	}
	return 0
}

// int reads a varint that fits a position.
func (p *parser) int() int64 {
	v, n := binary.Uvarint(p.rest)
	if n <= 0 || v > maxPosition {
		p.bad = true
		return 0
	}
	p.take(n)
	return int64(v) //nolint:gosec // checked
}

func (p *parser) string() string {
	return string(p.take(int(p.int())))
}

// maxPosition is far beyond what a lane will ever reach.
const maxPosition = 1 << 60
