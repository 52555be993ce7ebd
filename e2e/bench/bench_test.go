// Package bench measures the whole program from the outside: a server in a child process, plugins' and browsers' sockets,
// and a PostgreSQL that waits for its disk. Each figure is the median of five rounds; where there is a reference, its
// rounds alternate with ours in the same run.
package bench

import (
	"cmp"
	"os"
	"slices"
	"testing"

	"github.com/mosswart/overlord/e2e/rig"
)

const rounds = 5

func TestMain(m *testing.M) {
	if role := os.Getenv(crierVariable); role != "" {
		cry(role)
		return
	}
	rig.Main(m)
}

func median[T cmp.Ordered](of []T) T {
	return slices.Sorted(slices.Values(of))[len(of)/2]
}
