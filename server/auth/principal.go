package auth

// Kind is what a Principal is.
type Kind int

// The kinds of principals.
const (
	Anonymous Kind = iota // nobody we know
	Internal              // a program on a trusted network (see the internal trust rule)
	User                  // a signed-in user
)

// Principal is who sent a request. UserID, Username, Admin and SessionID are set for a User alone; Admin is read from
// the user's row, never from the cookie.
type Principal struct {
	Kind      Kind
	UserID    int
	Username  string
	Admin     bool
	SessionID string
}
