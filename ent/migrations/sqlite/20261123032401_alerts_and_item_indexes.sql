-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_alert_events" table
CREATE TABLE `new_alert_events` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `rule_name` text NOT NULL DEFAULT (''),
  `kind` text NOT NULL,
  `character_name` text NOT NULL DEFAULT (''),
  `dedupe_key` text NOT NULL,
  `why` text NOT NULL DEFAULT (''),
  `detail` json NULL,
  `since` datetime NULL,
  `fired_at` datetime NOT NULL,
  `ended_at` datetime NULL,
  `silenced` text NULL,
  `test` bool NOT NULL DEFAULT (false),
  `acknowledged_at` datetime NULL,
  `acknowledged_by` text NOT NULL DEFAULT (''),
  `message_due_at` datetime NULL,
  `rule_id` integer NULL,
  `message_id` integer NULL,
  CONSTRAINT `alert_events_alert_rules_rule` FOREIGN KEY (`rule_id`) REFERENCES `alert_rules` (`id`) ON DELETE SET NULL,
  CONSTRAINT `alert_events_outbox_message` FOREIGN KEY (`message_id`) REFERENCES `outbox` (`id`) ON DELETE SET NULL
);
-- Copy rows from old table "alert_events" to new temporary table "new_alert_events"
INSERT INTO `new_alert_events` (`id`, `rule_name`, `kind`, `character_name`, `dedupe_key`, `why`, `detail`, `fired_at`, `acknowledged_at`, `rule_id`) SELECT `id`, `rule_name`, `kind`, `character_name`, `dedupe_key`, `why`, `detail`, `fired_at`, `acknowledged_at`, `rule_id` FROM `alert_events`;
-- Drop "alert_events" table after copying rows
DROP TABLE `alert_events`;
-- Rename temporary table "new_alert_events" to "alert_events"
ALTER TABLE `new_alert_events` RENAME TO `alert_events`;
-- Create index "alert_events_dedupe_key_key" to table: "alert_events"
CREATE UNIQUE INDEX `alert_events_dedupe_key_key` ON `alert_events` (`dedupe_key`);
-- Create index "alertevent_fired_at" to table: "alert_events"
CREATE INDEX `alertevent_fired_at` ON `alert_events` (`fired_at`);
-- Create index "alertevent_character_name_fired_at" to table: "alert_events"
CREATE INDEX `alertevent_character_name_fired_at` ON `alert_events` (`character_name`, `fired_at`);
-- Create index "alertevent_rule_id_fired_at" to table: "alert_events"
CREATE INDEX `alertevent_rule_id_fired_at` ON `alert_events` (`rule_id`, `fired_at`);
-- Create index "alertevent_kind_fired_at" to table: "alert_events"
CREATE INDEX `alertevent_kind_fired_at` ON `alert_events` (`kind`, `fired_at`);
-- Create index "alertevent_message_due_at" to table: "alert_events"
CREATE INDEX `alertevent_message_due_at` ON `alert_events` (`message_due_at`);
-- Create index "alertevent_message_id" to table: "alert_events"
CREATE INDEX `alertevent_message_id` ON `alert_events` (`message_id`);
-- Create "new_alert_rules" table
CREATE TABLE `new_alert_rules` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` text NOT NULL,
  `kind` text NOT NULL,
  `enabled` bool NOT NULL DEFAULT (true),
  `character_name` text NOT NULL DEFAULT (''),
  `char_tag` text NOT NULL DEFAULT (''),
  `threshold` real NULL,
  `rare_tier` text NULL,
  `grace_seconds` integer NOT NULL DEFAULT (0),
  `cooldown_seconds` integer NOT NULL DEFAULT (0),
  `group_seconds` integer NOT NULL DEFAULT (0),
  `quiet_from_minute` integer NULL,
  `quiet_to_minute` integer NULL,
  `quiet_zone` text NOT NULL DEFAULT ('UTC'),
  `muted_until` datetime NULL,
  `post` bool NOT NULL DEFAULT (true),
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL
);
-- Copy rows from old table "alert_rules" to new temporary table "new_alert_rules"
INSERT INTO `new_alert_rules` (`id`, `name`, `kind`, `enabled`, `character_name`, `char_tag`, `threshold`, `grace_seconds`, `cooldown_seconds`, `group_seconds`, `quiet_from_minute`, `quiet_to_minute`, `muted_until`, `created_at`, `updated_at`) SELECT `id`, `name`, `kind`, `enabled`, `character_name`, `char_tag`, `threshold`, `grace_seconds`, `cooldown_seconds`, `group_seconds`, `quiet_from_minute`, `quiet_to_minute`, `muted_until`, `created_at`, `updated_at` FROM `alert_rules`;
-- Drop "alert_rules" table after copying rows
DROP TABLE `alert_rules`;
-- Rename temporary table "new_alert_rules" to "alert_rules"
ALTER TABLE `new_alert_rules` RENAME TO `alert_rules`;
-- Create index "alert_rules_name_key" to table: "alert_rules"
CREATE UNIQUE INDEX `alert_rules_name_key` ON `alert_rules` (`name`);
-- Create index "itemcombat_base_armor_level_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_base_armor_level_item_id` ON `item_combat_stats` (`base_armor_level`, `item_id`) WHERE base_armor_level IS NOT NULL;
-- Create index "itemcombat_buffed_armor_level_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_buffed_armor_level_item_id` ON `item_combat_stats` (`buffed_armor_level`, `item_id`) WHERE buffed_armor_level IS NOT NULL;
-- Create index "itemcombat_base_max_damage_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_base_max_damage_item_id` ON `item_combat_stats` (`base_max_damage`, `item_id`) WHERE base_max_damage IS NOT NULL;
-- Create index "itemcombat_variance_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_variance_item_id` ON `item_combat_stats` (`variance`, `item_id`) WHERE variance IS NOT NULL;
-- Create index "itemcombat_melee_worth_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_melee_worth_item_id` ON `item_combat_stats` (`melee_worth`, `item_id`) WHERE melee_worth IS NOT NULL;
-- Create index "itemcombat_missile_worth_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_missile_worth_item_id` ON `item_combat_stats` (`missile_worth`, `item_id`) WHERE missile_worth IS NOT NULL;
-- Create index "itemcombat_weapon_speed_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_weapon_speed_item_id` ON `item_combat_stats` (`weapon_speed`, `item_id`) WHERE weapon_speed IS NOT NULL;
-- Create index "itemcombat_damage_modifier_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_damage_modifier_item_id` ON `item_combat_stats` (`damage_modifier`, `item_id`) WHERE damage_modifier IS NOT NULL;
-- Create index "itemcombat_attack_bonus_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_attack_bonus_item_id` ON `item_combat_stats` (`attack_bonus`, `item_id`) WHERE attack_bonus IS NOT NULL;
-- Create index "itemcombat_melee_defense_bonus_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_melee_defense_bonus_item_id` ON `item_combat_stats` (`melee_defense_bonus`, `item_id`) WHERE melee_defense_bonus IS NOT NULL;
-- Create index "itemcombat_missile_defense_bonus_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_missile_defense_bonus_item_id` ON `item_combat_stats` (`missile_defense_bonus`, `item_id`) WHERE missile_defense_bonus IS NOT NULL;
-- Create index "itemcombat_magic_defense_bonus_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_magic_defense_bonus_item_id` ON `item_combat_stats` (`magic_defense_bonus`, `item_id`) WHERE magic_defense_bonus IS NOT NULL;
-- Create index "itemcombat_elemental_vs_monsters_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_elemental_vs_monsters_item_id` ON `item_combat_stats` (`elemental_vs_monsters`, `item_id`) WHERE elemental_vs_monsters IS NOT NULL;
-- Create index "itemcombat_elemental_damage_bonus_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_elemental_damage_bonus_item_id` ON `item_combat_stats` (`elemental_damage_bonus`, `item_id`) WHERE elemental_damage_bonus IS NOT NULL;
-- Create index "itemcombat_mana_conversion_bonus_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_mana_conversion_bonus_item_id` ON `item_combat_stats` (`mana_conversion_bonus`, `item_id`) WHERE mana_conversion_bonus IS NOT NULL;
-- Create index "itemcombat_critical_frequency_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_critical_frequency_item_id` ON `item_combat_stats` (`critical_frequency`, `item_id`) WHERE critical_frequency IS NOT NULL;
-- Create index "itemcombat_critical_multiplier_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_critical_multiplier_item_id` ON `item_combat_stats` (`critical_multiplier`, `item_id`) WHERE critical_multiplier IS NOT NULL;
-- Create index "itemcombat_cleave_targets_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_cleave_targets_item_id` ON `item_combat_stats` (`cleave_targets`, `item_id`) WHERE cleave_targets IS NOT NULL;
-- Create index "itemcombat_damage_type_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_damage_type_item_id` ON `item_combat_stats` (`damage_type`, `item_id`) WHERE damage_type IS NOT NULL;
-- Create index "itemcombat_weapon_skill_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_weapon_skill_item_id` ON `item_combat_stats` (`weapon_skill`, `item_id`) WHERE weapon_skill IS NOT NULL;
-- Create index "itemcombat_weapon_mastery_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_weapon_mastery_item_id` ON `item_combat_stats` (`weapon_mastery`, `item_id`) WHERE weapon_mastery IS NOT NULL;
-- Create index "itemcombat_slayer_creature_item_id" to table: "item_combat_stats"
CREATE INDEX `itemcombat_slayer_creature_item_id` ON `item_combat_stats` (`slayer_creature`, `item_id`) WHERE slayer_creature IS NOT NULL;
-- Drop index "itemratings_total" from table: "item_ratings"
DROP INDEX `itemratings_total`;
-- Create index "itemratings_damage_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_damage_item_id` ON `item_ratings` (`damage`, `item_id`) WHERE damage IS NOT NULL;
-- Create index "itemratings_damage_resist_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_damage_resist_item_id` ON `item_ratings` (`damage_resist`, `item_id`) WHERE damage_resist IS NOT NULL;
-- Create index "itemratings_crit_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_crit_item_id` ON `item_ratings` (`crit`, `item_id`) WHERE crit IS NOT NULL;
-- Create index "itemratings_crit_resist_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_crit_resist_item_id` ON `item_ratings` (`crit_resist`, `item_id`) WHERE crit_resist IS NOT NULL;
-- Create index "itemratings_crit_damage_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_crit_damage_item_id` ON `item_ratings` (`crit_damage`, `item_id`) WHERE crit_damage IS NOT NULL;
-- Create index "itemratings_crit_damage_resist_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_crit_damage_resist_item_id` ON `item_ratings` (`crit_damage_resist`, `item_id`) WHERE crit_damage_resist IS NOT NULL;
-- Create index "itemratings_healing_boost_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_healing_boost_item_id` ON `item_ratings` (`healing_boost`, `item_id`) WHERE healing_boost IS NOT NULL;
-- Create index "itemratings_nether_resist_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_nether_resist_item_id` ON `item_ratings` (`nether_resist`, `item_id`) WHERE nether_resist IS NOT NULL;
-- Create index "itemratings_life_resist_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_life_resist_item_id` ON `item_ratings` (`life_resist`, `item_id`) WHERE life_resist IS NOT NULL;
-- Create index "itemratings_vitality_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_vitality_item_id` ON `item_ratings` (`vitality`, `item_id`) WHERE vitality IS NOT NULL;
-- Create index "itemratings_pk_damage_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_pk_damage_item_id` ON `item_ratings` (`pk_damage`, `item_id`) WHERE pk_damage IS NOT NULL;
-- Create index "itemratings_pk_damage_resist_item_id" to table: "item_ratings"
CREATE INDEX `itemratings_pk_damage_resist_item_id` ON `item_ratings` (`pk_damage_resist`, `item_id`) WHERE pk_damage_resist IS NOT NULL;
-- Drop index "itemspell_spell_id_item_id" from table: "item_spells"
DROP INDEX `itemspell_spell_id_item_id`;
-- Drop index "itemspell_family_power_item_id" from table: "item_spells"
DROP INDEX `itemspell_family_power_item_id`;
-- Create index "itemspell_spell_id_item_id_is_active" to table: "item_spells"
CREATE INDEX `itemspell_spell_id_item_id_is_active` ON `item_spells` (`spell_id`, `item_id`, `is_active`);
-- Drop index "item_character_name_name" from table: "items"
DROP INDEX `item_character_name_name`;
-- Drop index "item_name" from table: "items"
DROP INDEX `item_name`;
-- Drop index "item_object_class_name" from table: "items"
DROP INDEX `item_object_class_name`;
-- Drop index "item_material" from table: "items"
DROP INDEX `item_material`;
-- Drop index "item_equipment_set" from table: "items"
DROP INDEX `item_equipment_set`;
-- Drop index "item_wear_slots" from table: "items"
DROP INDEX `item_wear_slots`;
-- Drop index "item_reduced_slots" from table: "items"
DROP INDEX `item_reduced_slots`;
-- Drop index "item_equipped_slots" from table: "items"
DROP INDEX `item_equipped_slots`;
-- Drop index "item_value_pyreals" from table: "items"
DROP INDEX `item_value_pyreals`;
-- Drop index "item_rare_id" from table: "items"
DROP INDEX `item_rare_id`;
-- Drop index "item_armor_level" from table: "items"
DROP INDEX `item_armor_level`;
-- Drop index "item_max_damage" from table: "items"
DROP INDEX `item_max_damage`;
-- Drop index "item_wield_level" from table: "items"
DROP INDEX `item_wield_level`;
-- Drop index "item_times_tinkered" from table: "items"
DROP INDEX `item_times_tinkered`;
-- Drop index "item_rating_total" from table: "items"
DROP INDEX `item_rating_total`;
-- Drop index "item_cantrip_tiers" from table: "items"
DROP INDEX `item_cantrip_tiers`;
-- Create index "item_by_name" to table: "items"
CREATE INDEX `item_by_name` ON `items` (`name`, `id`, `removed_at`, `object_class`, `wear_slots`, `equipped_slots`, `armor_level`, `cantrip_tiers`, `equipment_set`, `material`, `rating_total`, `character_name`);
-- Create index "item_by_class" to table: "items"
CREATE INDEX `item_by_class` ON `items` (`object_class`, `name`, `id`, `removed_at`, `wear_slots`, `equipped_slots`, `armor_level`, `cantrip_tiers`, `equipment_set`, `material`, `rating_total`, `character_name`);
-- Create index "item_by_armor_level" to table: "items"
CREATE INDEX `item_by_armor_level` ON `items` (`armor_level`, `id`, `removed_at`, `object_class`, `wear_slots`, `equipped_slots`, `cantrip_tiers`, `equipment_set`, `material`, `rating_total`, `character_name`, `name`);
-- Create index "item_character_name_name_id_removed_at" to table: "items"
CREATE INDEX `item_character_name_name_id_removed_at` ON `items` (`character_name`, `name`, `id`, `removed_at`);
-- Create index "item_max_damage_id_removed_at_object_class_equipped_slots" to table: "items"
CREATE INDEX `item_max_damage_id_removed_at_object_class_equipped_slots` ON `items` (`max_damage`, `id`, `removed_at`, `object_class`, `equipped_slots`);
-- Create index "item_rating_total_id_removed_at_object_class" to table: "items"
CREATE INDEX `item_rating_total_id_removed_at_object_class` ON `items` (`rating_total`, `id`, `removed_at`, `object_class`);
-- Create index "item_value_pyreals_id_removed_at" to table: "items"
CREATE INDEX `item_value_pyreals_id_removed_at` ON `items` (`value_pyreals`, `id`, `removed_at`);
-- Create index "item_wield_level_id_removed_at" to table: "items"
CREATE INDEX `item_wield_level_id_removed_at` ON `items` (`wield_level`, `id`, `removed_at`);
-- Create index "item_times_tinkered_id_removed_at" to table: "items"
CREATE INDEX `item_times_tinkered_id_removed_at` ON `items` (`times_tinkered`, `id`, `removed_at`);
-- Create index "item_workmanship_id_removed_at" to table: "items"
CREATE INDEX `item_workmanship_id_removed_at` ON `items` (`workmanship`, `id`, `removed_at`);
-- Create index "item_burden_id_removed_at" to table: "items"
CREATE INDEX `item_burden_id_removed_at` ON `items` (`burden`, `id`, `removed_at`);
-- Create index "item_stack_count_id_removed_at" to table: "items"
CREATE INDEX `item_stack_count_id_removed_at` ON `items` (`stack_count`, `id`, `removed_at`);
-- Create index "item_material_removed_at" to table: "items"
CREATE INDEX `item_material_removed_at` ON `items` (`material`, `removed_at`);
-- Create index "item_equipment_set_removed_at" to table: "items"
CREATE INDEX `item_equipment_set_removed_at` ON `items` (`equipment_set`, `removed_at`);
-- Create index "item_equipped_slots_removed_at" to table: "items"
CREATE INDEX `item_equipped_slots_removed_at` ON `items` (`equipped_slots`, `removed_at`);
-- Create index "item_wear_slots_removed_at" to table: "items"
CREATE INDEX `item_wear_slots_removed_at` ON `items` (`wear_slots`, `removed_at`);
-- Create index "item_reduced_slots_removed_at" to table: "items"
CREATE INDEX `item_reduced_slots_removed_at` ON `items` (`reduced_slots`, `removed_at`);
-- Create index "item_cantrip_tiers_removed_at" to table: "items"
CREATE INDEX `item_cantrip_tiers_removed_at` ON `items` (`cantrip_tiers`, `removed_at`);
-- Create index "item_rare_id_removed_at" to table: "items"
CREATE INDEX `item_rare_id_removed_at` ON `items` (`rare_id`, `removed_at`);
-- Create index "itemenhancements_imbue_bits_item_id" to table: "item_enhancements"
CREATE INDEX `itemenhancements_imbue_bits_item_id` ON `item_enhancements` (`imbue_bits`, `item_id`) WHERE imbue_bits IS NOT NULL;
-- Create index "itemenhancements_item_level_max_item_id" to table: "item_enhancements"
CREATE INDEX `itemenhancements_item_level_max_item_id` ON `item_enhancements` (`item_level_max`, `item_id`) WHERE item_level_max IS NOT NULL;
-- Create "alert_watches" table
CREATE TABLE `alert_watches` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL DEFAULT (''),
  `since` datetime NOT NULL,
  `rule_id` integer NOT NULL,
  `alert_id` integer NULL,
  CONSTRAINT `alert_watches_alert_rules_rule` FOREIGN KEY (`rule_id`) REFERENCES `alert_rules` (`id`) ON DELETE CASCADE,
  CONSTRAINT `alert_watches_alert_events_alert` FOREIGN KEY (`alert_id`) REFERENCES `alert_events` (`id`) ON DELETE SET NULL
);
-- Create index "alertwatch_rule_id_character_name" to table: "alert_watches"
CREATE UNIQUE INDEX `alertwatch_rule_id_character_name` ON `alert_watches` (`rule_id`, `character_name`);
-- Create index "alertwatch_alert_id" to table: "alert_watches"
CREATE INDEX `alertwatch_alert_id` ON `alert_watches` (`alert_id`);
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
