package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/characteraccess"
	"github.com/mosswart/overlord/ent/user"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
)

// OwnedCharacter is one character as admins see it: hidden or not, and what was said of whom with it.
type OwnedCharacter struct {
	ID          int              `json:"id"`
	Name        string           `json:"name"`
	Server      string           `json:"server" doc:"the game server; empty while unknown"`
	Tag         string           `json:"tag" doc:"the plugin's newest char_tag"`
	Hidden      bool             `json:"hidden" doc:"left out of lists"`
	FirstSeenAt time.Time        `json:"first_seen_at"`
	LastSeenAt  time.Time        `json:"last_seen_at"`
	Access      []AccessOfPlayer `json:"access" nullable:"false" doc:"by user name; users without a line may command it and see no tells"`
}

// AccessOfPlayer is what one user may do with one character.
type AccessOfPlayer struct {
	UserID   int    `json:"user_id"`
	Username string `json:"username"`
	SeeTells bool   `json:"see_tells"`
	Command  bool   `json:"command"`
}

// OwnedCharacters is the answer of GET /api-admin/characters.
type OwnedCharacters struct {
	Characters []OwnedCharacter `json:"characters" nullable:"false"`
}

type ownedChange struct {
	Hidden *bool   `json:"hidden,omitempty"`
	Name   *string `json:"name,omitempty" minLength:"1" maxLength:"64" doc:"all that is stored goes over to the new name"`
}

type accessChange struct {
	SeeTells bool `json:"see_tells"`
	Command  bool `json:"command"`
}

// OwnedPath is a character's row in a path, exported because huma sets the fields of embedded structs.
type OwnedPath struct {
	ID int `path:"id" minimum:"1" maximum:"2147483647"`
}

// AccessPath is a user with a character in a path.
type AccessPath struct {
	OwnedPath
	User int `path:"user" minimum:"1" maximum:"2147483647"`
}

// registerOwners is /api-admin/characters and what is below it.
func (s *Server) registerOwners() {
	operation := func(id, method, path, summary, description string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/api-admin/characters" + path, Tags: []string{"characters"},
			Summary: summary, Description: description, DefaultStatus: status,
		}
	}
	operate(s, Admin, operation("owned-characters", http.MethodGet, "", "All characters with their users, by name", "Hidden ones too.", http.StatusOK), s.ownedCharacters)
	operate(s, Admin, operation("change-character", http.MethodPatch, "/{id}", "Hide a character, show it again, or rename it",
		"Only one that is offline is renamed. A history of months takes a while; it is renamed whole or not at all.", http.StatusOK), s.changeCharacter)
	operate(s, Admin, operation("forget-character", http.MethodDelete, "/{id}", "Forget a character with all that is stored of it",
		"Only one that is offline. When its plugin connects again, it begins anew. An inventory process with a database of its own keeps its part.",
		http.StatusNoContent), s.forgetCharacter)
	operate(s, Admin, operation("set-access", http.MethodPut, "/{id}/access/{user}", "Say what a user may do with a character", "", http.StatusOK), s.setAccess)
	operate(s, Admin, operation("drop-access", http.MethodDelete, "/{id}/access/{user}", "Let a user do what everybody may do with a character", "",
		http.StatusNoContent), s.dropAccess)
}

func ownedCharacter(c *ent.Character) OwnedCharacter {
	out := OwnedCharacter{
		ID: c.ID, Name: c.Name, Server: c.Server, Tag: c.Tag, Hidden: c.Hidden,
		FirstSeenAt: c.FirstSeenAt.UTC(), LastSeenAt: c.LastSeenAt.UTC(), Access: make([]AccessOfPlayer, 0, len(c.Edges.Accesses)),
	}
	for _, a := range c.Edges.Accesses {
		out.Access = append(out.Access, AccessOfPlayer{UserID: a.UserID, Username: a.Edges.User.Username, SeeTells: a.SeeTells, Command: a.Command})
	}
	return out
}

// withAccess has the accesses of the characters read too, each with its user, by his name.
func withAccess(q *ent.CharacterQuery) *ent.CharacterQuery {
	return q.WithAccesses(func(q *ent.CharacterAccessQuery) {
		q.WithUser().Order(characteraccess.ByUserField(user.FieldUsername))
	})
}

func (s *Server) ownedCharacters(ctx context.Context, _ *struct{}) (*struct{ Body OwnedCharacters }, error) {
	rows, err := withAccess(s.options.DB.Ent.Character.Query()).Order(character.ByName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read characters: %w", err)
	}
	out := OwnedCharacters{Characters: make([]OwnedCharacter, len(rows))}
	for i, row := range rows {
		out.Characters[i] = ownedCharacter(row)
	}
	return &struct{ Body OwnedCharacters }{out}, nil
}

// owned reads one character with its accesses; a NotFound fault where there is none.
func owned(ctx context.Context, client *ent.Client, id int) (*ent.Character, error) {
	row, err := withAccess(client.Character.Query().Where(character.ID(id))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, unknownCharacter()
	}
	if err != nil {
		return nil, fmt.Errorf("read character: %w", err)
	}
	return row, nil
}

