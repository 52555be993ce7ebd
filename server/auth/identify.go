package auth

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/user"
	"github.com/mosswart/overlord/ent/usersession"
)

// CookieName is the name of the session cookie.
const CookieName = "session"

const (
	cacheFresh     = 5 * time.Second  // how long a user's row is believed
	cacheStale     = 10 * time.Minute // and how long while the database does not answer
	cacheEntries   = 10_000
	lookupPatience = 2 * time.Second // how long a database may take to tell who somebody is
	seenEvery      = time.Minute     // how exactly last-seen times are kept
)

// Identify tells who sent a request: whoever its session cookie names, as far as his row and his session agree; else a
// program on one of our networks; else nobody. Rights are the row's. The row may be 5 s old, but never older than our own
// last change of any user. While the database does not answer, those who were seen in the last 10 minutes stay signed in.
func (s *Service) Identify(r *http.Request) Principal {
	if _, err := r.Cookie(CookieName); err == nil {
		if p, ok := s.identifyCookie(r); ok {
			return p
		}
	}
	if isInternal(r, s.network, s.hosts) {
		return Principal{Kind: Internal}
	}
	return Principal{}
}

// claims is what a session cookie says, all of it signed by a holder of the secret.
type claims struct {
	username string
	sid      string // "" = made by the Python service
	mfa      bool
	issuedAt time.Time
}

func (s *Service) claims(r *http.Request) (claims, bool) {
	session, err := s.store.New(r, CookieName)
	if err != nil || session.IsNew {
		return claims{}, false
	}
	var c claims
	username, ok := session.Values["username"].(string)
	issuedAt, dated := session.Values[issuedAtKey{}].(time.Time)
	if !ok || !dated || checkNewName(username) != "" {
		return claims{}, false
	}
	if sid, present := session.Values["sid"]; present {
		if c.sid, ok = sid.(string); !ok || c.sid == "" || len(c.sid) > 64 {
			return claims{}, false
		}
	}
	c.username, c.issuedAt = username, issuedAt
	c.mfa, _ = session.Values["mfa"].(bool)
	return c, true
}

func (s *Service) identifyCookie(r *http.Request) (Principal, bool) {
	c, ok := s.claims(r)
	if !ok {
		return Principal{}, false
	}
	known, err := s.lookup(r.Context(), c)
	if err != nil {
		s.log.ErrorContext(r.Context(), "cannot tell who sent a request", slog.Any("error", err))
		return Principal{}, false
	}
	if !known.admits(c, s.now()) {
		return Principal{}, false
	}
	s.noteSeen(known)
	u := known.user
	return Principal{
		Kind: User, UserID: u.ID, Username: u.Username, Admin: u.IsAdmin, SessionID: c.sid, SecondFactor: hasSecondFactor(u),
	}, true
}

// known is what the database says about a cookie's user and session.
type known struct {
	user    *ent.User        // nil: there is none
	session *ent.UserSession // nil: there is none, or the cookie names none
	readAt  time.Time

	mu   *sync.Mutex
	seen time.Time // when the request before was, as far as written
}

// admits reports whether a cookie counts.
func (k *known) admits(c claims, now time.Time) bool {
	u := k.user
	if u == nil || hasSecondFactor(u) && !c.mfa {
		return false
	}
	began := c.issuedAt
	if c.sid != "" {
		session := k.session
		if session == nil || session.UserID != u.ID || session.EndedAt != nil || !now.Before(session.ExpiresAt) {
			return false
		}
		began = session.CreatedAt
	}
	return u.SessionsValidAfter == nil || !began.Before(*u.SessionsValidAfter)
}

type cacheKey struct{ username, sid string }

// accountCache keeps what was read of users for seconds. It is safe for concurrent use.
type accountCache struct {
	mu        *sync.Mutex
	entries   *recent[cacheKey, *known]
	writes    int       // counts clear
	downUntil time.Time // the database did not answer
}

