package extension_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/internal/pgtest"
)

// TestForeign takes the module in the folder OVERLORD_FOREIGN_SCHEMA, whose ent schemas are in its folder schema and
// whose generated package is its folder ent, and generates, compiles and exercises the admin for it, on a copy.
// OVERLORD_FOREIGN_FEATURES are the names of ent's features that it needs, separated by commas.
func TestForeign(t *testing.T) {
	dir := os.Getenv("OVERLORD_FOREIGN_SCHEMA")
	if dir == "" {
		t.Skip("OVERLORD_FOREIGN_SCHEMA names no module")
	}
	p := open(t, dir)
	p.generate(t, strings.FieldsFunc(os.Getenv("OVERLORD_FOREIGN_FEATURES"), func(r rune) bool { return r == ',' || r == ' ' })...)
	p.exercise(t)
}

// TestZoo does the same with schemas of everything that ent has.
func TestZoo(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles a project")
	}
	features := []string{"privacy", "intercept", "entql", "namedges", "bidiedges", "schema/snapshot", "sql/schemaconfig", "sql/lock",
		"sql/modifier", "sql/execquery", "sql/upsert", "sql/versioned-migration"}
	p := open(t, "testdata/zoo")
	p.generate(t, features...)
	p.atMost(t, 400)
	p.exercise(t)

	before := p.read(t, "ent/adminresource")
	p.write(t, "ent/adminresource/type_gone.go", "package adminresource\n")
	p.generate(t, features...)
	after := p.read(t, "ent/adminresource")
	for name, content := range before {
		if !bytes.Equal(content, after[name]) {
			t.Errorf("%s is another the second time", name)
		}
		delete(after, name)
	}
	for name := range after {
		t.Errorf("%s is left over", name)
	}
}

// project is a copy of a module that has ent schemas.
type project struct{ dir, module string }

