package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/sim"
)

// guildSecret is what the guild shows the listener, which does not look.
const guildSecret = "of the bench's own" //nolint:gosec // no secret

// pack is what a character of the simulated guild carries.
type pack struct {
	CharacterName string            `json:"character_name"`
	Items         []json.RawMessage `json:"items"`
}

// packs lets a simulated guild tell what it carries.
func packs(ctx context.Context, characters int) ([]pack, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	var mu sync.Mutex
	heard := map[string]pack{}
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		socket, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = socket.Close() }()
		for {
			_, frame, err := socket.ReadMessage()
			if err != nil {
				return
			}
			var told struct {
				Type string `json:"type"`
				pack
			}
			if json.Unmarshal(frame, &told) != nil || told.Type != "full_inventory" {
				continue
			}
			mu.Lock()
			heard[told.CharacterName] = told.pack
			if len(heard) == characters {
				cancel()
			}
			mu.Unlock()
		}
	}))
	defer listener.Close()
	_, err := sim.Run(ctx, sim.Options{
		URL: "ws" + strings.TrimPrefix(listener.URL, "http"), Secret: guildSecret, Characters: characters, Seed: 5, Speed: 20,
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		return nil, fmt.Errorf("simulate a guild: %w", err)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(heard) < characters {
		return nil, fmt.Errorf("%d of %d characters told what they carry", len(heard), characters)
	}
	out := make([]pack, 0, characters)
	for _, p := range heard {
		out = append(out, p)
	}
	return out, nil
}

// store puts packs into a database, as the tracker does.
func store(ctx context.Context, db *database.DB, all []pack) error {
	at := time.Now().UTC()
	for _, p := range all {
		if _, err := inventory.Import(ctx, db, p.CharacterName, at, p.Items); err != nil {
			return fmt.Errorf("store the items of %s: %w", p.CharacterName, err)
		}
	}
	return nil
}

// copies are the tables of which multiply makes more rows, the items first, with the column that names the item.
var copies = []struct{ table, key string }{
	{"items", "id"}, {"item_combat_stats", "item_id"}, {"item_requirements", "item_id"}, {"item_enhancements", "item_id"},
	{"item_ratings", "item_id"}, {"item_spells", "item_id"}, {"item_raw_data", "item_id"},
}

// multiply gives a database many guilds like the one it has, until it has so many items. Armour
// levels, damage and values differ a little from guild to guild.
func multiply(ctx context.Context, db *database.DB, items int) error {
	var have, highest int
	if err := db.SQL.QueryRowContext(ctx, "SELECT COUNT(*), MAX(id) FROM items").Scan(&have, &highest); err != nil {
		return fmt.Errorf("count the items: %w", err)
	}
	guilds := (items+have-1)/have - 1
	series := fmt.Sprintf("(WITH RECURSIVE guilds(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM guilds WHERE g < %d) SELECT g FROM guilds) AS guilds", guilds)
	statements := []string{`INSERT INTO inventories (character_name, item_count, skipped_items, digest, full_as_of, as_of)
		SELECT character_name || ' of ' || g, item_count, skipped_items, digest, full_as_of, as_of FROM inventories, ` + series}
	for _, c := range copies {
		columns, err := columnsOf(ctx, db, c.table)
		if err != nil {
			return err
		}
		into, from := strings.Join(columns, ", "), make([]string, len(columns))
		for i, name := range columns {
			from[i] = different(c.table, name, highest)
		}
		if c.key == "id" {
			into, from = "id, "+into, append([]string{fmt.Sprintf("id + g * %d", highest)}, from...)
		}
		statements = append(statements, fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s, %s",
			c.table, into, strings.Join(from, ", "), c.table, series))
	}
	patient, err := db.Patient(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = patient.Close() }()
	for _, s := range statements {
		if _, err := patient.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("multiply: %w: %s", err, s)
		}
	}
	return nil
}

// columnsOf are a table's columns but its id.
func columnsOf(ctx context.Context, db *database.DB, table string) ([]string, error) {
	rows, err := db.SQL.QueryContext(ctx, "SELECT * FROM "+table+" WHERE 1 = 0") //nolint:gosec // one of ours
	if err != nil {
		return nil, fmt.Errorf("read the columns of %s: %w", table, err)
	}
	names, err := rows.Columns()
	names = slices.DeleteFunc(names, func(name string) bool { return name == "id" })
	return names, errors.Join(err, rows.Err(), rows.Close())
}

// different is a column of a guild's copy.
func different(table, column string, highest int) string {
	switch column {
	case "character_name":
		return "character_name || ' of ' || g"
	case "item_id":
		return fmt.Sprintf("item_id + g * %d", highest)
	case "armor_level", "max_damage", "value_pyreals":
		if table == "items" {
			return column + " + (id * 31 + g * 17) % 7"
		}
	case "payload", "appraisal":
		return "'{}'"
	}
	return column
}
