package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/sessions"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/internal/database"
)

// Options is what New puts together.
type Options struct {
	DB         *database.DB
	SecretKeys []string // sign the cookies, newest first
	Salt       string   // "" means DefaultSalt

	InternalNetworks []netip.Prefix // peers that need no cookie, and proxies whose X-Forwarded-For counts
	AllowedHosts     []string       // beside loopback names and the hosts of the next two
	ListenAddr       string         // may be empty
	PublicURL        *url.URL       // where browsers reach the site; nil: as they say; https makes cookies Secure
	Secure           bool           // cookies are Secure though PublicURL does not say https

	Sockets    Sockets               // nil: there are none
	BcryptCost int                   // 0 means BcryptCost
	Now        func() time.Time      // nil means time.Now
	Log        *slog.Logger          // nil: nothing is logged
	Metrics    prometheus.Registerer // nil: nothing is counted
}

// Service is everything about who may do what: the Directory of users, signing in and out, and telling callers apart.
// It is safe for concurrent use. It has goroutines only while it notes when users were last seen; Close waits for them.
type Service struct {
	*Directory

	store    *sessions.CookieStore
	pending  []signer // of the tokens between password and second factor
	network  network
	hosts    hosts
	secure   bool
	throttle *throttle
	log      *slog.Logger
	signIns  *prometheus.CounterVec

	cache accountCache
	seen  chan struct{} // holds one token while a last-seen time is being written
	done  sync.WaitGroup

	knownMu     sync.Mutex
	knownLoaded bool
}

// New puts the service together. It does not use the database yet.
func New(o Options) (*Service, error) {
	if o.DB == nil {
		return nil, errors.New("auth: no database")
	}
	directory := NewDirectory(o.DB, o.BcryptCost, o.Now)
	codecs, err := newCodecs(o.SecretKeys, o.Salt, directory.clock)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		Directory: directory,
		store: &sessions.CookieStore{Codecs: codecs, Options: &sessions.Options{
			Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(CookieLifetime / time.Second),
		}},
		network:  network{unmapped(o.InternalNetworks)},
		hosts:    newHosts(o.AllowedHosts, o.ListenAddr, o.PublicURL),
		secure:   o.Secure || o.PublicURL != nil && o.PublicURL.Scheme == "https",
		throttle: newThrottle(directory.clock),
		log:      o.Log,
		signIns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_sign_ins_total", Help: "Tries to sign in, by how they ended.",
		}, []string{"outcome"}),
		cache: newAccountCache(),
		seen:  make(chan struct{}, 1),
	}
	for _, secret := range o.SecretKeys {
		s.pending = append(s.pending, newSigner(secret, s.salt(o.Salt)+".second-factor"))
	}
	if o.Sockets != nil {
		directory.sockets = o.Sockets
	}
	directory.changed = s.cache.clear
	if o.Metrics != nil {
		if err := o.Metrics.Register(s.signIns); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (*Service) salt(salt string) string {
	if salt == "" {
		return DefaultSalt
	}
	return salt
}

func unmapped(prefixes []netip.Prefix) []netip.Prefix {
	out := make([]netip.Prefix, 0, len(prefixes))
	for _, p := range prefixes {
		if p.Addr().Is4In6() && p.Bits() >= 96 {
			p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
		}
		out = append(out, p)
	}
	return out
}

// Close waits for the last writes of last-seen times, as long as ctx allows.
func (s *Service) Close(ctx context.Context) error {
	finished := make(chan struct{})
	go func() {
		s.done.Wait()
		close(finished)
	}()
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ClientAddr is the address that a request came from. X-Forwarded-For counts only where a proxy on one of our own networks
// has set it. It is the zero Addr where there is none.
func (s *Service) ClientAddr(r *http.Request) netip.Addr { return s.network.clientAddr(r) }

// CrossOrigin reports whether a browser sent this request on behalf of a page that is not the site's. Requests that change
// something, and WebSocket upgrades, must be refused then.
func (s *Service) CrossOrigin(r *http.Request) bool { return s.hosts.crossOrigin(r) }

// SameOrigin is the opposite of CrossOrigin, as a WebSocket's upgrade check wants it.
func (s *Service) SameOrigin(r *http.Request) bool { return !s.hosts.crossOrigin(r) }

// isSecure reports whether the browser speaks TLS, to us or to a proxy of ours.
func (s *Service) isSecure(r *http.Request) bool {
	return s.secure || r.TLS != nil ||
		s.network.contains(peerAddr(r)) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// BaseURL is the beginning of links to the site, without a slash at the end: PUBLIC_URL, or the address under which the
// browser asked.
func (s *Service) BaseURL(r *http.Request) string {
	if s.hosts.publicURL != nil {
		return strings.TrimRight(s.hosts.publicURL.String(), "/")
	}
	if s.isSecure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
