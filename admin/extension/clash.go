package extension

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/entc/gen"
	"entgo.io/ent/schema/field"
)

// clashes refuses names that ent would generate twice, which would not compile: a field set_name beside a field name,
// for instance. It names them all at once.
func clashes(g *gen.Graph) error {
	var errs []error
	project := scope{what: "type or function", of: "package " + g.Package, remedy: "rename the schema (entsql.Table keeps its table)"}
	for _, name := range packageNames {
		project.add(name, "ent itself")
	}
	for _, n := range g.Nodes {
		owner := "schema " + n.Name
		if slices.Contains(folders, n.PackageDir()) {
			errs = append(errs, fmt.Errorf("%s: ent has a file or folder %q of its own; rename the schema (entsql.Table keeps its table)", owner, n.PackageDir()))
		}
		for _, name := range typeNames(n) {
			project.add(name, owner)
		}
		for _, s := range scopesOf(n) {
			if err := s.err(owner); err != nil {
				errs = append(errs, err)
			}
		}
	}
	if err := project.err(""); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// packageNames are what ent and this extension declare in ent's package whatever the schema is, and ent does not refuse
// by itself as a name of a schema.
var packageNames = []string{
	"AdminDriver", "CommitFunc", "CommitHook", "Committer", "ConstraintError", "ErrTxStarted", "InterceptFunc", "IsConstraintError",
	"IsNotFound", "IsNotLoaded", "IsNotSingular", "IsValidationError", "MaskNotFound", "NewClient", "NewContext", "NewTxContext",
	"NotFoundError", "NotLoadedError", "NotSingularError", "Open", "Querier", "QuerierFunc", "QueryContext", "RollbackFunc", "RollbackHook",
	"Rollbacker", "TraverseFunc", "Traverser", "Tx", "TxFromContext", "FromContext", "ValidationError",
}

// folders are files and folders that ent makes for itself.
var folders = []string{"ent", "enttest", "intercept", "internal", "migrate", "mutation", "predicate", "privacy", "runtime", "tx"}

func typeNames(n *gen.Type) []string {
	names := []string{n.Name, entPlural(n.Name), n.QueryName(), n.Name + "GroupBy", n.Name + "Select", n.ClientName(), "New" + n.ClientName(), n.TypeName()}
	if len(n.Edges) > 0 {
		names = append(names, n.Name+"Edges")
	}
	if !n.IsView() {
		names = append(names, n.CreateName(), n.CreateBulkName(), n.UpdateName(), n.UpdateOneName(), n.DeleteName(), n.DeleteOneName(), n.MutationName())
	}
	return names
}

// scope is a place in which a name can be declared once.
type scope struct {
	what, of string
	remedy   string
	owners   map[string][]string
	order    []string
}

func (s *scope) add(name, owner string) {
	if s.owners == nil {
		s.owners = map[string][]string{}
	}
	if len(s.owners[name]) == 0 {
		s.order = append(s.order, name)
	}
	s.owners[name] = append(s.owners[name], owner)
}

func (s *scope) err(prefix string) error {
	var errs []error
	for _, name := range s.order {
		owners := s.owners[name]
		if len(owners) < 2 {
			continue
		}
		if prefix != "" && !strings.HasSuffix(prefix, ": ") {
			prefix += ": "
		}
		errs = append(errs, fmt.Errorf("%s%s make the same %s %s of %s; %s", prefix, strings.Join(owners, " and "), s.what, name, s.of, s.remedy))
	}
	return errors.Join(errs...)
}

// scopesOf collects what ent declares for one type: in its struct, its mutation, its builders and its package.
func scopesOf(n *gen.Type) []*scope {
	newScope := func(what, of string) *scope {
		return &scope{what: what, of: of, remedy: "rename one of them (StorageKey keeps the column), or, where a field is the edge's foreign key, say so by Field on the edge"}
	}
	model := newScope("field or method", n.Name)
	declareModel(n, model)
	own := newScope("name", "package "+n.PackageDir())
	declarePackage(n, own)
	scopes := []*scope{model, own}
	if !n.IsView() {
		mutation, fields := newScope("method", n.MutationName()), newScope("member", n.MutationName())
		declareMutation(n, mutation, fields)
		create, update := newScope("method", n.CreateName()), newScope("method", n.UpdateName())
		declareSetters(n, create, false)
		declareSetters(n, update, true)
		scopes = append(scopes, mutation, fields, create, update)
	}
	return scopes
}

func ofField(f *gen.Field) string { return fmt.Sprintf("field %q", f.Name) }

func ofEdge(e *gen.Edge) string { return fmt.Sprintf("edge %q", e.Name) }

const byEnt = "ent itself"

func declareModel(n *gen.Type, s *scope) {
	if n.HasOneFieldID() {
		s.add("ID", "the id")
	}
	for _, f := range n.Fields {
		s.add(f.StructField(), ofField(f))
	}
	if len(n.Edges) > 0 {
		s.add("Edges", byEnt)
	}
	for _, e := range n.Edges {
		s.add("Query"+e.StructField(), ofEdge(e))
	}
	if !n.IsView() {
		s.add("Update", byEnt)
	}
	for _, name := range []string{"Unwrap", "String", n.ValueName()} {
		s.add(name, byEnt)
	}
}

// mutationMethods are those of every mutation.
var mutationMethods = func() []string {
	names := []string{"Client", "Tx", "Where", "WhereP"}
	for method := range reflect.TypeFor[ent.Mutation]().Methods() {
		names = append(names, method.Name)
	}
	return append(names, "SetOp")
}()

func declareMutation(n *gen.Type, methods, fields *scope) {
	for _, name := range []string{"config", "op", "typ", "clearedFields", "done", "oldValue", "predicates"} {
		fields.add(name, byEnt)
	}
	if n.HasOneFieldID() {
		fields.add(n.ID.BuilderField(), "the id")
		methods.add("ID", "the id")
		methods.add("IDs", "the id")
		if n.ID.UserDefined {
			methods.add("SetID", "the id")
		}
	}
	for _, name := range mutationMethods {
		methods.add(name, byEnt)
	}
	for _, f := range n.MutationFields() {
		fields.add(f.BuilderField(), ofField(f))
		if f.SupportsMutationAdd() {
			fields.add("add"+f.BuilderField(), ofField(f))
		}
		if f.SupportsMutationAppend() {
			fields.add("append"+f.BuilderField(), ofField(f))
		}
	}
	for _, f := range n.Fields {
		add := func(names ...string) {
			for _, name := range names {
				methods.add(name, ofField(f))
			}
		}
		add(f.MutationSet(), f.MutationGet(), f.MutationReset())
		if n.HasOneFieldID() {
			add(f.MutationGetOld())
		}
		if f.SupportsMutationAdd() {
			add(f.MutationAdd(), f.MutationAdded())
		}
		if f.SupportsMutationAppend() {
			add(f.MutationAppend(), f.MutationAppended())
		}
		if f.Optional {
			add(f.MutationClear(), f.MutationCleared())
		}
	}
	for _, e := range n.EdgesWithID() {
		add := func(names ...string) {
			for _, name := range names {
				methods.add(name, ofEdge(e))
			}
		}
		fields.add(e.BuilderField(), ofEdge(e))
		fields.add("cleared"+e.BuilderField(), ofEdge(e))
		add(e.MutationClear(), e.MutationCleared(), e.MutationReset(), e.StructField()+"IDs")
		if !e.Unique {
			fields.add("removed"+e.BuilderField(), ofEdge(e))
			add(e.MutationAdd(), e.MutationRemove(), "Removed"+e.StructField()+"IDs")
		} else if !e.HasFieldSetter() {
			add(e.MutationSet(), e.StructField()+"ID")
		}
	}
}

// declareSetters collects a builder's methods. ent itself leaves out a SetNillable that another field needs.
func declareSetters(n *gen.Type, s *scope, updates bool) {
	all := n.Fields
	if updates {
		all = n.MutableFields()
	} else if n.HasOneFieldID() && n.ID.UserDefined {
		s.add("SetID", "the id")
	}
	for _, f := range all {
		s.add("Set"+f.StructField(), ofField(f))
		if updates && f.SupportsMutationAdd() {
			s.add(f.MutationAdd(), ofField(f))
		}
		if updates && f.SupportsMutationAppend() {
			s.add(f.MutationAppend(), ofField(f))
		}
		if updates && f.Optional {
			s.add("Clear"+f.StructField(), ofField(f))
		}
	}
	for _, e := range n.EdgesWithID() {
		if updates && e.Immutable {
			continue
		}
		add := func(names ...string) {
			for _, name := range names {
				s.add(name, ofEdge(e))
			}
		}
		switch {
		case !e.Unique:
			add(e.MutationAdd(), "Add"+e.StructField())
			if updates {
				add(e.MutationRemove(), "Remove"+e.StructField())
			}
		case e.HasFieldSetter():
			add("Set" + e.StructField())
		default:
			add(e.MutationSet(), "Set"+e.StructField())
		}
		if updates {
			add(e.MutationClear())
		}
	}
}

// plainlyNamed are names for which ent leaves out the predicate that is named like the field.
var plainlyNamed = []string{"Label", "OrderOption", "Hooks", "Policy", "Table", "FieldID"}

func declarePackage(n *gen.Type, s *scope) {
	for _, name := range []string{"Label", "Table", "Columns", "ValidColumn", "OrderOption", "And", "Or", "Not"} {
		s.add(name, byEnt)
	}
	if len(n.UnexportedForeignKeys()) > 0 {
		s.add("ForeignKeys", byEnt)
	}
	if n.NumHooks() > 0 || n.NumPolicy() > 0 {
		s.add("Hooks", byEnt)
	}
	if n.NumInterceptors() > 0 {
		s.add("Interceptors", byEnt)
	}
	if n.NumPolicy() > 0 {
		s.add("Policy", byEnt)
	}
	if n.HasValueScanner() {
		s.add("ValueScanner", byEnt)
	}
	fields := n.Fields
	if n.HasOneFieldID() {
		s.add("ID", "the id")
		for _, op := range n.ID.Ops() {
			s.add("ID"+op.Name(), "the id")
		}
		s.add(n.ID.Constant(), "the id")
		if n.ID.UserDefined {
			declareField(n.ID, s, "the id")
		}
	}
	for _, f := range fields {
		s.add(f.Constant(), ofField(f))
		declareField(f, s, ofField(f))
		if !f.IsJSON() && !f.IsEnum() && (f.ConvertedToBasic() || f.Type.Valuer()) && !slices.Contains(plainlyNamed, f.StructField()) {
			s.add(f.StructField(), ofField(f))
		}
		for _, op := range f.Ops() {
			s.add(f.StructField()+op.Name(), ofField(f))
		}
		if f.Type.Comparable() {
			s.add(f.OrderName(), ofField(f))
		}
		if f.IsEnum() && !f.HasGoType() {
			s.add(f.StructField(), ofField(f))
			for _, name := range f.EnumNames() {
				s.add(name, ofField(f))
			}
		}
	}
	for _, e := range n.Edges {
		names := []string{e.Constant(), e.TableConstant(), "Has" + e.StructField(), "Has" + e.StructField() + "With"}
		if n.Table() != e.Type.Table() {
			names = append(names, e.InverseTableConstant())
		}
		if e.M2M() {
			names = append(names, e.PKConstant())
		} else {
			names = append(names, e.ColumnConstant())
		}
		for _, order := range []func() (string, error){e.OrderFieldName, e.OrderCountName, e.OrderTermsName} {
			if name, err := order(); err == nil {
				names = append(names, name)
			}
		}
		for _, name := range names {
			s.add(name, ofEdge(e))
		}
	}
}

// declareField collects a field's default and validator.
func declareField(f *gen.Field, s *scope, owner string) {
	if f.Default {
		s.add(f.DefaultName(), owner)
	}
	if f.UpdateDefault {
		s.add(f.UpdateDefaultName(), owner)
	}
	if f.Validators > 0 || f.Type.Type == field.TypeEnum {
		s.add(f.Validator(), owner)
	}
}
