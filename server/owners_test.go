package server

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/ent/commandlog"
	"github.com/mosswart/overlord/ent/rareevent"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestAdminsSayWhoMayDoWhatWithACharacter(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		admin, reader := h.cookie("admin"), h.cookie("reader")
		at := fmt.Sprintf("/api-admin/characters/%d", h.character("Mule 07"))
		access := fmt.Sprintf("%s/access/%d", at, h.readerID)
		mayCommand := func() bool {
			var all Characters
			if code := h.get(reader, "/characters", &all); code != 200 || len(all.Characters) != 1 {
				t.Fatalf("%d %+v", code, all)
			}
			return all.Characters[0].MayCommand
		}
		h.play(t, []scenario{
			{name: "nothing is said of anybody", method: "GET", target: "/api-admin/characters", cookie: admin, status: 200, holds: []string{`"name":"Mule 07"`, `"access":[]`}},
			{name: "no commands, but tells", method: "PUT", target: access, cookie: admin, json: `{"see_tells":true,"command":false}`, status: 200, holds: []string{`"username":"reader","see_tells":true,"command":false`}},
			{name: "half a word", method: "PUT", target: access, cookie: admin, json: `{"see_tells":true}`, status: 422, holds: []string{`"command"`}},
			{name: "nobody", method: "PUT", target: at + "/access/99999", cookie: admin, json: `{"see_tells":true,"command":true}`, status: 404},
		})
		if mayCommand() {
			t.Error("the reader may still command")
		}
		h.play(t, []scenario{
			{name: "another word replaces the first", method: "PUT", target: access, cookie: admin, json: `{"see_tells":false,"command":true}`, status: 200, holds: []string{`"access":[{"user_id":`, `"see_tells":false,"command":true}]`}},
			{name: "as everybody", method: "DELETE", target: access, cookie: admin, status: 204},
			{name: "twice", method: "DELETE", target: access, cookie: admin, status: 404},
			{name: "hide", method: "PATCH", target: at, cookie: admin, json: `{"hidden":true}`, status: 200, holds: []string{`"hidden":true`}},
		})
		var all Characters
		if code := h.get(reader, "/characters", &all); code != 200 || len(all.Characters) != 0 {
			t.Errorf("a hidden character is listed: %d %+v", code, all)
		}
		h.play(t, []scenario{{name: "show", method: "PATCH", target: at, cookie: admin, json: `{"hidden":false}`, status: 200}})
		if !mayCommand() {
			t.Error("the reader may not command again")
		}
	})
}

func TestACharacterIsRenamedOrForgottenWithAllThatIsStored(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		ctx, admin := t.Context(), h.cookie("admin")
		at := fmt.Sprintf("/api-admin/characters/%d", h.character("Mule 07"))
		h.character("Dace")
		for _, name := range []string{"Mule 07", "Dace"} {
			must(t, db.Ent.RareEvent.Create().SetCharacterName(name).SetName("Hunter's Crystal").SetTimestamp(h.clock.now()).Exec(ctx))
			must(t, db.Ent.CommandLog.Create().SetUsername("reader").SetCharacterName(name).SetCommand("/mm report").Exec(ctx))
		}
		h.hears(h.telemetry("Mule 07", 3))
		h.play(t, []scenario{
			{name: "rename while it plays", method: "PATCH", target: at, cookie: admin, json: `{"name":"Mule 08"}`, status: 409},
			{name: "forget while it plays", method: "DELETE", target: at, cookie: admin, status: 409},
		})
		h.clock.advance(time.Minute)
		h.play(t, []scenario{
			{name: "a name that is taken", method: "PATCH", target: at, cookie: admin, json: `{"name":"Dace"}`, status: 409, holds: []string{`"errors":{"name":`}},
			{name: "a name of two lines", method: "PATCH", target: at, cookie: admin, json: `{"name":"Mule\n08"}`, status: 422, holds: []string{`"errors":{"name":`}},
			{name: "rename", method: "PATCH", target: at, cookie: admin, json: `{"name":"Mule 08"}`, status: 200, holds: []string{`"name":"Mule 08"`}},
		})
		rares := func(name string) int {
			return db.Ent.RareEvent.Query().Where(rareevent.CharacterName(name)).CountX(ctx)
		}
		if rares("Mule 07") != 0 || rares("Mule 08") != 1 || rares("Dace") != 1 || h.hub.State().Knows("Mule 07") {
			t.Error("what was stored has not gone over to the new name")
		}
		h.play(t, []scenario{
			{name: "forget", method: "DELETE", target: at, cookie: admin, status: 204},
			{name: "twice", method: "DELETE", target: at, cookie: admin, status: 404},
			{name: "its commands stay in the log", method: "GET", target: "/api-admin/commands?character=Mule%2008", cookie: admin, status: 200, holds: []string{`"command":"/mm report"`, `"next_cursor":""`}},
		})
		if rares("Mule 08") != 0 || rares("Dace") != 1 {
			t.Error("too little or too much was forgotten")
		}
	})
}

func TestNoTableWithCharactersIsLeftOutOfForgetting(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		newHouse(t, db, nil)
		query := `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'character_name'`
		if db.Dialect == dialect.Postgres {
			query = `SELECT table_name FROM information_schema.columns WHERE column_name = 'character_name' AND table_schema = current_schema()`
		}
		rows, err := db.SQL.QueryContext(t.Context(), query)
		must(t, err)
		defer func() { _ = rows.Close() }()
		known := append(characterTables(), commandlog.Table)
		n := 0
		for rows.Next() {
			var table string
			must(t, rows.Scan(&table))
			if n++; !slices.Contains(known, table) {
				t.Errorf("%s is neither forgotten nor renamed", table)
			}
		}
		must(t, rows.Err())
		if n != len(known) {
			t.Errorf("%d tables, %d known: %v", n, len(known), known)
		}
	})
}

func TestTheCommandLogIsReadInPagesNewestFirst(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		admin := h.cookie("admin")
		for i, state := range []commandlog.State{commandlog.StateSent, commandlog.StateFailed, commandlog.StateSent} {
			must(t, db.Ent.CommandLog.Create().SetUsername("reader").SetCharacterName("Mule 07").SetCommand(fmt.Sprintf("/say %d", i)).
				SetState(state).SetCreatedAt(h.clock.now().Add(time.Duration(i)*time.Second)).Exec(t.Context()))
		}
		said, next := []string{}, ""
		for {
			var page LoggedCommands
			if code := h.get(admin, "/api-admin/commands?limit=2&username=reader&cursor="+next, &page); code != 200 {
				t.Fatal(code)
			}
			for _, c := range page.Commands {
				said = append(said, c.Command)
			}
			if next = page.NextCursor; next == "" {
				break
			}
		}
		if !slices.Equal(said, []string{"/say 2", "/say 1", "/say 0"}) {
			t.Errorf("said %v", said)
		}
		var failed LoggedCommands
		if code := h.get(admin, "/api-admin/commands?state=failed", &failed); code != 200 || len(failed.Commands) != 1 || failed.Commands[0].Command != "/say 1" {
			t.Errorf("%d %+v", code, failed)
		}
	})
}
