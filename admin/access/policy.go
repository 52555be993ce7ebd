package access

import (
	"slices"
	"strings"
	"sync"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

// Policy is the roles of a project at one moment. It is not changed, only replaced, and is safe for concurrent use.
type Policy struct {
	types map[string]*meta.Type
	roles map[string][]grant

	mu     sync.RWMutex
	cached map[cacheKey]Rights
}

// cacheMost bounds the rights that are kept: with more combinations of roles and scopes than that, all are made anew.
const cacheMost = 10_000

// cacheKey is all that rights depend on.
type cacheKey struct {
	slug, roles, scopes string
	superuser, scoped   bool
}

// grant is a Grant whose filter has been read.
type grant struct {
	Grant
	rows filter.Expr
}

// NewPolicy is the built-in roles and these. What does not hold in them any more, since the project's types have changed,
// gives nothing; Validator is there to refuse it beforehand.
func NewPolicy(types []*meta.Type, custom []Role) *Policy {
	p := &Policy{
		types:  make(map[string]*meta.Type, len(types)),
		roles:  make(map[string][]grant),
		cached: make(map[cacheKey]Rights),
	}
	for _, t := range types {
		p.types[t.Slug] = t
	}
	for _, role := range append(slices.Clone(custom), BuiltIn()...) {
		grants := make([]grant, 0, len(role.Grants))
		for _, g := range role.Grants {
			rows, err := filter.Parse(g.Rows)
			if err == nil {
				grants = append(grants, grant{g, rows})
			}
		}
		p.roles[role.Name] = grants
	}
	return p
}

// Rights are what a principal may do with a type: nothing with one that is hidden from people.
func (p *Policy) Rights(pr Principal, t *meta.Type) Rights {
	key := cacheKey{
		slug: t.Slug, roles: strings.Join(pr.Roles, "\x00"), scopes: strings.Join(pr.Scopes, "\x00"),
		superuser: pr.Superuser, scoped: pr.Scopes != nil,
	}
	p.mu.RLock()
	r, ok := p.cached[key]
	p.mu.RUnlock()
	if ok {
		return r
	}
	r = p.compile(pr, t)
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.cached) >= cacheMost {
		clear(p.cached)
	}
	p.cached[key] = r
	return r
}

// Manages reports whether a principal may change roles and members, and see and end everybody's API keys and, where the
// admin brings users, theirs. No API key may.
func (p *Policy) Manages(pr Principal) bool {
	return pr.Scopes == nil && (pr.Superuser || slices.Contains(pr.Roles, Admin))
}

// Sees reports whether a principal may see Audit or System.
func (p *Policy) Sees(pr Principal, what string) bool {
	return leaves(pr.Scopes, what, View) && slices.ContainsFunc(p.grants(pr), func(g grant) bool {
		return g.Type == what && g.allows(View)
	})
}

// Audits reports whether a principal may see the list of all changes. Of a type that he may not view, or only in part,
// he is not to be shown changes there.
func (p *Policy) Audits(pr Principal) bool { return p.Sees(pr, Audit) }

// Known reports whether there is a role of that name.
func (p *Policy) Known(role string) bool {
	_, ok := p.roles[role]
	return ok
}

// grants are all that a principal's roles give.
func (p *Policy) grants(pr Principal) []grant {
	if pr.Superuser {
		return slices.Clone(p.roles[Admin])
	}
	var grants []grant
	for _, role := range pr.Roles {
		grants = append(grants, p.roles[role]...)
	}
	return grants
}

func (p *Policy) compile(pr Principal, t *meta.Type) Rights {
	if t.Hidden {
		return Rights{}
	}
	c := &compiled{
		slug: t.Slug, fixed: !t.Editable(), scopes: slices.Clone(pr.Scopes),
		actions: make(map[string]rowSet), reads: make(map[string]bool),
		creates: make(map[string]bool), updates: make(map[string]bool),
	}
	for _, g := range p.grants(pr) {
		if g.Type != t.Slug && (g.Type != Any || special(t.Slug)) {
			continue
		}
		set := rowSet{all: g.rows == nil}
		if !set.all {
			set.terms = []filter.Expr{g.rows}
		}
		for _, action := range g.Actions {
			c.actions[action] = c.actions[action].or(set)
		}
		read, write := g.names(View), g.names(Update)
		views, creates, updates := g.allows(View), g.allows(Create), g.allows(Update)
		p.fields(pr, t, func(name, twin string, readable, writable bool) {
			c.reads[name] = c.reads[name] || views && readable && read.holds(name, twin)
			writable = writable && write.holds(name, twin)
			c.creates[name] = c.creates[name] || creates && writable
			c.updates[name] = c.updates[name] || updates && writable
		})
	}
	return c.rights()
}

// fields calls yield for every field and edge of a type: twin is the edge of a field that holds a foreign key, or that
// field of an edge, or "".
func (p *Policy) fields(pr Principal, t *meta.Type, yield func(name, twin string, readable, writable bool)) {
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Hidden || f.Edge != "" && !p.leads(pr, t.Edge(f.Edge)) {
			continue
		}
		yield(f.Name, f.Edge, !f.Sensitive, !f.ReadOnly && !f.Computed && !t.ReadOnly)
	}
	for i := range t.Edges {
		e := &t.Edges[i]
		if !e.Hidden && p.leads(pr, e) {
			yield(e.Name, e.Field, true, !e.ReadOnly && !t.ReadOnly)
		}
	}
}

// leads reports whether the type at the edge's end may be viewed.
func (p *Policy) leads(pr Principal, e *meta.Edge) bool {
	if e == nil || !leaves(pr.Scopes, e.Type, View) {
		return false
	}
	if target := p.types[e.Type]; target == nil || target.Hidden {
		return false
	}
	return slices.ContainsFunc(p.grants(pr), func(g grant) bool {
		return (g.Type == e.Type || g.Type == Any) && g.allows(View)
	})
}

// allows reports whether the grant names an action, or all of them.
func (g *Grant) allows(action string) bool {
	return slices.Contains(g.Actions, action) || slices.Contains(g.Actions, Any)
}

// names are the fields that the grant lets be read, for View, or written, for Update.
func (g *Grant) names(action string) names {
	if action == Update && g.Fields.Write != nil {
		return newNames(g.Fields.Write)
	}
	return newNames(g.Fields.Read)
}

// names is a list of fields as Fields has it.
type names struct {
	all          bool
	named, taken map[string]bool
}

func newNames(list []string) names {
	if list == nil {
		return names{all: true}
	}
	n := names{named: make(map[string]bool), taken: make(map[string]bool)}
	for _, name := range list {
		if rest, ok := strings.CutPrefix(name, "-"); ok {
			n.taken[rest] = true
		} else if name == Any {
			n.all = true
		} else {
			n.named[name] = true
		}
	}
	return n
}

func (n names) holds(name, twin string) bool {
	return (n.all || n.named[name] || n.named[twin]) && !n.taken[name] && !n.taken[twin]
}
