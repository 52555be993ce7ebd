package binding

import (
	"errors"
	"reflect"
	"regexp"
	"strings"

	"entgo.io/ent/privacy"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// Errors tells the kinds of errors of a project's own ent package apart.
type Errors struct {
	NotFound   func(error) bool
	Constraint func(error) bool
	Invalid    func(error) (field string, cause error, ok bool)
}

// Constraint is a unique or foreign key constraint: its table and columns.
type Constraint struct {
	Table   string
	Columns []string
}

// Classifier says what a failure of the project's client means. It is read-only once made.
type Classifier struct {
	errors      Errors
	constraints map[string]Constraint
	tables      map[string]*meta.Type
}

// NewClassifier makes a Classifier. constraints are those that the schema names, by the name that the database knows.
func NewClassifier(types []*entity.Type, constraints map[string]Constraint, errs Errors) *Classifier {
	c := &Classifier{errors: errs, constraints: constraints, tables: make(map[string]*meta.Type, len(types))}
	for _, t := range types {
		c.tables[t.Table] = &t.Type
	}
	return c
}

// Classify says what err means.
func (c *Classifier) Classify(err error) entity.Failure {
	switch {
	case err == nil:
		return entity.Failure{}
	case c.errors.NotFound(err):
		return entity.Failure{Kind: entity.NotFound, Message: "There is no such row."}
	case errors.Is(err, privacy.Deny):
		return entity.Failure{Kind: entity.Denied, Message: "The rules of this type do not allow it."}
	case errors.Is(err, ErrReadOnly):
		return entity.Failure{Kind: entity.Invalid, Message: "Rows of this type cannot be written."}
	}
	if field, cause, ok := c.errors.Invalid(err); ok {
		return c.invalid(field, cause)
	}
	if found := clearing.FindStringSubmatch(err.Error()); found != nil {
		return entity.Failure{Kind: entity.Invalid, Field: found[1], Message: "is required"}
	}
	return c.database(err)
}

// What ent and the databases write. The texts are the same in all of their versions that ent supports.
var (
	clearing     = regexp.MustCompile(`clearing a required unique edge "[^".]+\.([^".]+)"`)
	validating   = regexp.MustCompile(`validator failed for field "([^".]+)\.([^"]+)"`)
	quotedName   = regexp.MustCompile(`constraint "([^"]+)"`)                                           // PostgreSQL
	keyColumns   = regexp.MustCompile(`^Key \(([^)]+)\)=\(`)                                            // PostgreSQL's detail
	nullColumn   = regexp.MustCompile(`null value in column "([^"]+)" of relation "([^"]+)"`)           // PostgreSQL
	sqliteTarget = regexp.MustCompile(`(UNIQUE|NOT NULL) constraint failed: ([^ (),]+(?:, [^ (),]+)*)`) // SQLite
	mysqlKey     = regexp.MustCompile(`Duplicate entry .* for key '(?:[^'.]+\.)?([^']+)'`)              // MySQL
)

// invalid is the answer to a validator. Its words are shown, except of a sensitive field: they may hold the value.
func (c *Classifier) invalid(field string, cause error) entity.Failure {
	f := entity.Failure{Kind: entity.Invalid, Field: field, Message: "is not valid"}
	if cause == nil {
		return f
	}
	text := cause.Error()
	if strings.Contains(text, "missing required ") {
		f.Message = "is required"
		return f
	}
	inner := errors.Unwrap(cause)
	if inner == nil {
		return f
	}
	if found := validating.FindStringSubmatch(text); found != nil && !c.secret(found[1], found[2]) {
		f.Message = inner.Error()
	}
	return f
}

func (c *Classifier) secret(typeName, field string) bool {
	for _, t := range c.tables {
		if t.Name == typeName {
			f := t.Field(field)
			return f == nil || f.Sensitive
		}
	}
	return true
}

// database reads what the database said: by the name of the constraint, else by what its message says.
func (c *Classifier) database(err error) entity.Failure {
	text := err.Error()
	details := detailsOf(err)
	switch {
	case strings.Contains(text, "violates unique constraint"), strings.Contains(text, "UNIQUE constraint failed"), mysqlKey.MatchString(text):
		return c.unique(text, details)
	case strings.Contains(text, "violates foreign key constraint"), strings.Contains(text, "FOREIGN KEY constraint failed"),
		strings.Contains(text, "Error 1451"), strings.Contains(text, "Error 1452"):
		return c.foreignKey(text, details)
	case nullColumn.MatchString(text):
		found := nullColumn.FindStringSubmatch(text)
		return entity.Failure{Kind: entity.Constraint, Field: c.name(found[2], found[1]), Message: "is required"}
	case strings.Contains(text, "NOT NULL constraint failed"):
		table, columns := sqliteColumns(text)
		return entity.Failure{Kind: entity.Constraint, Field: c.first(table, columns), Message: "is required"}
	case strings.HasPrefix(details.state, "22"):
		return entity.Failure{Kind: entity.Invalid, Message: "A value does not fit its column."}
	case c.errors.Constraint(err):
		return entity.Failure{Kind: entity.Constraint, Message: "A rule of the database does not allow it."}
	}
	return entity.Failure{}
}

func (c *Classifier) unique(text string, d details) entity.Failure {
	table, columns := sqliteColumns(text)
	if columns == nil {
		table, columns = c.named(text, d)
	}
	f := entity.Failure{Kind: entity.Constraint, Field: c.first(table, columns), Message: "Another row has the same value."}
	switch {
	case f.Field == "":
	case len(columns) == 1:
		f.Message = "is taken by another row"
	default:
		names := make([]string, len(columns))
		for i, column := range columns {
			names[i] = c.name(table, column)
		}
		f.Message = "another row has the same " + strings.Join(names, " and ")
	}
	return f
}

func (c *Classifier) foreignKey(text string, d details) entity.Failure {
	f := entity.Failure{Kind: entity.Constraint, Message: "Other rows refer to it, or it refers to a row that is not there."}
	switch {
	case strings.Contains(text, "update or delete on table"), strings.Contains(text, "Error 1451"):
		f.Message = "Other rows refer to it."
	case strings.Contains(text, "insert or update on table"), strings.Contains(text, "Error 1452"):
		table, columns := c.named(text, d)
		f.Field, f.Message = c.first(table, columns), "there is no such row"
	}
	return f
}

// named finds the table and columns of the constraint that a message or its details name.
func (c *Classifier) named(text string, d details) (table string, columns []string) {
	name := d.constraint
	for _, pattern := range []*regexp.Regexp{quotedName, mysqlKey} {
		if found := pattern.FindStringSubmatch(text); name == "" && found != nil {
			name = found[1]
		}
	}
	if known, ok := c.constraints[name]; ok {
		return known.Table, known.Columns
	}
	if found := keyColumns.FindStringSubmatch(d.detail); found != nil {
		return d.table, strings.Split(strings.ReplaceAll(found[1], `"`, ""), ", ")
	}
	return "", nil
}

// sqliteColumns reads "UNIQUE constraint failed: books.a, books.b (2067)".
func sqliteColumns(text string) (table string, columns []string) {
	found := sqliteTarget.FindStringSubmatch(text)
	if found == nil {
		return "", nil
	}
	for part := range strings.SplitSeq(found[2], ", ") {
		t, column, ok := strings.Cut(part, ".")
		if !ok {
			return "", nil
		}
		table, columns = t, append(columns, column)
	}
	return table, columns
}

func (c *Classifier) first(table string, columns []string) string {
	if len(columns) == 0 {
		return ""
	}
	return c.name(table, columns[0])
}

// name is the edge or field that a column holds, "" where there is none. An edge's foreign key goes by the edge's
// name, as on the pages.
func (c *Classifier) name(table, column string) string {
	t := c.tables[table]
	if t == nil {
		return ""
	}
	for i := range t.Edges {
		if e := &t.Edges[i]; e.OwnFK && e.Table == table && len(e.Columns) == 1 && e.Columns[0] == column {
			return e.Name
		}
	}
	for i := range t.Fields {
		if t.Fields[i].Column == column {
			return t.Fields[i].Name
		}
	}
	if t.ID.Kind != "" && t.ID.Columns[0] == column {
		return "id"
	}
	return ""
}

// details are what a driver's error says beside its text.
type details struct{ state, constraint, table, detail string }

// detailsOf looks into the errors of lib/pq and pgx, whose fields are named alike, without depending on either.
func detailsOf(err error) details {
	for ; err != nil; err = errors.Unwrap(err) {
		coded, ok := err.(interface{ SQLState() string }) //nolint:errorlint // each one of the chain is looked at
		if !ok {
			continue
		}
		v := reflect.Indirect(reflect.ValueOf(err))
		read := func(names ...string) string {
			for _, name := range names {
				if f := v.FieldByName(name); f.IsValid() && f.Kind() == reflect.String {
					return f.String()
				}
			}
			return ""
		}
		if v.Kind() != reflect.Struct {
			return details{state: coded.SQLState()}
		}
		return details{coded.SQLState(), read("Constraint", "ConstraintName"), read("Table", "TableName"), read("Detail")}
	}
	return details{}
}
