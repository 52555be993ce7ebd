package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/boardcomment"
	"github.com/mosswart/overlord/ent/boardissue"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
)

// BoardIssue is one matter of the guild's board.
type BoardIssue struct {
	ID        int        `json:"id"`
	Title     string     `json:"title"`
	Body      string     `json:"body" doc:"plain text"`
	State     string     `json:"state" enum:"open,in_progress,done,declined"`
	Category  string     `json:"category" doc:"what it is about; empty: nothing in particular"`
	Author    string     `json:"author" doc:"the author's name at the time"`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
	ClosedAt  *time.Time `json:"closed_at" doc:"when it was done or declined"`
	Comments  int        `json:"comments" doc:"how many"`
	MayEdit   bool       `json:"may_edit" doc:"whether the caller wrote it, or is an admin"`
}

// BoardIssues is one page of GET /issues.
type BoardIssues struct {
	Issues     []BoardIssue `json:"issues" nullable:"false"`
	NextCursor string       `json:"next_cursor" doc:"empty on the last page"`
}

// BoardComment is one answer to an issue.
type BoardComment struct {
	ID        int       `json:"id"`
	Body      string    `json:"body" doc:"plain text"`
	Author    string    `json:"author"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	MayEdit   bool      `json:"may_edit"`
}

// BoardThread is the answer of GET /issues/{id}.
type BoardThread struct {
	BoardIssue
	Thread []BoardComment `json:"thread" nullable:"false" doc:"its comments, oldest first"`
}

type newIssue struct {
	Title    string `json:"title" minLength:"1" maxLength:"200" doc:"one line"`
	Body     string `json:"body,omitempty" maxLength:"20000"`
	State    string `json:"state,omitempty" enum:"open,in_progress,done,declined" default:"open"`
	Category string `json:"category,omitempty" maxLength:"64"`
}

type issueChange struct {
	Title     *string    `json:"title,omitempty" minLength:"1" maxLength:"200"`
	Body      *string    `json:"body,omitempty" maxLength:"20000"`
	State     *string    `json:"state,omitempty" enum:"open,in_progress,done,declined"`
	Category  *string    `json:"category,omitempty" maxLength:"64"`
	UpdatedAt *time.Time `json:"updated_at,omitempty" doc:"of the version that was changed: refused with 409 where a later one has come"`
}

type commentText struct {
	Body string `json:"body" minLength:"1" maxLength:"20000"`
}

type issuesInput struct {
	State  string `query:"state" enum:"open,in_progress,done,declined"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"500"`
	Cursor string `query:"cursor" maxLength:"64" doc:"next_cursor of the page before"`
}

// IssuePath is an issue in a path.
type IssuePath struct {
	ID int `path:"id" minimum:"1" maximum:"2147483647"`
}

// CommentPath is a comment in a path.
type CommentPath struct {
	IssuePath
	Comment int `path:"comment" minimum:"1" maximum:"2147483647"`
}

// registerIssues is /issues and what is below it: everybody reads and writes, and changes what he wrote; an admin changes
// all. What is written goes to the flat file too (issues_file.go).
func (s *Server) registerIssues() {
	operation := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/issues" + path, Tags: []string{"board"}, Summary: summary, DefaultStatus: status}
	}
	operate(s, Reader, operation("issues", http.MethodGet, "", "The guild's board, newest first", http.StatusOK), s.listIssues)
	operate(s, User, operation("add-issue", http.MethodPost, "", "Put a matter on the board", http.StatusCreated), s.addIssue)
	operate(s, Reader, operation("issue", http.MethodGet, "/{id}", "One matter with its comments", http.StatusOK), s.issueThread)
	operate(s, User, operation("change-issue", http.MethodPatch, "/{id}", "Change a matter, or move it", http.StatusOK), s.changeIssue)
	operate(s, User, operation("remove-issue", http.MethodDelete, "/{id}", "Take a matter off the board", http.StatusNoContent), s.removeIssue)
	operate(s, User, operation("add-comment", http.MethodPost, "/{id}/comments", "Answer a matter", http.StatusCreated), s.addComment)
	operate(s, User, operation("change-comment", http.MethodPatch, "/{id}/comments/{comment}", "Change an answer", http.StatusOK), s.changeComment)
	operate(s, User, operation("remove-comment", http.MethodDelete, "/{id}/comments/{comment}", "Take an answer back", http.StatusNoContent), s.removeComment)
	s.registerIssuesFile()
}

func boardIssue(row *ent.BoardIssue, comments int, p auth.Principal) BoardIssue {
	out := BoardIssue{
		ID: row.ID, Title: row.Title, Body: row.Body, State: string(row.State), Category: row.Category, Author: row.AuthorName,
		CreatedAt: row.CreatedAt.UTC(), UpdatedAt: row.UpdatedAt.UTC(), Comments: comments, MayEdit: mayEdit(p, row.AuthorID),
	}
	if row.ClosedAt != nil {
		closed := row.ClosedAt.UTC()
		out.ClosedAt = &closed
	}
	return out
}

func boardComment(row *ent.BoardComment, p auth.Principal) BoardComment {
	return BoardComment{
		ID: row.ID, Body: row.Body, Author: row.AuthorName, CreatedAt: row.CreatedAt.UTC(), UpdatedAt: row.UpdatedAt.UTC(), MayEdit: mayEdit(p, row.AuthorID),
	}
}

// mayEdit reports whether p wrote it, or is an admin.
func mayEdit(p auth.Principal, author *int) bool {
	return p.Kind == auth.User && (p.Admin || author != nil && *author == p.UserID)
}

func (s *Server) listIssues(ctx context.Context, in *issuesInput) (*struct{ Body BoardIssues }, error) {
	after, err := pageAfter(in.Cursor, boardissue.FieldCreatedAt)
	if err != nil {
		return nil, err
	}
	query := s.options.DB.Ent.BoardIssue.Query().Where(after).Limit(in.Limit+1).
		Order(boardissue.ByCreatedAt(sql.OrderDesc()), boardissue.ByID(sql.OrderDesc()))
	if in.State != "" {
		query.Where(boardissue.StateEQ(boardissue.State(in.State)))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read issues: %w", err)
	}
	rows, next := pageOf(rows, in.Limit, func(i *ent.BoardIssue) cursor { return cursor{i.CreatedAt, i.ID} })
	ids := make([]int, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	counts, err := s.commentCounts(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := BoardIssues{Issues: make([]BoardIssue, len(rows)), NextCursor: next}
	for i, row := range rows {
		out.Issues[i] = boardIssue(row, counts[row.ID], PrincipalFrom(ctx))
	}
	return &struct{ Body BoardIssues }{out}, nil
}

// commentCounts is how many comments each of some issues has.
func (s *Server) commentCounts(ctx context.Context, issues []int) (map[int]int, error) {
	var rows []struct {
		IssueID int `json:"issue_id"`
		Count   int `json:"count"`
	}
	err := s.options.DB.Ent.BoardComment.Query().Where(boardcomment.IssueIDIn(issues...)).
		GroupBy(boardcomment.FieldIssueID).Aggregate(ent.Count()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count comments: %w", err)
	}
	counts := make(map[int]int, len(rows))
	for _, row := range rows {
		counts[row.IssueID] = row.Count
	}
	return counts, nil
}

func (s *Server) addIssue(ctx context.Context, in *struct{ Body newIssue }) (*struct{ Body BoardIssue }, error) {
	p := PrincipalFrom(ctx)
	create := s.options.DB.Ent.BoardIssue.Create().SetTitle(in.Body.Title).SetBody(in.Body.Body).SetCategory(in.Body.Category).
		SetState(boardissue.State(in.Body.State)).SetAuthorID(p.UserID).SetAuthorName(p.Username)
	if isClosed(in.Body.State) {
		create.SetClosedAt(s.now().UTC())
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, boardFault(err)
	}
	s.boardChanged(ctx)
	return &struct{ Body BoardIssue }{boardIssue(row, 0, p)}, nil
}

func (s *Server) issueThread(ctx context.Context, in *IssuePath) (*struct{ Body BoardThread }, error) {
	row, err := s.options.DB.Ent.BoardIssue.Get(ctx, in.ID)
	if err != nil {
		return nil, boardFault(err)
	}
	comments, err := row.QueryComments().Order(boardcomment.ByCreatedAt(), boardcomment.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read comments: %w", err)
	}
	p := PrincipalFrom(ctx)
	out := BoardThread{BoardIssue: boardIssue(row, len(comments), p), Thread: make([]BoardComment, len(comments))}
	for i, comment := range comments {
		out.Thread[i] = boardComment(comment, p)
	}
	return &struct{ Body BoardThread }{out}, nil
}

func isClosed(state string) bool {
	return state == string(boardissue.StateDone) || state == string(boardissue.StateDeclined)
}

// changeIssue names the id itself: huma reads no parameters of an embedded type beside a body.
func (s *Server) changeIssue(ctx context.Context, in *struct {
	ID   int `path:"id" minimum:"1" maximum:"2147483647"`
	Body issueChange
}) (*struct{ Body BoardIssue }, error) {
	row, err := s.ownIssue(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	change := row.Update().SetNillableTitle(in.Body.Title).SetNillableBody(in.Body.Body).SetNillableCategory(in.Body.Category)
	if in.Body.UpdatedAt != nil {
		change.Where(boardissue.UpdatedAt(in.Body.UpdatedAt.UTC()))
	}
	if state := in.Body.State; state != nil && *state != string(row.State) {
		change.SetState(boardissue.State(*state))
		switch {
		case !isClosed(*state):
			change.ClearClosedAt()
		case row.ClosedAt == nil:
			change.SetClosedAt(s.now().UTC())
		}
	}
	row, err = change.Save(ctx)
	if ent.IsNotFound(err) && in.Body.UpdatedAt != nil {
		return nil, fault.New(fault.Conflict, "Somebody has changed it meanwhile. Look at it anew.").WithKind("changed-meanwhile")
	}
	if err != nil {
		return nil, boardFault(err)
	}
	counts, err := s.commentCounts(ctx, []int{row.ID})
	if err != nil {
		return nil, err
	}
	s.boardChanged(ctx)
	return &struct{ Body BoardIssue }{boardIssue(row, counts[row.ID], PrincipalFrom(ctx))}, nil
}

func (s *Server) removeIssue(ctx context.Context, in *IssuePath) (*struct{}, error) {
	row, err := s.ownIssue(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.options.DB.Ent.BoardIssue.DeleteOne(row).Exec(ctx); err != nil {
		return nil, boardFault(err)
	}
	s.boardChanged(ctx)
	return nil, nil
}

// ownIssue is an issue that the caller may change.
func (s *Server) ownIssue(ctx context.Context, id int) (*ent.BoardIssue, error) {
	row, err := s.options.DB.Ent.BoardIssue.Get(ctx, id)
	if err != nil {
		return nil, boardFault(err)
	}
	if !mayEdit(PrincipalFrom(ctx), row.AuthorID) {
		return nil, notYours()
	}
	return row, nil
}

func (s *Server) addComment(ctx context.Context, in *struct {
	ID   int `path:"id" minimum:"1" maximum:"2147483647"`
	Body commentText
}) (*struct{ Body BoardComment }, error) {
	p := PrincipalFrom(ctx)
	if _, err := s.options.DB.Ent.BoardIssue.Get(ctx, in.ID); err != nil {
		return nil, boardFault(err)
	}
	row, err := s.options.DB.Ent.BoardComment.Create().SetIssueID(in.ID).SetBody(in.Body.Body).SetAuthorID(p.UserID).SetAuthorName(p.Username).Save(ctx)
	if err != nil {
		return nil, boardFault(err)
	}
	s.boardChanged(ctx)
	return &struct{ Body BoardComment }{boardComment(row, p)}, nil
}

func (s *Server) changeComment(ctx context.Context, in *struct {
	ID      int `path:"id" minimum:"1" maximum:"2147483647"`
	Comment int `path:"comment" minimum:"1" maximum:"2147483647"`
	Body    commentText
}) (*struct{ Body BoardComment }, error) {
	row, err := s.ownComment(ctx, in.ID, in.Comment)
	if err != nil {
		return nil, err
	}
	if row, err = row.Update().SetBody(in.Body.Body).Save(ctx); err != nil {
		return nil, boardFault(err)
	}
	s.boardChanged(ctx)
	return &struct{ Body BoardComment }{boardComment(row, PrincipalFrom(ctx))}, nil
}

func (s *Server) removeComment(ctx context.Context, in *CommentPath) (*struct{}, error) {
	row, err := s.ownComment(ctx, in.ID, in.Comment)
	if err != nil {
		return nil, err
	}
	if err := s.options.DB.Ent.BoardComment.DeleteOne(row).Exec(ctx); err != nil {
		return nil, boardFault(err)
	}
	s.boardChanged(ctx)
	return nil, nil
}

// ownComment is a comment of an issue that the caller may change.
func (s *Server) ownComment(ctx context.Context, issue, id int) (*ent.BoardComment, error) {
	row, err := s.options.DB.Ent.BoardComment.Query().Where(boardcomment.ID(id), boardcomment.IssueID(issue)).Only(ctx)
	if err != nil {
		return nil, boardFault(err)
	}
	if !mayEdit(PrincipalFrom(ctx), row.AuthorID) {
		return nil, notYours()
	}
	return row, nil
}

func notYours() error {
	return fault.New(fault.Forbidden, "Only its author or an admin may change this.")
}

// boardFault says what a refused read or write of the board is about.
func boardFault(err error) error {
	var invalid *ent.ValidationError
	switch {
	case ent.IsNotFound(err), ent.IsConstraintError(err): // an issue that was removed under a comment
		return fault.New(fault.NotFound, "This is not on the board, or no longer.")
	case errors.As(err, &invalid):
		return fault.Field(invalid.Name, "must be one line without blanks at its ends")
	default:
		return fmt.Errorf("the board: %w", err)
	}
}
