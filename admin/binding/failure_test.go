package binding_test

import (
	"errors"
	"fmt"
	"testing"

	"entgo.io/ent/privacy"
	"github.com/lib/pq"

	"github.com/mosswart/overlord/admin/binding"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// pgxError has the fields and the method of pgconn.PgError.
type pgxError struct{ Code, Message, ConstraintName, TableName, Detail string }

func (e *pgxError) Error() string    { return "ERROR: " + e.Message + " (SQLSTATE " + e.Code + ")" }
func (e *pgxError) SQLState() string { return e.Code }

// invalid is like ent's ValidationError.
type invalid struct {
	name string
	err  error
}

func (e *invalid) Error() string { return e.err.Error() }
func (e *invalid) Unwrap() error { return e.err }

var errNotFound = errors.New("not found")

func classifier() *binding.Classifier {
	types := []*entity.Type{{Type: meta.Type{
		Name: "Book", Table: "books", ID: meta.ID{Kind: meta.Int, Columns: []string{"oid"}},
		Fields: []meta.Field{{Name: "title", Column: "title"}, {Name: "isbn", Column: "isbn_13"}, {Name: "code", Column: "code", Sensitive: true}, {Name: "author_id", Column: "author_id", Edge: "author"}},
		Edges:  []meta.Edge{{Name: "author", Table: "books", Columns: []string{"author_id"}, OwnFK: true, Rel: meta.ManyToOne}},
	}}}
	return binding.NewClassifier(types, map[string]binding.Constraint{
		"books_isbn_13_key": {Table: "books", Columns: []string{"isbn_13"}}, "books_authors_books": {Table: "books", Columns: []string{"author_id"}},
		"book_title_author_id": {Table: "books", Columns: []string{"title", "author_id"}},
	}, binding.Errors{
		NotFound:   func(err error) bool { return errors.Is(err, errNotFound) },
		Constraint: func(err error) bool { return err.Error() == "constraint" },
		Invalid: func(err error) (string, error, bool) {
			var i *invalid
			if !errors.As(err, &i) {
				return "", nil, false
			}
			return i.name, i.Unwrap(), true
		},
	})
}

func TestFailuresSayWhichFieldIsWrongInEachDatabasesWords(t *testing.T) {
	c := classifier()
	taken := entity.Failure{Kind: entity.Constraint, Field: "isbn", Message: "is taken by another row"}
	both := entity.Failure{Kind: entity.Constraint, Field: "title", Message: "another row has the same title and author"}
	noAuthor := entity.Failure{Kind: entity.Constraint, Field: "author", Message: "there is no such row"}
	referred := entity.Failure{Kind: entity.Constraint, Message: "Other rows refer to it."}
	required := entity.Failure{Kind: entity.Constraint, Field: "isbn", Message: "is required"}
	for _, test := range []struct {
		name string
		err  error
		want entity.Failure
	}{
		{"nothing", nil, entity.Failure{}},
		{"no row", fmt.Errorf("get: %w", errNotFound), entity.Failure{Kind: entity.NotFound, Message: "There is no such row."}},
		{"policy", privacy.Denyf("not yours"), entity.Failure{Kind: entity.Denied, Message: "The rules of this type do not allow it."}},
		{"read-only", binding.ErrReadOnly, entity.Failure{Kind: entity.Invalid, Message: "Rows of this type cannot be written."}},
		{"validator", &invalid{"title", fmt.Errorf(`ent: validator failed for field "Book.title": %w`, errors.New("is ugly"))}, entity.Failure{Kind: entity.Invalid, Field: "title", Message: "is ugly"}},
		{"validator of a secret", &invalid{"code", fmt.Errorf(`ent: validator failed for field "Book.code": %w`, errors.New("4711 is weak"))}, entity.Failure{Kind: entity.Invalid, Field: "code", Message: "is not valid"}},
		{"validator of a stranger", &invalid{"code", fmt.Errorf(`ent: validator failed for field "Other.code": %w`, errors.New("4711 is weak"))}, entity.Failure{Kind: entity.Invalid, Field: "code", Message: "is not valid"}},
		{"missing field", &invalid{"title", errors.New(`ent: missing required field "Book.title"`)}, entity.Failure{Kind: entity.Invalid, Field: "title", Message: "is required"}},
		{"missing edge", &invalid{"author", errors.New(`ent: missing required edge "Book.author"`)}, entity.Failure{Kind: entity.Invalid, Field: "author", Message: "is required"}},
		{"cleared edge", errors.New(`ent: clearing a required unique edge "Book.author"`), entity.Failure{Kind: entity.Invalid, Field: "author", Message: "is required"}},

		{"unique, SQLite", errors.New("ent: constraint failed: insert node: constraint failed: UNIQUE constraint failed: books.isbn_13 (2067)"), taken},
		{"unique, lib/pq", fmt.Errorf("insert: %w", &pq.Error{Code: "23505", Message: `duplicate key value violates unique constraint "books_isbn_13_key"`, Constraint: "books_isbn_13_key"}), taken},
		{"unique, by another name", &pq.Error{Code: "23505", Message: `duplicate key value violates unique constraint "x"`, Constraint: "x", Table: "books", Detail: "Key (isbn_13)=(secret) already exists."}, taken},
		{"unique, pgx", &pgxError{"23505", `duplicate key value violates unique constraint "books_isbn_13_key"`, "books_isbn_13_key", "books", ""}, taken},
		{"unique, text alone", errors.New(`duplicate key value violates unique constraint "books_isbn_13_key"`), taken},
		{"unique, MySQL", errors.New("Error 1062 (23000): Duplicate entry 'x' for key 'books.books_isbn_13_key'"), taken},
		{"unique together, SQLite", errors.New("UNIQUE constraint failed: books.title, books.author_id"), both},
		{"unique together, lib/pq", &pq.Error{Code: "23505", Message: `duplicate key value violates unique constraint "book_title_author_id"`}, both},
		{"unique, unknown", errors.New("UNIQUE constraint failed: index 'x'"), entity.Failure{Kind: entity.Constraint, Message: "Another row has the same value."}},

		{"foreign key, SQLite", errors.New("FOREIGN KEY constraint failed (787)"), entity.Failure{Kind: entity.Constraint, Message: "Other rows refer to it, or it refers to a row that is not there."}},
		{"foreign key, lib/pq", &pq.Error{Code: "23503", Message: `insert or update on table "books" violates foreign key constraint "books_authors_books"`, Constraint: "books_authors_books"}, noAuthor},
		{"foreign key of others, lib/pq", &pq.Error{Code: "23503", Message: `update or delete on table "authors" violates foreign key constraint "books_authors_books" on table "books"`, Constraint: "books_authors_books"}, referred},
		{"foreign key, MySQL", errors.New("Error 1452 (23000): Cannot add or update a child row: a foreign key constraint fails"), entity.Failure{Kind: entity.Constraint, Message: "there is no such row"}},

		{"null, SQLite", errors.New("NOT NULL constraint failed: books.isbn_13 (1299)"), required},
		{"null, lib/pq", &pq.Error{Code: "23502", Message: `null value in column "isbn_13" of relation "books" violates not-null constraint`}, required},
		{"too long", &pq.Error{Code: "22001", Message: "value too long for type character varying(5)"}, entity.Failure{Kind: entity.Invalid, Message: "A value does not fit its column."}},
		{"check", errors.New("constraint"), entity.Failure{Kind: entity.Constraint, Message: "A rule of the database does not allow it."}},
		{"anything else", errors.New("the disk is on fire"), entity.Failure{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := c.Classify(test.err); got != test.want {
				t.Errorf("%+v, want %+v", got, test.want)
			}
		})
	}
}
