package object

// Oddity is something in an item that could not be taken as it was.
type Oddity struct {
	// Property names the member, and the property in it: "Spells", "IntValues 28". It is empty for the item as a whole.
	// A name that came over the wire is cut to a few bytes.
	Property string
	Fault    Fault
	Count    int // how many times; at least 1
}

// Fault says what is wrong; there are few, so that they can label a metric.
type Fault string

// The faults.
const (
	NotJSON    Fault = "not JSON"
	WrongKind  Fault = "wrong kind"       // an object where a number was expected, "N/A"
	OutOfRange Fault = "out of range"     // not finite, or more than the game can mean
	TooMany    Fault = "too many"         // beyond MaxSpells, MaxProperties
	TooLong    Fault = "too long"         // a text, cut to MaxText
	NoProperty Fault = "no property's id" // a key that is no number
	NoID       Fault = "no id"
)

const (
	maxOddities = 32 // different ones of one item; all others are counted together
	maxKeyShown = 16 // bytes of a key that an oddity repeats
)

func kindFault(ok bool) Fault {
	if ok {
		return ""
	}
	return WrongKind
}

// odd notes a fault of a property.
func (b *builder) odd(member, key string, fault Fault) {
	property := member
	if key != "" {
		property += " " + cut(key, maxKeyShown)
	}
	for i := range b.oddities {
		if o := &b.oddities[i]; o.Property == property && o.Fault == fault {
			o.Count++
			return
		}
	}
	if len(b.oddities) < maxOddities {
		b.oddities = append(b.oddities, Oddity{property, fault, 1})
		return
	}
	b.oddities[maxOddities-1] = Oddity{"", TooMany, b.oddities[maxOddities-1].Count + 1}
}
