package migrations_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// noon carries more than databases keep, to see that it makes no second identity.
var noon = time.Date(2026, 6, 24, 12, 0, 0, 123456789, time.UTC)

func TestARowOfATakenIdentityIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		create func(context.Context, *ent.Client) error
	}{
		{"rare_events", func(ctx context.Context, c *ent.Client) error {
			return c.RareEvent.Create().SetCharacterName("Mule").SetTimestamp(noon).SetName("Hunter's Crystal").Exec(ctx)
		}},
		{"death_events", func(ctx context.Context, c *ent.Client) error {
			return c.DeathEvent.Create().SetCharacterName("Mule").SetTotalDeaths(58).SetTimestamp(noon).Exec(ctx)
		}},
		{"portals", func(ctx context.Context, c *ent.Client) error {
			return c.Portal.Create().SetPortalName("Holtburg").SetEwTenths(336).SetNsTenths(421).SetEw(33.6).SetNs(42.1).
				SetFirstSeenAt(noon).SetLastSeenAt(noon).Exec(ctx)
		}},
		{"char_sessions", func(ctx context.Context, c *ent.Client) error {
			return c.CharSession.Create().SetCharacterName("Mule").SetFirstAt(noon).SetLastAt(noon).Exec(ctx)
		}},
		{"char_stats", func(ctx context.Context, c *ent.Client) error {
			return c.CharStats.Create().SetCharacterName("Mule").SetFirstAt(noon).SetLastAt(noon).Exec(ctx)
		}},
		{"character_stats", func(ctx context.Context, c *ent.Client) error {
			return c.CharacterSheet.Create().SetCharacterName("Mule").SetAsOf(noon).SetPayload([]byte(`{}`)).Exec(ctx)
		}},
		{"combat_stats", func(ctx context.Context, c *ent.Client) error {
			return c.CombatStats.Create().SetCharacterName("Mule").SetAsOf(noon).Exec(ctx)
		}},
		{"combat_stats_sessions", func(ctx context.Context, c *ent.Client) error {
			return c.CombatStatsSession.Create().SetCharacterName("Mule").SetSessionID("b1f0").SetAsOf(noon).Exec(ctx)
		}},
		{"rare_stats", func(ctx context.Context, c *ent.Client) error {
			return c.RareStats.Create().SetCharacterName("Mule").Exec(ctx)
		}},
		{"rare_stats_sessions", func(ctx context.Context, c *ent.Client) error {
			return c.RareStatsSession.Create().SetCharacterName("Mule").Exec(ctx)
		}},
		{"characters", func(ctx context.Context, c *ent.Client) error {
			return c.Character.Create().SetName("Mule").Exec(ctx)
		}},
		{"items", func(ctx context.Context, c *ent.Client) error {
			return c.Item.Create().SetCharacterName("Mule").SetObjectID(2147549246).Exec(ctx)
		}},
		{"journal_positions", func(ctx context.Context, c *ent.Client) error {
			return c.JournalPosition.Create().SetJournalID(uuid.UUID{1}).SetLane("bulk").SetPosition(1).Exec(ctx)
		}},
		{"outbox", func(ctx context.Context, c *ent.Client) error {
			return c.Outbox.Create().SetDestination("aclog").SetDedupeKey("k").SetPayload([]byte(`{}`)).Exec(ctx)
		}},
	}
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		for _, test := range tests {
			if err := test.create(t.Context(), db.Ent); err != nil {
				t.Errorf("%s: first: %v", test.name, err)
			}
			if err := test.create(t.Context(), db.Ent); !ent.IsConstraintError(err) {
				t.Errorf("%s: second: %v, want a constraint error", test.name, err)
			}
		}
	})
}

