-- The time series, written by hand: ent does not know them. Times are Unix microseconds.
CREATE TABLE telemetry_events (
  character_name text NOT NULL,
  session_id text NOT NULL DEFAULT '',
  timestamp integer NOT NULL,
  char_tag text,
  ew real,
  ns real,
  z real,
  kills integer,
  kills_per_hour real,
  onlinetime text,
  deaths integer,
  total_deaths integer,
  prismatic_taper_count integer,
  rares_found integer,
  vt_state text,
  mem_mb real,
  cpu_pct real,
  mem_handles integer,
  latency_ms real,
  landcell integer,
  heading real,
  server text,
  last_server_message_s real
);
CREATE UNIQUE INDEX telemetry_events_identity ON telemetry_events (character_name, session_id, timestamp);
CREATE INDEX telemetry_events_timestamp ON telemetry_events (timestamp);

CREATE TABLE spawn_events (
  character_name text NOT NULL,
  timestamp integer NOT NULL,
  mob text NOT NULL,
  ew real,
  ns real,
  z real,
  wcid integer
);
-- Unknown coordinates equal each other, and no known one: a text is no number.
CREATE UNIQUE INDEX spawn_events_identity
  ON spawn_events (character_name, timestamp, mob, coalesce(ew, ''), coalesce(ns, ''), coalesce(z, ''));
CREATE INDEX spawn_events_timestamp ON spawn_events (timestamp);
