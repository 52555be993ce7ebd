package live

import "context"

// Viewer is who listens on a socket. His rights are taken when the socket opens: close his sockets (CloseUser,
// CloseSession) when they change.
type Viewer struct {
	UserID    int // 0 for an internal caller
	Username  string
	SessionID string
	Admin     bool
	Internal  bool
	// SeesTells reports whether the viewer may read a character's tells. It is called for each tell and must be fast
	// and safe for concurrent use. nil: none. Admins see all.
	SeesTells func(character string) bool
}

func (v *Viewer) mayHear(f *frame) bool {
	if f.admins {
		return v.Admin
	}
	return !f.tell || v.Admin || v.SeesTells != nil && v.SeesTells(f.character)
}

// Commander carries out browsers' commands: it checks the right, the text and the rate, logs the command and sends it
// to the plugin. It is called in a goroutine of the socket's own, one command of a socket after the other; ctx ends
// after 10 s or with the socket. why is shown to the user.
type Commander interface {
	Command(ctx context.Context, v Viewer, c Command) (state CommandState, why string)
}

// Command is a line for a character's plugin. ID is the browser's own, empty if it wants no answer. Nothing of it is
// checked yet.
type Command struct {
	Player, Text, ID string
}

// CommandState is how far a command has come.
type CommandState string

// The states of a command.
const (
	CommandQueued   CommandState = "queued"
	CommandSent     CommandState = "sent"
	CommandAnswered CommandState = "answered"
	CommandFailed   CommandState = "failed"
)

// Plugins are asked for floor plans; the gateway is one.
type Plugins interface {
	RequestDungeonMap(player, landblock string) bool
}
