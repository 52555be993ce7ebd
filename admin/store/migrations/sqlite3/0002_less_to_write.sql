-- A revision's id tells its change, and changes stand in the order of time.
DROP INDEX `admin_changes_at`;
DROP INDEX `admin_changes_actor_id_id`;
CREATE TABLE `admin_revisions_by_change` (
  `id` integer NOT NULL PRIMARY KEY,
  `type` text NOT NULL,
  `object_id` text NOT NULL,
  `number` integer NOT NULL,
  `action` text NOT NULL,
  `label` text NOT NULL,
  `diff` text NOT NULL DEFAULT (''),
  `secret_fields` text NOT NULL DEFAULT (''),
  `version_before` text NOT NULL DEFAULT (''),
  `version_after` text NOT NULL DEFAULT (''),
  `effect` bool NOT NULL DEFAULT (false),
  `snapshot` text NULL
);
INSERT INTO `admin_revisions_by_change`
  SELECT (`change_id` << 24) + ROW_NUMBER() OVER (PARTITION BY `change_id` ORDER BY `id`) - 1, `type`, `object_id`, `number`, `action`,
    `label`, `diff`, `secret_fields`, `version_before`, `version_after`, `effect`, `snapshot` FROM `admin_revisions`;
DROP TABLE `admin_revisions`;
ALTER TABLE `admin_revisions_by_change` RENAME TO `admin_revisions`;
CREATE UNIQUE INDEX `admin_revisions_type_object_id_number` ON `admin_revisions` (`type`, `object_id`, `number`);
