package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestWhatAUserHasSetIsHisOwn(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		admin, reader := h.cookie("admin"), h.cookie("reader")
		set := func(cookie, key, body string) int {
			return do(h, request("PUT", "/preferences/"+key, body, "Cookie", cookie, "Content-Type", "application/json")).Code
		}
		for _, c := range []struct {
			key, body string
			want      int
		}{
			{"players", `{"content":{"cols":["name"]}}`, http.StatusOK},
			{"players", `{"content":{"cols":["name","kph"]}}`, http.StatusOK},
			{"Players!", `{"content":1}`, http.StatusUnprocessableEntity},
			{"players", `{}`, http.StatusUnprocessableEntity},
			{"players", `{"content":"` + strings.Repeat("x", maxPreferenceSize) + `"}`, http.StatusUnprocessableEntity},
		} {
			if got := set(reader, c.key, c.body); got != c.want {
				t.Errorf("PUT %s %.40s: %d, want %d", c.key, c.body, got, c.want)
			}
		}
		var one UserPreference
		if code := h.get(reader, "/preferences/players", &one); code != 200 || string(one.Content) != `{"cols":["name","kph"]}` {
			t.Errorf("%d %s", code, one.Content)
		}
		if code := h.get(admin, "/preferences/players", &one); code != 200 || string(one.Content) != "null" {
			t.Errorf("of another user: %d %s", code, one.Content)
		}
		if w := do(h, request("DELETE", "/preferences/players", "", "Cookie", reader)); w.Code != http.StatusNoContent {
			t.Error(w.Code)
		}
		var all UserPreferences
		if code := h.get(reader, "/preferences", &all); code != 200 || len(all.Preferences) != 0 {
			t.Errorf("%d %v", code, all)
		}
	})
}
