package gamedata

// ChatType is the game's number for the kind of a chat line; DECAL calls it the colour.
type ChatType int

// The chat types.
const (
	ChatBroadcast      ChatType = 0
	ChatAllChannels    ChatType = 1
	ChatSpeech         ChatType = 2
	ChatTell           ChatType = 3
	ChatOutgoingTell   ChatType = 4
	ChatSystem         ChatType = 5
	ChatCombat         ChatType = 6
	ChatMagic          ChatType = 7
	ChatChannel        ChatType = 8
	ChatChannelSend    ChatType = 9
	ChatSocial         ChatType = 10
	ChatSocialSend     ChatType = 11
	ChatEmote          ChatType = 12
	ChatAdvancement    ChatType = 13
	ChatAbuse          ChatType = 14
	ChatHelp           ChatType = 15
	ChatAppraisal      ChatType = 16
	ChatSpellcasting   ChatType = 17
	ChatAllegiance     ChatType = 18
	ChatFellowship     ChatType = 19
	ChatWorldBroadcast ChatType = 20
	ChatCombatEnemy    ChatType = 21
	ChatCombatSelf     ChatType = 22
	ChatRecall         ChatType = 23
	ChatCraft          ChatType = 24
	ChatSalvaging      ChatType = 25
	ChatAdminTell      ChatType = 31
)

// Private says whether a line of this type is meant for one person: tells, in and out, and the administrators' tells.
func (t ChatType) Private() bool {
	return t == ChatTell || t == ChatOutgoingTell || t == ChatAdminTell
}