// open copies a module aside and points it at this checkout of the admin. A folder without go.mod becomes a module that
// requires what the admin requires.
func open(t *testing.T, from string) *project {
	t.Helper()
	p := &project{dir: t.TempDir()}
	if err := os.CopyFS(p.dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	admin, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	own, err := os.ReadFile(filepath.Join(p.dir, "go.mod"))
	if err != nil {
		own, err = os.ReadFile(filepath.Join(admin, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		own = bytes.Replace(own, []byte("module github.com/mosswart/overlord/admin"), []byte("module example.org/"+filepath.Base(from)), 1)
	}
	found := regexp.MustCompile(`(?m)^module\s+(\S+)`).FindSubmatch(own)
	if found == nil {
		t.Fatalf("%s/go.mod names no module", from)
	}
	p.module = strings.Trim(string(found[1]), `"`)
	p.write(t, "go.mod", string(own))
	sums, err := os.ReadFile(filepath.Join(admin, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	theirs, _ := os.ReadFile(filepath.Join(p.dir, "go.sum")) // there may be none
	p.write(t, "go.sum", string(theirs)+string(sums))
	p.run(t, "go", "mod", "edit", "-replace=github.com/mosswart/overlord/admin="+admin, "-require=github.com/mosswart/overlord/admin@v0.0.0")
	return p
}

func (p *project) write(t *testing.T, name, content string) {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// read is the content of a folder's files.
func (p *project) read(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	entries, err := os.ReadDir(filepath.Join(p.dir, folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if files[entry.Name()], err = os.ReadFile(filepath.Join(p.dir, folder, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// run runs a command in the module.
func (p *project) run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := p.try(name, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

func (p *project) try(name string, args ...string) (string, error) {
	command := exec.Command(name, args...)
	command.Dir = p.dir
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod -buildvcs=false", "GOWORK=off")
	out, err := command.CombinedOutput()
	return string(out), err
}

const generator = `// Generates the project, and lists its views for the test.
package main

import (
	"cmp"
	"encoding/json"
	"log"
	"os"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
	%s
)

func main() {
	views := func(next gen.Generator) gen.Generator {
		return gen.GenerateFunc(func(g *gen.Graph) error {
			all := map[string][]string{}
			for _, n := range g.Nodes {
				if a := n.EntSQL(); n.IsView() && a != nil {
					for _, d := range []string{"sqlite3", "postgres"} {
						all[d] = append(all[d], "CREATE VIEW \""+n.Table()+"\" AS "+cmp.Or(a.ViewFor[d], a.ViewAs))
					}
				}
			}
			raw, err := json.Marshal(all)
			if err != nil {
				return err
			}
			if err := os.WriteFile("admincheck/views.json", raw, 0o644); err != nil {
				return err
			}
			return next.Generate(g)
		})
	}
	err := entc.Generate("./schema", &gen.Config{Target: "./ent", Package: %q, Hooks: []gen.Hook{views}},
		entc.FeatureNames(%s)%s)
	if err != nil {
		log.Fatal(err)
	}
}
`

// generate runs ent with our extension. Schemas that import the package that is not generated yet are generated without
// what needs it first.
func (p *project) generate(t *testing.T, features ...string) {
	t.Helper()
	quoted := make([]string, len(features))
	for i, name := range features {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	names := strings.Join(quoted, ", ")
	p.write(t, "admincheck/views.json", "{}")
	if err := os.MkdirAll(filepath.Join(p.dir, "ent"), 0o755); err != nil {
		t.Fatal(err)
	}
	if restore := p.withoutGenerated(t); restore != nil {
		p.write(t, "admingen/main.go", fmt.Sprintf(generator, "", p.module+"/ent", strings.ReplaceAll(names, "schema/snapshot", ""), ""))
		p.run(t, "go", "run", "./admingen")
		restore()
		// Without hooks the package imports the schema here, with them the schema imports the package.
		if err := os.Remove(filepath.Join(p.dir, "ent", "runtime.go")); err != nil {
			t.Fatal(err)
		}
	}
	p.write(t, "admingen/main.go", fmt.Sprintf(generator, `"github.com/mosswart/overlord/admin/extension"`, p.module+"/ent", names,
		`, entc.Extensions(extension.New(extension.Title("Foreign")))`))
	p.run(t, "go", "run", "./admingen")
}

// resource is the folder that our extension generated.
func (p *project) resource(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"resource", "adminresource"} {
		if _, err := os.Stat(filepath.Join(p.dir, "ent", name, "openapi.json")); err == nil {
			return name
		}
	}
	t.Fatal("nothing was generated")
	return ""
}

// atMost looks whether every type is described in at most that many lines.
func (p *project) atMost(t *testing.T, lines int) {
	t.Helper()
	for name, content := range p.read(t, "ent/"+p.resource(t)) {
		if n := bytes.Count(content, []byte("\n")); strings.HasPrefix(name, "type_") && n > lines {
			t.Errorf("%s has %d lines, want at most %d", name, n, lines)
		}
	}
}

const check = `package admincheck

import (
	_ "embed"
	"encoding/json"
	"os"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/admintest"

	"%[1]s/ent"
	resource "%[1]s/ent/%[2]s"
)

//go:embed views.json
var views []byte

func TestAdmin(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { exercise(t, admintest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) {
		address := os.Getenv("ADMIN_CHECK_POSTGRES")
		if address == "" {
			t.Skip("there is no PostgreSQL")
		}
		exercise(t, admintest.Postgres(t, address))
	})
}

func exercise(t *testing.T, driver dialect.Driver) {
	client := ent.NewClient(ent.Driver(driver))
	if err := client.Schema.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	var statements map[string][]string
	if err := json.Unmarshal(views, &statements); err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements[driver.Dialect()] {
		var result sql.Result
		if err := driver.Exec(t.Context(), statement, []any{}, &result); err != nil {
			t.Fatalf("%%s: %%v", statement, err)
		}
	}
	admintest.Exercise(t, resource.New(client))
}
`

// exercise compiles everything and goes through the admin's endpoints, on SQLite and on PostgreSQL.
func (p *project) exercise(t *testing.T) {
	t.Helper()
	if pgtest.Installed() {
		t.Setenv("ADMIN_CHECK_POSTGRES", pgtest.URL(t))
	}
	p.run(t, "go", "build", "./ent/...", "./schema/...")
	p.write(t, "admincheck/admin_test.go", fmt.Sprintf(check, p.module, p.resource(t)))
	out, err := p.try("go", "test", "-count=1", "-v", "./admincheck")
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "=== ") {
			t.Log(strings.TrimRight(line, "\n"))
		}
	}
	if err != nil {
		t.Errorf("the admin of %s does not work: %v", p.module, err)
	}
}
