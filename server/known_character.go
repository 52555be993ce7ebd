package server

import (
	"context"
	"fmt"

	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/internal/fault"
)

// CharacterPath is a character in a path, exported because huma sets the fields of embedded structs. Names hold spaces and
// apostrophes; a slash comes percent-encoded.
type CharacterPath struct {
	Character string `path:"character" minLength:"1" maxLength:"64" doc:"the character's name, exactly"`
}

// mustBeKnown is nil for a character of which anything was ever heard, and a NotFound fault for others.
func (s *Server) mustBeKnown(ctx context.Context, name string) error {
	if s.options.Hub.State().Knows(name) {
		return nil
	}
	known, err := s.options.DB.Ent.Character.Query().Where(character.Name(name)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for character: %w", err)
	}
	if !known {
		return unknownCharacter()
	}
	return nil
}

func unknownCharacter() error {
	return fault.New(fault.NotFound, "No character of this name has been seen.")
}
