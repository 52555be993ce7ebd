package entity

import (
	"fmt"
	"net/url"
	"strings"
)

// JoinID is a composite id as it stands on the wire: its parts, each percent-encoded, with "~" between them.
func JoinID(parts ...string) string {
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(part), "~", "%7E")
	}
	return strings.Join(parts, "~")
}

// SplitID takes a composite id from the wire apart again. The error is fit to show.
func SplitID(text string) ([]string, error) {
	parts := strings.Split(text, "~")
	for i, part := range parts {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return nil, fmt.Errorf("part %d of the id is not percent-encoded", i+1)
		}
		parts[i] = plain
	}
	return parts, nil
}
