// Package items makes the rows that both servers are measured on. The same number always gives the same row.
package items

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Rows is how many rows a table has when it is measured.
const Rows = 50_000

// The values of the two enum columns.
var (
	Categories = []string{"armour", "weapon", "gem", "scroll", "potion", "key", "trophy", "component"}
	States     = []string{"new", "used", "broken"}
)

var (
	first  = []string{"Amber", "Black", "Crimson", "Dusky", "Elder", "Frozen", "Golden", "Hollow", "Iron", "Jade"}
	second = []string{"Aegis", "Blade", "Crown", "Dagger", "Emblem", "Flask", "Gauntlet", "Helm", "Idol", "Jewel", "Key", "Lantern"}
	places = []string{"Arwic", "Cragstone", "Eastham", "Glenden", "Holtburg", "Lytelthorpe", "Rithwic", "Sawato", "Zaikhal"}
)

// Item is one row, with twenty columns beside its id.
type Item struct {
	SKU, Title, Brand, Category, State, Summary, Notes, Email, URL, Place string
	Price, Weight, Rating                                                 float64
	Stock, Level                                                          int
	Active, Featured                                                      bool
	Released, Seen                                                        time.Time
	Extra                                                                 map[string]any
}

// Make is the row with number n.
func Make(n int) Item {
	r := rand.New(rand.NewPCG(7, uint64(n))) // #nosec G404 G115 -- the same every time
	of := func(words []string) string { return words[r.IntN(len(words))] }
	title := of(first) + " " + of(second)
	return Item{
		SKU: fmt.Sprintf("SKU-%07d", n), Title: fmt.Sprintf("%s %d", title, n), Brand: of(first) + " & Sons",
		Category: of(Categories), State: of(States), Place: of(places),
		Summary: fmt.Sprintf("The %s of %s, found in %s by somebody who was looking for something else.", title, of(places), of(places)),
		Notes:   strings.Repeat("Handle with care. ", 1+r.IntN(6)),
		Email:   fmt.Sprintf("owner%d@example.org", n), URL: fmt.Sprintf("https://example.org/items/%d", n),
		Price: float64(r.IntN(1_000_00)) / 100, Weight: float64(r.IntN(5_000)) / 100, Rating: float64(r.IntN(51)) / 10,
		Stock: r.IntN(500), Level: r.IntN(275), Active: r.IntN(10) > 0, Featured: r.IntN(20) == 0,
		Released: time.Date(2020, 1, 1, 0, 0, n*37, 0, time.UTC), Seen: time.Date(2026, 1, 1, 0, 0, n*11, 0, time.UTC),
		Extra: map[string]any{"shelf": r.IntN(40), "origin": of(places), "tags": []string{of(second), of(second)}},
	}
}

// Fields are a row's columns by name, as JSON has them.
func (i Item) Fields() map[string]any {
	return map[string]any{
		"sku": i.SKU, "title": i.Title, "brand": i.Brand, "category": i.Category, "state": i.State, "place": i.Place,
		"summary": i.Summary, "notes": i.Notes, "email": i.Email, "url": i.URL, "price": i.Price, "weight": i.Weight,
		"rating": i.Rating, "stock": i.Stock, "level": i.Level, "active": i.Active, "featured": i.Featured,
		"released": i.Released.Format("2006-01-02T15:04:05Z"), "seen": i.Seen.Format("2006-01-02T15:04:05Z"), "extra": i.Extra,
	}
}
