-- A revision's id tells its change, and changes stand in the order of time.
DROP INDEX "admin_changes_at";
DROP INDEX "admin_changes_actor_id_id";
CREATE TABLE "admin_revisions_by_change" (
  "id" bigint NOT NULL,
  "type" character varying NOT NULL,
  "object_id" character varying NOT NULL,
  "number" bigint NOT NULL,
  "action" character varying NOT NULL,
  "label" character varying NOT NULL,
  "diff" text NOT NULL DEFAULT '',
  "secret_fields" character varying NOT NULL DEFAULT '',
  "version_before" character varying NOT NULL DEFAULT '',
  "version_after" character varying NOT NULL DEFAULT '',
  "effect" boolean NOT NULL DEFAULT false,
  "snapshot" text NULL
);
INSERT INTO "admin_revisions_by_change"
  SELECT ("change_id" << 24) + ROW_NUMBER() OVER (PARTITION BY "change_id" ORDER BY "id") - 1, "type", "object_id", "number", "action",
    "label", "diff", "secret_fields", "version_before", "version_after", "effect", "snapshot" FROM "admin_revisions";
DROP TABLE "admin_revisions";
ALTER TABLE "admin_revisions_by_change" RENAME TO "admin_revisions";
ALTER TABLE "admin_revisions" ADD PRIMARY KEY ("id");
CREATE UNIQUE INDEX "admin_revisions_type_object_id_number" ON "admin_revisions" ("type", "object_id", "number");
