package writer

import (
	"errors"

	"github.com/lib/pq"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/mosswart/overlord/ent"
)

// rowFault reports whether err says that what was to be written cannot be, now or later: a value that the schema or
// the database does not take. Everything else, also what is not known here, is held to be the database's trouble,
// which passes; so nothing is put aside because a server was away.
func rowFault(err error) bool {
	if ent.IsValidationError(err) {
		return true
	}
	var refused *pq.Error
	if errors.As(err, &refused) {
		switch refused.Code.Class() {
		case "22", // data exception: bytes that are no text, numbers out of range
			"23", // integrity constraint violation
			"54": // program limit exceeded: a text too long for its index
			return true
		default:
			return false
		}
	}
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		switch failed.Code() & 0xff { // the primary code
		case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_RANGE:
			return true
		default:
			return false
		}
	}
	return false
}
