package resources

import (
	"fmt"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/table"
)

// groupSeries is the heading of the time series in the admin's menu.
const groupSeries = "Time series"

// seriesTypes are the time series, which are no entities of ent's. Package timeseries alone writes them.
func seriesTypes(drv dialect.Driver) ([]*entity.Type, error) {
	var options []table.Option
	if drv.Dialect() == dialect.SQLite {
		options = append(options, table.Micros("timestamp"))
	}
	var types []*entity.Type
	for _, t := range []meta.Type{telemetry(), spawns()} {
		made, err := table.New(drv, t, options...)
		if err != nil {
			return nil, fmt.Errorf("time series: %w", err)
		}
		types = append(types, made)
	}
	return types, nil
}

func telemetry() meta.Type {
	return meta.Type{
		Name: "TelemetryEvent", Slug: "telemetry_events", Label: "Telemetry", Plural: "Telemetry", Group: groupSeries, Icon: "activity",
		Help: "What each plugin tells of its character every two seconds, as long as rows are kept one by one.", Table: "telemetry_events",
		ID: meta.ID{Parts: []string{"timestamp", "character_name", "session_id"}}, TimeField: "timestamp", Order: []string{"-timestamp"},
		Title: []string{"character_name"}, Search: []string{"character_name", "session_id"},
		Columns: []string{"timestamp", "character_name", "vt_state", "kills", "kills_per_hour", "ew", "ns", "latency_ms"},
		Fields: []meta.Field{
			{Name: "timestamp", Kind: meta.Time, Label: "At"},
			{Name: "character_name", Kind: meta.String, Label: "Character"},
			{Name: "session_id", Kind: meta.String, Label: "Session"},
			{Name: "char_tag", Kind: meta.String, Label: "Tag", Nullable: true},
			{Name: "ew", Kind: meta.Float, Label: "East", Nullable: true, Group: "Place"},
			{Name: "ns", Kind: meta.Float, Label: "North", Nullable: true, Group: "Place"},
			{Name: "z", Kind: meta.Float, Label: "Height", Nullable: true, Group: "Place"},
			{Name: "landcell", Kind: meta.Int, Nullable: true, Group: "Place"},
			{Name: "heading", Kind: meta.Float, Nullable: true, Unit: "°", Group: "Place"},
			{Name: "kills", Kind: meta.Int, Nullable: true, Group: "Counters"},
			{Name: "kills_per_hour", Kind: meta.Float, Nullable: true, Group: "Counters"},
			{Name: "deaths", Kind: meta.Int, Nullable: true, Group: "Counters"},
			{Name: "total_deaths", Kind: meta.Int, Nullable: true, Group: "Counters"},
			{Name: "rares_found", Kind: meta.Int, Nullable: true, Group: "Counters"},
			{Name: "prismatic_taper_count", Kind: meta.Int, Label: "Prismatic tapers", Nullable: true, Group: "Counters"},
			{Name: "onlinetime", Kind: meta.String, Label: "Online for", Nullable: true},
			{Name: "vt_state", Kind: meta.String, Label: "VTank", Nullable: true},
			{Name: "mem_mb", Kind: meta.Float, Label: "Memory", Nullable: true, Unit: "MB", Group: "Client"},
			{Name: "cpu_pct", Kind: meta.Float, Label: "Processor", Nullable: true, Unit: "%", Group: "Client"},
			{Name: "mem_handles", Kind: meta.Int, Label: "Handles", Nullable: true, Group: "Client"},
			{Name: "latency_ms", Kind: meta.Float, Label: "Latency", Nullable: true, Unit: "ms", Group: "Client"},
			{Name: "server", Kind: meta.String, Nullable: true, Group: "Client"},
			{Name: "last_server_message_s", Kind: meta.Float, Label: "Heard from the server", Nullable: true, Unit: "s ago", Group: "Client"},
		},
	}
}

// spawns have no id: two of one kind may be seen at once.
func spawns() meta.Type {
	return meta.Type{
		Name: "SpawnEvent", Slug: "spawn_events", Label: "Spawn", Plural: "Spawns", Group: groupSeries, Icon: "radio",
		Help: "Monsters as plugins came across them.", Table: "spawn_events",
		TimeField: "timestamp", Order: []string{"-timestamp"}, Search: []string{"mob", "character_name"},
		Fields: []meta.Field{
			{Name: "timestamp", Kind: meta.Time, Label: "At"},
			{Name: "mob", Kind: meta.String, Label: "Monster"},
			{Name: "character_name", Kind: meta.String, Label: "Seen by"},
			{Name: "ew", Kind: meta.Float, Label: "East", Nullable: true},
			{Name: "ns", Kind: meta.Float, Label: "North", Nullable: true},
			{Name: "z", Kind: meta.Float, Label: "Height", Nullable: true},
			{Name: "wcid", Kind: meta.Int, Label: "Weenie class", Nullable: true},
		},
	}
}
