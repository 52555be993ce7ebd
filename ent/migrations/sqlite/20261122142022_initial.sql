-- Create "alert_events" table
CREATE TABLE `alert_events` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `rule_name` text NOT NULL DEFAULT (''),
  `kind` text NOT NULL,
  `character_name` text NOT NULL DEFAULT (''),
  `dedupe_key` text NOT NULL,
  `why` text NOT NULL DEFAULT (''),
  `detail` json NULL,
  `fired_at` datetime NOT NULL,
  `acknowledged_at` datetime NULL,
  `rule_id` integer NULL,
  CONSTRAINT `alert_events_alert_rules_rule` FOREIGN KEY (`rule_id`) REFERENCES `alert_rules` (`id`) ON DELETE SET NULL
);
-- Create index "alert_events_dedupe_key_key" to table: "alert_events"
CREATE UNIQUE INDEX `alert_events_dedupe_key_key` ON `alert_events` (`dedupe_key`);
-- Create index "alertevent_fired_at" to table: "alert_events"
CREATE INDEX `alertevent_fired_at` ON `alert_events` (`fired_at`);
-- Create index "alertevent_character_name_fired_at" to table: "alert_events"
CREATE INDEX `alertevent_character_name_fired_at` ON `alert_events` (`character_name`, `fired_at`);
-- Create index "alertevent_rule_id_fired_at" to table: "alert_events"
CREATE INDEX `alertevent_rule_id_fired_at` ON `alert_events` (`rule_id`, `fired_at`);
-- Create "alert_rules" table
CREATE TABLE `alert_rules` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` text NOT NULL,
  `kind` text NOT NULL,
  `enabled` bool NOT NULL DEFAULT (true),
  `character_name` text NOT NULL DEFAULT (''),
  `char_tag` text NOT NULL DEFAULT (''),
  `threshold` real NULL,
  `grace_seconds` integer NOT NULL DEFAULT (0),
  `cooldown_seconds` integer NOT NULL DEFAULT (0),
  `group_seconds` integer NOT NULL DEFAULT (0),
  `quiet_from_minute` integer NULL,
  `quiet_to_minute` integer NULL,
  `muted_until` datetime NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL
);
-- Create index "alert_rules_name_key" to table: "alert_rules"
CREATE UNIQUE INDEX `alert_rules_name_key` ON `alert_rules` (`name`);
-- Create "board_comments" table
CREATE TABLE `board_comments` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `body` text NOT NULL,
  `author_name` text NOT NULL DEFAULT (''),
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `author_id` integer NULL,
  `issue_id` integer NOT NULL,
  CONSTRAINT `board_comments_users_author` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`) ON DELETE SET NULL,
  CONSTRAINT `board_comments_board_issues_comments` FOREIGN KEY (`issue_id`) REFERENCES `board_issues` (`id`) ON DELETE CASCADE
);
-- Create index "boardcomment_issue_id_created_at" to table: "board_comments"
CREATE INDEX `boardcomment_issue_id_created_at` ON `board_comments` (`issue_id`, `created_at`);
-- Create index "boardcomment_author_id" to table: "board_comments"
CREATE INDEX `boardcomment_author_id` ON `board_comments` (`author_id`);
-- Create "board_issues" table
CREATE TABLE `board_issues` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `title` text NOT NULL,
  `body` text NOT NULL DEFAULT (''),
  `state` text NOT NULL DEFAULT ('open'),
  `category` text NOT NULL DEFAULT (''),
  `author_name` text NOT NULL DEFAULT (''),
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `closed_at` datetime NULL,
  `author_id` integer NULL,
  CONSTRAINT `board_issues_users_author` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`) ON DELETE SET NULL
);
-- Create index "boardissue_state_created_at" to table: "board_issues"
CREATE INDEX `boardissue_state_created_at` ON `board_issues` (`state`, `created_at`);
-- Create index "boardissue_author_id" to table: "board_issues"
CREATE INDEX `boardissue_author_id` ON `board_issues` (`author_id`);
-- Create "char_sessions" table
CREATE TABLE `char_sessions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `session_id` text NOT NULL DEFAULT (''),
  `first_at` datetime NOT NULL,
  `last_at` datetime NOT NULL,
  `kills` integer NOT NULL DEFAULT (0),
  `rares` integer NOT NULL DEFAULT (0),
  `deaths` integer NOT NULL DEFAULT (0)
);
-- Create index "charsession_character_name_session_id" to table: "char_sessions"
CREATE UNIQUE INDEX `charsession_character_name_session_id` ON `char_sessions` (`character_name`, `session_id`);
-- Create index "charsession_character_name_last_at" to table: "char_sessions"
CREATE INDEX `charsession_character_name_last_at` ON `char_sessions` (`character_name`, `last_at`);
-- Create index "charsession_last_at" to table: "char_sessions"
CREATE INDEX `charsession_last_at` ON `char_sessions` (`last_at`);
-- Create "char_stats" table
CREATE TABLE `char_stats` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `total_kills` integer NOT NULL DEFAULT (0),
  `total_rares` integer NOT NULL DEFAULT (0),
  `total_deaths` integer NOT NULL DEFAULT (0),
  `sessions` integer NOT NULL DEFAULT (0),
  `first_at` datetime NOT NULL,
  `last_at` datetime NOT NULL
);
-- Create index "charstats_character_name" to table: "char_stats"
CREATE UNIQUE INDEX `charstats_character_name` ON `char_stats` (`character_name`);
-- Create "characters" table
CREATE TABLE `characters` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` text NOT NULL,
  `server` text NOT NULL DEFAULT (''),
  `tag` text NOT NULL DEFAULT (''),
  `hidden` bool NOT NULL DEFAULT (false),
  `first_seen_at` datetime NOT NULL,
  `last_seen_at` datetime NOT NULL,
  `state_at` datetime NULL,
  `session_id` text NOT NULL DEFAULT (''),
  `ew` real NULL,
  `ns` real NULL,
  `z` real NULL,
  `landcell` integer NULL,
  `heading` real NULL,
  `kills` integer NULL,
  `kills_per_hour` real NULL,
  `online_time` text NOT NULL DEFAULT (''),
  `deaths` integer NULL,
  `total_deaths` integer NULL,
  `rares_found` integer NULL,
  `prismatic_taper_count` integer NULL,
  `vt_state` text NOT NULL DEFAULT (''),
  `deaths_baseline` integer NULL,
  `deaths_baseline_at` datetime NULL
);
-- Create index "characters_name_key" to table: "characters"
CREATE UNIQUE INDEX `characters_name_key` ON `characters` (`name`);
-- Create index "character_last_seen_at" to table: "characters"
CREATE INDEX `character_last_seen_at` ON `characters` (`last_seen_at`);
-- Create index "character_tag" to table: "characters"
CREATE INDEX `character_tag` ON `characters` (`tag`);
-- Create "character_accesses" table
CREATE TABLE `character_accesses` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `see_tells` bool NOT NULL DEFAULT (false),
  `command` bool NOT NULL DEFAULT (true),
  `created_at` datetime NOT NULL,
  `character_id` integer NOT NULL,
  `user_id` integer NOT NULL,
  CONSTRAINT `character_accesses_characters_accesses` FOREIGN KEY (`character_id`) REFERENCES `characters` (`id`) ON DELETE CASCADE,
  CONSTRAINT `character_accesses_users_accesses` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
);
-- Create index "characteraccess_user_id_character_id" to table: "character_accesses"
CREATE UNIQUE INDEX `characteraccess_user_id_character_id` ON `character_accesses` (`user_id`, `character_id`);
-- Create index "characteraccess_character_id" to table: "character_accesses"
CREATE INDEX `characteraccess_character_id` ON `character_accesses` (`character_id`);
-- Create "character_stats" table
CREATE TABLE `character_stats` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `as_of` datetime NOT NULL,
  `level` integer NULL,
  `race` text NOT NULL DEFAULT (''),
  `gender` text NOT NULL DEFAULT (''),
  `birth` text NOT NULL DEFAULT (''),
  `deaths` integer NULL,
  `skill_credits` integer NULL,
  `total_xp` integer NULL,
  `unassigned_xp` integer NULL,
  `luminance_earned` integer NULL,
  `luminance_total` integer NULL,
  `current_title` integer NULL,
  `payload` json NOT NULL
);
-- Create index "charactersheet_character_name" to table: "character_stats"
CREATE UNIQUE INDEX `charactersheet_character_name` ON `character_stats` (`character_name`);
-- Create "combat_stats" table
CREATE TABLE `combat_stats` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `as_of` datetime NOT NULL,
  `total_kills` integer NOT NULL DEFAULT (0),
  `total_damage_given` integer NOT NULL DEFAULT (0),
  `total_damage_received` integer NOT NULL DEFAULT (0),
  `total_aetheria_surges` integer NOT NULL DEFAULT (0),
  `total_cloak_surges` integer NOT NULL DEFAULT (0),
  `monsters` json NULL
);
-- Create index "combatstats_character_name" to table: "combat_stats"
CREATE UNIQUE INDEX `combatstats_character_name` ON `combat_stats` (`character_name`);
-- Create "combat_stats_sessions" table
CREATE TABLE `combat_stats_sessions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `session_id` text NOT NULL DEFAULT (''),
  `as_of` datetime NOT NULL,
  `total_kills` integer NOT NULL DEFAULT (0),
  `total_damage_given` integer NOT NULL DEFAULT (0),
  `total_damage_received` integer NOT NULL DEFAULT (0),
  `total_aetheria_surges` integer NOT NULL DEFAULT (0),
  `total_cloak_surges` integer NOT NULL DEFAULT (0),
  `monsters` json NULL
);
-- Create index "combatstatssession_character_name_session_id" to table: "combat_stats_sessions"
CREATE UNIQUE INDEX `combatstatssession_character_name_session_id` ON `combat_stats_sessions` (`character_name`, `session_id`);
-- Create index "combatstatssession_character_name_as_of" to table: "combat_stats_sessions"
CREATE INDEX `combatstatssession_character_name_as_of` ON `combat_stats_sessions` (`character_name`, `as_of`);
-- Create "command_log" table
CREATE TABLE `command_log` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `username` text NOT NULL DEFAULT (''),
  `character_name` text NOT NULL,
  `command` text NOT NULL,
  `state` text NOT NULL DEFAULT ('queued'),
  `why` text NOT NULL DEFAULT (''),
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `user_id` integer NULL,
  CONSTRAINT `command_log_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE SET NULL
);
-- Create index "commandlog_created_at" to table: "command_log"
CREATE INDEX `commandlog_created_at` ON `command_log` (`created_at`);
-- Create index "commandlog_character_name_created_at" to table: "command_log"
CREATE INDEX `commandlog_character_name_created_at` ON `command_log` (`character_name`, `created_at`);
-- Create index "commandlog_user_id_created_at" to table: "command_log"
CREATE INDEX `commandlog_user_id_created_at` ON `command_log` (`user_id`, `created_at`);
-- Create "death_events" table
CREATE TABLE `death_events` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `total_deaths` integer NULL,
  `timestamp` datetime NOT NULL,
  `killer` text NOT NULL DEFAULT (''),
  `text` text NOT NULL DEFAULT (''),
  `session_id` text NOT NULL DEFAULT (''),
  `ew` real NULL,
  `ns` real NULL,
  `z` real NULL,
  `landcell` integer NULL,
  `vitae` integer NULL,
  `explicit` bool NOT NULL DEFAULT (false),
  `payload` json NULL
);
-- Create index "deathevent_character_name_total_deaths" to table: "death_events"
CREATE UNIQUE INDEX `deathevent_character_name_total_deaths` ON `death_events` (`character_name`, `total_deaths`);
-- Create index "deathevent_character_name_timestamp" to table: "death_events"
CREATE INDEX `deathevent_character_name_timestamp` ON `death_events` (`character_name`, `timestamp`);
-- Create index "deathevent_timestamp" to table: "death_events"
CREATE INDEX `deathevent_timestamp` ON `death_events` (`timestamp`);
-- Create "invitations" table
CREATE TABLE `invitations` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `token_hash` text NOT NULL,
  `kind` text NOT NULL,
  `username` text NOT NULL DEFAULT (''),
  `is_admin` bool NOT NULL DEFAULT (false),
  `created_at` datetime NOT NULL,
  `expires_at` datetime NOT NULL,
  `used_at` datetime NULL,
  `user_id` integer NULL,
  `created_by_id` integer NULL,
  CONSTRAINT `invitations_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE,
  CONSTRAINT `invitations_users_created_by` FOREIGN KEY (`created_by_id`) REFERENCES `users` (`id`) ON DELETE SET NULL
);
-- Create index "invitations_token_hash_key" to table: "invitations"
CREATE UNIQUE INDEX `invitations_token_hash_key` ON `invitations` (`token_hash`);
-- Create index "invitation_created_at" to table: "invitations"
CREATE INDEX `invitation_created_at` ON `invitations` (`created_at`);
-- Create index "invitation_user_id" to table: "invitations"
CREATE INDEX `invitation_user_id` ON `invitations` (`user_id`);
-- Create "items" table
CREATE TABLE `items` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `object_id` integer NOT NULL,
  `name` text NOT NULL DEFAULT (''),
  `object_class` integer NOT NULL DEFAULT (0),
  `wcid` integer NULL,
  `category` integer NULL,
  `icon` integer NULL,
  `icon_overlay` integer NULL,
  `icon_underlay` integer NULL,
  `value_pyreals` integer NULL,
  `burden` integer NULL,
  `stack_count` integer NULL,
  `stack_max` integer NULL,
  `material` integer NULL,
  `workmanship` real NULL,
  `equipment_set` integer NULL,
  `rare_id` integer NULL,
  `equippable_slots` integer NULL,
  `equipped_slots` integer NOT NULL DEFAULT (0),
  `coverage` integer NULL,
  `container_id` integer NULL,
  `slot_in_pack` integer NULL,
  `wielder_id` integer NULL,
  `bonded` integer NULL,
  `attuned` integer NULL,
  `has_id_data` bool NOT NULL DEFAULT (false),
  `as_of` datetime NOT NULL,
  `first_seen_at` datetime NOT NULL,
  `last_seen_at` datetime NOT NULL,
  `removed_at` datetime NULL
);
-- Create index "item_character_name_object_id" to table: "items"
CREATE UNIQUE INDEX `item_character_name_object_id` ON `items` (`character_name`, `object_id`);
-- Create index "item_object_id" to table: "items"
CREATE INDEX `item_object_id` ON `items` (`object_id`);
-- Create index "item_character_name_container_id" to table: "items"
CREATE INDEX `item_character_name_container_id` ON `items` (`character_name`, `container_id`);
-- Create index "item_name" to table: "items"
CREATE INDEX `item_name` ON `items` (`name`);
-- Create index "item_object_class_name" to table: "items"
CREATE INDEX `item_object_class_name` ON `items` (`object_class`, `name`);
-- Create index "item_material" to table: "items"
CREATE INDEX `item_material` ON `items` (`material`);
-- Create index "item_equipment_set" to table: "items"
CREATE INDEX `item_equipment_set` ON `items` (`equipment_set`);
-- Create index "item_equippable_slots" to table: "items"
CREATE INDEX `item_equippable_slots` ON `items` (`equippable_slots`);
-- Create index "item_value_pyreals" to table: "items"
CREATE INDEX `item_value_pyreals` ON `items` (`value_pyreals`);
-- Create index "item_rare_id" to table: "items"
CREATE INDEX `item_rare_id` ON `items` (`rare_id`);
-- Create "item_changes" table
CREATE TABLE `item_changes` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `object_id` integer NOT NULL,
  `name` text NOT NULL DEFAULT (''),
  `change` text NOT NULL,
  `timestamp` datetime NOT NULL,
  `detail` json NULL
);
-- Create index "itemchange_character_name_timestamp" to table: "item_changes"
CREATE INDEX `itemchange_character_name_timestamp` ON `item_changes` (`character_name`, `timestamp`);
-- Create index "itemchange_timestamp" to table: "item_changes"
CREATE INDEX `itemchange_timestamp` ON `item_changes` (`timestamp`);
-- Create index "itemchange_object_id_timestamp" to table: "item_changes"
CREATE INDEX `itemchange_object_id_timestamp` ON `item_changes` (`object_id`, `timestamp`);
-- Create "item_combat_stats" table
CREATE TABLE `item_combat_stats` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `armor_level` integer NULL,
  `base_armor_level` integer NULL,
  `max_damage` integer NULL,
  `base_max_damage` integer NULL,
  `variance` real NULL,
  `damage_type` integer NULL,
  `weapon_skill` integer NULL,
  `weapon_mastery` integer NULL,
  `weapon_speed` integer NULL,
  `damage_modifier` real NULL,
  `attack_bonus` real NULL,
  `melee_defense_bonus` real NULL,
  `missile_defense_bonus` real NULL,
  `magic_defense_bonus` real NULL,
  `elemental_vs_monsters` real NULL,
  `elemental_damage_bonus` integer NULL,
  `mana_conversion_bonus` real NULL,
  `critical_frequency` real NULL,
  `critical_multiplier` real NULL,
  `resistance_modifier` real NULL,
  `resistance_cleave_element` integer NULL,
  `slayer_creature` integer NULL,
  `slayer_bonus` real NULL,
  `cleave_targets` integer NULL,
  `cloak_proc` integer NULL,
  `vs_slash` real NULL,
  `vs_pierce` real NULL,
  `vs_bludgeon` real NULL,
  `vs_acid` real NULL,
  `vs_lightning` real NULL,
  `vs_fire` real NULL,
  `vs_cold` real NULL,
  `vs_nether` real NULL,
  `item_id` integer NOT NULL,
  CONSTRAINT `item_combat_stats_items_combat` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`) ON DELETE CASCADE
);
-- Create index "item_combat_stats_item_id_key" to table: "item_combat_stats"
CREATE UNIQUE INDEX `item_combat_stats_item_id_key` ON `item_combat_stats` (`item_id`);
-- Create index "itemcombat_item_id" to table: "item_combat_stats"
CREATE UNIQUE INDEX `itemcombat_item_id` ON `item_combat_stats` (`item_id`);
-- Create index "itemcombat_armor_level" to table: "item_combat_stats"
CREATE INDEX `itemcombat_armor_level` ON `item_combat_stats` (`armor_level`);
-- Create index "itemcombat_max_damage" to table: "item_combat_stats"
CREATE INDEX `itemcombat_max_damage` ON `item_combat_stats` (`max_damage`);
-- Create "item_enhancements" table
CREATE TABLE `item_enhancements` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `times_tinkered` integer NULL,
  `imbue_bits` integer NULL,
  `spellcraft` integer NULL,
  `mana_current` integer NULL,
  `mana_max` integer NULL,
  `mana_rate` real NULL,
  `mana_cost` integer NULL,
  `unenchantable` integer NULL,
  `item_level_max` integer NULL,
  `item_xp_style` integer NULL,
  `item_xp` real NULL,
  `gem_count` integer NULL,
  `gem_type` integer NULL,
  `salvage_items` integer NULL,
  `structure` integer NULL,
  `structure_max` integer NULL,
  `tinkerer` text NOT NULL DEFAULT (''),
  `imbuer` text NOT NULL DEFAULT (''),
  `inscription` text NOT NULL DEFAULT (''),
  `item_id` integer NOT NULL,
  CONSTRAINT `item_enhancements_items_enhancements` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`) ON DELETE CASCADE
);
-- Create index "item_enhancements_item_id_key" to table: "item_enhancements"
CREATE UNIQUE INDEX `item_enhancements_item_id_key` ON `item_enhancements` (`item_id`);
-- Create index "itemenhancements_item_id" to table: "item_enhancements"
CREATE UNIQUE INDEX `itemenhancements_item_id` ON `item_enhancements` (`item_id`);
-- Create index "itemenhancements_times_tinkered" to table: "item_enhancements"
CREATE INDEX `itemenhancements_times_tinkered` ON `item_enhancements` (`times_tinkered`);
-- Create "item_ratings" table
CREATE TABLE `item_ratings` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `damage` integer NULL,
  `damage_resist` integer NULL,
  `crit` integer NULL,
  `crit_resist` integer NULL,
  `crit_damage` integer NULL,
  `crit_damage_resist` integer NULL,
  `healing_boost` integer NULL,
  `nether_resist` integer NULL,
  `life_resist` integer NULL,
  `vitality` integer NULL,
  `pk_damage` integer NULL,
  `pk_damage_resist` integer NULL,
  `total` integer NULL,
  `item_id` integer NOT NULL,
  CONSTRAINT `item_ratings_items_ratings` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`) ON DELETE CASCADE
);
-- Create index "item_ratings_item_id_key" to table: "item_ratings"
CREATE UNIQUE INDEX `item_ratings_item_id_key` ON `item_ratings` (`item_id`);
-- Create index "itemratings_item_id" to table: "item_ratings"
CREATE UNIQUE INDEX `itemratings_item_id` ON `item_ratings` (`item_id`);
-- Create index "itemratings_total" to table: "item_ratings"
CREATE INDEX `itemratings_total` ON `item_ratings` (`total`);
-- Create "item_raw_data" table
CREATE TABLE `item_raw_data` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `payload` json NOT NULL,
  `digest` text NOT NULL DEFAULT (''),
  `received_at` datetime NOT NULL,
  `item_id` integer NOT NULL,
  CONSTRAINT `item_raw_data_items_raw` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`) ON DELETE CASCADE
);
-- Create index "item_raw_data_item_id_key" to table: "item_raw_data"
CREATE UNIQUE INDEX `item_raw_data_item_id_key` ON `item_raw_data` (`item_id`);
-- Create index "itemraw_item_id" to table: "item_raw_data"
CREATE UNIQUE INDEX `itemraw_item_id` ON `item_raw_data` (`item_id`);
-- Create "item_requirements" table
CREATE TABLE `item_requirements` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `wield_level` integer NULL,
  `wield_kind` integer NULL,
  `wield_subject` integer NULL,
  `wield_minimum` integer NULL,
  `wield_kind_2` integer NULL,
  `wield_subject_2` integer NULL,
  `wield_minimum_2` integer NULL,
  `wield_kind_3` integer NULL,
  `wield_subject_3` integer NULL,
  `wield_minimum_3` integer NULL,
  `lore_difficulty` integer NULL,
  `activation_skill` integer NULL,
  `activation_skill_level` integer NULL,
  `heritage` integer NULL,
  `heritage_specific` integer NULL,
  `summoning_mastery` integer NULL,
  `item_id` integer NOT NULL,
  CONSTRAINT `item_requirements_items_requirements` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`) ON DELETE CASCADE
);
-- Create index "item_requirements_item_id_key" to table: "item_requirements"
CREATE UNIQUE INDEX `item_requirements_item_id_key` ON `item_requirements` (`item_id`);
-- Create index "itemrequirements_item_id" to table: "item_requirements"
CREATE UNIQUE INDEX `itemrequirements_item_id` ON `item_requirements` (`item_id`);
-- Create index "itemrequirements_wield_level" to table: "item_requirements"
CREATE INDEX `itemrequirements_wield_level` ON `item_requirements` (`wield_level`);
-- Create "item_spells" table
CREATE TABLE `item_spells` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `spell_id` integer NOT NULL,
  `family` integer NOT NULL DEFAULT (0),
  `power` integer NOT NULL DEFAULT (0),
  `tier` text NOT NULL DEFAULT (''),
  `is_active` bool NOT NULL DEFAULT (false),
  `item_id` integer NOT NULL,
  CONSTRAINT `item_spells_items_spells` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`) ON DELETE CASCADE
);
-- Create index "itemspell_item_id_spell_id_is_active" to table: "item_spells"
CREATE UNIQUE INDEX `itemspell_item_id_spell_id_is_active` ON `item_spells` (`item_id`, `spell_id`, `is_active`);
-- Create index "itemspell_spell_id" to table: "item_spells"
CREATE INDEX `itemspell_spell_id` ON `item_spells` (`spell_id`);
-- Create index "itemspell_family_power" to table: "item_spells"
CREATE INDEX `itemspell_family_power` ON `item_spells` (`family`, `power`);
-- Create "journal_positions" table
CREATE TABLE `journal_positions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `journal_id` uuid NOT NULL,
  `lane` text NOT NULL,
  `position` integer NOT NULL,
  `updated_at` datetime NOT NULL
);
-- Create index "journalposition_journal_id_lane" to table: "journal_positions"
CREATE UNIQUE INDEX `journalposition_journal_id_lane` ON `journal_positions` (`journal_id`, `lane`);
-- Create "outbox" table
CREATE TABLE `outbox` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `destination` text NOT NULL,
  `dedupe_key` text NOT NULL,
  `payload` json NOT NULL,
  `state` text NOT NULL DEFAULT ('pending'),
  `attempts` integer NOT NULL DEFAULT (0),
  `next_attempt_at` datetime NOT NULL,
  `last_error` text NOT NULL DEFAULT (''),
  `created_at` datetime NOT NULL,
  `sent_at` datetime NULL
);
-- Create index "outbox_dedupe_key_key" to table: "outbox"
CREATE UNIQUE INDEX `outbox_dedupe_key_key` ON `outbox` (`dedupe_key`);
-- Create index "outbox_destination_state_next_attempt_at" to table: "outbox"
CREATE INDEX `outbox_destination_state_next_attempt_at` ON `outbox` (`destination`, `state`, `next_attempt_at`);
-- Create index "outbox_created_at" to table: "outbox"
CREATE INDEX `outbox_created_at` ON `outbox` (`created_at`);
-- Create "portals" table
CREATE TABLE `portals` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `portal_name` text NOT NULL,
  `ew_tenths` integer NOT NULL,
  `ns_tenths` integer NOT NULL,
  `ew` real NOT NULL,
  `ns` real NOT NULL,
  `z` real NULL,
  `first_seen_at` datetime NOT NULL,
  `last_seen_at` datetime NOT NULL,
  `discovered_by` text NOT NULL DEFAULT (''),
  `payload` json NULL
);
-- Create index "portal_portal_name_ew_tenths_ns_tenths" to table: "portals"
CREATE UNIQUE INDEX `portal_portal_name_ew_tenths_ns_tenths` ON `portals` (`portal_name`, `ew_tenths`, `ns_tenths`);
-- Create index "portal_last_seen_at" to table: "portals"
CREATE INDEX `portal_last_seen_at` ON `portals` (`last_seen_at`);
-- Create "preferences" table
CREATE TABLE `preferences` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `key` text NOT NULL,
  `content` json NOT NULL,
  `updated_at` datetime NOT NULL,
  `user_id` integer NOT NULL,
  CONSTRAINT `preferences_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
);
-- Create index "preference_user_id_key" to table: "preferences"
CREATE UNIQUE INDEX `preference_user_id_key` ON `preferences` (`user_id`, `key`);
-- Create "rare_events" table
CREATE TABLE `rare_events` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `timestamp` datetime NOT NULL,
  `name` text NOT NULL,
  `session_id` text NOT NULL DEFAULT (''),
  `ew` real NULL,
  `ns` real NULL,
  `z` real NULL,
  `additional_info` text NOT NULL DEFAULT (''),
  `tier` text NULL,
  `payload` json NULL
);
-- Create index "rareevent_character_name_timestamp_name" to table: "rare_events"
CREATE UNIQUE INDEX `rareevent_character_name_timestamp_name` ON `rare_events` (`character_name`, `timestamp`, `name`);
-- Create index "rareevent_timestamp" to table: "rare_events"
CREATE INDEX `rareevent_timestamp` ON `rare_events` (`timestamp`);
-- Create index "rareevent_tier_timestamp" to table: "rare_events"
CREATE INDEX `rareevent_tier_timestamp` ON `rare_events` (`tier`, `timestamp`);
-- Create "rare_stats" table
CREATE TABLE `rare_stats` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `total_rares` integer NOT NULL DEFAULT (0)
);
-- Create index "rarestats_character_name" to table: "rare_stats"
CREATE UNIQUE INDEX `rarestats_character_name` ON `rare_stats` (`character_name`);
-- Create "rare_stats_sessions" table
CREATE TABLE `rare_stats_sessions` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `session_id` text NOT NULL DEFAULT (''),
  `session_rares` integer NOT NULL DEFAULT (0)
);
-- Create index "rarestatssession_character_name_session_id" to table: "rare_stats_sessions"
CREATE UNIQUE INDEX `rarestatssession_character_name_session_id` ON `rare_stats_sessions` (`character_name`, `session_id`);
-- Create "saved_searches" table
CREATE TABLE `saved_searches` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `page` text NOT NULL,
  `name` text NOT NULL,
  `expression` text NOT NULL DEFAULT (''),
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  `user_id` integer NOT NULL,
  CONSTRAINT `saved_searches_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
);
-- Create index "savedsearch_user_id_page_name" to table: "saved_searches"
CREATE UNIQUE INDEX `savedsearch_user_id_page_name` ON `saved_searches` (`user_id`, `page`, `name`);
-- Create "spells" table
CREATE TABLE `spells` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `spell_id` integer NOT NULL,
  `name` text NOT NULL,
  `school` text NOT NULL DEFAULT (''),
  `family` integer NOT NULL DEFAULT (0),
  `family_name` text NOT NULL DEFAULT (''),
  `power` integer NOT NULL DEFAULT (0),
  `level` integer NOT NULL DEFAULT (0),
  `duration_seconds` integer NOT NULL DEFAULT (0),
  `mana` integer NOT NULL DEFAULT (0),
  `tier` text NOT NULL DEFAULT (''),
  `is_cantrip` bool NOT NULL DEFAULT (false),
  `is_ward` bool NOT NULL DEFAULT (false)
);
-- Create index "spells_spell_id_key" to table: "spells"
CREATE UNIQUE INDEX `spells_spell_id_key` ON `spells` (`spell_id`);
-- Create index "spell_name" to table: "spells"
CREATE INDEX `spell_name` ON `spells` (`name`);
-- Create index "spell_family_power" to table: "spells"
CREATE INDEX `spell_family_power` ON `spells` (`family`, `power`);
-- Create "suit_runs" table
CREATE TABLE `suit_runs` (
  `id` uuid NOT NULL,
  `username` text NOT NULL DEFAULT (''),
  `state` text NOT NULL DEFAULT ('queued'),
  `request` json NOT NULL,
  `result` json NULL,
  `failure` text NOT NULL DEFAULT (''),
  `created_at` datetime NOT NULL,
  `started_at` datetime NULL,
  `finished_at` datetime NULL,
  `user_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `suit_runs_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE SET NULL
);
-- Create index "suitrun_created_at" to table: "suit_runs"
CREATE INDEX `suitrun_created_at` ON `suit_runs` (`created_at`);
-- Create index "suitrun_user_id_created_at" to table: "suit_runs"
CREATE INDEX `suitrun_user_id_created_at` ON `suit_runs` (`user_id`, `created_at`);
-- Create "users" table
CREATE TABLE `users` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `username` text NOT NULL,
  `username_key` text NOT NULL,
  `password_hash` text NOT NULL,
  `is_admin` bool NOT NULL DEFAULT (false),
  `sessions_valid_after` datetime NULL,
  `totp_secret` text NULL,
  `totp_confirmed_at` datetime NULL,
  `totp_last_step` integer NULL,
  `recovery_code_hashes` json NULL,
  `created_at` datetime NOT NULL,
  `last_seen_at` datetime NULL
);
-- Create index "users_username_key_key" to table: "users"
CREATE UNIQUE INDEX `users_username_key_key` ON `users` (`username_key`);
-- Create "user_sessions" table
CREATE TABLE `user_sessions` (
  `id` text NOT NULL,
  `created_at` datetime NOT NULL,
  `last_seen_at` datetime NOT NULL,
  `expires_at` datetime NOT NULL,
  `address` text NOT NULL DEFAULT (''),
  `user_agent` text NOT NULL DEFAULT (''),
  `ended_at` datetime NULL,
  `user_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `user_sessions_users_sessions` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
);
-- Create index "usersession_user_id_last_seen_at" to table: "user_sessions"
CREATE INDEX `usersession_user_id_last_seen_at` ON `user_sessions` (`user_id`, `last_seen_at`);
-- Create index "usersession_expires_at" to table: "user_sessions"
CREATE INDEX `usersession_expires_at` ON `user_sessions` (`expires_at`);
