// Package query turns a filter, a search and an order over a project's types into SQL, and pages through what they
// select. It gives ent the predicates and the order of a query; the query itself stays ent's, with all of its
// interceptors and policies.
//
// A [Compiler] checks a filter against the types ([Compiler.Check]), so that every path, operator and value is known
// to be right before a database sees it, and against what the caller may see ([Access]). What comes out, a [Bound],
// is a predicate for a selector, and can be evaluated in memory too. SQLite and PostgreSQL select the same rows by it,
// with two exceptions: text is put in order, and the case of ASCII letters beside it is ignored, as the database's
// collation has it; and the text of JSON, which ":" and "~" look into, is spelled by the database.
//
// A [Page] is a part of a list. Pages follow each other by key, not by number: the cursor of the next page holds the
// values by which the last row of this one was put in order, so that no page is slower than the first and rows that
// come or go meanwhile neither repeat others nor hide them. Every order ends with the id. Null comes last, ascending
// and descending. Only a view without an id has no such key, and is paged by the number of rows before.
package query
