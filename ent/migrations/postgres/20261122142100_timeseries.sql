-- The time series, written by hand: ent does not know them. No primary key, and every unique index contains the
-- time, so that they can become hypertables.
CREATE TABLE telemetry_events (
  character_name text NOT NULL,
  session_id text NOT NULL DEFAULT '',
  timestamp timestamptz NOT NULL,
  char_tag text,
  ew double precision,
  ns double precision,
  z double precision,
  kills bigint,
  kills_per_hour double precision,
  onlinetime text,
  deaths bigint,
  total_deaths bigint,
  prismatic_taper_count bigint,
  rares_found bigint,
  vt_state text,
  mem_mb double precision,
  cpu_pct double precision,
  mem_handles bigint,
  latency_ms double precision,
  landcell bigint,
  heading double precision,
  server text,
  last_server_message_s double precision
);
CREATE UNIQUE INDEX telemetry_events_identity ON telemetry_events (character_name, session_id, timestamp);
CREATE INDEX telemetry_events_timestamp ON telemetry_events (timestamp);

CREATE TABLE spawn_events (
  character_name text NOT NULL,
  timestamp timestamptz NOT NULL,
  mob text NOT NULL,
  ew double precision,
  ns double precision,
  z double precision,
  wcid bigint
);
-- Unknown coordinates equal each other (PostgreSQL 15 or newer).
CREATE UNIQUE INDEX spawn_events_identity ON spawn_events (character_name, timestamp, mob, ew, ns, z) NULLS NOT DISTINCT;
CREATE INDEX spawn_events_timestamp ON spawn_events (timestamp);
