package resources_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestAUserIsMadeWithAHashedPassword(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin := h.signIn("admin", password)
		made := admin.api("POST", "/accounts", `{"username":"Elysa","password_hash":"a good few words in a row"}`).want(t, 201, "create")
		if strings.Contains(made.text, "password") || strings.Contains(made.text, "words in a row") {
			t.Errorf("the answer tells of the password: %s", made.text)
		}
		h.signIn("elysa", "a good few words in a row")
		for path, what := range map[string]string{"/accounts": "list", "/accounts/" + made.body["id"].(string): "row", "/accounts/" + made.body["id"].(string) + "/history": "history", "/accounts/_export?format=json": "export", "/_audit": "audit"} {
			if text := admin.api("GET", path, "").want(t, 200, what).text; strings.Contains(text, "$2a$") || strings.Contains(text, "words in a row") {
				t.Errorf("%s shows a hash: %s", what, text)
			}
		}
		refused := admin.api("POST", "/accounts", `{"username":"Aun","password_hash":"short"}`).want(t, 422, "short password")
		if refused.body["errors"].(map[string]any)["password_hash"] == nil {
			t.Errorf("no word about the password: %s", refused.text)
		}
		admin.api("POST", "/accounts", `{"username":"ELYSA","password_hash":"another good few words"}`).want(t, 422, "a name that is taken but for its case")
	})
}

func TestAnAdminIsLeftAndKeepsHisOwnRights(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin := h.signIn("admin", password)
		me := admin.api("GET", "/accounts?filter=username:admin", "").body["items"].([]any)[0].(map[string]any)["id"].(string)
		admin.change("/accounts/"+me, `{"is_admin":false}`).want(t, 422, "step down")
		if r := admin.api("DELETE", "/accounts/"+me, "", "If-Match", "*"); r.status != 409 && r.status != 422 {
			t.Errorf("removing oneself: %d %s", r.status, r.text)
		}
		if r := admin.api("POST", "/accounts/_bulk", `{"action":"delete","filter":"is_admin:true"}`); r.status < 400 {
			t.Errorf("removing all admins: %d %s", r.status, r.text)
		}
		admin.api("GET", "/accounts/"+me, "").want(t, 200, "still there")
	})
}

func TestANewPasswordEndsSessionsAndUndoDoesNotBringItBack(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin := h.signIn("admin", password)
		reader, id := h.user("reader")
		reader.do("GET", "/me", "").want(t, 200, "signed in")
		admin.change("/accounts/"+id, `{"password_hash":"something else entirely"}`).want(t, 200, "new password")
		reader.do("GET", "/me", "").want(t, 401, "the old session")
		h.signIn("reader", "something else entirely")
		if _, err := h.trySignIn("reader", password); err == nil {
			t.Error("the old password still works")
		}
		again := h.signIn("reader", "something else entirely")
		admin.api("POST", "/accounts/_bulk", fmt.Sprintf(`{"action":"end_sessions","ids":[%q]}`, id)).want(t, 200, "sign out everywhere")
		again.do("GET", "/me", "").want(t, 401, "after signing out everywhere")
	})
}

func TestTakingBackRevivesNeitherSessionsNorASecondFactor(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin := h.signIn("admin", password)
		reader, id := h.user("reader")
		number, _ := strconv.Atoi(id)
		h.db.Ent.User.UpdateOneID(number).SetTotpSecret("JBSWY3DPEHPK3PXP").SetTotpConfirmedAt(time.Now()).ExecX(t.Context())
		for _, action := range []string{"end_sessions", "reset_second_factor"} {
			done := admin.api("POST", "/accounts/_bulk", fmt.Sprintf(`{"action":%q,"ids":[%q]}`, action, id)).want(t, 200, action)
			if undo, ok := done.body["undo"].(string); ok {
				admin.api("POST", "/_undo/"+undo, "")
			}
		}
		u := h.db.Ent.User.GetX(t.Context(), number)
		if u.TotpConfirmedAt != nil {
			t.Error("the second factor counts, but its secret is gone")
		}
		reader.do("GET", "/me", "").want(t, 401, "after taking the end of the sessions back")
		if time.Since(*u.SessionsValidAfter) > time.Minute {
			t.Errorf("cookies count again since %s", u.SessionsValidAfter)
		}
	})
}

