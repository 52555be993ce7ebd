package auth

import (
	"context"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/internal/testkit"
)

// timeTries times n refused sign-ins of each name, in turns and each from an address of its own, and returns the medians.
func timeTries(t testing.TB, s *Service, n int, names ...string) []time.Duration {
	t.Helper()
	took := make([][]time.Duration, len(names))
	for try := range n {
		for i, name := range names {
			from := netip.AddrFrom4([4]byte{10, byte(i), byte(try >> 8), byte(try)})
			began := time.Now()
			_, _, err := s.SignIn(context.Background(), Credentials{Username: name, Password: "wrong horse", Address: from})
			took[i] = append(took[i], time.Since(began))
			if fault.CodeOf(err) != fault.Unauthenticated {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	medians := make([]time.Duration, len(names))
	for i := range took {
		slices.Sort(took[i])
		medians[i] = took[i][n/2]
	}
	return medians
}

// The benchmark prints the medians at the real cost; this only makes sure that the work is the same, in kind.
func TestAnUnknownUserCostsAsMuchAsAWrongPassword(t *testing.T) {
	f := newFixture(t, testkit.Open(t, testkit.SQLite(t)))
	f.passwords.cost = 8
	f.user("erik", false)
	medians := timeTries(t, f.Service, 21, "erik", "nobody")
	t.Logf("median of a wrong password %v, of an unknown user %v", medians[0], medians[1])
	if medians[0] > 4*medians[1] || medians[1] > 4*medians[0] {
		t.Errorf("a wrong password takes %v, an unknown user %v", medians[0], medians[1])
	}
}

// BenchmarkLoginTiming reports the medians of refused sign-ins, of a user who exists and of one who does not, at the
// program's own cost.
func BenchmarkLoginTiming(b *testing.B) {
	f := newFixture(b, testkit.Open(b, testkit.SQLite(b)))
	f.passwords.cost = BcryptCost
	f.user("erik", false)
	b.ResetTimer()
	medians := timeTries(b, f.Service, max(b.N, 5), "erik", "nobody")
	b.ReportMetric(float64(medians[0].Microseconds())/1000, "ms/wrong-password")
	b.ReportMetric(float64(medians[1].Microseconds())/1000, "ms/unknown-user")
}

// BenchmarkIdentify is what every request pays for its cookie.
func BenchmarkIdentify(b *testing.B) {
	f := newFixture(b, testkit.Open(b, testkit.SQLite(b)))
	f.user("erik", false)
	r := from("192.0.2.1")
	r.AddCookie(f.signIn("erik"))
	b.ReportAllocs()
	for b.Loop() {
		if f.Identify(r).Kind != User {
			b.Fatal("refused")
		}
	}
}
