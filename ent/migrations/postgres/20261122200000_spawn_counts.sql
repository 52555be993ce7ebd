-- Nothing to do: PostgreSQL counts a day of spawns in a third of a second. On SQLite this step keeps counts by the hour.
SELECT 1;
