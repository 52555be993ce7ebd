package extension_test

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/imports"
)

// withoutGenerated takes out of a project's schemas what uses the package that ent is still to generate: hooks,
// interceptors and policies, mostly. It returns how to put it back, or nil where the package is there or nothing
// uses it.
func (p *project) withoutGenerated(t *testing.T) (restore func()) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(p.dir, "ent", "client.go")); err == nil {
		return nil
	}
	paths, err := filepath.Glob(filepath.Join(p.dir, "schema", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	paths = slices.DeleteFunc(paths, func(path string) bool { return strings.HasSuffix(path, "_test.go") })
	originals, files := map[string][]byte{}, map[string]*ast.File{}
	set := token.NewFileSet()
	gone := map[string]bool{} // names of the package's own declarations that are taken out
	found := false
	for _, path := range paths {
		if originals[path], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
		if files[path], err = parser.ParseFile(set, path, originals[path], parser.ParseComments|parser.SkipObjectResolution); err != nil {
			t.Fatal(err)
		}
		found = found || len(p.generatedImports(files[path])) > 0
	}
	if !found {
		return nil
	}
	for changed := true; changed; { // until nothing uses what is gone
		changed = false
		for _, file := range files {
			names := p.generatedImports(file)
			n := len(file.Decls)
			file.Decls = slices.DeleteFunc(file.Decls, func(d ast.Decl) bool {
				if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT || !uses(d, names, gone) {
					return false
				}
				forget(d, gone)
				return true
			})
			changed = changed || len(file.Decls) != n
		}
	}
	for path, file := range files {
		file.Comments = nil // they would land anywhere
		var b bytes.Buffer
		if err := format.Node(&b, set, file); err != nil {
			t.Fatal(err)
		}
		content, err := imports.Process(path, b.Bytes(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return func() {
		for path, content := range originals {
			if err := os.WriteFile(path, content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// generatedImports are the local names of what a file imports from the generated package.
func (p *project) generatedImports(file *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || path != p.module+"/ent" && !strings.HasPrefix(path, p.module+"/ent/") {
			continue
		}
		name := path[strings.LastIndexByte(path, '/')+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = true
	}
	return names
}

// uses reports whether a declaration uses one of the imports or of the package's names that are gone.
func uses(d ast.Decl, imported, gone map[string]bool) (found bool) {
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && imported[x.Name] {
				found = true
			}
		case *ast.Ident:
			found = found || gone[n.Name]
		}
		return !found
	})
	return found
}

// forget notes which names of the package a declaration takes with it; methods have none that others use plainly.
func forget(d ast.Decl, gone map[string]bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			gone[d.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				gone[spec.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					gone[name.Name] = true
				}
			}
		}
	}
}
