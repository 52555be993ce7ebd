package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mosswart/overlord/ent/boardissue"
)

// Lengths that the board's columns hold, in characters.
const (
	longestTitle = 200
	longestBody  = 20_000
	longestName  = 64
)

// readIssues reads a flat file of issues, newest first: a list, or an object with one under "issues". Files of other
// makers name things in other ways, so each is looked for under its usual names; what is missing is empty, open, and of
// now; what is too long is cut; a matter without a title takes the first line of its text, and one without either is left out.
func readIssues(text []byte) ([]fileIssue, error) {
	var list []map[string]any
	if err := json.Unmarshal(text, &list); err != nil {
		var wrapped struct {
			Issues []map[string]any `json:"issues"`
		}
		if json.Unmarshal(text, &wrapped) != nil {
			return nil, fmt.Errorf("it is no list of issues: %w", err)
		}
		list = wrapped.Issues
	}
	issues := make([]fileIssue, 0, len(list))
	for _, raw := range list {
		if issue, ok := readIssue(raw); ok {
			issues = append(issues, issue)
		}
	}
	slices.SortStableFunc(issues, func(a, b fileIssue) int { return b.Created.Compare(a.Created) })
	return issues, nil
}

func readIssue(raw map[string]any) (fileIssue, bool) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	body := textOf(raw, "description", "body", "text", "details")
	firstLine, _, _ := strings.Cut(body, "\n")
	title := oneLine(textOf(raw, "title", "name", "summary"), longestTitle)
	if title == "" {
		title = oneLine(firstLine, longestTitle)
	}
	issue := fileIssue{
		Title: title, Description: cut(body, longestBody), Status: stateOf(raw),
		Category: cut(textOf(raw, "category", "type", "label"), longestName), Author: oneLine(textOf(raw, "author", "author_name", "created_by", "user", "reporter"), longestName),
		Created: timeOf(raw, now, "created", "created_at", "date", "timestamp"),
	}
	issue.Updated = timeOf(raw, issue.Created, "updated", "updated_at", "modified")
	if isClosed(issue.Status) {
		closed := timeOf(raw, issue.Updated, "closed", "closed_at", "resolved_at")
		issue.Closed = &closed
	}
	comments, _ := raw["comments"].([]any)
	for _, each := range comments {
		comment, isObject := each.(map[string]any)
		if !isObject {
			comment = map[string]any{"text": each}
		}
		if words := textOf(comment, "text", "body", "comment", "message"); words != "" {
			issue.Comments = append(issue.Comments, fileComment{
				Author: oneLine(textOf(comment, "author", "author_name", "user", "created_by"), longestName), Text: cut(words, longestBody),
				Created: timeOf(comment, issue.Created, "created", "created_at", "date", "timestamp"),
			})
		}
	}
	return issue, issue.Title != ""
}

// textOf is the first text, or number, under one of some names; without blanks at its ends.
func textOf(raw map[string]any, names ...string) string {
	for _, name := range names {
		switch v := raw[name].(type) {
		case string:
			if trimmed := strings.TrimSpace(v); trimmed != "" {
				return strings.ToValidUTF8(trimmed, "�")
			}
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return ""
}

// timeOf is the first time under one of some names: RFC 3339 with or without a zone, a day, Unix seconds or milliseconds.
func timeOf(raw map[string]any, otherwise time.Time, names ...string) time.Time {
	const millisecondsFrom = 100_000_000_000 // as seconds, this is the year 5138
	for _, name := range names {
		switch v := raw[name].(type) {
		case string:
			for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05", time.DateOnly} {
				if at, err := time.Parse(layout, strings.TrimSpace(v)); err == nil {
					return at.UTC().Truncate(time.Microsecond)
				}
			}
		case float64:
			if v >= millisecondsFrom {
				v /= 1000
			}
			if v > 0 && v < millisecondsFrom {
				return time.UnixMicro(int64(v * 1e6)).UTC()
			}
		}
	}
	return otherwise
}

// stateOf is the state by its name, or by a flag that says that it is over.
func stateOf(raw map[string]any) string {
	for _, name := range []string{"resolved", "done", "closed", "completed"} {
		if over, _ := raw[name].(bool); over {
			return string(boardissue.StateDone)
		}
	}
	word := strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(textOf(raw, "status", "state")))
	switch word {
	case "in_progress", "doing", "wip", "started", "active":
		return string(boardissue.StateInProgress)
	case "done", "closed", "resolved", "fixed", "completed":
		return string(boardissue.StateDone)
	case "declined", "rejected", "wontfix", "won't_fix", "invalid", "duplicate":
		return string(boardissue.StateDeclined)
	default:
		return string(boardissue.StateOpen)
	}
}

// oneLine is text as one line of at most so many characters.
func oneLine(text string, most int) string {
	return strings.TrimSpace(cut(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, text)), " "), most))
}

// cut is text of at most so many characters.
func cut(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}
