package object

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
)

// Limits of a Mag-Tools file.
const (
	MaxFile      = 256 << 20 // bytes
	MaxFileItems = 100_000
)

// ErrTooLarge is the error of a Mag-Tools file beyond MaxFile or MaxFileItems.
var ErrTooLarge = errors.New("the file is too large for one character's inventory")

// ReadMagTools reads the items of a Mag-Tools inventory (`<Server>/<Character>.Inventory.xml`, an ArrayOfMyWorldObject)
// as it goes along, so that a file of any size takes the memory of one item. Values are read as Decode reads them; what
// cannot be read is unknown. A fault of the file ends it with an error.
func ReadMagTools(r io.Reader) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		file := &io.LimitedReader{R: r, N: MaxFile}
		d := xml.NewDecoder(file)
		d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // .NET says utf-16 of what it wrote as UTF-8
		n, inside := 0, false
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) && inside {
				return
			}
			var o Object
			start, ok := token.(xml.StartElement)
			switch {
			case err != nil && file.N <= 0:
				err = ErrTooLarge
			case err != nil:
				err = fmt.Errorf("read Mag-Tools' file: %w", err)
			case !ok:
				continue
			case !inside && start.Name.Local != "ArrayOfMyWorldObject":
				err = fmt.Errorf("no Mag-Tools inventory: it begins with <%s>", cut(start.Name.Local, maxKeyShown))
			case !inside:
				inside = true
				continue
			case n == MaxFileItems:
				err = ErrTooLarge
			default:
				n++
				if o, err = readXML(d, start); err != nil {
					err = fmt.Errorf("read Mag-Tools' file: item %d: %w", n, err)
				}
			}
			if !yield(o, err) || err != nil {
				return
			}
		}
	}
}

// worldObject is the class's XML. Texts are read as they are, so that one bad number costs only itself.
type worldObject struct {
	HasIDData    string   `xml:"HasIdData"`
	ID           string   `xml:"Id"`
	LastIDTime   string   `xml:"LastIdTime"`
	ObjectClass  string   `xml:"ObjectClass"`
	ContainerID  string   `xml:"ContainerId"`
	Bools        []entry  `xml:"BoolValues>item"`
	Doubles      []entry  `xml:"DoubleValues>item"`
	Ints         []entry  `xml:"IntValues>item"`
	Strings      []entry  `xml:"StringValues>item"`
	ActiveSpells []string `xml:"ActiveSpells>int"`
	Spells       []string `xml:"Spells>int"`
}

// entry is `<item><key><int>28</int></key><value><int>254</int></value></item>`.
type entry struct {
	Key struct {
		Int string `xml:"int"`
	} `xml:"key"`
	Value struct {
		Of []struct {
			Text string `xml:",chardata"`
		} `xml:",any"`
	} `xml:"value"`
}

func readXML(d *xml.Decoder, start xml.StartElement) (Object, error) {
	var w worldObject
	if err := d.DecodeElement(&w, &start); err != nil {
		return Object{}, err //nolint:wrapcheck // the caller names the item
	}
	var b builder
	b.HasIDData, _ = boolean([]byte(w.HasIDData))
	for _, h := range [...][2]string{{"Id", w.ID}, {"LastIdTime", w.LastIDTime}, {"ObjectClass", w.ObjectClass}, {"ContainerId", w.ContainerID}} {
		if h[1] != "" {
			b.header(h[0], []byte(h[1]))
		}
	}
	for kind, entries := range map[string][]entry{"BoolValues": w.Bools, "DoubleValues": w.Doubles, "IntValues": w.Ints, "StringValues": w.Strings} {
		for i, e := range entries {
			if i == MaxProperties {
				break
			}
			if len(e.Value.Of) == 1 {
				b.property(kind, []byte(e.Key.Int), []byte(e.Value.Of[0].Text))
			}
		}
	}
	for _, id := range w.ActiveSpells {
		b.spell("ActiveSpells", []byte(id))
	}
	for _, id := range w.Spells {
		b.spell("Spells", []byte(id))
	}
	o, _ := b.finish()
	return o, nil
}
