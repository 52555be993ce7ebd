// Command pocketbase is PocketBase with the collection that is measured.
//
//	pocketbase --dir <folder> seed          makes the collection, its rows and a user, and prints the user's token
//	pocketbase --dir <folder> serve --http <address>
package main

import (
	"fmt"
	"log"
	"time"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/admin/bench/items"
)

func main() {
	app := pocketbase.New()
	app.RootCmd.AddCommand(&cobra.Command{Use: "seed", RunE: func(*cobra.Command, []string) error { return seed(app) }})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

func seed(app core.App) error {
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	app.Settings().Logs.MaxDays = 0 // it would write a line for every request, which nothing of ours does
	app.Settings().RateLimits.Enabled = false
	if err := app.Save(app.Settings()); err != nil {
		return err
	}
	collection, err := makeCollection(app)
	if err != nil {
		return err
	}
	err = app.RunInTransaction(func(tx core.App) error {
		for n := range items.Rows {
			record := core.NewRecord(collection)
			record.Load(items.Make(n).Fields())
			if err := tx.SaveNoValidate(record); err != nil {
				return fmt.Errorf("row %d: %w", n, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	user := core.NewRecord(users)
	user.SetEmail("bench@example.org")
	user.SetPassword("a password for the bench")
	if err := app.Save(user); err != nil {
		return err
	}
	token, err := user.NewStaticAuthToken(24 * time.Hour)
	if err != nil {
		return err
	}
	fmt.Println(token)
	return nil
}

func makeCollection(app core.App) (*core.Collection, error) {
	c := core.NewBaseCollection("items")
	signedIn := new(`@request.auth.id != ""`)
	c.ListRule, c.ViewRule, c.CreateRule, c.UpdateRule, c.DeleteRule = signedIn, signedIn, signedIn, signedIn, signedIn
	c.Fields.Add(
		&core.TextField{Name: "sku", Required: true, Max: 40},
		&core.TextField{Name: "title", Required: true, Max: 200},
		&core.TextField{Name: "brand", Max: 200},
		&core.SelectField{Name: "category", Values: items.Categories, MaxSelect: 1, Required: true},
		&core.SelectField{Name: "state", Values: items.States, MaxSelect: 1, Required: true},
		&core.TextField{Name: "place", Max: 200},
		&core.TextField{Name: "summary"},
		&core.TextField{Name: "notes"},
		&core.TextField{Name: "email", Max: 200},
		&core.TextField{Name: "url", Max: 500},
		&core.NumberField{Name: "price"},
		&core.NumberField{Name: "weight"},
		&core.NumberField{Name: "rating"},
		&core.NumberField{Name: "stock", OnlyInt: true},
		&core.NumberField{Name: "level", OnlyInt: true},
		&core.BoolField{Name: "active"},
		&core.BoolField{Name: "featured"},
		&core.DateField{Name: "released"},
		&core.DateField{Name: "seen"},
		&core.JSONField{Name: "extra"},
	)
	c.AddIndex("items_sku", true, "sku", "")
	c.AddIndex("items_released", false, "released", "")
	c.AddIndex("items_category_price", false, "category, price", "")
	return c, app.Save(c)
}
