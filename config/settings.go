// Package config is the one table of settings: every key with its type, default, secrecy and meaning.
// From it come the parsing of the environment, `overlord config check|doc|show` and .env.example.
package config

import (
	"net"
	"net/netip"
	"net/url"
)

// Settings are the parsed values of the table, ready for use. A Settings is plain data: copy it freely.
type Settings struct {
	DataDir string // folder of the embedded database and of the generated secrets; absolute

	Addr        string   // host:port that the site listens on
	PublicURL   *url.URL // where browsers reach the site; nil = derived from Addr
	DatabaseURL string   // "postgres://…" or "sqlite:/absolute/path.db"

	SharedSecret string   // what plugins send as X-Plugin-Secret; empty = no plugin gets in
	SecretKeys   []string // secrets that sign session cookies, newest first
	SessionSalt  string   // itsdangerous salt of the session cookie

	InternalNetworks []netip.Prefix // peers that may be trusted without a cookie
	InternalCommands bool           // whether internal callers may send commands into the game
	AllowedHosts     []string       // Host names that internal callers and browsers may use

	TelemetryDays   int   // how long telemetry is kept
	RawDays         int   // how long SQLite keeps every row of it
	SpawnDays       int   // how long spawns are kept
	JournalMaxBytes int64 // what the journal may take
	JournalMinFree  int64 // free disk below which it makes room

	IconsDir string // absolute folder of the game's icons; empty = there are none

	AlertWebhook string // Discord webhook of the alerts, a secret; empty = nothing is posted

	ReadOnly       bool   // refuse every write of the site
	SkipSchemaInit bool   // do not migrate at start
	BuildVersion   string // shown by /api-version; empty = from the build

	LogFormat string // "text", "json" or "auto" (text on a terminal)
	LogLevel  string // "debug", "info", "warn" or "error"
}

// Secure reports whether browsers reach the site over TLS, which makes cookies Secure.
func (s Settings) Secure() bool { return s.PublicURL != nil && s.PublicURL.Scheme == "https" }

// BaseURL is the address to print in links, without a trailing slash.
func (s Settings) BaseURL() string {
	if s.PublicURL != nil {
		return trimSlash(s.PublicURL.String())
	}
	host, port, err := net.SplitHostPort(s.Addr)
	if ip, perr := netip.ParseAddr(host); err == nil && (host == "" || perr == nil && ip.IsUnspecified()) {
		return "http://" + net.JoinHostPort("127.0.0.1", port) // every address: this one works here
	}
	return "http://" + s.Addr
}
