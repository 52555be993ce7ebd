package resources

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/server"
)

// panels are what the admin's system page shows of the site.
type panels struct {
	site func() *server.Server
	db   *database.DB
}

func (s panels) all() []admin.Panel {
	return []admin.Panel{
		{Name: "health", Title: "Health", Load: s.health},
		{Name: "game_servers", Title: "Game servers", Load: s.gameServers},
		{Name: "events", Title: "Events from plugins", Load: s.events},
		{Name: "journal", Title: "Journal", Load: s.journal},
		{Name: "build", Title: "Build", Load: s.build},
		{Name: "database", Title: "Database", Load: s.database},
	}
}

func (s panels) health(ctx context.Context) (admin.PanelBody, error) {
	h := s.site().Health(ctx)
	facts := [][2]string{
		{"Status", h.Status}, {"Plugin sockets", strconv.Itoa(h.PluginSockets)},
		{"Characters online", strconv.Itoa(h.CharactersOnline)}, {"Browsers", strconv.Itoa(h.Browsers)},
		{"Last event", instant(h.LastEventAt)},
	}
	return admin.PanelBody{Facts: facts}, nil
}

func (s panels) gameServers(ctx context.Context) (admin.PanelBody, error) {
	body := admin.PanelBody{Columns: []string{"Server", "Up", "Characters", "Latency", "Last heard from"}, Rows: [][]string{}}
	for _, g := range s.site().Health(ctx).GameServers {
		up := "unknown"
		if g.Up != nil {
			up = map[bool]string{true: "yes", false: "no"}[*g.Up]
		}
		body.Rows = append(body.Rows, []string{cmp.Or(g.Server, "(unnamed)"), up, strconv.Itoa(g.Characters), number(g.LatencyMS, "ms"), number(g.LastMessageAgeS, "s ago")})
	}
	return body, nil
}

func (s panels) events(ctx context.Context) (admin.PanelBody, error) {
	body := admin.PanelBody{Columns: []string{"Type", "A second"}, Rows: [][]string{}}
	rates := s.site().Health(ctx).EventsPerSecond
	for _, name := range slices.Sorted(maps.Keys(rates)) {
		body.Rows = append(body.Rows, []string{name, fmt.Sprintf("%.2f", rates[name])})
	}
	return body, nil
}

// journalPanel is what waits between plugins and database. `overlord journal` shows and replays dead letters.
func (s panels) journal(ctx context.Context) (admin.PanelBody, error) {
	body := admin.PanelBody{Columns: []string{"Lane", "Waiting", "Oldest", "Size"}, Rows: [][]string{}}
	h := s.site().Health(ctx).Journal
	for _, l := range h.Lanes {
		body.Rows = append(body.Rows, []string{l.Lane, strconv.FormatInt(l.Pending, 10), number(l.OldestAgeS, "s"), size(l.Bytes)})
	}
	body.Rows = append(body.Rows, []string{"dead letters", strconv.FormatInt(h.Dead, 10), "", ""})
	if h.Error != "" {
		body.Rows = append(body.Rows, []string{h.Error, "", "", ""})
	}
	return body, nil
}

func (s panels) build(context.Context) (admin.PanelBody, error) {
	b := s.site().Build()
	return admin.PanelBody{Facts: [][2]string{
		{"Version", b.Version}, {"Commit", cmp.Or(b.Commit, "unknown")}, {"Go", b.Go}, {"Running since", instant(&b.StartedAt)},
	}}, nil
}

func (s panels) database(ctx context.Context) (admin.PanelBody, error) {
	h := s.site().Health(ctx).Database
	facts := [][2]string{{"Kind", h.Kind}, {"Status", h.Status}, {"Answers within", number(h.LatencyMS, "ms")}}
	bytes := "SELECT pg_database_size(current_database())"
	if h.Kind == "sqlite" {
		bytes = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
	}
	var n int64
	if err := s.db.SQL.QueryRowContext(ctx, bytes).Scan(&n); err != nil {
		return admin.PanelBody{}, fmt.Errorf("size of the database: %w", err)
	}
	facts = append(facts, [2]string{"Size", size(n)})
	var last string
	if err := s.db.SQL.QueryRowContext(ctx, "SELECT max(version) FROM schema_migrations").Scan(&last); err == nil {
		facts = append(facts, [2]string{"Newest migration", last})
	}
	return admin.PanelBody{Facts: facts}, nil
}

func instant(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}

func number(v *float64, unit string) string {
	if v == nil {
		return "–"
	}
	return strconv.FormatFloat(*v, 'f', 2, 64) + " " + unit
}

// size is a number of bytes for people.
func size(n int64) string {
	const kib = 1 << 10
	f, units := float64(n), []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	for f >= kib && len(units) > 1 {
		f, units = f/kib, units[1:]
	}
	return strconv.FormatFloat(f, 'f', 1, 64) + " " + units[0]
}
