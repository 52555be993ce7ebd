package admin

import (
	"context"
	"net/http"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
)

// Live carries changes and presence to the pages. It is safe for concurrent use.
type Live interface {
	// Serve takes a request for a WebSocket, and returns when that is closed. An error means that there was none: it
	// has been answered unless it is a *problem.Problem.
	Serve(w http.ResponseWriter, r *http.Request, v Viewer) error
	// Publish tells the viewers what was changed. It does not wait for them.
	Publish(change.Event)
}

// Viewer is whoever is at the other end of a socket.
type Viewer struct {
	access.Principal
	// Sees says what the viewer may be told of a type. It is cheap, and follows changes of the viewer's roles.
	Sees func(slug string) Sight
	// SeesRow reports whether the viewer may see one row; it asks the database.
	SeesRow func(ctx context.Context, slug, id string) bool
	// Still reports whether the viewer is still signed in.
	Still func(ctx context.Context) bool
}

// Sight is how much of a type somebody may see.
type Sight int

// The sights.
const (
	Nothing  Sight = iota
	SomeRows       // which ones depends on the row
	AllRows
)
