package cmd

import (
	"strings"
	"testing"

	"github.com/mosswart/overlord/internal/testkit"
)

func TestUserCommandsFromTheFirstAdminToTheLast(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{
		"new folder": func(testing.TB) string { return "" }, "postgres": testkit.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DATABASE_URL", database(t))
			data := t.TempDir() + "/data"
			const password = "correct horse"
			for _, tc := range []struct {
				args  string
				stdin string
				code  int
				want  string // of the output, or of the error
			}{
				{"user list", "", 0, "NAME"},
				{"user add boss --admin --password-stdin", password + "\n", 0, "added boss, an admin"},
				{"user add erik --password-stdin", password, 0, "added erik\n"},
				{"user add ERIK --password-stdin", password, 1, "username: Is taken."},
				{"user add dace --password-stdin", "short", 1, "password: Must have at least 10 characters."},
				{"user add dace --password-stdin", strings.Repeat("ab", 37), 1, "72 bytes"},
				{"user add dace --password-stdin", "\n" + password, 1, "no password on standard input"},
				{"user add dace", password, 1, "--password-stdin"},
				{"user add", "", 1, "accepts 1 arg"},
				{"user list", "", 0, "boss  yes    no"},
				{"user passwd Erik --password-stdin", "another horse\r\n", 0, "set the password of erik"},
				{"user passwd nobody --password-stdin", "another horse", 1, `There is no user "nobody".`},
				{"user reset-totp erik", "", 0, "erik has no second factor now"},
				{"user remove nobody", "", 1, `There is no user "nobody".`},
				{"user remove boss", "", 1, "last admin"},
				{"user remove erik", "", 0, "removed erik"},
				{"user remove erik", "", 1, `There is no user "erik".`},
			} {
				var stdout, stderr lockedBuffer
				args := append(strings.Fields(tc.args), "--data", data)
				code := Run(t.Context(), args, strings.NewReader(tc.stdin), &stdout, &stderr)
				out := stdout.String()
				if tc.code != 0 {
					out = stderr.String()
				}
				if code != tc.code || !strings.Contains(out, tc.want) {
					t.Errorf("%s: exit %d, want %d; %s%s", tc.args, code, tc.code, stdout.String(), stderr.String())
				}
				if strings.Contains(stdout.String()+stderr.String(), "horse") {
					t.Errorf("%s repeats the password", tc.args)
				}
			}
		})
	}
}
