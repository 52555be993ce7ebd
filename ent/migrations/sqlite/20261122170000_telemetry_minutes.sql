-- Written by hand: ent does not know the time series.
-- Identities begin with the time, so that new rows come at their indexes' end (any other order made an insert twice as
-- dear), and serve where one on the time did.
DROP INDEX telemetry_events_identity;
DROP INDEX telemetry_events_timestamp;
CREATE UNIQUE INDEX telemetry_events_identity ON telemetry_events (timestamp, character_name, session_id);
DROP INDEX spawn_events_identity;
DROP INDEX spawn_events_timestamp;
CREATE UNIQUE INDEX spawn_events_identity
  ON spawn_events (timestamp, character_name, mob, coalesce(ew, ''), coalesce(ns, ''), coalesce(z, ''));

-- Telemetry by the minute, rolled up from telemetry_events: greatest counters, means of gauges, the last place
-- outdoors. Minutes are Unix microseconds.
CREATE TABLE telemetry_minutes (
  character_name text NOT NULL,
  session_id text NOT NULL,
  minute integer NOT NULL,
  samples integer NOT NULL,
  kills integer,
  rares_found integer,
  deaths integer,
  prismatic_taper_count integer,
  kills_per_hour real,
  mem_mb real,
  cpu_pct real,
  latency_ms real,
  latency_max_ms real,
  ew real,
  ns real,
  PRIMARY KEY (character_name, minute, session_id)
) WITHOUT ROWID;
CREATE INDEX telemetry_minutes_session ON telemetry_minutes (character_name, session_id, minute);
CREATE INDEX telemetry_minutes_minute ON telemetry_minutes (minute);

-- Minutes of which telemetry_events has got rows since they were rolled up, once for each batch that brought some.
CREATE TABLE telemetry_minutes_stale (minute integer NOT NULL);
INSERT INTO telemetry_minutes_stale SELECT DISTINCT timestamp / 60000000 * 60000000 FROM telemetry_events;
