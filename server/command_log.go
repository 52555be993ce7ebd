package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/commandlog"
)

// LoggedCommand is one command that somebody sent to a character.
type LoggedCommand struct {
	ID            int       `json:"id"`
	CreatedAt     time.Time `json:"created_at"`
	Username      string    `json:"username" doc:"the sender's name at the time; empty for a program on this machine"`
	CharacterName string    `json:"character_name"`
	Command       string    `json:"command"`
	State         string    `json:"state" enum:"queued,sent,answered,failed"`
	Why           string    `json:"why" doc:"why it failed"`
}

// LoggedCommands is one page of the command log.
type LoggedCommands struct {
	Commands   []LoggedCommand `json:"commands" nullable:"false"`
	NextCursor string          `json:"next_cursor" doc:"empty on the last page"`
}

type commandLogInput struct {
	Character string `query:"character" maxLength:"64"`
	Username  string `query:"username" maxLength:"64"`
	State     string `query:"state" enum:"queued,sent,answered,failed"`
	Limit     int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor    string `query:"cursor" maxLength:"64" doc:"next_cursor of the page before"`
}

// registerCommandLog is GET /api-admin/commands.
func (s *Server) registerCommandLog() {
	operate(s, Admin, huma.Operation{
		OperationID: "command-log", Method: http.MethodGet, Path: "/api-admin/commands", Tags: []string{"characters"},
		Summary: "Who sent which command to whom, newest first",
	}, s.commandLog)
}

func (s *Server) commandLog(ctx context.Context, in *commandLogInput) (*struct{ Body LoggedCommands }, error) {
	after, err := pageAfter(in.Cursor, commandlog.FieldCreatedAt)
	if err != nil {
		return nil, err
	}
	query := s.options.DB.Ent.CommandLog.Query().Where(after).Limit(in.Limit+1).
		Order(commandlog.ByCreatedAt(sql.OrderDesc()), commandlog.ByID(sql.OrderDesc()))
	if in.Character != "" {
		query.Where(commandlog.CharacterName(in.Character))
	}
	if in.Username != "" {
		query.Where(commandlog.Username(in.Username))
	}
	if in.State != "" {
		query.Where(commandlog.StateEQ(commandlog.State(in.State)))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read command log: %w", err)
	}
	rows, next := pageOf(rows, in.Limit, func(r *ent.CommandLog) cursor { return cursor{r.CreatedAt, r.ID} })
	out := LoggedCommands{Commands: make([]LoggedCommand, len(rows)), NextCursor: next}
	for i, r := range rows {
		out.Commands[i] = LoggedCommand{
			ID: r.ID, CreatedAt: r.CreatedAt.UTC(), Username: r.Username, CharacterName: r.CharacterName,
			Command: r.Command, State: string(r.State), Why: r.Why,
		}
	}
	return &struct{ Body LoggedCommands }{out}, nil
}
