// Package extension is the ent extension that generates an admin's view of a schema: for each type one file with its
// description, accessors and operations, a registry of them all, and an OpenAPI document.
//
//	err := entc.Generate("./schema", &gen.Config{…}, entc.Extensions(extension.New()))
//
// The files are a Go package beside ent's own, named resource; package admin serves it. The same schema always gives
// the same files. Nothing is written before everything has been generated, and names that ent would generate twice
// are refused with the schema and the field at fault.
package extension

import (
	"embed"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
)

// Extension implements entc.Extension.
type Extension struct {
	entc.DefaultExtension
	title string
}

// Option configures an Extension.
type Option func(*Extension)

// Title is the title of the OpenAPI document; "Admin" without it.
func Title(title string) Option { return func(e *Extension) { e.title = title } }

// New makes an extension.
func New(options ...Option) *Extension {
	e := &Extension{title: "Admin"}
	for _, option := range options {
		option(e)
	}
	return e
}

// Hooks implements entc.Extension.
func (e *Extension) Hooks() []gen.Hook { return []gen.Hook{e.generate} }

// Templates implements entc.Extension: one gives the generated package access to the client's driver.
func (e *Extension) Templates() []*gen.Template {
	return []*gen.Template{gen.MustParse(gen.NewTemplate("admin_driver").ParseFS(templates, "template/admin_driver.tmpl"))}
}

// Options implements entc.Extension: counting up to a limit needs ent's feature sql/modifier.
func (e *Extension) Options() []entc.Option {
	return []entc.Option{func(c *gen.Config) error {
		if on, err := c.FeatureEnabled(gen.FeatureModifier.Name); on || err != nil {
			return err
		}
		c.Features = append(c.Features, gen.FeatureModifier)
		return nil
	}}
}

//go:embed template
var templates embed.FS

// generate makes our files in memory, lets ent write its own, and puts ours into place.
func (e *Extension) generate(next gen.Generator) gen.Generator {
	return gen.GenerateFunc(func(g *gen.Graph) error {
		if err := clashes(g); err != nil {
			return err
		}
		d, err := describe(g)
		if err != nil {
			return err
		}
		files, err := e.render(d)
		if err != nil {
			return err
		}
		if err := next.Generate(g); err != nil {
			return err
		}
		return replace(d.folder, files)
	})
}
