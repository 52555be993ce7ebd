package store

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// Who is who made a change, as readers see it.
type Who struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	Via          string  `json:"via"`
	KeyID        string  `json:"key_id,omitempty"`
	Impersonator *Person `json:"impersonator"`
}

// Person is a user by id and name.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Logged is a change, as readers see it.
type Logged struct {
	Change   string     `json:"change"` // its id
	At       time.Time  `json:"at"`
	By       Who        `json:"by"`
	Action   string     `json:"action"`
	Type     string     `json:"type"`
	Rows     int        `json:"rows"`
	Undo     string     `json:"undo,omitempty"` // token, while it can be undone and for who may
	UndoneAt *time.Time `json:"undone_at"`
	UndoneBy string     `json:"undone_by,omitempty"`
	Note     string     `json:"note,omitempty"`
}

// LoggedRow is what a change did to one row, as readers see it.
type LoggedRow struct {
	Revision     int             `json:"revision"`
	Change       string          `json:"change"`
	At           time.Time       `json:"at"`
	By           Who             `json:"by"`
	Action       string          `json:"action"`
	Type         string          `json:"type"`
	ID           string          `json:"id"`
	Label        string          `json:"label"`
	Diff         json.RawMessage `json:"diff"`
	SecretFields []string        `json:"secret_fields"`
}

// AuditPage is a page of the list of all changes.
type AuditPage struct {
	Items []Logged `json:"items"`
	Next  *string  `json:"next"` // null at the end
}

// AuditRowsPage is a page of the rows that a change touched.
type AuditRowsPage struct {
	Items []LoggedRow `json:"items"`
	Next  *string     `json:"next"` // null at the end
}

func whoOf(a Actor) Who {
	w := Who{ID: a.ID, Name: a.Name, Via: a.Via, KeyID: a.KeyID}
	if a.ImpersonatorID != "" {
		w.Impersonator = &Person{ID: a.ImpersonatorID, Name: a.ImpersonatorName}
	}
	return w
}

func (s *Store) loggedOf(by access.Principal, c Change) Logged {
	l := Logged{
		Change: strconv.FormatInt(c.ID, 10), At: c.At, By: whoOf(c.Actor), Action: c.Action, Type: c.Type, Rows: c.Rows,
		UndoneBy: c.UndoneBy, Note: c.Note,
	}
	if !c.UndoneAt.IsZero() {
		l.UndoneAt = &c.UndoneAt
	} else if c.ExpiresAt.After(s.now()) && (c.Actor.ID == by.ID || s.manages(by, "") == nil) {
		l.Undo = c.Token
	}
	return l
}

// loggedRow is an entry of a type's as by sees it. Edges to rows of which he may view only some are left out: the diff
// has their labels.
func (s *Store) loggedRow(by access.Principal, t *entity.Type, e Entry) LoggedRow {
	rights := s.Rights(by, &t.Type)
	l := unfiltered(e)
	l.Diff = rights.Diff(e.Diff, func(name string) bool {
		edge := t.Edge(name)
		if edge == nil {
			return true
		}
		target := s.registry.Type(edge.Type)
		return target != nil && s.Rights(by, &target.Type).Rows == nil
	})
	l.SecretFields = slices.DeleteFunc(slices.Clone(l.SecretFields), func(name string) bool { return !rights.Writes(name) })
	if len(rights.Names(t.Title)) < len(t.Title) {
		l.Label = t.Label + " " + e.ObjectID
	}
	return l
}

func unfiltered(e Entry) LoggedRow {
	l := LoggedRow{
		Revision: e.Number, Change: strconv.FormatInt(e.ChangeID, 10), At: e.At, By: whoOf(e.Actor), Action: e.Revision.Action,
		Type: e.Revision.Type, ID: e.ObjectID, Label: e.Label, Diff: e.Diff, SecretFields: e.SecretFields,
	}
	if l.Diff == nil {
		l.Diff = json.RawMessage("{}")
	}
	if l.SecretFields == nil {
		l.SecretFields = []string{}
	}
	return l
}

// number reads a cursor.
func number(text, field string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, problem.Field(field, "Is not a cursor of this list.")
	}
	return n, nil
}

// audited are the types whose changes by may see in the list of all: those that he may view whole and, where he manages
// them, the admin's own.
func (s *Store) audited(by access.Principal) []string {
	types := []string{}
	for _, t := range s.registry.Types {
		if r := s.Rights(by, &t.Type); r.View && r.Rows == nil {
			types = append(types, t.Slug)
		}
	}
	if s.manages(by, "") == nil {
		types = append(types, typeRoles, typeMembers, typeKeys, typePeople)
	}
	return types
}

// AuditInput selects changes. Empty members select nothing out.
type AuditInput struct {
	Actor, Type, Action string
	From, To            time.Time
	After               string // AuditPage.Next of the page before
	Limit               int
}

// AuditList is the list of all changes, newest first, for who may see it. Of types that he may not view whole there is
// nothing in it.
func (s *Store) AuditList(ctx context.Context, by access.Principal, in AuditInput) (AuditPage, error) {
	if !s.Policy().Audits(by) {
		return AuditPage{}, problem.Forbidden("see the list of all changes")
	}
	before, err := number(in.After, "after")
	if err != nil {
		return AuditPage{}, err
	}
	limit := page(in.Limit)
	found, err := s.Audit(ctx, AuditQuery{
		Actor: in.Actor, Type: in.Type, Action: in.Action, Types: s.audited(by), From: in.From, To: in.To, Before: before, Limit: limit,
	})
	if err != nil {
		return AuditPage{}, err
	}
	p := AuditPage{Items: make([]Logged, len(found))}
	for i, c := range found {
		p.Items[i] = s.loggedOf(by, c)
	}
	if len(found) == limit {
		p.Next = &p.Items[limit-1].Change
	}
	return p, nil
}

// AuditRows are the rows that a change touched, for who may see the list of all changes. What he may not read of them is
// left out.
func (s *Store) AuditRows(ctx context.Context, by access.Principal, change, after string, limit int) (AuditRowsPage, error) {
	if !s.Policy().Audits(by) {
		return AuditRowsPage{}, problem.Forbidden("see the list of all changes")
	}
	id, err := number(change, "change")
	if err != nil {
		return AuditRowsPage{}, problem.NotFound("such change")
	}
	seq, err := number(after, "after")
	if err != nil {
		return AuditRowsPage{}, err
	}
	limit = page(limit)
	found, err := s.EntriesOf(ctx, id, seq, limit)
	if err != nil {
		return AuditRowsPage{}, err
	}
	types := s.audited(by)
	p := AuditRowsPage{Items: []LoggedRow{}}
	for _, e := range found {
		t := s.registry.Type(e.Revision.Type)
		switch {
		case !slices.Contains(types, e.Revision.Type):
		case t != nil:
			p.Items = append(p.Items, s.loggedRow(by, t, e))
		case strings.HasPrefix(e.Revision.Type, "_"):
			p.Items = append(p.Items, unfiltered(e))
		}
	}
	if len(found) == limit {
		next := strconv.FormatInt(found[limit-1].Seq, 10)
		p.Next = &next
	}
	return p, nil
}