func TestDeathsOfAnUnknownCountAreApart(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		for range 2 {
			if err := db.Ent.DeathEvent.Create().SetCharacterName("Mule").SetTimestamp(noon).Exec(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestTimeSeriesKeepOneRowAnIdentity(t *testing.T) {
	tests := []struct {
		name, columns string
		rows          []string // %s is the time
		distinct      int
	}{
		{"telemetry_events", "character_name, session_id, timestamp, kills",
			[]string{"'Mule', 'b1f0', %s, 1", "'Mule', 'b1f0', %s, 2", "'Mule', '', %s, 1"}, 2},
		{"spawn_events", "character_name, timestamp, mob, ew, ns, z", []string{
			"'Mule', %s, 'Fiun', 33.7, 42.2, 0.4", "'Mule', %s, 'Fiun', 33.7, 42.2, 0.4",
			"'Mule', %s, 'Fiun', NULL, NULL, NULL", "'Mule', %s, 'Fiun', NULL, NULL, NULL",
			"'Mule', %s, 'Fiun', 0, 0, 0", "'Mule', %s, 'Fiun', 33.7, 42.2, NULL"}, 4},
	}
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		moment := fmt.Sprint(noon.UnixMicro())
		if db.Dialect == dialect.Postgres {
			moment = "'" + noon.Format(time.RFC3339Nano) + "'"
		}
		for _, test := range tests {
			for _, row := range test.rows {
				statement := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING", test.name, test.columns, fmt.Sprintf(row, moment))
				if _, err := db.SQL.ExecContext(t.Context(), statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
			var n int
			if err := db.SQL.QueryRowContext(t.Context(), "SELECT count(*) FROM "+test.name).Scan(&n); err != nil || n != test.distinct {
				t.Errorf("%s: %d rows, %v; want %d", test.name, n, err, test.distinct)
			}
		}
	})
}

func TestWhatBelongsToAUserGoesWithHimAndLogsStay(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		user := db.Ent.User.Create().SetUsername("Aldra").SetPasswordHash("x").SaveX(ctx)
		mule := db.Ent.Character.Create().SetName("Mule").SaveX(ctx)
		db.Ent.UserSession.Create().SetID("sid").SetUser(user).SetExpiresAt(noon).SaveX(ctx)
		db.Ent.CharacterAccess.Create().SetUser(user).SetCharacter(mule).SaveX(ctx)
		db.Ent.Invitation.Create().SetTokenHash("h1").SetKind("reset").SetUser(user).SetExpiresAt(noon).SaveX(ctx)
		db.Ent.Invitation.Create().SetTokenHash("h2").SetKind("invite").SetCreatedBy(user).SetExpiresAt(noon).SaveX(ctx)
		db.Ent.CommandLog.Create().SetUser(user).SetUsername("Aldra").SetCharacterName("Mule").SetCommand("/mm report").SaveX(ctx)
		db.Ent.Preference.Create().SetUser(user).SetKey("theme").SetContent([]byte(`"dark"`)).SaveX(ctx)
		db.Ent.SavedSearch.Create().SetUser(user).SetPage("items").SetName("x").SaveX(ctx)
		issue := db.Ent.BoardIssue.Create().SetTitle("t").SetAuthor(user).SaveX(ctx)

		db.Ent.User.DeleteOne(user).ExecX(ctx)

		for name, got := range map[string][2]int{
			"sessions":    {db.Ent.UserSession.Query().CountX(ctx), 0},
			"accesses":    {db.Ent.CharacterAccess.Query().CountX(ctx), 0},
			"invitations": {db.Ent.Invitation.Query().CountX(ctx), 1},
			"commands":    {db.Ent.CommandLog.Query().CountX(ctx), 1},
			"preferences": {db.Ent.Preference.Query().CountX(ctx), 0},
			"searches":    {db.Ent.SavedSearch.Query().CountX(ctx), 0},
			"characters":  {db.Ent.Character.Query().CountX(ctx), 1},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %d left, want %d", name, got[0], got[1])
			}
		}
		if log := db.Ent.CommandLog.Query().OnlyX(ctx); log.UserID != nil || log.Username != "Aldra" {
			t.Errorf("the command log lost its sender's name: %+v", log)
		}
		if got := db.Ent.BoardIssue.GetX(ctx, issue.ID); got.AuthorID != nil {
			t.Errorf("the issue's author is %v, want none", got.AuthorID)
		}
	})
}
