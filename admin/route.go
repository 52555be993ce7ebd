package admin

import "strings"

// route is one method and path of the API.
type route struct {
	method  string
	pattern []string // segments: literals and {placeholders}
	public  bool     // for callers who are not signed in
	long    bool     // may take longer than Limits.Timeout
	handle  func(*call) error
}

func placeholder(segment string) (name string, ok bool) {
	return strings.CutPrefix(strings.TrimSuffix(segment, "}"), "{")
}

// matches compares a pattern with the segments of an escaped path. Literals are compared as they are, so that a row whose
// id looks like one can still be named: "%5Fexport" is the id "_export". No type's slug begins with "_".
func (rt *route) matches(raw []string) bool {
	if len(raw) != len(rt.pattern) {
		return false
	}
	for i, segment := range rt.pattern {
		name, isPlaceholder := placeholder(segment)
		switch {
		case raw[i] == "":
			return false
		case !isPlaceholder && segment != raw[i]:
			return false
		case isPlaceholder && raw[i][0] == '_' && (name == "type" || i == 1 && rt.pattern[0] == "{type}"):
			return false
		}
	}
	return true
}

func at(method, path string, handle func(*call) error) route {
	return route{method: method, pattern: strings.Split(strings.Trim(path, "/"), "/"), handle: handle}
}

func (rt route) takingLong() route {
	rt.long = true
	return rt
}

// newRoutes is the table of the API. Where two patterns match, the first one counts.
func (a *Admin) newRoutes() []route {
	routes := []route{
		at("GET", "/_meta", (*call).meta),
		at("GET", "/_schema", (*call).meta),
		at("GET", "/openapi.json", (*call).openapi),
		at("GET", "/_search", (*call).searchAll),
		at("GET", "/_dashboard", (*call).dashboard),
		at("GET", "/_system", (*call).system),
		at("GET", "/_jobs/{id}", (*call).job),
		at("DELETE", "/_jobs/{id}", (*call).cancelJob),
		at("POST", "/_undo/{token}", (*call).undo),
		at("GET", "/_live", (*call).live).takingLong(),
	}
	for _, r := range a.web.Routes() {
		rt := at(r.Method, r.Pattern, func(c *call) error {
			r.Handler(c.w, c.r)
			return nil
		})
		rt.public = r.Public
		routes = append(routes, rt)
	}
	return append(routes,
		at("GET", "/{type}", (*call).list),
		at("POST", "/{type}", (*call).create),
		at("POST", "/{type}/_bulk", (*call).bulk),
		at("POST", "/{type}/_consequences", (*call).consequences),
		at("POST", "/{type}/_actions/{name}", (*call).action),
		at("GET", "/{type}/_lookup", (*call).lookup),
		at("GET", "/{type}/_chart", (*call).chart),
		at("GET", "/{type}/_export", (*call).export).takingLong(),
		at("POST", "/{type}/_import", (*call).importRows).takingLong(),
		at("GET", "/{type}/{id}", (*call).get),
		at("PATCH", "/{type}/{id}", (*call).update),
		at("DELETE", "/{type}/{id}", (*call).remove),
		at("POST", "/{type}/{id}/restore", (*call).restore),
		at("GET", "/{type}/{id}/history", (*call).history),
		at("POST", "/{type}/{id}/revert/{revision}", (*call).revert),
		at("GET", "/{type}/{id}/{edge}", (*call).edge),
	)
}
