package cmd

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/mosswart/overlord/internal/testkit"
)

func TestMigrateShowsWhatIsPendingAndAppliesIt(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	steps := []struct {
		args []string
		code int
		want string
	}{
		{[]string{"status"}, 0, `initial +pending`},
		{[]string{"apply"}, 0, `up to date`},
		{[]string{"apply"}, 0, `up to date`},
	}
	for _, step := range steps {
		out, code := migrate(t, data, step.args...)
		if code != step.code || !regexp.MustCompile(step.want).MatchString(out) {
			t.Errorf("migrate %v: code %d, %q; want %d and %q", step.args, code, out, step.code, step.want)
		}
	}
	if out, code := migrate(t, data, "status"); code != 0 || strings.Contains(out, "pending") {
		t.Errorf("status afterwards: code %d, %q", code, out)
	}
}

func TestMigrateStatusFailsWhereTheDatabaseDoesNotFit(t *testing.T) {
	data := t.TempDir()
	if out, code := migrate(t, data, "apply"); code != 0 {
		t.Fatal(out)
	}
	db := testkit.Open(t, "sqlite:"+filepath.Join(data, "overlord.db"))
	if _, err := db.SQL.ExecContext(t.Context(), `UPDATE schema_migrations SET checksum = 'other' WHERE name = 'initial'`); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"status", "apply"} {
		if out, code := migrate(t, data, command); code != 1 || !strings.Contains(out, "undo the edit") {
			t.Errorf("%s: code %d, %q; want a failure that says what to do", command, code, out)
		}
	}
	if out, _ := migrate(t, data, "status"); !regexp.MustCompile(`initial +refused`).MatchString(out) {
		t.Errorf("status: %q", out)
	}
}

// migrate runs the command on the data folder and returns what it printed, to either stream.
func migrate(t *testing.T, data string, args ...string) (string, int) {
	t.Helper()
	t.Setenv("DATABASE_URL", "")
	var out bytes.Buffer
	code := Run(t.Context(), append([]string{"--data", data, "migrate"}, args...), strings.NewReader(""), &out, &out)
	return out.String(), code
}
