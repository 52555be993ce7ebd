package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/boardcomment"
	"github.com/mosswart/overlord/ent/boardissue"
	"github.com/mosswart/overlord/internal/database"
)

// issuesURL is where the board is readable as one flat file.
const issuesURL = "/static/openissues.json"

// fileIssue is one matter in the flat file.
type fileIssue struct {
	ID          int           `json:"id"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Status      string        `json:"status"`
	Category    string        `json:"category"`
	Author      string        `json:"author"`
	Created     time.Time     `json:"created"`
	Updated     time.Time     `json:"updated"`
	Closed      *time.Time    `json:"closed"`
	Comments    []fileComment `json:"comments"`
}

type fileComment struct {
	Author  string    `json:"author"`
	Text    string    `json:"text"`
	Created time.Time `json:"created"`
}

// issuesFile keeps the flat file as the board is. It is safe for concurrent use.
type issuesFile struct {
	path string // empty: there is none, and the board is read at its address alone
	db   *database.DB
	mu   sync.Mutex // one writer at a time, so that the newest state is the last that is written
}

func (s *Server) registerIssuesFile() {
	s.issues = &issuesFile{path: s.options.IssuesFile, db: s.options.DB}
	s.handle(Reader, http.MethodGet, issuesURL, func(c echo.Context) error {
		content, err := s.issues.content(c.Request().Context())
		if err != nil {
			return err
		}
		return writeFile(c, file{name: "openissues.json", content: content, cache: cacheRevalidate})
	})
}

// PrepareIssues imports the flat file where the board is empty, and then writes it as the board is. A file that cannot
// be read as issues is an error, and stays as it is.
func (s *Server) PrepareIssues(ctx context.Context) error {
	if s.issues.path == "" || s.options.ReadOnly {
		return nil
	}
	if err := s.issues.importOnce(ctx); err != nil {
		return err
	}
	return s.issues.write(ctx)
}

// boardChanged has the file follow the board. The board is what counts: a file that cannot be written is for the log.
func (s *Server) boardChanged(ctx context.Context) {
	if s.issues.path == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), errandTime)
	defer cancel()
	if err := s.issues.write(ctx); err != nil {
		s.log.ErrorContext(ctx, "the board's file does not follow the board", slog.Any("error", err))
	}
}

// content is the whole board as JSON, newest first.
func (f *issuesFile) content(ctx context.Context) ([]byte, error) {
	rows, err := f.db.Ent.BoardIssue.Query().Order(ent.Desc(boardissue.FieldCreatedAt, boardissue.FieldID)).
		WithComments(func(q *ent.BoardCommentQuery) { q.Order(boardcomment.ByCreatedAt(), boardcomment.ByID()) }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the board: %w", err)
	}
	issues := make([]fileIssue, len(rows))
	for i, row := range rows {
		issues[i] = fileIssue{
			ID: row.ID, Title: row.Title, Description: row.Body, Status: string(row.State), Category: row.Category, Author: row.AuthorName,
			Created: row.CreatedAt.UTC(), Updated: row.UpdatedAt.UTC(), Comments: make([]fileComment, len(row.Edges.Comments)),
		}
		if row.ClosedAt != nil {
			closed := row.ClosedAt.UTC()
			issues[i].Closed = &closed
		}
		for j, c := range row.Edges.Comments {
			issues[i].Comments[j] = fileComment{Author: c.AuthorName, Text: c.Body, Created: c.CreatedAt.UTC()}
		}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(issues); err != nil {
		return nil, fmt.Errorf("write the board as JSON: %w", err)
	}
	return text.Bytes(), nil
}

// write puts the board as it is into the file, whole or not at all.
func (f *issuesFile) write(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	content, err := f.content(ctx)
	if err != nil {
		return err
	}
	folder := filepath.Dir(f.path)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("make the board's folder: %w", err)
	}
	next, err := os.CreateTemp(folder, ".openissues-*")
	if err != nil {
		return fmt.Errorf("write the board's file: %w", err)
	}
	_, err = next.Write(content)
	err = errors.Join(err, next.Sync(), next.Close())
	if err == nil {
		err = os.Rename(next.Name(), f.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the board's file: %w", err), os.Remove(next.Name()))
	}
	return nil
}

// importOnce puts the file's issues on the board where that is empty.
func (f *issuesFile) importOnce(ctx context.Context) error {
	text, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the board's file: %w", err)
	}
	issues, err := readIssues(text)
	if err != nil {
		return fmt.Errorf("read the board's file %s: %w", f.path, err)
	}
	return f.db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		taken, err := tx.Ent.BoardIssue.Query().Exist(ctx)
		if err != nil || taken {
			return err
		}
		// Oldest first, so that ids rise with time.
		for _, issue := range slices.Backward(issues) {
			if err := importIssue(ctx, tx.Ent, issue); err != nil {
				return fmt.Errorf("import issue %q: %w", issue.Title, err)
			}
		}
		return nil
	})
}

func importIssue(ctx context.Context, client *ent.Client, issue fileIssue) error {
	row, err := client.BoardIssue.Create().SetTitle(issue.Title).SetBody(issue.Description).SetState(boardissue.State(issue.Status)).
		SetCategory(issue.Category).SetAuthorName(issue.Author).SetCreatedAt(issue.Created).SetUpdatedAt(issue.Updated).SetNillableClosedAt(issue.Closed).Save(ctx)
	if err != nil {
		return err
	}
	for _, comment := range issue.Comments {
		err := client.BoardComment.Create().SetIssue(row).SetBody(comment.Text).SetAuthorName(comment.Author).
			SetCreatedAt(comment.Created).SetUpdatedAt(comment.Created).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
