package main

import (
	"context"
	"database/sql"
	"fmt"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/mosswart/overlord/admin/examples/library/ent"
)

// open opens a SQLite file, and fills it where it is new.
func open(ctx context.Context, path string) (*ent.Client, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_fk=1&_journal_mode=WAL&_busy_timeout=5000&_txlock=immediate&_time_format=sqlite")
	if err != nil {
		return nil, err
	}
	client := ent.NewClient(ent.Driver(entsql.OpenDB(dialect.SQLite, db)))
	if err := client.Schema.Create(ctx); err != nil {
		return nil, err
	}
	if n, err := client.Author.Query().Count(ctx); err != nil || n > 0 {
		return client, err
	}
	names := []string{"Ada Ash", "Bram Birch", "Cleo Cedar", "Dora Drum"}
	authors, err := client.Author.MapCreateBulk(names, func(c *ent.AuthorCreate, i int) { c.SetName(names[i]).SetBorn(1900 + 10*i) }).Save(ctx)
	if err != nil {
		return nil, err
	}
	words := []string{"novel", "poetry", "history"}
	tags, err := client.Tag.MapCreateBulk(words, func(c *ent.TagCreate, i int) { c.SetName(words[i]) }).Save(ctx)
	if err != nil {
		return nil, err
	}
	return client, client.Book.MapCreateBulk(make([]struct{}, 60), func(c *ent.BookCreate, i int) {
		c.SetTitle(fmt.Sprintf("Volume %d", i+1)).SetIsbn(fmt.Sprintf("978-%09d", i)).SetPages(80 + 7*i).
			SetAuthor(authors[i%len(authors)]).AddTags(tags[i%len(tags)])
	}).Exec(ctx)
}
