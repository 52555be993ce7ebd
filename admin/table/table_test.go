package table_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/pgtest"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/store"
	"github.com/mosswart/overlord/admin/table"
)

// begin is when the readings begin: one a minute, alternately of two sensors, every tenth without a value.
var begin = time.Date(2026, 11, 22, 12, 0, 0, 123_456_000, time.UTC)

const readings = 90

// source is a database without ent.
type source struct {
	entity.Source
	driver dialect.Driver
}

func (s source) Dialect() string        { return s.driver.Dialect() }
func (s source) Driver() dialect.Driver { return s.driver }
func (s source) Client() any            { return nil }
func (s source) InTx(ctx context.Context, fn func(context.Context, entity.Tx) error) error {
	tx, err := s.driver.Tx(ctx)
	if err != nil {
		return err
	}
	if err := fn(ctx, entity.Tx{Driver: txDriver{tx, s.driver}}); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// txDriver is a transaction as the driver of a client.
type txDriver struct {
	dialect.ExecQuerier
	under dialect.Driver
}

func (d txDriver) Dialect() string                        { return d.under.Dialect() }
func (d txDriver) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(d), nil }
func (d txDriver) Close() error                           { return nil }

func readingType(t *testing.T, drv dialect.Driver) *entity.Type {
	t.Helper()
	var options []table.Option
	if drv.Dialect() == dialect.SQLite {
		options = append(options, table.Micros("at"))
	}
	made, err := table.New(drv, meta.Type{
		Name: "Reading", Slug: "readings", Label: "Reading", Plural: "Readings", Table: "readings",
		TimeField: "at", Order: []string{"-at"}, Search: []string{"sensor"}, ID: meta.ID{Parts: []string{"at", "sensor"}},
		Fields: []meta.Field{
			{Name: "at", Kind: meta.Time}, {Name: "sensor", Kind: meta.String}, {Name: "value", Kind: meta.Float, Nullable: true, Unit: "°C"},
			{Name: "count", Kind: meta.Int, Nullable: true}, {Name: "valid", Kind: meta.Bool},
		},
	}, options...)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// site serves an admin over the readings, on both databases.
func site(t *testing.T, fn func(t *testing.T, get func(path string, query ...string) map[string]any)) {
	for _, name := range []string{dialect.SQLite, dialect.Postgres} {
		t.Run(name, func(t *testing.T) {
			driver, dsn, at := "sqlite", "file:"+filepath.Join(t.TempDir(), "raw.db")+"?_pragma=foreign_keys(1)", "integer"
			if name == dialect.Postgres {
				driver, dsn, at = "postgres", pgtest.URL(t), "timestamptz"
			}
			db, err := sql.Open(driver, dsn)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			drv := entsql.OpenDB(name, db)
			run := func(statement string, args ...any) {
				if err := drv.Exec(t.Context(), statement, args, nil); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
			run("CREATE TABLE readings (at " + at + " NOT NULL, sensor text NOT NULL, value double precision, count bigint, valid boolean NOT NULL, PRIMARY KEY (at, sensor))")
			for i := range readings {
				var moment any = begin.Add(time.Duration(i) * time.Minute)
				if name == dialect.SQLite {
					moment = moment.(time.Time).UnixMicro()
				}
				var value any = float64(i)
				if i%10 == 0 {
					value = nil
				}
				run("INSERT INTO readings VALUES ($1, $2, $3, $4, $5)", moment, []string{"cellar", "roof"}[i%2], value, i, i%2 == 0)
			}
			reg := &entity.Registry{Types: []*entity.Type{readingType(t, drv)}, Source: source{driver: drv}}
			st, err := store.Open(t.Context(), reg, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			a, err := admin.New(reg, admin.Options{
				Store: st, Now: func() time.Time { return begin.Add(readings * time.Minute) },
				Auth: func(*http.Request) (*access.Principal, error) {
					return &access.Principal{ID: "1", Name: "root", Superuser: true}, nil
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = a.Close() })
			fn(t, func(path string, query ...string) map[string]any {
				t.Helper()
				values := url.Values{}
				for _, q := range query {
					name, value, _ := strings.Cut(q, "=")
					values.Set(name, value)
				}
				w := httptest.NewRecorder()
				a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?"+values.Encode(), nil))
				body := map[string]any{"status": float64(w.Code)}
				if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
					t.Fatalf("%s: %d %s", path, w.Code, w.Body)
				}
				if w.Code != http.StatusOK {
					t.Logf("%s: %d %s", path, w.Code, w.Body)
				}
				return body
			})
		})
	}
}

func TestReadingsAreListedPagedAndCounted(t *testing.T) {
	site(t, func(t *testing.T, get func(string, ...string) map[string]any) {
		seen, after := 0, ""
		for range 20 {
			page := get("/readings", "limit=25", "after="+after, "count=exact")
			items := page["items"].([]any)
			for i, item := range items {
				r := item.(map[string]any)
				n := readings - 1 - seen - i
				if want := begin.Add(time.Duration(n) * time.Minute).Format(time.RFC3339Nano); r["at"] != want || r["count"] != float64(n) || r["valid"] != (n%2 == 0) {
					t.Fatalf("row %d is %v", n, r)
				}
				if (r["value"] == nil) != (n%10 == 0) {
					t.Errorf("value of %d is %v", n, r["value"])
				}
			}
			if count := page["count"].(map[string]any); count["value"] != float64(readings) {
				t.Errorf("count is %v", count)
			}
			seen += len(items)
			next, more := page["next"].(string)
			if !more {
				break
			}
			after = next
		}
		if seen != readings {
			t.Errorf("%d rows in all pages", seen)
		}
	})
}

func TestReadingsAreFilteredByTimeAndSearched(t *testing.T) {
	site(t, func(t *testing.T, get func(string, ...string) map[string]any) {
		for filter, want := range map[string]int{
			"at>=now-30m": 30, "at>=now-30m value:null": 3, "sensor:roof": 45, "at:2026-11-22": readings, "at:2026-11-23": 0, "count:10..19": 10,
			"at:" + begin.Add(7*time.Minute).Format(time.RFC3339Nano): 1, "valid:true at<2026-11-22T12:10:00Z": 5,
		} {
			if page := get("/readings", "filter="+filter, "limit=500"); page["status"] != 200.0 || len(page["items"].([]any)) != want {
				t.Errorf("%s: %d rows, want %d", filter, len(page["items"].([]any)), want)
			}
		}
		if page := get("/readings", "search=cellar", "limit=500"); len(page["items"].([]any)) != 45 {
			t.Errorf("search: %d rows", len(page["items"].([]any)))
		}
		id := get("/readings", "limit=1")["items"].([]any)[0].(map[string]any)["id"].(string)
		if one := get("/readings/" + url.PathEscape(id)); one["count"] != float64(readings-1) {
			t.Errorf("row %s is %v", id, one)
		}
	})
}

func TestAChartAddsUpEqualIntervals(t *testing.T) {
	site(t, func(t *testing.T, get func(string, ...string) map[string]any) {
		from, to := begin.Truncate(time.Hour).Format(time.RFC3339), begin.Truncate(time.Hour).Add(90*time.Minute).Format(time.RFC3339)
		for agg, want := range map[string][]float64{"count": {30, 30, 30}, "sum:count": {435, 1335, 2235}, "max:value": {29, 59, 89}, "avg:count": {14.5, 44.5, 74.5}} {
			points := get("/readings/_chart", "agg="+agg, "points=3", "from="+from, "to="+to)["points"].([]any)
			if len(points) != len(want) {
				t.Fatalf("%s: %v", agg, points)
			}
			for i, p := range points {
				at := begin.Truncate(time.Hour).Add(time.Duration(i) * 30 * time.Minute).Format(time.RFC3339Nano)
				if p := p.([]any); p[0] != at || p[1] != want[i] {
					t.Errorf("%s: point %d is %v, want %s %v", agg, i, p, at, want[i])
				}
			}
		}
		if points := get("/readings/_chart", "filter=sensor:roof", "points=1", "from="+from, "to="+to)["points"].([]any); points[0].([]any)[1] != 45.0 {
			t.Errorf("of one sensor: %v", points)
		}
	})
}

func TestWritesAreRefused(t *testing.T) {
	site(t, func(t *testing.T, get func(string, ...string) map[string]any) {
		types := get("/_meta")["types"].([]any)
		rights := types[0].(map[string]any)["rights"].(map[string]any)
		if rights["create"] == true || rights["update"] == true || rights["delete"] == true {
			t.Errorf("rights are %v", rights)
		}
	})
}

func TestADescriptionThatDoesNotFitIsRefused(t *testing.T) {
	drv := entsql.OpenDB(dialect.SQLite, nil)
	for want, typ := range map[string]meta.Type{
		"no fields":               {Name: "A"},
		`kind "json"`:             {Name: "A", Fields: []meta.Field{{Name: "x", Kind: meta.JSON}}},
		`id names "y"`:            {Name: "A", Fields: []meta.Field{{Name: "x", Kind: meta.Int}}, ID: meta.ID{Parts: []string{"y"}}},
		`time field "x" is no fi`: {Name: "A", Fields: []meta.Field{{Name: "x", Kind: meta.Int}}, TimeField: "x"},
	} {
		if _, err := table.New(drv, typ); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
