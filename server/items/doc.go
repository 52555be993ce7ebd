// Package items searches everyone's items. A search is text in the language of admin/filter's ParseSearch; fields.json is
// the one table of what its names mean. compile makes SQL conditions of it, so that SQLite and PostgreSQL give the same
// answers; Search finds a page, how many there are and how they divide, at a cost that is bounded whatever is found.
package items
