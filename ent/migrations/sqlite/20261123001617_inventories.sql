-- Disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- Create "new_items" table
CREATE TABLE `new_items` (
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
  `icon_outline` integer NULL,
  `value_pyreals` integer NULL,
  `burden` integer NULL,
  `stack_count` integer NULL,
  `stack_max` integer NULL,
  `item_slots` integer NULL,
  `pack_slots` integer NULL,
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
  `armor_level` integer NULL,
  `max_damage` integer NULL,
  `wield_level` integer NULL,
  `times_tinkered` integer NULL,
  `rating_total` integer NULL,
  `wear_slots` integer NOT NULL DEFAULT (0),
  `reduced_slots` integer NOT NULL DEFAULT (0),
  `cantrip_tiers` integer NOT NULL DEFAULT (0),
  `as_of` datetime NULL,
  `first_seen_at` datetime NOT NULL,
  `removed_at` datetime NULL,
  `digest` integer NOT NULL DEFAULT (0),
  `appraised` bool NOT NULL DEFAULT (false),
  `appraised_at` datetime NULL,
  `absent_at` datetime NULL,
  `rules_version` integer NOT NULL DEFAULT (0)
);
-- Copy rows from old table "items" to new temporary table "new_items"
INSERT INTO `new_items` (`id`, `character_name`, `object_id`, `name`, `object_class`, `wcid`, `category`, `icon`, `icon_overlay`, `icon_underlay`, `value_pyreals`, `burden`, `stack_count`, `stack_max`, `material`, `workmanship`, `equipment_set`, `rare_id`, `equippable_slots`, `equipped_slots`, `coverage`, `container_id`, `slot_in_pack`, `wielder_id`, `bonded`, `attuned`, `has_id_data`, `as_of`, `first_seen_at`, `removed_at`) SELECT `id`, `character_name`, `object_id`, `name`, `object_class`, `wcid`, `category`, `icon`, `icon_overlay`, `icon_underlay`, `value_pyreals`, `burden`, `stack_count`, `stack_max`, `material`, `workmanship`, `equipment_set`, `rare_id`, `equippable_slots`, `equipped_slots`, `coverage`, `container_id`, `slot_in_pack`, `wielder_id`, `bonded`, `attuned`, `has_id_data`, `as_of`, `first_seen_at`, `removed_at` FROM `items`;
-- Drop "items" table after copying rows
DROP TABLE `items`;
-- Rename temporary table "new_items" to "items"
ALTER TABLE `new_items` RENAME TO `items`;
-- Create index "item_character_name_object_id" to table: "items"
CREATE UNIQUE INDEX `item_character_name_object_id` ON `items` (`character_name`, `object_id`);
-- Create index "item_object_id" to table: "items"
CREATE INDEX `item_object_id` ON `items` (`object_id`);
-- Create index "item_character_name_container_id" to table: "items"
CREATE INDEX `item_character_name_container_id` ON `items` (`character_name`, `container_id`);
-- Create index "item_character_name_name" to table: "items"
CREATE INDEX `item_character_name_name` ON `items` (`character_name`, `name`);
-- Create index "item_name" to table: "items"
CREATE INDEX `item_name` ON `items` (`name`);
-- Create index "item_object_class_name" to table: "items"
CREATE INDEX `item_object_class_name` ON `items` (`object_class`, `name`);
-- Create index "item_material" to table: "items"
CREATE INDEX `item_material` ON `items` (`material`);
-- Create index "item_equipment_set" to table: "items"
CREATE INDEX `item_equipment_set` ON `items` (`equipment_set`);
-- Create index "item_wear_slots" to table: "items"
CREATE INDEX `item_wear_slots` ON `items` (`wear_slots`);
-- Create index "item_reduced_slots" to table: "items"
CREATE INDEX `item_reduced_slots` ON `items` (`reduced_slots`);
-- Create index "item_equipped_slots" to table: "items"
CREATE INDEX `item_equipped_slots` ON `items` (`equipped_slots`);
-- Create index "item_value_pyreals" to table: "items"
CREATE INDEX `item_value_pyreals` ON `items` (`value_pyreals`);
-- Create index "item_rare_id" to table: "items"
CREATE INDEX `item_rare_id` ON `items` (`rare_id`);
-- Create index "item_armor_level" to table: "items"
CREATE INDEX `item_armor_level` ON `items` (`armor_level`);
-- Create index "item_max_damage" to table: "items"
CREATE INDEX `item_max_damage` ON `items` (`max_damage`);
-- Create index "item_wield_level" to table: "items"
CREATE INDEX `item_wield_level` ON `items` (`wield_level`);
-- Create index "item_times_tinkered" to table: "items"
CREATE INDEX `item_times_tinkered` ON `items` (`times_tinkered`);
-- Create index "item_rating_total" to table: "items"
CREATE INDEX `item_rating_total` ON `items` (`rating_total`);
-- Create index "item_cantrip_tiers" to table: "items"
CREATE INDEX `item_cantrip_tiers` ON `items` (`cantrip_tiers`);
-- Add column "buffed_armor_level" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `buffed_armor_level` integer NULL;
-- Add column "tinked_armor_level" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `tinked_armor_level` integer NULL;
-- Add column "buffed_max_damage" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `buffed_max_damage` integer NULL;
-- Add column "melee_worth" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `melee_worth` real NULL;
-- Add column "missile_worth" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `missile_worth` real NULL;
-- Add column "attack_type" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `attack_type` integer NULL;
-- Add column "ammo_type" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `ammo_type` integer NULL;
-- Add column "base_weapon_speed" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_weapon_speed` integer NULL;
-- Add column "base_attack_bonus" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_attack_bonus` real NULL;
-- Add column "buffed_attack_bonus" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `buffed_attack_bonus` real NULL;
-- Add column "base_melee_defense_bonus" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_melee_defense_bonus` real NULL;
-- Add column "buffed_melee_defense_bonus" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `buffed_melee_defense_bonus` real NULL;
-- Add column "base_elemental_vs_monsters" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_elemental_vs_monsters` real NULL;
-- Add column "buffed_elemental_vs_monsters" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `buffed_elemental_vs_monsters` real NULL;
-- Add column "base_mana_conversion_bonus" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_mana_conversion_bonus` real NULL;
-- Add column "buffed_mana_conversion_bonus" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `buffed_mana_conversion_bonus` real NULL;
-- Add column "ignore_armor" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `ignore_armor` real NULL;
-- Add column "magic_absorb" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `magic_absorb` real NULL;
-- Add column "base_vs_slash" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_vs_slash` real NULL;
-- Add column "base_vs_pierce" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_vs_pierce` real NULL;
-- Add column "base_vs_bludgeon" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_vs_bludgeon` real NULL;
-- Add column "base_vs_acid" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_vs_acid` real NULL;
-- Add column "base_vs_lightning" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_vs_lightning` real NULL;
-- Add column "base_vs_fire" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_vs_fire` real NULL;
-- Add column "base_vs_cold" to table: "item_combat_stats"
ALTER TABLE `item_combat_stats` ADD COLUMN `base_vs_cold` real NULL;
-- Drop index "itemcombat_item_id" from table: "item_combat_stats"
DROP INDEX `itemcombat_item_id`;
-- Drop index "itemcombat_armor_level" from table: "item_combat_stats"
DROP INDEX `itemcombat_armor_level`;
-- Drop index "itemcombat_max_damage" from table: "item_combat_stats"
DROP INDEX `itemcombat_max_damage`;
-- Create "new_item_enhancements" table
CREATE TABLE `new_item_enhancements` (
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
  `gem_count` integer NULL,
  `gem_type` integer NULL,
  `salvage_items` integer NULL,
  `structure` integer NULL,
  `structure_max` integer NULL,
  `healing_kit_bonus` real NULL,
  `mana_stone_efficiency` real NULL,
  `associated_spell` integer NULL,
  `tinkerer` text NOT NULL DEFAULT (''),
  `imbuer` text NOT NULL DEFAULT (''),
  `inscription` text NOT NULL DEFAULT (''),
  `item_id` integer NOT NULL,
  CONSTRAINT `item_enhancements_items_enhancements` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`) ON DELETE CASCADE
);
-- Copy rows from old table "item_enhancements" to new temporary table "new_item_enhancements"
INSERT INTO `new_item_enhancements` (`id`, `times_tinkered`, `imbue_bits`, `spellcraft`, `mana_current`, `mana_max`, `mana_rate`, `mana_cost`, `unenchantable`, `item_level_max`, `item_xp_style`, `gem_count`, `gem_type`, `salvage_items`, `structure`, `structure_max`, `tinkerer`, `imbuer`, `inscription`, `item_id`) SELECT `id`, `times_tinkered`, `imbue_bits`, `spellcraft`, `mana_current`, `mana_max`, `mana_rate`, `mana_cost`, `unenchantable`, `item_level_max`, `item_xp_style`, `gem_count`, `gem_type`, `salvage_items`, `structure`, `structure_max`, `tinkerer`, `imbuer`, `inscription`, `item_id` FROM `item_enhancements`;
-- Drop "item_enhancements" table after copying rows
DROP TABLE `item_enhancements`;
-- Rename temporary table "new_item_enhancements" to "item_enhancements"
ALTER TABLE `new_item_enhancements` RENAME TO `item_enhancements`;
-- Create index "item_enhancements_item_id_key" to table: "item_enhancements"
CREATE UNIQUE INDEX `item_enhancements_item_id_key` ON `item_enhancements` (`item_id`);
-- Drop index "itemratings_item_id" from table: "item_ratings"
DROP INDEX `itemratings_item_id`;
-- Create "new_item_raw_data" table
CREATE TABLE `new_item_raw_data` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `payload` json NOT NULL,
  `appraisal` json NULL,
  `received_at` datetime NOT NULL,
  `item_id` integer NOT NULL,
  CONSTRAINT `item_raw_data_items_raw` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`) ON DELETE CASCADE
);
-- Copy rows from old table "item_raw_data" to new temporary table "new_item_raw_data"
INSERT INTO `new_item_raw_data` (`id`, `payload`, `received_at`, `item_id`) SELECT `id`, `payload`, `received_at`, `item_id` FROM `item_raw_data`;
-- Drop "item_raw_data" table after copying rows
DROP TABLE `item_raw_data`;
-- Rename temporary table "new_item_raw_data" to "item_raw_data"
ALTER TABLE `new_item_raw_data` RENAME TO `item_raw_data`;
-- Create index "item_raw_data_item_id_key" to table: "item_raw_data"
CREATE UNIQUE INDEX `item_raw_data_item_id_key` ON `item_raw_data` (`item_id`);
-- Add column "wield_kind_4" to table: "item_requirements"
ALTER TABLE `item_requirements` ADD COLUMN `wield_kind_4` integer NULL;
-- Add column "wield_subject_4" to table: "item_requirements"
ALTER TABLE `item_requirements` ADD COLUMN `wield_subject_4` integer NULL;
-- Add column "wield_minimum_4" to table: "item_requirements"
ALTER TABLE `item_requirements` ADD COLUMN `wield_minimum_4` integer NULL;
-- Add column "allegiance_rank" to table: "item_requirements"
ALTER TABLE `item_requirements` ADD COLUMN `allegiance_rank` integer NULL;
-- Add column "use_skill" to table: "item_requirements"
ALTER TABLE `item_requirements` ADD COLUMN `use_skill` integer NULL;
-- Add column "use_skill_level" to table: "item_requirements"
ALTER TABLE `item_requirements` ADD COLUMN `use_skill_level` integer NULL;
-- Add column "use_skill_specialized" to table: "item_requirements"
ALTER TABLE `item_requirements` ADD COLUMN `use_skill_specialized` integer NULL;
-- Add column "use_level" to table: "item_requirements"
ALTER TABLE `item_requirements` ADD COLUMN `use_level` integer NULL;
-- Drop index "itemrequirements_item_id" from table: "item_requirements"
DROP INDEX `itemrequirements_item_id`;
-- Drop index "itemrequirements_wield_level" from table: "item_requirements"
DROP INDEX `itemrequirements_wield_level`;
-- Drop index "itemspell_spell_id" from table: "item_spells"
DROP INDEX `itemspell_spell_id`;
-- Drop index "itemspell_family_power" from table: "item_spells"
DROP INDEX `itemspell_family_power`;
-- Create index "itemspell_spell_id_item_id" to table: "item_spells"
CREATE INDEX `itemspell_spell_id_item_id` ON `item_spells` (`spell_id`, `item_id`);
-- Create index "itemspell_family_power_item_id" to table: "item_spells"
CREATE INDEX `itemspell_family_power_item_id` ON `item_spells` (`family`, `power`, `item_id`);
-- Create "inventories" table
CREATE TABLE `inventories` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `character_name` text NOT NULL,
  `full_as_of` datetime NULL,
  `as_of` datetime NULL,
  `item_count` integer NOT NULL DEFAULT (0),
  `skipped_items` integer NOT NULL DEFAULT (0),
  `digest` integer NOT NULL DEFAULT (0)
);
-- Create index "inventory_character_name" to table: "inventories"
CREATE UNIQUE INDEX `inventory_character_name` ON `inventories` (`character_name`);
-- Create "item_names" table
CREATE TABLE `item_names` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` text NOT NULL,
  `folded` text NOT NULL
);
-- Create index "itemname_name" to table: "item_names"
CREATE UNIQUE INDEX `itemname_name` ON `item_names` (`name`);
-- Enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
