package server

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/time/rate"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/characteraccess"
	"github.com/mosswart/overlord/ent/commandlog"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/server/auth"
)

// The limits of commands.
const (
	CommandBytes     = 255 // of one command
	CommandBurst     = 20  // that a user may send at once …
	CommandPerSecond = 2   // … and then, each second
)

// Plugins carries a command to a character's plugin; the ingest gateway is one.
type Plugins interface {
	// SendCommand reports whether there was a plugin socket to send to. It does not block.
	SendCommand(player, command string) bool
}

// Commander carries out browsers' commands for the live hub: it checks text, right and rate, logs each command with its
// state, and hands it to the plugin. It is safe for concurrent use.
type Commander struct {
	db       *database.DB
	plugins  Plugins
	internal bool // internal callers may command
	readOnly bool
	log      *slog.Logger
	now      func() time.Time

	mu       sync.Mutex
	limiters map[int]*rate.Limiter // by user; 0 is all internal callers together
}

// Command implements live.Commander. A command that is refused for what it is (text, rate) leaves no row in the log;
// one that is refused for who sent it, or that fails, does.
func (c *Commander) Command(ctx context.Context, v live.Viewer, cmd live.Command) (live.CommandState, string) {
	if why := commandFault(cmd); why != "" {
		return live.CommandFailed, why
	}
	if c.readOnly {
		return live.CommandFailed, "The site is read-only for the moment."
	}
	if !c.allow(v.UserID) {
		return live.CommandFailed, fmt.Sprintf("Too many commands: %d at once, then %d a second.", CommandBurst, CommandPerSecond)
	}
	permitted, err := c.permitted(ctx, v, cmd.Player)
	if err != nil {
		c.log.ErrorContext(ctx, "command refused", slog.Any("error", err))
		return live.CommandFailed, "The database does not answer; try again."
	}
	row, err := c.begin(ctx, v, cmd)
	if err != nil {
		c.log.ErrorContext(ctx, "command refused", slog.Any("error", err))
		return live.CommandFailed, "The command log cannot be written; try again."
	}
	state, why := live.CommandSent, ""
	switch {
	case !permitted:
		state, why = live.CommandFailed, "You may not command this character."
	case !c.plugins.SendCommand(cmd.Player, cmd.Text):
		state, why = live.CommandFailed, "No plugin of this character is connected."
	}
	// What happened has happened: it is written down even when the browser has gone.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := row.Update().SetState(commandlog.State(state)).SetWhy(why).Exec(ctx); err != nil {
		c.log.ErrorContext(ctx, "cannot note what became of a command", slog.Int("id", row.ID), slog.String("state", string(state)), slog.Any("error", err))
	}
	return state, why
}

// commandFault says what is wrong with a command's text, "" for nothing.
func commandFault(cmd live.Command) string {
	switch {
	case !plainLine(cmd.Player) || utf8.RuneCountInString(cmd.Player) > 64:
		return "This is no character's name."
	case strings.TrimSpace(cmd.Text) == "":
		return "The command is empty."
	case len(cmd.Text) > CommandBytes:
		return fmt.Sprintf("The command is longer than %d bytes.", CommandBytes)
	case !utf8.ValidString(cmd.Text) || strings.ContainsFunc(cmd.Text, unprintable):
		return "A command is one line without control characters."
	default:
		return ""
	}
}

// unprintable tells control characters, and what some programs take for the end of a line.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}

func plainLine(s string) bool {
	return s != "" && utf8.ValidString(s) && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, unprintable)
}

// allow takes a token from the user's bucket.
func (c *Commander) allow(userID int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if len(c.limiters) >= 1000 { // a full bucket remembers nothing
		for id, l := range c.limiters {
			if l.TokensAt(now) >= CommandBurst {
				delete(c.limiters, id)
			}
		}
	}
	l := c.limiters[userID]
	if l == nil {
		l = rate.NewLimiter(CommandPerSecond, CommandBurst)
		c.limiters[userID] = l
	}
	return l.AllowN(now, 1)
}

// permitted reports whether the viewer may command the character.
func (c *Commander) permitted(ctx context.Context, v live.Viewer, name string) (bool, error) {
	p := auth.Principal{Kind: auth.User, UserID: v.UserID, Admin: v.Admin}
	if v.Internal {
		p = auth.Principal{Kind: auth.Internal}
	}
	may, err := mayCommand(ctx, c.db.Ent, p, c.internal)
	if err != nil {
		return false, err
	}
	return may(name), nil
}

// begin writes the command down as queued.
func (c *Commander) begin(ctx context.Context, v live.Viewer, cmd live.Command) (*ent.CommandLog, error) {
	create := c.db.Ent.CommandLog.Create().SetUsername(v.Username).SetCharacterName(cmd.Player).SetCommand(cmd.Text)
	if v.UserID != 0 {
		create.SetUserID(v.UserID)
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("log command: %w", err)
	}
	return row, nil
}

// mayCommand answers, for one caller, which characters he may command: a signed-in user all but those that an admin has
// taken from him (a row with command=false); an internal caller all or none, by INTERNAL_COMMANDS; others none.
func mayCommand(ctx context.Context, client *ent.Client, p auth.Principal, internal bool) (func(character string) bool, error) {
	switch p.Kind {
	case auth.Internal:
		return func(string) bool { return internal }, nil
	case auth.User:
		names, err := client.Character.Query().
			Where(character.HasAccessesWith(characteraccess.UserID(p.UserID), characteraccess.Command(false))).
			Select(character.FieldName).Strings(ctx)
		if err != nil {
			return nil, fmt.Errorf("read command rights: %w", err)
		}
		refused := make(map[string]struct{}, len(names))
		for _, name := range names {
			refused[name] = struct{}{}
		}
		return func(name string) bool { _, no := refused[name]; return !no }, nil
	case auth.Anonymous:
	}
	return func(string) bool { return false }, nil
}

func (s *Server) mayCommand(ctx context.Context, p auth.Principal) (func(character string) bool, error) {
	return mayCommand(ctx, s.options.DB.Ent, p, s.options.InternalCommands && !s.options.ReadOnly)
}
