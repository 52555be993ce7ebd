package extension

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"entgo.io/ent/entc/gen"
	"entgo.io/ent/entc/load"
	"entgo.io/ent/schema/field"
)

// hundred is a schema of 100 types with 40 fields and 3 edges each.
func hundred() (schemas []*load.Schema) {
	kinds := []field.Type{field.TypeString, field.TypeInt, field.TypeBool, field.TypeTime, field.TypeFloat64, field.TypeInt64, field.TypeBytes, field.TypeUint8}
	for i := range 100 {
		s := &load.Schema{Name: fmt.Sprintf("Thing%02d", i)}
		for j := range 39 {
			s.Fields = append(s.Fields, &load.Field{
				Name: fmt.Sprintf("field_%02d", j), Info: &field.TypeInfo{Type: kinds[j%len(kinds)]}, Optional: j%3 == 0, Nillable: j%3 == 0, Comment: "What it is.",
			})
		}
		s.Fields = append(s.Fields, enum("state", "new", "used", "gone"))
		next := fmt.Sprintf("Thing%02d", (i+1)%100)
		s.Edges = []*load.Edge{
			{Name: "next", Type: next, Unique: true}, {Name: "parts", Type: next},
			{Name: "wholes", Type: fmt.Sprintf("Thing%02d", (i+99)%100), Inverse: true, RefName: "parts"},
		}
		schemas = append(schemas, s)
	}
	return schemas
}

// TestAHundredTypesCostLittle generates ent's code and ours with the time that each takes of the processor: that does
// not depend on what else the machine does.
func TestAHundredTypesCostLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("it generates half a million lines")
	}
	g := graph(t, hundred()...)
	e := New()
	g.Templates = e.Templates()
	for _, option := range e.Options() {
		if err := option(g.Config); err != nil {
			t.Fatal(err)
		}
	}
	var theirs time.Duration
	ents := gen.GenerateFunc(func(g *gen.Graph) error {
		before := processor(t)
		err := g.Gen()
		theirs = processor(t) - before
		return err
	})
	before := processor(t)
	if err := e.generate(ents).Generate(g); err != nil {
		t.Fatal(err)
	}
	ours := processor(t) - before - theirs
	lines := 0
	files, err := filepath.Glob(filepath.Join(g.Target, "resource", "type_*.go"))
	if err != nil || len(files) != 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		n := bytes.Count(content, []byte("\n"))
		if n > 400 {
			t.Errorf("%s has %d lines, want at most 400", filepath.Base(path), n)
		}
		lines += n
	}
	t.Logf("ent takes %v and the admin %v (%.1f %%) for 100 types of 40 fields, %d lines a type", theirs, ours, 100*float64(ours)/float64(theirs), lines/100)
	if ours*5 > theirs {
		t.Errorf("the admin takes %v beside ent's %v, want at most a fifth", ours, theirs)
	}
	left, err := filepath.Glob(filepath.Join(g.Target, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left over: %s, %v", strings.Join(left, " "), err)
	}
}

// processor is the processor time that this process has taken.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
