CREATE TABLE `admin_changes` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `secret` text NULL,
  `at` integer NOT NULL,
  `actor_id` text NOT NULL,
  `actor_name` text NOT NULL,
  `via` text NOT NULL,
  `key_id` text NOT NULL DEFAULT (''),
  `impersonator_id` text NOT NULL DEFAULT (''),
  `impersonator_name` text NOT NULL DEFAULT (''),
  `action` text NOT NULL,
  `type` text NOT NULL,
  `rows` integer NOT NULL,
  `expires_at` integer NULL,
  `undone_at` integer NULL,
  `undone_by` text NOT NULL DEFAULT (''),
  `note` text NOT NULL DEFAULT ('')
);
CREATE INDEX `admin_changes_at` ON `admin_changes` (`at`);
CREATE INDEX `admin_changes_type_id` ON `admin_changes` (`type`, `id`);
CREATE INDEX `admin_changes_actor_id_id` ON `admin_changes` (`actor_id`, `id`);

CREATE TABLE `admin_keys` (
  `id` text NOT NULL,
  `hash` text NOT NULL,
  `name` text NOT NULL,
  `owner_id` text NOT NULL,
  `owner_name` text NOT NULL,
  `scopes` json NOT NULL,
  `created_at` integer NOT NULL,
  `expires_at` integer NULL,
  `revoked_at` integer NULL,
  `last_used_at` integer NULL,
  PRIMARY KEY (`id`)
);
CREATE INDEX `admin_keys_owner_id` ON `admin_keys` (`owner_id`);

CREATE TABLE `admin_links` (
  `id` text NOT NULL,
  `created_at` integer NOT NULL,
  `expires_at` integer NOT NULL,
  `user_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `admin_links_admin_users_links` FOREIGN KEY (`user_id`) REFERENCES `admin_users` (`id`) ON DELETE CASCADE
);
CREATE INDEX `admin_links_user_id` ON `admin_links` (`user_id`);

CREATE TABLE `admin_members` (
  `id` text NOT NULL,
  `name` text NOT NULL,
  `roles` json NOT NULL,
  `updated_at` integer NOT NULL,
  PRIMARY KEY (`id`)
);

CREATE TABLE `admin_revisions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
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
  `snapshot` text NULL,
  `change_id` integer NOT NULL
);
CREATE UNIQUE INDEX `admin_revisions_type_object_id_number` ON `admin_revisions` (`type`, `object_id`, `number`);
CREATE INDEX `admin_revisions_change_id` ON `admin_revisions` (`change_id`);

CREATE TABLE `admin_roles` (
  `id` text NOT NULL,
  `label` text NOT NULL,
  `grants` text NOT NULL,
  `updated_at` integer NOT NULL,
  PRIMARY KEY (`id`)
);

CREATE TABLE `admin_sessions` (
  `id` text NOT NULL,
  `created_at` integer NOT NULL,
  `last_seen_at` integer NOT NULL,
  `expires_at` integer NOT NULL,
  `address` text NOT NULL DEFAULT (''),
  `user_agent` text NOT NULL DEFAULT (''),
  `user_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `admin_sessions_admin_users_sessions` FOREIGN KEY (`user_id`) REFERENCES `admin_users` (`id`) ON DELETE CASCADE
);
CREATE INDEX `admin_sessions_user_id` ON `admin_sessions` (`user_id`);
CREATE INDEX `admin_sessions_expires_at` ON `admin_sessions` (`expires_at`);

CREATE TABLE `admin_state` (
  `id` text NOT NULL,
  `number` integer NOT NULL DEFAULT (0),
  `text` text NOT NULL DEFAULT (''),
  PRIMARY KEY (`id`)
);

CREATE TABLE `admin_users` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` text NOT NULL,
  `name_key` text NOT NULL,
  `password_hash` text NOT NULL DEFAULT (''),
  `superuser` bool NOT NULL DEFAULT (false),
  `active` bool NOT NULL DEFAULT (true),
  `created_at` integer NOT NULL,
  `last_seen_at` integer NULL,
  `totp_secret` text NOT NULL DEFAULT (''),
  `totp_confirmed_at` integer NULL,
  `totp_step` integer NOT NULL DEFAULT (0),
  `recovery_hashes` json NULL
);
CREATE UNIQUE INDEX `admin_users_name_key_key` ON `admin_users` (`name_key`);

CREATE TABLE `admin_views` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `type` text NOT NULL,
  `name` text NOT NULL,
  `owner_id` text NOT NULL,
  `owner_name` text NOT NULL,
  `filter` text NOT NULL DEFAULT (''),
  `search` text NOT NULL DEFAULT (''),
  `sort` text NOT NULL DEFAULT (''),
  `columns` json NULL,
  `everyone` bool NOT NULL DEFAULT (false),
  `roles` json NULL,
  `position` integer NOT NULL DEFAULT (0),
  `updated_at` integer NOT NULL
);
CREATE INDEX `admin_views_type` ON `admin_views` (`type`);
