-- Written by hand: ent does not know the time series.
-- The identity in the order in which one character's history is read.
DROP INDEX telemetry_events_identity;
CREATE UNIQUE INDEX telemetry_events_identity ON telemetry_events (character_name, timestamp, session_id);

-- Telemetry by the minute, rolled up from telemetry_events: greatest counters, means of gauges, the last place
-- outdoors. Where TimescaleDB is at work this stays empty and the view telemetry_by_minute is in its place.
CREATE TABLE telemetry_minutes (
  character_name text NOT NULL,
  session_id text NOT NULL,
  minute timestamptz NOT NULL,
  samples bigint NOT NULL,
  kills bigint,
  rares_found bigint,
  deaths bigint,
  prismatic_taper_count bigint,
  kills_per_hour double precision,
  mem_mb double precision,
  cpu_pct double precision,
  latency_ms double precision,
  latency_max_ms double precision,
  ew double precision,
  ns double precision,
  PRIMARY KEY (character_name, minute, session_id)
);
CREATE INDEX telemetry_minutes_session ON telemetry_minutes (character_name, session_id, minute);
CREATE INDEX telemetry_minutes_minute ON telemetry_minutes (minute);

-- Minutes of which telemetry_events has got rows since they were rolled up, once for each batch that brought some.
CREATE TABLE telemetry_minutes_stale (minute timestamptz NOT NULL);
INSERT INTO telemetry_minutes_stale SELECT DISTINCT date_trunc('minute', timestamp, 'UTC') FROM telemetry_events;
