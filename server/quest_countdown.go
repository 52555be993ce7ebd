package server

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// countdownForm is "1d 02:03:04", with or without the days; hours go beyond a day only where no days are given.
var countdownForm = regexp.MustCompile(`^(?:([0-9]{1,4})d\s+)?([0-9]{1,3}):([0-9]{2}):([0-9]{2})$`)

// readCountdown reads a quest timer's text as the plugin writes it: "ready", or what is left, as "1d 02:03:04" or
// "02:03:04". known is false for anything else; left is 0 for "ready".
func readCountdown(text string) (left time.Duration, known bool) {
	text = strings.TrimSpace(text)
	if strings.EqualFold(text, "ready") {
		return 0, true
	}
	parts := countdownForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	var n [4]int
	for i, digits := range parts[1:] {
		n[i], _ = strconv.Atoi(digits) // at most four digits; no days are 0
	}
	days, hours, minutes, seconds := n[0], n[1], n[2], n[3]
	if parts[1] != "" && hours > 23 || minutes > 59 || seconds > 59 {
		return 0, false
	}
	return time.Duration(days*24+hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second, true
}

// questReady says what a timer that was read at a moment means now: whether the quest can be done again, and since or
// from when. Both are nil while the text is unknown; at is nil too for one that was ready already, nobody knows since
// when.
func questReady(text string, read, now time.Time) (ready *bool, at *time.Time) {
	left, known := readCountdown(text)
	if !known {
		return nil, nil
	}
	if left > 0 {
		moment := read.Add(left)
		at = &moment
	}
	is := at == nil || !now.Before(*at)
	return &is, at
}
