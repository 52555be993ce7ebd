package admin_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin/internal/fixture"
)

// benchRows is how many books there are; ADMIN_BENCH_ROWS says otherwise.
func benchRows() int {
	if n, err := strconv.Atoi(os.Getenv("ADMIN_BENCH_ROWS")); err == nil {
		return n
	}
	return 5000
}

// columns are 20 of a book's, with an edge.
const columns = "title,subtitle,isbn,author,status,pages,barcode,volume,rating,weight_kg,in_print,reference_only," +
	"published_at,created_at,updated_at,deleted_at,summary,metadata,languages,dimensions"

// cpu is the time that this process has computed for, the garbage collector's included.
func cpu(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// measure runs fn and reports its CPU time beside the time that has passed, which on a busy machine says little.
func measure(b *testing.B, fn func()) {
	b.ReportAllocs()
	before := cpu(b)
	for b.Loop() {
		fn()
	}
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
}

// sink takes an answer and keeps its head.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }

// Rights and history are on; what the network costs is not counted.
func BenchmarkAdmin(b *testing.B) {
	reg, client := fixture.Open(b, fixture.SQLite(b))
	w := newWorld(b, benchRows(), reg, client, nil)
	serve := func(b *testing.B, status int, method, path, body string, headers ...string) http.Header {
		r := httptest.NewRequestWithContext(b.Context(), method, path, strings.NewReader(body))
		r.Header.Set("X-Test-User", "editor")
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		answer := sink{header: http.Header{}}
		w.admin.ServeHTTP(&answer, r)
		if answer.status != status {
			b.Fatalf("%s %s: %d", method, path, answer.status)
		}
		return answer.header
	}
	for _, request := range [][2]string{
		{"list", "/books?fields=" + columns},
		{"list-capped", "/books?count=capped&fields=" + columns},
		{"list-filter", "/books?filter=pages%3E500+status:published&sort=-rating&fields=" + columns},
		{"list-page", "/books?fields=title,author,isbn,status,rating,published_at,pages"},
		{"get", "/books/77?fields=" + columns},
		{"get-edges", "/books/77"},
		{"lookup", "/books/_lookup?q=arwic"},
	} {
		path := request[1]
		b.Run(request[0], func(b *testing.B) {
			measure(b, func() { serve(b, http.StatusOK, http.MethodGet, path, "") })
		})
	}
	isbn := 0
	b.Run("create", func(b *testing.B) {
		measure(b, func() {
			isbn++
			serve(b, http.StatusCreated, http.MethodPost, "/books",
				fmt.Sprintf(`{"title":"New","isbn":"%d","pages":100,"rating":4.5,"author":"7","status":"published","summary":"…"}`, isbn))
		})
	})
	b.Run("update", func(b *testing.B) {
		etag := serve(b, http.StatusOK, http.MethodGet, "/books/78", "").Get("ETag")
		n := 0
		measure(b, func() {
			n++
			etag = serve(b, http.StatusOK, http.MethodPatch, "/books/78", fmt.Sprintf(`{"pages":%d}`, n%900+1), "If-Match", etag).Get("ETag")
		})
	})
}
