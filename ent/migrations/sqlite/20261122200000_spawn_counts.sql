-- atlas:delimiter -- next

-- Written by hand: ent does not know the time series.
-- Spawns counted by the hour, since SQLite takes seconds to go through a day of them. Hours are Unix microseconds;
-- x and y are the numbers of a cell of 0.5 map units; the mob '' stands for all of them.
CREATE TABLE spawn_cells (
  mob text NOT NULL,
  hour integer NOT NULL,
  x integer NOT NULL,
  y integer NOT NULL,
  n integer NOT NULL,
  PRIMARY KEY (mob, hour, x, y)
) WITHOUT ROWID;
-- next
CREATE INDEX spawn_cells_hour ON spawn_cells (hour);
-- next
CREATE TABLE spawn_mobs (
  hour integer NOT NULL,
  mob text NOT NULL,
  n integer NOT NULL,
  PRIMARY KEY (hour, mob)
) WITHOUT ROWID;
-- next

INSERT INTO spawn_mobs SELECT timestamp / 3600000000 * 3600000000 AS hour, mob, count(*) FROM spawn_events GROUP BY hour, mob;
-- next
INSERT INTO spawn_cells SELECT mob, timestamp / 3600000000 * 3600000000 AS hour,
    CAST(floor(ew / 0.5 + 0.5) AS integer) AS x, CAST(floor(ns / 0.5 + 0.5) AS integer) AS y, count(*)
  FROM spawn_events WHERE ew IS NOT NULL AND ns IS NOT NULL AND mob <> '' GROUP BY 1, 2, 3, 4;
-- next
INSERT INTO spawn_cells SELECT '', timestamp / 3600000000 * 3600000000 AS hour,
    CAST(floor(ew / 0.5 + 0.5) AS integer) AS x, CAST(floor(ns / 0.5 + 0.5) AS integer) AS y, count(*)
  FROM spawn_events WHERE ew IS NOT NULL AND ns IS NOT NULL GROUP BY 1, 2, 3, 4;
-- next

CREATE TRIGGER spawn_events_mobs AFTER INSERT ON spawn_events BEGIN
  INSERT INTO spawn_mobs VALUES (new.timestamp / 3600000000 * 3600000000, new.mob, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
-- next
CREATE TRIGGER spawn_events_cells AFTER INSERT ON spawn_events WHEN new.ew IS NOT NULL AND new.ns IS NOT NULL BEGIN
  INSERT INTO spawn_cells SELECT mob, new.timestamp / 3600000000 * 3600000000,
      CAST(floor(new.ew / 0.5 + 0.5) AS integer), CAST(floor(new.ns / 0.5 + 0.5) AS integer), 1
    FROM (SELECT '' AS mob UNION SELECT new.mob) WHERE true
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