func newAccountCache() accountCache {
	return accountCache{mu: &sync.Mutex{}, entries: newRecent[cacheKey, *known](cacheEntries)}
}

func (c *accountCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries.clear()
	c.writes++
}

// lookup reads a cookie's user and session, at most every few seconds.
func (s *Service) lookup(ctx context.Context, c claims) (*known, error) {
	key, now := cacheKey{foldName(c.username), c.sid}, s.now()
	s.cache.mu.Lock()
	cached, ok := s.cache.entries.get(key)
	writes, down := s.cache.writes, now.Before(s.cache.downUntil)
	s.cache.mu.Unlock()
	age := cacheFresh
	if down {
		age = cacheStale
	}
	if ok && now.Sub(cached.readAt) < age {
		return cached, nil
	}

	read, err := s.readInTime(ctx, c, now)
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	if err != nil {
		if ctx.Err() == nil {
			s.cache.downUntil = now.Add(cacheFresh)
			if ok && s.cache.writes == writes && now.Sub(cached.readAt) < cacheStale {
				return cached, nil
			}
		}
		return nil, err
	}
	s.cache.downUntil = time.Time{}
	if s.cache.writes == writes {
		s.cache.entries.put(key, read)
	}
	return read, nil
}

// readInTime is read, given up after lookupPatience: a frozen database holds lib/pq far beyond its context. What is given
// up ends with its connection.
func (s *Service) readInTime(ctx context.Context, c claims, now time.Time) (*known, error) {
	ctx, cancel := context.WithTimeout(ctx, lookupPatience)
	defer cancel()
	type answer struct {
		known *known
		err   error
	}
	answered := make(chan answer, 1)
	s.done.Go(func() {
		k, err := s.read(ctx, c, now)
		answered <- answer{k, err}
	})
	select {
	case a := <-answered:
		return a.known, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("read user: %w", ctx.Err())
	}
}

func (s *Service) read(ctx context.Context, c claims, now time.Time) (*known, error) {
	u, err := findUser(ctx, s.db.Ent, c.username)
	if err != nil {
		return nil, err
	}
	k := &known{user: u, readAt: now, mu: &sync.Mutex{}}
	if u == nil {
		return k, nil
	}
	if u.LastSeenAt != nil {
		k.seen = *u.LastSeenAt
	}
	if c.sid == "" {
		return k, nil
	}
	k.session, err = s.db.Ent.UserSession.Get(ctx, c.sid)
	switch {
	case ent.IsNotFound(err):
		k.session = nil
	case err != nil:
		return nil, fmt.Errorf("read session: %w", err)
	default:
		k.seen = k.session.LastSeenAt
	}
	return k, nil
}

// noteSeen writes down, at most once a minute and beside the request, that a user is here. One such write runs at a time;
// where there is none to spare, a later request does it.
func (s *Service) noteSeen(k *known) {
	now := s.now()
	k.mu.Lock()
	defer k.mu.Unlock()
	if now.Sub(k.seen) < seenEvery {
		return
	}
	select {
	case s.seen <- struct{}{}:
	default:
		return
	}
	k.seen = now
	s.done.Go(func() {
		defer func() { <-s.seen }()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.writeSeen(ctx, k, now); err != nil {
			s.log.WarnContext(ctx, "cannot note when a user was last seen", slog.Any("error", err))
		}
	})
}

func (s *Service) writeSeen(ctx context.Context, k *known, now time.Time) error {
	if k.session != nil {
		err := s.db.Ent.UserSession.Update().Where(usersession.ID(k.session.ID)).SetLastSeenAt(now).Exec(ctx)
		if err != nil {
			return fmt.Errorf("note session: %w", err)
		}
	}
	if err := s.db.Ent.User.Update().Where(user.ID(k.user.ID)).SetLastSeenAt(now).Exec(ctx); err != nil {
		return fmt.Errorf("note user: %w", err)
	}
	return nil
}