func (s *Server) changeCharacter(ctx context.Context, in *struct {
	OwnedPath
	Body ownedChange
}) (*struct{ Body OwnedCharacter }, error) {
	var before, after *ent.Character
	err := s.options.DB.InTx(ctx, func(ctx context.Context, tx database.Tx) (err error) {
		if before, err = owned(ctx, tx.Ent, in.ID); err != nil {
			return err
		}
		if in.Body.Hidden != nil {
			if err := tx.Ent.Character.UpdateOneID(in.ID).SetHidden(*in.Body.Hidden).Exec(ctx); err != nil {
				return fmt.Errorf("hide character: %w", err)
			}
		}
		if name := in.Body.Name; name != nil && *name != before.Name {
			if err := s.rename(ctx, tx, before, *name); err != nil {
				return err
			}
		}
		after, err = owned(ctx, tx.Ent, in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if after.Name != before.Name {
		s.options.Hub.State().Forget(before.Name)
	}
	return &struct{ Body OwnedCharacter }{ownedCharacter(after)}, nil
}

// rename lets all that is stored of a character go over to another name.
func (s *Server) rename(ctx context.Context, tx database.Tx, c *ent.Character, name string) error {
	if err := s.mustBeOffline(c.Name); err != nil {
		return err
	}
	taken, err := tx.Ent.Character.Query().Where(character.Name(name)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for character: %w", err)
	}
	if taken || s.options.Hub.State().Knows(name) {
		return fault.New(fault.Conflict, "There is a character of that name.").WithField("name", "is taken")
	}
	err = tx.Ent.Character.UpdateOneID(c.ID).SetName(name).Exec(ctx)
	var invalid *ent.ValidationError
	if errors.As(err, &invalid) {
		return fault.Field("name", "must be one line without blanks at its ends")
	}
	if err != nil {
		return fmt.Errorf("rename character: %w", err)
	}
	return renameRows(ctx, tx, c.Name, name)
}

func (s *Server) forgetCharacter(ctx context.Context, in *OwnedPath) (*struct{}, error) {
	name := ""
	err := s.options.DB.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		c, err := owned(ctx, tx.Ent, in.ID)
		if err != nil {
			return err
		}
		if err := s.mustBeOffline(c.Name); err != nil {
			return err
		}
		if err := tx.Ent.Character.DeleteOneID(in.ID).Exec(ctx); err != nil {
			return fmt.Errorf("forget character: %w", err)
		}
		name = c.Name
		return forgetRows(ctx, tx, name)
	})
	if err != nil {
		return nil, err
	}
	s.options.Hub.State().Forget(name)
	return nil, nil
}

// mustBeOffline is a Conflict fault while a character's plugin is heard of: what it sends next would come under the
// name that is to go.
func (s *Server) mustBeOffline(name string) error {
	if p, ok := s.options.Hub.State().Player(name); ok && s.now().Sub(p.LastSeen) <= onlineWithin {
		return fault.New(fault.Conflict, "Its plugin is connected. End that first.").WithKind("character-online")
	}
	return nil
}

func (s *Server) setAccess(ctx context.Context, in *struct {
	AccessPath
	Body accessChange
}) (*struct{ Body OwnedCharacter }, error) {
	var after *ent.Character
	err := s.options.DB.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		if _, err := owned(ctx, tx.Ent, in.ID); err != nil {
			return err
		}
		known, err := tx.Ent.User.Query().Where(user.ID(in.User)).Exist(ctx)
		if err != nil {
			return fmt.Errorf("look for user: %w", err)
		}
		if !known {
			return fault.New(fault.NotFound, "There is no such user.")
		}
		changed, err := tx.Ent.CharacterAccess.Update().Where(characteraccess.UserID(in.User), characteraccess.CharacterID(in.ID)).
			SetSeeTells(in.Body.SeeTells).SetCommand(in.Body.Command).Save(ctx)
		if err == nil && changed == 0 {
			err = tx.Ent.CharacterAccess.Create().SetUserID(in.User).SetCharacterID(in.ID).
				SetSeeTells(in.Body.SeeTells).SetCommand(in.Body.Command).Exec(ctx)
		}
		if err != nil {
			return fmt.Errorf("set access: %w", err)
		}
		after, err = owned(ctx, tx.Ent, in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &struct{ Body OwnedCharacter }{ownedCharacter(after)}, nil
}

func (s *Server) dropAccess(ctx context.Context, in *AccessPath) (*struct{}, error) {
	n, err := s.options.DB.Ent.CharacterAccess.Delete().
		Where(characteraccess.UserID(in.User), characteraccess.CharacterID(in.ID)).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("drop access: %w", err)
	}
	if n == 0 {
		return nil, fault.New(fault.NotFound, "Nothing was said of this user and this character.")
	}
	return nil, nil
}
