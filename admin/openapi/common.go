package openapi

// commonPaths are the endpoints that every admin has, whatever its types.
func commonPaths() map[string]any {
	tokens := []any{inPath("token", text())}
	return map[string]any{
		"/_meta":         object{read("meta", "All that pages are drawn from", "Meta")},
		"/_schema":       object{read("schema", "Types and edges, for a map of them", "Meta")},
		"/_dashboard":    object{read("dashboard", "Counts, changes a day, and the latest of them", "Dashboard")},
		"/_system":       object{read("system", "How the server is doing", "System")},
		"/_search":       object{read("search", "Rows of all types", "Found", ref("parameters", "q"))},
		"/_undo/{token}": object{{"parameters", tokens}, act("post", "undo", "Take a write back", "", "200", "Done")},
		"/_jobs/{id}": object{
			{"parameters", params("id")}, read("job", "How a job is doing", "Job"),
			act("delete", "job_cancel", "Cancel a job", "", "200", "Job"),
		},
		"/_live": object{{"get", op{
			id: "live", summary: "Changes as they happen, over a WebSocket: LiveRequest out, LiveEvent in",
			answers: object{answer("101", "A WebSocket.")},
		}.object("")}},
		"/openapi.json": object{{"get", op{
			id: "openapi", summary: "This document, of the types that the caller sees",
			answers: object{answerJSON("200", "OpenAPI 3.1.", object{{"type", "object"}, {"additionalProperties", true}})},
		}.object("")}},

		"/_audit": object{read("audit", "All writes, latest first", "Audit",
			inQuery("actor", "Id or name of who did it.", text()), inQuery("type", "Slug.", text()), inQuery("action", "What was done.", text()),
			inQuery("from", "First moment.", moment()), inQuery("to", "Moment after the last.", moment()),
			ref("parameters", "after"), ref("parameters", "limit"))},
		"/_audit/{change}": object{{"parameters", []any{inPath("change", text())}}, read("audit_rows", "What one write did", "AuditRows", params("after", "limit")...)},
		"/_views":          object{read("views", "Saved views that the caller sees", "Views", inQuery("type", "Slug.", text())), act("post", "view_create", "Save a view", "ViewCreate", "201", "View")},
		"/_views/{id}":     object{{"parameters", params("id")}, act("patch", "view_update", "Change a saved view", "ViewUpdate", "200", "View"), remove("view_delete", "Delete a saved view")},
		"/_roles":          object{read("roles", "All roles", "Roles")},
		"/_roles/{name}":   object{{"parameters", []any{inPath("name", text())}}, act("put", "role_put", "Make or change a role", "RoleInput", "200", "Role"), remove("role_delete", "Delete a role")},
		"/_members":        object{read("members", "Who has which roles", "Members", ref("parameters", "q"))},
		"/_members/{user}": object{{"parameters", []any{inPath("user", text())}}, read("member", "Roles of somebody", "Member"), act("put", "member_put", "Give somebody roles", "MemberInput", "200", "Member")},
		"/_keys":           object{read("keys", "API keys", "Keys", inQuery("all", "1: those of others, too.", oneOf("1"))), act("post", "key_create", "Make an API key", "KeyInput", "201", "NewKey")},
		"/_keys/{id}":      object{{"parameters", params("id")}, remove("key_revoke", "Revoke an API key")},
		"/_impersonate":    object{act("post", "impersonate", "Act as somebody else", "ImpersonationInput", "200", "Impersonation"), remove("impersonate_stop", "Be oneself again")},

		"/_session": object{
			public("sign_in", "Sign in", "SignIn", "200", "User"),
			read("account", "The caller's own account", "Account"),
			remove("sign_out", "Sign out"),
		},
		"/_session/{id}":     object{{"parameters", params("id")}, remove("session_end", "Sign out another session of the caller's")},
		"/_session/password": object{act("post", "password_change", "Choose another password", "PasswordChange", "204", "")},
		"/_session/totp": object{
			act("post", "totp_begin", "Begin to set up a second factor", "Confirmation", "200", "TOTPSetup"),
			act("put", "totp_confirm", "Turn the second factor on", "Confirmation", "200", "RecoveryCodes"),
			act("delete", "totp_remove", "Turn the second factor off", "Confirmation", "204", ""),
		},
		"/_session/link":     object{public("link_look", "What a link is for", "LinkToken", "200", "LinkInfo")},
		"/_session/accept":   object{public("link_accept", "Choose a password by a link", "LinkAccept", "200", "User")},
		"/_people":           object{read("people", "Users that the admin keeps itself", "Users", ref("parameters", "q")), act("post", "person_create", "Add a user", "UserInput", "201", "NewUser")},
		"/_people/{id}":      object{{"parameters", params("id")}, act("patch", "person_update", "Change a user", "UserInput", "200", "User"), remove("person_delete", "Remove a user")},
		"/_people/{id}/link": object{{"parameters", params("id")}, act("post", "person_link", "Let a user choose a new password", "", "201", "Link")},
		"/_people/{id}/totp": object{{"parameters", params("id")}, remove("person_totp_remove", "Take a user's second factor away")},
	}
}

// read is a GET that answers with a shared schema.
func read(id, summary, out string, parameters ...any) member {
	return member{"get", op{id: id, summary: summary, params: parameters, answers: object{answerJSON("200", "Done.", schema(out))}}.object("")}
}

// act is a request that changes something: in and out are shared schemas, "" for no body.
func act(method, id, summary, in, status, out string) member {
	return member{method, acting(id, summary, in, status, out).object("")}
}

// public is a POST for those who are not signed in.
func public(id, summary, in, status, out string) member {
	o := acting(id, summary, in, status, out)
	o.open = true
	return member{"post", o.object("")}
}

func acting(id, summary, in, status, out string) op {
	o := op{id: id, summary: summary, answers: object{answer(status, "Done.")}}
	if in != "" {
		o.body = jsonOf(schema(in))
	}
	if out != "" {
		o.answers = object{answerJSON(status, "Done.", schema(out))}
	}
	return o
}

func remove(id, summary string) member { return act("delete", id, summary, "", "204", "") }

func moment() object { return object{{"type", "string"}, {"format", "date-time"}} }