func TestAKeyOpensTheWholeSiteWithinItsScopes(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin := h.signIn("admin", password)
		key := func(scopes string, more string) answer {
			return admin.api("POST", "/_keys", `{"name":"`+scopes+`","scopes":["`+strings.ReplaceAll(scopes, " ", `","`)+`"]`+more+`}`).want(t, 201, "key "+scopes)
		}
		read, write := key("site:read", ""), key("site:read site:write site:admin", "")
		types := key("characters:view", "")
		for _, c := range []struct {
			token, method, path, body string
			status                    int
		}{
			{read.body["token"].(string), "GET", "/characters", "", 200},
			{read.body["token"].(string), "POST", "/api-admin/users", `{"username":"x","password":"long enough words","is_admin":false}`, 403},
			{read.body["token"].(string), "GET", "/api-admin/users", "", 403},
			{write.body["token"].(string), "GET", "/api-admin/users", "", 200},
			{read.body["token"].(string), "GET", "/api-admin/resources/characters", "", 403},
			{types.body["token"].(string), "GET", "/api-admin/resources/characters", "", 200},
			{types.body["token"].(string), "GET", "/api-admin/resources/items", "", 403},
			{types.body["token"].(string), "GET", "/characters", "", 403},
			{"adm_0_nonsense", "GET", "/characters", "", 401},
		} {
			r := h.withKey(c.token).do(c.method, c.path, c.body)
			if r.status != c.status {
				t.Errorf("%s %s with %.12s…: %d, want %d: %.200s", c.method, c.path, c.token, r.status, c.status, r.text)
			}
		}
		admin.api("DELETE", "/_keys/"+read.body["id"].(string), "").want(t, 204, "revoke")
		h.withKey(read.body["token"].(string)).do("GET", "/characters", "").want(t, 401, "a revoked key")
		soon := key("site:read", `,"expires_at":"`+time.Now().Add(1200*time.Millisecond).UTC().Format(time.RFC3339Nano)+`"`)
		late := h.withKey(soon.body["token"].(string))
		for end := time.Now().Add(20 * time.Second); late.do("GET", "/characters", "").status != 401; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("the key never expires")
			}
		}
	})
}

func TestRolesOpenTheAdmin(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin := h.signIn("admin", password)
		reader, id := h.user("reader")
		if types := reader.api("GET", "/_meta", "").want(t, 200, "meta").body["types"].([]any); len(types) != 0 {
			t.Errorf("somebody without a role sees %d types", len(types))
		}
		reader.api("GET", "/characters", "").want(t, 403, "without a role")
		admin.api("PUT", "/_members/"+id, `{"roles":["viewer"]}`).want(t, 200, "viewer")
		reader.api("GET", "/characters", "").want(t, 200, "as viewer")
		reader.api("POST", "/alert_rules", `{"name":"x","kind":"death"}`).want(t, 403, "a viewer writes")
		for _, path := range []string{"/accounts", "/user_sessions", "/invitations"} {
			if r := reader.api("GET", path, ""); r.status != 404 && r.status != 403 {
				t.Errorf("a viewer reads %s: %d", path, r.status)
			}
		}
		if r := (person{h: h}).api("GET", "/_meta", ""); r.status != http.StatusUnauthorized {
			t.Errorf("a stranger: %d", r.status)
		}
	})
}

// TestEveryTypeIsListedAndExported also holds each list to a filter of its own scopes, and time series to a chart.
func TestEveryTypeIsListedAndExported(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin := h.signIn("admin", password)
		types := admin.api("GET", "/_meta", "").want(t, 200, "meta").body["types"].([]any)
		if len(types) != 39 {
			t.Errorf("%d types", len(types))
		}
		for _, v := range types {
			typ := v.(map[string]any)
			slug := typ["slug"].(string)
			admin.api("GET", "/"+slug+"?count=exact", "").want(t, 200, slug)
			for _, format := range []string{"csv", "json", "ndjson"} {
				admin.api("GET", "/"+slug+"/_export?format="+format, "").want(t, 200, slug+" as "+format)
			}
			scopes, _ := typ["scopes"].([]any)
			for _, scope := range scopes {
				filter := scope.(map[string]any)["filter"].(string)
				admin.api("GET", "/"+slug+"?filter="+strings.NewReplacer(" ", "%20", ">", "%3E", "+", "%2B").Replace(filter), "").want(t, 200, slug+" where "+filter)
			}
			if typ["time_field"] != nil {
				admin.api("GET", "/"+slug+"/_chart", "").want(t, 200, "chart of "+slug)
			}
		}
		if doc := admin.api("GET", "/openapi.json", "").want(t, 200, "OpenAPI").body; doc["openapi"] == nil {
			t.Errorf("no OpenAPI document: %.100s", doc)
		}
		admin.api("GET", "/_search?q=a", "").want(t, 200, "search")
	})
}

func TestTheSystemPageShowsTheSite(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		text := h.signIn("admin", password).api("GET", "/_system", "").want(t, 200, "system").text
		for _, part := range []string{`"health"`, `"journal"`, `"database"`, "Newest migration", "iB"} {
			if !strings.Contains(text, part) {
				t.Errorf("no %s in %s", part, text)
			}
		}
		if strings.Contains(text, "problem") {
			t.Errorf("a panel failed: %s", text)
		}
	})
}

func TestCharactersAreHiddenByHandAndTheRestIsReported(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin := h.signIn("admin", password)
		c, err := h.db.Ent.Character.Create().SetName("Mule 07").Save(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		path := fmt.Sprintf("/characters/%d", c.ID)
		hidden := admin.change(path, `{"hidden":true}`).want(t, 200, "hide")
		admin.change(path, `{"name":"Mule 08"}`).want(t, 422, "rename")
		admin.api("POST", "/characters", `{"name":"x"}`).want(t, 403, "make")
		admin.api("POST", "/_undo/"+hidden.header.Get("Undo"), "").want(t, 200, "undo")
		if row := admin.api("GET", path, "").body; row["hidden"] != false {
			t.Errorf("after undo: %v", row)
		}
	})
}
