package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

var form = []meta.Field{
	{Name: "days", Kind: meta.Int, Required: true},
	{Name: "factor", Kind: meta.Float, Default: 1.5},
	{Name: "note", Kind: meta.String, MaxLength: 5},
	{Name: "tone", Kind: meta.Enum, Choices: []meta.Choice{{Value: "good"}, {Value: "bad"}}},
	{Name: "at", Kind: meta.Time}, {Name: "key", Kind: meta.UUID}, {Name: "raw", Kind: meta.Bytes}, {Name: "loud", Kind: meta.Bool},
}

func TestAFormIsReadOrAllItsMistakesAreNamed(t *testing.T) {
	if err := checkForm(form); err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[string]string{
		`{"days": 3}`: "map[days:3 factor:1.5]",
		`{"days": 3, "factor": null, "note": "abcde", "tone": "bad", "at": "2026-01-02T03:04:05Z", "loud": false}`: "map[at:2026-01-02 03:04:05 +0000 UTC days:3 loud:false note:abcde tone:bad]",
		`{"days": 3, "raw": "AQI=", "key": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}`:                                "map[days:3 factor:1.5 key:6ba7b810-9dad-11d1-80b4-00c04fd430c8 raw:[1 2]]",
		`{"days": 1.5, "factor": "x", "note": "abcdef", "tone": "ugly", "at": "today", "key": "1", "raw": "!", "loud": 1, "more": 1}`: "at:must be a time such as 2026-01-31T12:00:00Z days:must be a whole number factor:must be a number " +
			"key:must be a UUID loud:must be true or false more:is unknown note:must be at most 5 bytes long raw:must be base64 tone:must be one of the choices",
		`{"note": 5}`:    "days:is required note:must be text",
		`{"days": null}`: "days:is required",
	} {
		var values map[string]json.RawMessage
		if err := json.Unmarshal([]byte(raw), &values); err != nil {
			t.Fatal(err)
		}
		args, err := parseForm(form, values)
		got := fmt.Sprint(args)
		var p *problem.Problem
		if errors.As(err, &p) {
			got = fmt.Sprint(p.Errors)
			want = "map[" + want + "]"
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", raw, got, want)
		}
	}
}

func TestFormsThatCannotBeReadAreRefused(t *testing.T) {
	for _, bad := range [][]meta.Field{
		{{Name: "", Kind: meta.Int}}, {{Name: "a b", Kind: meta.Int}}, {{Name: "a", Kind: meta.JSON}}, {{Name: "a", Kind: meta.Enum}},
		{{Name: "a", Kind: meta.Int}, {Name: "a", Kind: meta.Int}},
	} {
		if checkForm(bad) == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}
