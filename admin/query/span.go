package query

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

var (
	errNull  = errors.New("is compared with null by : = or != only")
	errRange = errors.New("has no order, and so takes no range")
	errYears = errors.New("must be in the years 1 to 9999")
)

// span is what a text stands for in a column: from low to high. They are the same but for days, months and years,
// whose high end is open.
func (k *checker) span(col column, text string, op filter.Op) (low, high end, err error) {
	if col.parse == nil {
		return low, high, errors.New("cannot be compared")
	}
	if col.kind == meta.Time {
		if from, to, ok, err := k.times(text); err != nil {
			return low, high, err
		} else if ok {
			if low, err = k.instant(col, from); err != nil {
				return low, high, err
			}
			high, err = k.instant(col, to)
			high.open = !from.Equal(to)
			return low, high, err
		}
	}
	if col.kind == meta.Enum {
		if text, err = choice(col.choices, text, op); err != nil {
			return low, high, err
		}
	}
	value, err := col.parse(text)
	if err != nil {
		return low, high, err
	}
	if col.kind == meta.Time {
		if t, err := time.Parse(time.RFC3339Nano, col.text(value)); err == nil {
			low, err = k.instant(col, t)
			return low, low, err
		}
	}
	arg, err := col.arg(value)
	low = end{value: value, arg: arg}
	return low, low, err
}

// instant is a time as a value of the column, as exact as the database holds it.
func (k *checker) instant(col column, t time.Time) (end, error) {
	t = t.UTC().Truncate(precision(k.dialect))
	if t.Year() < 1 || t.Year() > 9999 {
		return end{}, errYears
	}
	value, err := col.parse(t.Format(time.RFC3339Nano))
	if err != nil {
		return end{}, err
	}
	arg, err := col.arg(value)
	return end{value: value, arg: arg}, err
}

// choice is the choice that text names, for ":" in any case.
func choice(choices []meta.Choice, text string, op filter.Op) (string, error) {
	if len(choices) == 0 {
		return text, nil
	}
	var known []string
	for _, c := range choices {
		if c.Value == text || op == filter.Has && strings.EqualFold(c.Value, text) {
			return c.Value, nil
		}
		known = append(known, c.Value)
	}
	const shown = 12
	if len(known) > shown {
		known = append(known[:shown], "…")
	}
	return "", fmt.Errorf("must be one of %s", strings.Join(known, ", "))
}

var (
	relative = regexp.MustCompile(`^(now|today|yesterday|tomorrow)((?:[+-][0-9]{1,5}(?:mo|[smhdwy]))*)$`)
	distance = regexp.MustCompile(`([+-][0-9]+)(mo|[smhdwy])`)
)

// times reads what only filters know as times: relative ones, and years, months and days, of which low is the first
// moment and high the first one after. ok is false where text is neither.
func (k *checker) times(text string) (low, high time.Time, ok bool, err error) {
	zone := k.Now.Location()
	for _, unit := range []struct {
		layout        string
		years, months int
		days          int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if len(text) != len(unit.layout) {
			continue
		}
		if t, err := time.ParseInLocation(unit.layout, text, zone); err == nil {
			return t, t.AddDate(unit.years, unit.months, unit.days), true, nil
		}
	}
	match := relative.FindStringSubmatch(strings.ToLower(text))
	if match == nil {
		return low, high, false, nil
	}
	t, day := k.Now, match[1] != "now"
	if day {
		t = time.Date(t.Year(), t.Month(), t.Day()+map[string]int{"yesterday": -1, "tomorrow": 1}[match[1]], 0, 0, 0, 0, zone)
	}
	for _, part := range distance.FindAllStringSubmatch(match[2], -1) {
		n, err := strconv.Atoi(part[1])
		if err != nil {
			return low, high, true, err
		}
		switch part[2] {
		case "s", "m", "h":
			unit := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[part[2]]
			t, day = t.Add(time.Duration(n)*unit), false
		case "d":
			t = t.AddDate(0, 0, n)
		case "w":
			t = t.AddDate(0, 0, 7*n)
		case "mo":
			t = t.AddDate(0, n, 0)
		case "y":
			t = t.AddDate(n, 0, 0)
		}
		if t.Year() < 1 || t.Year() > 9999 {
			return low, high, true, errYears
		}
	}
	if day {
		return t, t.AddDate(0, 0, 1), true, nil
	}
	return t, t, true, nil
}
