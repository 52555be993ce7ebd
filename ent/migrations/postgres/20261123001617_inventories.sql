-- Drop index "itemcombat_armor_level" from table: "item_combat_stats"
DROP INDEX "itemcombat_armor_level";
-- Drop index "itemcombat_item_id" from table: "item_combat_stats"
DROP INDEX "itemcombat_item_id";
-- Drop index "itemcombat_max_damage" from table: "item_combat_stats"
DROP INDEX "itemcombat_max_damage";
-- Modify "item_combat_stats" table
ALTER TABLE "item_combat_stats" ADD COLUMN "buffed_armor_level" bigint NULL, ADD COLUMN "tinked_armor_level" bigint NULL, ADD COLUMN "buffed_max_damage" bigint NULL, ADD COLUMN "melee_worth" double precision NULL, ADD COLUMN "missile_worth" double precision NULL, ADD COLUMN "attack_type" bigint NULL, ADD COLUMN "ammo_type" bigint NULL, ADD COLUMN "base_weapon_speed" bigint NULL, ADD COLUMN "base_attack_bonus" double precision NULL, ADD COLUMN "buffed_attack_bonus" double precision NULL, ADD COLUMN "base_melee_defense_bonus" double precision NULL, ADD COLUMN "buffed_melee_defense_bonus" double precision NULL, ADD COLUMN "base_elemental_vs_monsters" double precision NULL, ADD COLUMN "buffed_elemental_vs_monsters" double precision NULL, ADD COLUMN "base_mana_conversion_bonus" double precision NULL, ADD COLUMN "buffed_mana_conversion_bonus" double precision NULL, ADD COLUMN "ignore_armor" double precision NULL, ADD COLUMN "magic_absorb" double precision NULL, ADD COLUMN "base_vs_slash" double precision NULL, ADD COLUMN "base_vs_pierce" double precision NULL, ADD COLUMN "base_vs_bludgeon" double precision NULL, ADD COLUMN "base_vs_acid" double precision NULL, ADD COLUMN "base_vs_lightning" double precision NULL, ADD COLUMN "base_vs_fire" double precision NULL, ADD COLUMN "base_vs_cold" double precision NULL;
-- Drop index "itemenhancements_item_id" from table: "item_enhancements"
DROP INDEX "itemenhancements_item_id";
-- Drop index "itemenhancements_times_tinkered" from table: "item_enhancements"
DROP INDEX "itemenhancements_times_tinkered";
-- Modify "item_enhancements" table
ALTER TABLE "item_enhancements" DROP COLUMN "item_xp", ADD COLUMN "healing_kit_bonus" double precision NULL, ADD COLUMN "mana_stone_efficiency" double precision NULL, ADD COLUMN "associated_spell" bigint NULL;
-- Drop index "itemratings_item_id" from table: "item_ratings"
DROP INDEX "itemratings_item_id";
-- Drop index "itemraw_item_id" from table: "item_raw_data"
DROP INDEX "itemraw_item_id";
-- Modify "item_raw_data" table
ALTER TABLE "item_raw_data" DROP COLUMN "digest", ADD COLUMN "appraisal" jsonb NULL;
-- Drop index "itemrequirements_item_id" from table: "item_requirements"
DROP INDEX "itemrequirements_item_id";
-- Drop index "itemrequirements_wield_level" from table: "item_requirements"
DROP INDEX "itemrequirements_wield_level";
-- Modify "item_requirements" table
ALTER TABLE "item_requirements" ADD COLUMN "wield_kind_4" bigint NULL, ADD COLUMN "wield_subject_4" bigint NULL, ADD COLUMN "wield_minimum_4" bigint NULL, ADD COLUMN "allegiance_rank" bigint NULL, ADD COLUMN "use_skill" bigint NULL, ADD COLUMN "use_skill_level" bigint NULL, ADD COLUMN "use_skill_specialized" bigint NULL, ADD COLUMN "use_level" bigint NULL;
-- Drop index "itemspell_family_power" from table: "item_spells"
DROP INDEX "itemspell_family_power";
-- Drop index "itemspell_spell_id" from table: "item_spells"
DROP INDEX "itemspell_spell_id";
-- Create index "itemspell_family_power_item_id" to table: "item_spells"
CREATE INDEX "itemspell_family_power_item_id" ON "item_spells" ("family", "power", "item_id");
-- Create index "itemspell_spell_id_item_id" to table: "item_spells"
CREATE INDEX "itemspell_spell_id_item_id" ON "item_spells" ("spell_id", "item_id");
-- Drop index "item_equippable_slots" from table: "items"
DROP INDEX "item_equippable_slots";
-- Modify "items" table
ALTER TABLE "items" ALTER COLUMN "as_of" DROP NOT NULL, DROP COLUMN "last_seen_at", ADD COLUMN "icon_outline" bigint NULL, ADD COLUMN "item_slots" bigint NULL, ADD COLUMN "pack_slots" bigint NULL, ADD COLUMN "armor_level" bigint NULL, ADD COLUMN "max_damage" bigint NULL, ADD COLUMN "wield_level" bigint NULL, ADD COLUMN "times_tinkered" bigint NULL, ADD COLUMN "rating_total" bigint NULL, ADD COLUMN "wear_slots" bigint NOT NULL DEFAULT 0, ADD COLUMN "reduced_slots" bigint NOT NULL DEFAULT 0, ADD COLUMN "cantrip_tiers" bigint NOT NULL DEFAULT 0, ADD COLUMN "digest" bigint NOT NULL DEFAULT 0, ADD COLUMN "appraised" boolean NOT NULL DEFAULT false, ADD COLUMN "appraised_at" timestamptz NULL, ADD COLUMN "absent_at" timestamptz NULL, ADD COLUMN "rules_version" bigint NOT NULL DEFAULT 0;
-- Create index "item_armor_level" to table: "items"
CREATE INDEX "item_armor_level" ON "items" ("armor_level");
-- Create index "item_cantrip_tiers" to table: "items"
CREATE INDEX "item_cantrip_tiers" ON "items" ("cantrip_tiers");
-- Create index "item_character_name_name" to table: "items"
CREATE INDEX "item_character_name_name" ON "items" ("character_name", "name");
-- Create index "item_equipped_slots" to table: "items"
CREATE INDEX "item_equipped_slots" ON "items" ("equipped_slots");
-- Create index "item_max_damage" to table: "items"
CREATE INDEX "item_max_damage" ON "items" ("max_damage");
-- Create index "item_rating_total" to table: "items"
CREATE INDEX "item_rating_total" ON "items" ("rating_total");
-- Create index "item_reduced_slots" to table: "items"
CREATE INDEX "item_reduced_slots" ON "items" ("reduced_slots");
-- Create index "item_times_tinkered" to table: "items"
CREATE INDEX "item_times_tinkered" ON "items" ("times_tinkered");
-- Create index "item_wear_slots" to table: "items"
CREATE INDEX "item_wear_slots" ON "items" ("wear_slots");
-- Create index "item_wield_level" to table: "items"
CREATE INDEX "item_wield_level" ON "items" ("wield_level");
-- Create "inventories" table
CREATE TABLE "inventories" (
  "id" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY,
  "character_name" character varying NOT NULL,
  "full_as_of" timestamptz NULL,
  "as_of" timestamptz NULL,
  "item_count" bigint NOT NULL DEFAULT 0,
  "skipped_items" bigint NOT NULL DEFAULT 0,
  "digest" bigint NOT NULL DEFAULT 0,
  PRIMARY KEY ("id")
);
-- Create index "inventory_character_name" to table: "inventories"
CREATE UNIQUE INDEX "inventory_character_name" ON "inventories" ("character_name");
-- Create "item_names" table
CREATE TABLE "item_names" (
  "id" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY,
  "name" character varying NOT NULL,
  "folded" character varying NOT NULL,
  PRIMARY KEY ("id")
);
-- Create index "itemname_name" to table: "item_names"
CREATE UNIQUE INDEX "itemname_name" ON "item_names" ("name");
