package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/server/auth"
)

// ChatLog is the answer of GET /chat/{character}.
type ChatLog struct {
	CharacterName string     `json:"character_name"`
	Lines         []ChatLine `json:"lines" doc:"oldest first"`
}

// ChatLine is one line of a character's chat window.
type ChatLine struct {
	Timestamp time.Time `json:"timestamp"`
	Text      string    `json:"text"`
	Color     *int64    `json:"color" doc:"the game's chat type; null where it is unknown"`
}

type chatInput struct {
	CharacterPath
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"200" doc:"the newest so many"`
}

type chatOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         ChatLog
}

// registerChat is GET /chat/{character}.
func (s *Server) registerChat() {
	operate(s, Reader, huma.Operation{
		OperationID: "chat", Method: http.MethodGet, Path: "/chat/{character}", Tags: []string{"characters"},
		Summary: "A character's last lines of chat",
		Description: "From memory: at most 200. Tells (chat types 3, 4 and 31, and lines whose type is unknown) are only there for admins and for users " +
			"who may see this character's.",
	}, s.chat)
}

func (s *Server) chat(ctx context.Context, in *chatInput) (*chatOutput, error) {
	if err := s.mustBeKnown(ctx, in.Character); err != nil {
		return nil, err
	}
	lines := s.options.Hub.State().Chat(in.Character, s.seesTells(ctx, in.Character))
	lines = lines[max(0, len(lines)-in.Limit):]
	// What people write to each other is not for the browser's disk.
	out := &chatOutput{CacheControl: "private, " + cacheNothing, Body: ChatLog{CharacterName: in.Character, Lines: make([]ChatLine, 0, len(lines))}}
	for _, l := range lines {
		out.Body.Lines = append(out.Body.Lines, ChatLine{l.Timestamp, l.Text, l.Color.Ptr()})
	}
	return out, nil
}

// seesTells reports whether the caller may read a character's tells, as on the live socket.
func (s *Server) seesTells(ctx context.Context, character string) bool {
	switch p := PrincipalFrom(ctx); {
	case p.Kind != auth.User:
		return false
	case p.Admin:
		return true
	default:
		s.tells.refresh(ctx)
		return s.tells.sees(p.UserID, character)
	}
}
