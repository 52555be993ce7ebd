package openapi

import (
	"strings"

	"github.com/mosswart/overlord/admin/meta"
)

// op is one operation, before it is written down.
type op struct {
	id, summary string
	params      []any
	body        any // content of the request, nil for none
	answers     object
	open        bool // needs no authentication
}

func (o op) object(tag string) object {
	out := object{}
	if tag != "" {
		out = append(out, member{"tags", []string{tag}})
	}
	out = append(out, member{"operationId", o.id}, member{"summary", o.summary})
	if len(o.params) > 0 {
		out = append(out, member{"parameters", o.params})
	}
	if o.body != nil {
		out = append(out, member{"requestBody", object{{"required", true}, {"content", o.body}}})
	}
	answers := append(object{}, o.answers...)
	answers = append(answers, member{"default", ref("responses", "Problem")})
	out = append(out, member{"responses", answers})
	if o.open {
		out = append(out, member{"security", []any{}})
	}
	return out
}

func params(names ...string) []any {
	list := make([]any, len(names))
	for i, name := range names {
		list[i] = ref("parameters", name)
	}
	return list
}

func inQuery(name, description string, s object) object {
	return object{{"name", name}, {"in", "query"}, {"description", description}, {"schema", s}}
}

func inPath(name string, s object) object {
	return object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", s}}
}

func text() object                      { return object{{"type", "string"}} }
func oneOf(values ...string) object     { return object{{"type", "string"}, {"enum", values}} }
func jsonOf(s object) object            { return object{{"application/json", object{{"schema", s}}}} }
func answer(status, what string) member { return member{status, object{{"description", what}}} }

func answerJSON(status, what string, s object, headers ...string) member {
	return withHeaders(status, object{{"description", what}, {"content", jsonOf(s)}}, headers)
}

func withHeaders(status string, a object, headers []string) member {
	if len(headers) > 0 {
		h := object{}
		for _, name := range headers {
			h = append(h, member{name, ref("headers", name)})
		}
		a = append(a, member{"headers", h})
	}
	return member{status, a}
}

// typePaths are the endpoints of one type, each a path and its operations. What cannot be done with the type is not
// there: a view without an id has lists only, a read-only type no writes.
func typePaths(t *meta.Type) []member {
	var (
		root   = "/" + t.Slug
		row    = schema(t.Name + ".Row")
		paths  []member
		add    = func(path string, ops object) { paths = append(paths, member{path, ops}) }
		method = func(name string, o op) member { return member{name, o.object(t.Slug)} }
		stale  = object{{"409", ref("responses", "Stale")}, {"428", ref("responses", "NoVersion")}}
		writes = t.Editable()
	)
	list := object{method("get", op{
		id: "list" + t.Name, summary: "A page of " + plural(t),
		params:  params("filter", "search", "sort", "after", "before", "limit", "count", "fields", "trash", "etag"),
		answers: object{answerJSON("200", "The page.", schema(t.Name+".Page"))},
	})}
	if writes {
		list = append(list, method("post", op{
			id: "create" + t.Name, summary: "Create one of " + plural(t),
			body:    jsonOf(schema(t.Name + ".Create")),
			answers: object{answerJSON("201", "The row as it is now.", row, "ETag", "Undo")},
		}))
	}
	add(root, list)
	add(root+"/_export", object{method("get", op{
		id: "export" + t.Name, summary: "All of " + plural(t) + " that match, as a file",
		params: append([]any{
			inQuery("format", "Of the file.", oneOf("csv", "json", "ndjson")),
			inQuery("bom", "1: begin a CSV file with a byte order mark, as spreadsheets want it.", oneOf("1")),
			inQuery("delimiter", "Of a CSV file.", oneOf(",", ";", "tab")),
		}, params("filter", "search", "sort", "fields")...),
		answers: object{{"200", object{
			{"description", "The file, streamed."},
			{"headers", object{{"Content-Disposition", object{{"schema", text()}}}}},
			{"content", object{
				{"text/csv", object{{"schema", text()}}},
				{"application/json", object{{"schema", listOf(schema("Values"))}}},
				{"application/x-ndjson", object{{"schema", text()}}},
			}},
		}}},
	})})
	if len(t.ID.Columns) == 0 && t.ID.Kind == "" && len(t.ID.Parts) == 0 {
		return append(paths, charts(t)...)
	}
	add(root+"/_lookup", object{method("get", op{
		id: "lookup" + t.Name, summary: "Rows to choose from, by what people call them",
		params:  params("q", "limit"),
		answers: object{answerJSON("200", "The rows.", schema("Refs"))},
	})})
	one := object{{"parameters", params("id")}, method("get", op{
		id: "get" + t.Name, summary: "One of " + plural(t),
		params:  params("fields"),
		answers: object{answerJSON("200", "The row.", row, "ETag")},
	})}
	if writes {
		one = append(one,
			method("patch", op{
				id: "update" + t.Name, summary: "Change one of " + plural(t),
				params: params("ifMatch"), body: jsonOf(schema(t.Name + ".Update")),
				answers: append(object{answerJSON("200", "The row as it is now.", row, "ETag", "Undo")}, stale...),
			}),
			method("delete", op{
				id: "delete" + t.Name, summary: "Delete one of " + plural(t),
				params:  params("ifMatch"),
				answers: append(object{withHeaders("204", object{{"description", "It is gone."}}, []string{"Undo"})}, stale...),
			}))
	}
	add(root+"/{id}", one)
	for i := range t.Edges {
		e := &t.Edges[i]
		if e.Hidden || e.ToOne() {
			continue
		}
		add(root+"/{id}/"+e.Name, object{{"parameters", params("id")}, method("get", op{
			id: "edges" + t.Name + "." + e.Name, summary: "The rows that " + e.Name + " leads to",
			params:  params("after", "limit"),
			answers: object{answerJSON("200", "Some of them.", schema("Refs"))},
		})})
	}
	add(root+"/_actions/{action}", object{method("post", op{
		id: "act" + t.Name, summary: "One of the type's own actions",
		params: []any{inPath("action", text())}, body: jsonOf(schema("ActionInput")),
		answers: object{answerJSON("200", "It is done.", schema("Done")), {"202", ref("responses", "Started")}},
	})})
	if writes {
		paths = append(paths, writePaths(t, method)...)
	}
	return append(paths, charts(t)...)
}

