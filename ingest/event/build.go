package event

// build makes the event of head's type from the located fields.
func (d *decoder) build(head Head) Event {
	switch head.Type {
	case TypeRegister:
		return &Register{Head: head}
	case TypeTelemetry:
		return d.telemetry(head)
	case TypeVitals:
		return &Vitals{Head: head, Points: d.points()}
	case TypeFullInventory:
		return &FullInventory{Head: head, ItemCount: d.int(fieldItemCount), Items: d.list(fieldItems)}
	case TypeInventoryDelta:
		return &InventoryDelta{
			Head: head, Action: d.text(fieldAction, maxShortText), ItemID: d.int(fieldItemID), Item: d.object(fieldItem),
		}
	case TypePortal:
		return &Portal{
			Head: head, PortalName: d.text(fieldPortalName, maxNameText),
			EW: d.float(fieldEW), NS: d.float(fieldNS), Z: d.float(fieldZ),
		}
	case TypeRare:
		return &Rare{
			Head: head, Name: d.text(fieldName, maxNameText),
			EW: d.float(fieldEW), NS: d.float(fieldNS), Z: d.float(fieldZ),
			AdditionalInfo: d.text(fieldAdditionalInfo, maxLongText), Tier: d.text(fieldTier, maxShortText),
		}
	case TypeSpawn:
		return &Spawn{
			Head: head, Mob: d.text(fieldMob, maxNameText),
			EW: d.float(fieldEW), NS: d.float(fieldNS), Z: d.float(fieldZ), WCID: d.int(fieldWCID),
		}
	case TypeDeath:
		return &Death{
			Head: head, Killer: d.text(fieldKiller, maxNameText), Text: d.text(fieldText, maxLongText),
			EW: d.float(fieldEW), NS: d.float(fieldNS), Z: d.float(fieldZ),
			Landcell: d.int(fieldLandcell), Vitae: d.int(fieldVitae), TotalDeaths: d.int(fieldTotalDeaths),
		}
	case TypeCombatStats:
		e := &CombatStats{Head: head}
		d.nested(fieldSession, &e.Session)
		return e
	case TypeCharacterStats:
		return d.characterStats(head)
	case TypeQuest:
		return &Quest{
			Head: head, QuestName: d.text(fieldQuestName, maxNameText), Countdown: d.text(fieldCountdown, maxShortText),
		}
	case TypeChat:
		return &Chat{Head: head, Text: d.text(fieldText, maxLongText), Color: d.int(fieldColor)}
	case TypeCantrips:
		e := &Cantrips{Head: head}
		d.nested(fieldCantrips, &e.Cantrips)
		return e
	case TypeNearbyObjects:
		e := &NearbyObjects{Head: head, Radius: d.float(fieldRadius)}
		d.nested(fieldObjects, &e.Objects)
		return e
	case TypeDungeonMap:
		e := &DungeonMap{
			Head: head, Landblock: d.text(fieldLandblock, maxShortText), Name: d.text(fieldName, maxNameText),
		}
		d.nested(fieldLevels, &e.Levels)
		return e
	case TypeShareVitals, TypeSharePosition, TypeShareItems, TypeShareCastAttempt, TypeShareCastSuccess:
		return d.share(head)
	default:
		return &Unknown{Head: head}
	}
}

func (d *decoder) telemetry(head Head) *Telemetry {
	return &Telemetry{
		Head:                head,
		EW:                  d.float(fieldEW),
		NS:                  d.float(fieldNS),
		Z:                   d.float(fieldZ),
		Kills:               d.int(fieldKills),
		KillsPerHour:        d.float(fieldKillsPerHour),
		OnlineTime:          d.text(fieldOnlineTime, maxShortText),
		Deaths:              d.int(fieldDeaths),
		TotalDeaths:         d.int(fieldTotalDeaths),
		PrismaticTaperCount: d.int(fieldPrismaticTaperCount),
		RaresFound:          d.int(fieldRaresFound),
		VTState:             d.text(fieldVTState, maxShortText),
		CharTag:             d.text(fieldCharTag, maxShortText),
		Server:              d.text(fieldServer, maxShortText),
		MemMB:               d.float(fieldMemMB),
		CPUPct:              d.float(fieldCPUPct),
		MemHandles:          d.int(fieldMemHandles),
		LatencyMS:           d.float(fieldLatencyMS),
		Landcell:            d.int(fieldLandcell),
		Heading:             d.float(fieldHeading),
		LastServerMessageS:  d.float(fieldLastServerMessageS),
	}
}

func (d *decoder) points() Points {
	return Points{
		HealthCurrent:     d.int(fieldHealthCurrent),
		HealthMax:         d.int(fieldHealthMax),
		HealthPercentage:  d.float(fieldHealthPercentage),
		StaminaCurrent:    d.int(fieldStaminaCurrent),
		StaminaMax:        d.int(fieldStaminaMax),
		StaminaPercentage: d.float(fieldStaminaPercentage),
		ManaCurrent:       d.int(fieldManaCurrent),
		ManaMax:           d.int(fieldManaMax),
		ManaPercentage:    d.float(fieldManaPercentage),
		Vitae:             d.int(fieldVitae),
	}
}

func (d *decoder) characterStats(head Head) *CharacterStats {
	e := &CharacterStats{
		Head:            head,
		Level:           d.int(fieldLevel),
		Deaths:          d.int(fieldDeaths),
		SkillCredits:    d.int(fieldSkillCredits),
		Race:            d.text(fieldRace, maxShortText),
		Gender:          d.text(fieldGender, maxShortText),
		Birth:           d.text(fieldBirth, maxShortText),
		TotalXP:         d.int(fieldTotalXP),
		UnassignedXP:    d.int(fieldUnassignedXP),
		LuminanceEarned: d.int(fieldLuminanceEarned),
		LuminanceTotal:  d.int(fieldLuminanceTotal),
		CurrentTitle:    d.int(fieldCurrentTitle),
	}
	d.nested(fieldAttributes, &e.Attributes)
	d.nested(fieldVitals, &e.Vitals)
	d.nested(fieldSkills, &e.Skills)
	d.nested(fieldAllegiance, &e.Allegiance)
	d.nested(fieldTitles, &e.Titles)
	d.nested(fieldProperties, &e.Properties)
	return e
}

func (d *decoder) share(head Head) *Share {
	e := &Share{Head: head, PlayerID: d.int(fieldPlayerID), Server: d.text(fieldServer, maxShortText)}
	switch head.Type {
	case TypeShareVitals:
		e.Points = d.points()
	case TypeSharePosition:
		e.EW, e.NS, e.Z = d.float(fieldEW), d.float(fieldNS), d.float(fieldZ)
		e.Heading, e.Landcell = d.float(fieldHeading), d.int(fieldLandcell)
	case TypeShareItems:
		d.nested(fieldTrackedItems, &e.TrackedItems)
	case TypeShareCastAttempt:
		e.SpellID, e.Target, e.Skill = d.int(fieldSpellID), d.text(fieldTarget, maxNameText), d.text(fieldSkill, maxNameText)
	case TypeShareCastSuccess:
		e.SpellID, e.Target = d.int(fieldSpellID), d.text(fieldTarget, maxNameText)
		e.DurationMS = d.int(fieldDurationMS)
	default:
	}
	return e
}
