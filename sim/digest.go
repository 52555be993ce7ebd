package sim

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"time"
)

// Digest is a set of identities in a number: the sum of their hashes, whatever the order. A test makes the digest of
// what a database holds and compares it with that of what was sent.
type Digest uint64

// Add adds one identity.
func (d *Digest) Add(identity string) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(identity))
	*d += Digest(h.Sum64())
}

// MarshalText writes the digest in hexadecimal.
func (d Digest) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%016x", uint64(d)), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Digest) UnmarshalText(text []byte) error {
	v, err := strconv.ParseUint(string(text), 16, 64)
	if err != nil {
		return fmt.Errorf("digest: %w", err)
	}
	*d = Digest(v)
	return nil
}

// The identities of stored events, as digests have them. Timestamps count in microseconds.

// TelemetryIdentity is that of a telemetry event.
func TelemetryIdentity(character, session string, at time.Time) string {
	return character + "|" + session + "|" + micros(at)
}

// SpawnIdentity is that of a spawn event.
func SpawnIdentity(character string, at time.Time, mob string, ew, ns, z float64) string {
	return character + "|" + micros(at) + "|" + mob + "|" + decimal(ew) + "|" + decimal(ns) + "|" + decimal(z)
}

// RareIdentity is that of a rare event.
func RareIdentity(character string, at time.Time, name string) string {
	return character + "|" + micros(at) + "|" + name
}

// DeathIdentity is that of a death.
func DeathIdentity(character string, totalDeaths int64) string {
	return character + "|" + strconv.FormatInt(totalDeaths, 10)
}

// PortalIdentity is that of a portal; the position is rounded to a tenth.
func PortalIdentity(name string, ew, ns float64) string {
	return fmt.Sprintf("%s|%.1f|%.1f", name, ew, ns)
}

func micros(at time.Time) string { return strconv.FormatInt(at.UnixMicro(), 10) }

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
