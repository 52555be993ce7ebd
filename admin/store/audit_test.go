package store

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
)

// Of what was changed a reader sees what he may read of the rows themselves, and no more.
func TestAuditIsFilteredByRights(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, people *hostPeople) {
		root, eve := people.of(t, "root"), people.of(t, "eve")
		for _, role := range []access.Role{
			{Name: "auditor", Grants: []access.Grant{
				{Type: access.Audit, Actions: []string{"view"}},
				{Type: "books", Actions: []string{"view"}, Fields: access.Fields{Read: []string{"*", "-isbn", "-title"}}},
				{Type: "tags", Actions: []string{"view"}, Rows: "name=x"},
				{Type: "authors", Actions: []string{"view"}},
			}},
			{Name: "secretary", Grants: []access.Grant{
				{Type: access.Audit, Actions: []string{"view"}}, {Type: "books", Actions: []string{"view", "update"}},
			}},
		} {
			if _, err := s.PutRole(t.Context(), root, role); err != nil {
				t.Fatal(err)
			}
		}
		books, tags := &Change{Actor: ActorOf(root), Action: "update", Type: "books", ExpiresAt: s.now().Add(time.Hour)}, &Change{Actor: ActorOf(root), Action: "create", Type: "tags"}
		err := in(t, s, func(ctx context.Context, tx entity.Tx) error {
			err := s.Record(ctx, tx, books, []Revision{
				{
					Type: "books", ObjectID: "1", Action: "update", Label: "Dune", Diff: []byte(`{"isbn":["1","2"],"pages":[1,2],"supplier_code":["a","b"],"tags":{"added":[{"id":"1","label":"y"}]},"author":[null,{"id":"1","label":"Herbert"}]}`),
					SecretFields: []string{"supplier_code"}, Snapshot: []byte(`{"isbn":"1"}`),
				},
				{Type: "tags", ObjectID: "1", Action: "link", Label: "sf", Effect: true, Diff: []byte(`{"name":["a","b"]}`)},
			})
			if err != nil {
				return err
			}
			return s.Record(ctx, tx, tags, []Revision{{Type: "tags", ObjectID: "2", Action: "create", Label: "x"}})
		})
		if err != nil {
			t.Fatal(err)
		}

		_, err = s.AuditList(t.Context(), eve, AuditInput{Limit: 10})
		wants(t, err, 403, "forbidden")
		_, err = s.AuditRows(t.Context(), eve, "1", "", 10)
		wants(t, err, 403, "forbidden")

		auditor := access.Principal{ID: "a", Name: "A", Roles: []string{"auditor"}}
		page := must(s.AuditList(t.Context(), auditor, AuditInput{Limit: 10}))(t)
		if len(page.Items) != 1 || page.Items[0].Type != "books" || page.Items[0].Undo != "" {
			t.Errorf("an auditor sees %+v", page.Items)
		}
		rows := must(s.AuditRows(t.Context(), auditor, page.Items[0].Change, "", 10))(t)
		if len(rows.Items) != 1 {
			t.Fatalf("an auditor sees %+v", rows.Items)
		}
		row := rows.Items[0]
		if string(row.Diff) != `{"author":[null,{"id":"1","label":"Herbert"}],"pages":[1,2]}` || row.Label != "Book 1" || len(row.SecretFields) != 0 {
			t.Errorf("of the book he sees %+v, %s", row, row.Diff)
		}
		rows = must(s.AuditRows(t.Context(), access.Principal{ID: "b", Roles: []string{"secretary"}}, page.Items[0].Change, "", 10))(t)
		if row := rows.Items[0]; string(row.Diff) != `{"isbn":["1","2"],"pages":[1,2]}` || row.Label != "Dune" || !slices.Equal(row.SecretFields, []string{"supplier_code"}) {
			t.Errorf("a secretary sees %+v, %s", row, row.Diff)
		}

		page = must(s.AuditList(t.Context(), root, AuditInput{Limit: 2}))(t)
		if len(page.Items) != 2 || page.Items[1].Undo != books.Token || page.Next == nil {
			t.Fatalf("root sees %+v", page)
		}
		page = must(s.AuditList(t.Context(), root, AuditInput{Limit: 2, After: *page.Next}))(t)
		if len(page.Items) != 2 || page.Items[0].Type != "_roles" || page.Next == nil {
			t.Errorf("then root sees %+v", page)
		}
		_, err = s.AuditList(t.Context(), root, AuditInput{After: "x"})
		wantsFields(t, err, "after")
		first := must(s.AuditRows(t.Context(), root, page.Items[0].Change, "", 1))(t)
		if len(first.Items) != 1 || first.Next == nil {
			t.Fatalf("its rows are %+v", first)
		}
		if rest := must(s.AuditRows(t.Context(), root, page.Items[0].Change, *first.Next, 1))(t); len(rest.Items) != 0 || rest.Next != nil {
			t.Errorf("its other rows are %+v", rest)
		}
		_, err = s.AuditRows(t.Context(), root, "x", "", 1)
		wants(t, err, 404, "not_found")
	})
}
