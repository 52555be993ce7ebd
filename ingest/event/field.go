package event

// field numbers the keys that any type of the contract knows at the top level of a frame.
type field uint8

const (
	fieldNone field = iota
	fieldType
	fieldCharacterName
	fieldTimestamp
	fieldSessionID
	fieldEW
	fieldNS
	fieldZ
	fieldKills
	fieldKillsPerHour
	fieldOnlineTime
	fieldDeaths
	fieldTotalDeaths
	fieldPrismaticTaperCount
	fieldRaresFound
	fieldVTState
	fieldCharTag
	fieldMemMB
	fieldCPUPct
	fieldMemHandles
	fieldLatencyMS
	fieldLandcell
	fieldHeading
	fieldServer
	fieldLastServerMessageS
	fieldHealthCurrent
	fieldHealthMax
	fieldHealthPercentage
	fieldStaminaCurrent
	fieldStaminaMax
	fieldStaminaPercentage
	fieldManaCurrent
	fieldManaMax
	fieldManaPercentage
	fieldVitae
	fieldItemCount
	fieldItems
	fieldAction
	fieldItem
	fieldItemID
	fieldPortalName
	fieldName
	fieldAdditionalInfo
	fieldTier
	fieldMob
	fieldWCID
	fieldKiller
	fieldText
	fieldSession
	fieldLevel
	fieldSkillCredits
	fieldRace
	fieldGender
	fieldBirth
	fieldTotalXP
	fieldUnassignedXP
	fieldLuminanceEarned
	fieldLuminanceTotal
	fieldAttributes
	fieldVitals
	fieldSkills
	fieldAllegiance
	fieldCurrentTitle
	fieldTitles
	fieldProperties
	fieldQuestName
	fieldCountdown
	fieldColor
	fieldCantrips
	fieldRadius
	fieldObjects
	fieldLandblock
	fieldLevels
	fieldPlayerID
	fieldTrackedItems
	fieldSpellID
	fieldTarget
	fieldSkill
	fieldDurationMS
	fieldCount
)

// fieldOf finds a key, which must be without escapes; fieldNone when no type knows it.
func fieldOf(key []byte) field {
	switch string(key) {
	case "type":
		return fieldType
	case "character_name":
		return fieldCharacterName
	case "timestamp":
		return fieldTimestamp
	case "session_id":
		return fieldSessionID
	case "ew":
		return fieldEW
	case "ns":
		return fieldNS
	case "z":
		return fieldZ
	case "kills":
		return fieldKills
	case "kills_per_hour":
		return fieldKillsPerHour
	case "onlinetime":
		return fieldOnlineTime
	case "deaths":
		return fieldDeaths
	case "total_deaths":
		return fieldTotalDeaths
	case "prismatic_taper_count":
		return fieldPrismaticTaperCount
	case "rares_found":
		return fieldRaresFound
	case "vt_state":
		return fieldVTState
	case "char_tag":
		return fieldCharTag
	case "mem_mb":
		return fieldMemMB
	case "cpu_pct":
		return fieldCPUPct
	case "mem_handles":
		return fieldMemHandles
	case "latency_ms":
		return fieldLatencyMS
	case "landcell":
		return fieldLandcell
	case "heading":
		return fieldHeading
	case "server":
		return fieldServer
	case "last_server_message_s":
		return fieldLastServerMessageS
	case "health_current":
		return fieldHealthCurrent
	case "health_max":
		return fieldHealthMax
	case "health_percentage":
		return fieldHealthPercentage
	case "stamina_current":
		return fieldStaminaCurrent
	case "stamina_max":
		return fieldStaminaMax
	case "stamina_percentage":
		return fieldStaminaPercentage
	case "mana_current":
		return fieldManaCurrent
	case "mana_max":
		return fieldManaMax
	case "mana_percentage":
		return fieldManaPercentage
	case "vitae":
		return fieldVitae
	case "item_count":
		return fieldItemCount
	case "items":
		return fieldItems
	case "action":
		return fieldAction
	case "item":
		return fieldItem
	case "item_id":
		return fieldItemID
	case "portal_name":
		return fieldPortalName
	case "name":
		return fieldName
	case "additional_info":
		return fieldAdditionalInfo
	case "tier":
		return fieldTier
	case "mob":
		return fieldMob
	case "wcid":
		return fieldWCID
	case "killer":
		return fieldKiller
	case "text":
		return fieldText
	case "session":
		return fieldSession
	case "level":
		return fieldLevel
	case "skill_credits":
		return fieldSkillCredits
	case "race":
		return fieldRace
	case "gender":
		return fieldGender
	case "birth":
		return fieldBirth
	case "total_xp":
		return fieldTotalXP
	case "unassigned_xp":
		return fieldUnassignedXP
	case "luminance_earned":
		return fieldLuminanceEarned
	case "luminance_total":
		return fieldLuminanceTotal
	case "attributes":
		return fieldAttributes
	case "vitals":
		return fieldVitals
	case "skills":
		return fieldSkills
	case "allegiance":
		return fieldAllegiance
	case "current_title":
		return fieldCurrentTitle
	case "titles":
		return fieldTitles
	case "properties":
		return fieldProperties
	case "quest_name":
		return fieldQuestName
	case "countdown":
		return fieldCountdown
	case "color":
		return fieldColor
	case "cantrips":
		return fieldCantrips
	case "radius":
		return fieldRadius
	case "objects":
		return fieldObjects
	case "landblock":
		return fieldLandblock
	case "levels":
		return fieldLevels
	case "player_id":
		return fieldPlayerID
	case "tracked_items":
		return fieldTrackedItems
	case "spell_id":
		return fieldSpellID
	case "target":
		return fieldTarget
	case "skill":
		return fieldSkill
	case "duration_ms":
		return fieldDurationMS
	}
	return fieldNone
}
