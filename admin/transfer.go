package admin

import (
	"context"
	"net/http"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/transfer"
)

// export streams all rows that match as a file.
func (c *call) export() error {
	if _, err := c.need(access.Export); err != nil {
		return err
	}
	values, err := c.parameters("filter", "search", "sort", "format", "fields", "bom", "delimiter")
	if err != nil {
		return err
	}
	x := transfer.Export{
		Registry: c.a.reg, Compiler: c.a.queries, Type: c.t, Access: c.access(), Computed: c.a.computed[c.t.Slug],
	}
	if x.Plan, err = c.sorted(values); err != nil {
		return err
	}
	if err := x.Options(values); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.r.Context(), c.a.o.Limits.JobTimeout)
	defer cancel()
	return c.a.failure(c.t, x.Serve(ctx, c.w))
}

// importRows checks a file of rows, or begins to write it.
func (c *call) importRows() error {
	if err := c.editable(); err != nil {
		return err
	}
	if _, err := c.need(access.Import); err != nil {
		return err
	}
	if _, err := c.manyParameters("dry_run", "mode", "key", "delimiter", "map"); err != nil {
		return err
	}
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, c.a.o.Limits.Import)
	ctx, cancel := context.WithTimeout(c.r.Context(), c.a.o.Limits.JobTimeout)
	defer cancel()
	file, err := transfer.ReadRequest(ctx, c.r, c.t, c.a.o.Limits.Import)
	if err != nil {
		return err
	}
	if file.DryRun {
		defer func() { _ = file.Close() }()
		report, err := c.a.importer.Check(ctx, c.by, file)
		if err != nil {
			return err
		}
		return c.answer(http.StatusOK, report)
	}
	by := c.by
	err = c.start("import "+c.t.Slug, func(ctx context.Context, p change.Progress) (any, error) {
		defer func() { _ = file.Close() }()
		return c.a.importer.Run(ctx, by, file, p)
	})
	if err != nil {
		_ = file.Close()
	}
	return err
}
