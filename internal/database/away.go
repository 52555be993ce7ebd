package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/lib/pq"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Away reports whether err, of something asked of a database, says that this does not answer for the moment: it cannot
// be reached, the connection was lost, it is starting or stopping, it has no connection left, the writer's place was not
// to be had, or the time for the question was over.
func Away(err error) bool {
	for _, lost := range []error{driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, context.DeadlineExceeded} {
		if errors.Is(err, lost) {
			return true
		}
	}
	var refused *pq.Error
	if errors.As(err, &refused) {
		switch refused.Code.Class() {
		case "08", // connection exception
			"53", // insufficient resources: too many connections
			"57": // operator intervention: it shuts down, starts up, or was told to give up a query
			return true
		default:
			return false
		}
	}
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		return failed.Code()&0xff == sqlite3.SQLITE_BUSY // the primary code
	}
	var unreachable net.Error
	return errors.As(err, &unreachable)
}