// writePaths are the endpoints that only a type whose rows can be written has.
func writePaths(t *meta.Type, method func(string, op) member) []member {
	root, row := "/"+t.Slug, schema(t.Name+".Row")
	file := object{{"type", "string"}, {"maxLength", 64 << 20}}
	return []member{
		{root + "/_bulk", object{method("post", op{
			id: "bulk" + t.Name, summary: "One action on many of " + plural(t),
			body:    jsonOf(schema("Bulk")),
			answers: object{answerJSON("200", "It is done.", schema("Done"), "Undo"), {"202", ref("responses", "Started")}},
		})}},
		{root + "/_consequences", object{method("post", op{
			id: "consequences" + t.Name, summary: "What deleting " + plural(t) + " would do",
			body:    jsonOf(schema("ConsequencesInput")),
			answers: object{answerJSON("200", "All of it.", schema("Consequences"))},
		})}},
		{root + "/_import", object{method("post", op{
			id: "import" + t.Name, summary: "Create and change many of " + plural(t) + " from a file: all of it or nothing",
			params: []any{
				inQuery("dry_run", "1: only say what it would do.", oneOf("1")),
				inQuery("mode", "Create rows only, or change those that the key finds; the default is upsert where there is a key.",
					oneOf("create", "upsert")),
				inQuery("key", "Fields and to-one edges by which an upsert finds rows, separated by commas: \"id\" or one of the type's keys.", text()),
				inQuery("delimiter", "Of a CSV file; found out where absent.", oneOf(",", ";", "tab")),
				inQuery("map", "A column of the file and what it is, \"Family name=name\"; \"Notes=\" leaves a column out.", listOf(text())),
			},
			body: object{
				{"text/csv", object{{"schema", file}}},
				{"application/json", object{{"schema", object{{"type", "array"}, {"maxItems", 200_000}, {"items", schema("Values")}}}}},
				{"application/x-ndjson", object{{"schema", file}}},
			},
			answers: object{
				answerJSON("200", "What a dry run found.", schema("ImportReport")),
				{"202", ref("responses", "Started")},
			},
		})}},
		{root + "/{id}/history", object{{"parameters", params("id")}, method("get", op{
			id: "history" + t.Name, summary: "What was done to a row, latest first",
			params:  params("before", "limit"),
			answers: object{answerJSON("200", "Some of it.", schema("History"))},
		})}},
		{root + "/{id}/revert/{revision}", object{{"parameters", params("id")}, method("post", op{
			id: "revert" + t.Name, summary: "Make a row what it was at a revision",
			params: []any{inPath("revision", object{{"type", "integer"}}), object{
				{"name", "If-Match"}, {"in", "header"}, {"schema", text()},
				{"description", "The ETag of the row as it was read; absent: whatever it is now."},
			}},
			answers: object{answerJSON("200", "The row as it is now.", row, "ETag", "Undo"), {"409", ref("responses", "Stale")}},
		})}},
		{root + "/{id}/restore", object{{"parameters", params("id")}, method("post", op{
			id: "restore" + t.Name, summary: "Bring a row back from the trash or, deleted for good, from its history",
			answers: object{answerJSON("200", "The row as it is now.", row, "ETag", "Undo")},
		})}},
	}
}

// charts is the chart of a type that has a time to draw one over, or nothing.
func charts(t *meta.Type) []member {
	var times []string
	for i := range t.Fields {
		if f := &t.Fields[i]; f.Kind == meta.Time && !f.Hidden && !f.Sensitive && !f.Computed {
			times = append(times, f.Name)
		}
	}
	if len(times) == 0 {
		return nil
	}
	field := oneOf(times...)
	if t.TimeField != "" {
		field = append(field, member{"default", t.TimeField})
	}
	o := op{
		id: "chart" + t.Name, summary: "A number over time",
		params: append([]any{
			inQuery("field", "The time.", field),
			inQuery("from", "First moment.", moment()),
			inQuery("to", "Moment after the last.", moment()),
			inQuery("agg", "\"count\", or what of which field: \"avg:price\".",
				object{{"type", "string"}, {"pattern", "^(count|(avg|sum|min|max):.+)$"}, {"default", "count"}}),
			inQuery("points", "At most so many.", object{{"type", "integer"}, {"minimum", 1}, {"maximum", 500}, {"default", 100}}),
		}, params("filter", "search")...),
		answers: object{answerJSON("200", "The points, in order.", schema("Chart"))},
	}
	return []member{{"/" + t.Slug + "/_chart", object{{"get", o.object(t.Slug)}}}}
}

func plural(t *meta.Type) string {
	if t.Plural == "" {
		return t.Slug
	}
	return strings.ToLower(t.Plural[:1]) + t.Plural[1:]
}
