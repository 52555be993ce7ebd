package admintest_test

import (
	"testing"

	"github.com/mosswart/overlord/admin/admintest"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/internal/fixture/ent/resource"
)

func TestTheLibrary(t *testing.T) {
	client := ent.NewClient(ent.Driver(admintest.SQLite(t)))
	if err := client.Schema.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	admintest.Exercise(t, resource.New(client))
}
