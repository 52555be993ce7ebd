package config

import (
	"fmt"
	"math"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
)

// Option is one row of the table.
type Option struct {
	Key     string // name of the environment variable
	Type    string // what a value looks like, for people
	Default string // value when unset, for people and for parsing
	Secret  bool   // never shown; generated at the first start where Generate is set
	Made    bool   // the first start makes it in the data folder
	Doc     string // one or two sentences

	set func(s *Settings, value string) error
}

// Table lists every setting, in the order in which people read it.
func Table() []Option {
	return []Option{
		{
			Key: "LISTEN_ADDR", Type: "host:port", Default: "127.0.0.1:8770",
			Doc: "Address that the site listens on. `--addr` wins over it.",
			set: func(s *Settings, v string) error {
				if _, _, err := net.SplitHostPort(v); err != nil {
					return fmt.Errorf("want host:port: %w", err)
				}
				s.Addr = v
				return nil
			},
		},
		{
			Key: "PUBLIC_URL", Type: "URL",
			Doc: "Where browsers reach the site, such as https://overlord.example.org. Links are made from it; https makes cookies Secure and turns HSTS on. Unset: http:// and the listen address.",
			set: func(s *Settings, v string) error {
				if v == "" {
					s.PublicURL = nil
					return nil
				}
				u, err := url.Parse(v)
				if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
					return fmt.Errorf("want http://host or https://host")
				}
				s.PublicURL = u
				return nil
			},
		},
		{ //nolint:gosec // the URL is an example
			Key: "DATABASE_URL", Type: "URL", Secret: true,
			Doc: "postgres://user:password@host:5432/overlord?sslmode=disable (PostgreSQL 15 or newer). Unset: the embedded SQLite in the data folder.",
			set: setDatabaseURL,
		},
		{
			Key: "SHARED_SECRET", Type: "text, 8 bytes or more", Secret: true, Made: true,
			Doc: "What the game plugins send as X-Plugin-Secret. Set but empty: no plugin gets in.",
			set: func(s *Settings, v string) error {
				s.SharedSecret = v
				return checkSecret(v, 8)
			},
		},
		{
			Key: "SECRET_KEY", Type: "text, 16 bytes or more; several by comma, newest first", Secret: true, Made: true,
			Doc: "Signs session cookies. To rotate it, put the new one first and take the old one out after 30 days.",
			set: func(s *Settings, v string) error {
				s.SecretKeys = splitList(v)
				for _, key := range s.SecretKeys {
					if err := checkSecret(key, 16); err != nil {
						return err
					}
				}
				return nil
			},
		},
		{
			Key: "SESSION_SALT", Type: "text", Default: "itsdangerous",
			Doc: "Salt of the session cookie; change it only together with the other services that read the cookie.",
			set: func(s *Settings, v string) error { s.SessionSalt = v; return nil },
		},
		{
			Key: "INTERNAL_NETWORKS", Type: "networks by comma", Default: "127.0.0.0/8,::1/128",
			Doc: "Peers that may read without a cookie, provided that their request carries no sign of a proxy or a browser.",
			set: func(s *Settings, v string) error {
				s.InternalNetworks = nil
				for _, part := range splitList(v) {
					p, err := netip.ParsePrefix(part)
					if err != nil {
						return fmt.Errorf("%q is not a network such as 172.16.0.0/12", part)
					}
					s.InternalNetworks = append(s.InternalNetworks, p.Masked())
				}
				return nil
			},
		},
		{
			Key: "INTERNAL_COMMANDS", Type: "true or false", Default: "false",
			Doc: "Whether internal callers may send commands into the game.",
			set: setBool(func(s *Settings) *bool { return &s.InternalCommands }),
		},
		{
			Key: "ALLOWED_HOSTS", Type: "host names by comma",
			Doc: "Host names under which internal callers are trusted and pages may open sockets. Loopback names, the listen address and the host of PUBLIC_URL are always in it.",
			set: func(s *Settings, v string) error { s.AllowedHosts = splitList(v); return nil },
		},
		{
			Key: "TELEMETRY_DAYS", Type: "days, 1 to 3650", Default: "90",
			Doc: "How long telemetry is kept. The embedded SQLite keeps every row for RAW_DAYS only, and a row a minute for the rest.",
			set: setDays(func(s *Settings) *int { return &s.TelemetryDays }),
		},
		{
			Key: "RAW_DAYS", Type: "days, 1 to 3650", Default: "3",
			Doc: "How long the embedded SQLite keeps every row of telemetry.",
			set: setDays(func(s *Settings) *int { return &s.RawDays }),
		},
		{
			Key: "SPAWN_DAYS", Type: "days, 1 to 3650", Default: "7",
			Doc: "How long spawns are kept.",
			set: setDays(func(s *Settings) *int { return &s.SpawnDays }),
		},
		{
			Key: "JOURNAL_MAX_BYTES", Type: "size such as 4GiB", Default: "4GiB",
			Doc: "What the journal in the data folder may take while the database is away. Telemetry and spawns may fill three quarters of it and then lose their oldest; the rest is reserved for everything else.",
			set: setBytes(func(s *Settings) *int64 { return &s.JournalMaxBytes }, 1<<20),
		},
		{
			Key: "JOURNAL_MIN_FREE", Type: "size such as 512MiB", Default: "512MiB",
			Doc: "Free disk below which the journal makes room as if it were full.",
			set: setBytes(func(s *Settings) *int64 { return &s.JournalMinFree }, 0),
		},
		{
			Key: "ICONS_DIR", Type: "absolute path of a folder",
			Doc: "Pictures of items, extracted from the game's client by whoever owns one: PNG files named by the icon's number, with or without 0x06000000 (6689.png, 0x06001A21.png). Unset: the site draws items itself.",
			set: func(s *Settings, v string) error {
				s.IconsDir = v
				if v == "" {
					return nil
				}
				if !filepath.IsAbs(v) {
					return fmt.Errorf("want an absolute path")
				}
				if info, err := os.Stat(v); err != nil || !info.IsDir() {
					return fmt.Errorf("%s is not a folder that can be read", v)
				}
				return nil
			},
		},
		{
			Key: "DISCORD_ACLOG_WEBHOOK", Type: "URL", Secret: true,
			Doc: "Discord webhook to which alerts are posted: https://discord.com/api/webhooks/… (a channel's settings, Integrations). Who knows it may post there. Unset: nothing is posted.",
			set: setWebhook,
		},
		{
			Key: "READ_ONLY", Type: "true or false", Default: "false",
			Doc: "Refuse every write of the site (a maintenance switch).",
			set: setBool(func(s *Settings) *bool { return &s.ReadOnly }),
		},
		{
			Key: "SKIP_SCHEMA_INIT", Type: "true or false", Default: "false",
			Doc: "Do not migrate the database at start; `overlord migrate apply` does it by hand.",
			set: setBool(func(s *Settings) *bool { return &s.SkipSchemaInit }),
		},
		{
			Key: "BUILD_VERSION", Type: "text",
			Doc: "Version that /api-version shows. Unset: what the build was stamped with.",
			set: func(s *Settings, v string) error { s.BuildVersion = v; return nil },
		},
		{
			Key: "LOG_FORMAT", Type: "auto, text or json", Default: "auto",
			Doc: "auto: text on a terminal, JSON elsewhere.",
			set: setOneOf(func(s *Settings) *string { return &s.LogFormat }, "auto", "text", "json"),
		},
		{
			Key: "LOG_LEVEL", Type: "debug, info, warn or error", Default: "info",
			Doc: "The least level that is logged.",
			set: setOneOf(func(s *Settings) *string { return &s.LogLevel }, "debug", "info", "warn", "error"),
		},
	}
}

func setDatabaseURL(s *Settings, v string) error {
	if v == "" {
		s.DatabaseURL = "sqlite:" + filepath.Join(s.DataDir, "overlord.db")
		return nil
	}
	if path, ok := strings.CutPrefix(v, "sqlite:"); ok {
		if !filepath.IsAbs(path) {
			return fmt.Errorf("want sqlite:/absolute/path.db")
		}
		s.DatabaseURL = v
		return nil
	}
	u, err := url.Parse(v)
	if err != nil {
		return fmt.Errorf("not a URL") // the cause would repeat the password
	}
	if (u.Scheme != "postgres" && u.Scheme != "postgresql") || u.Host == "" && u.Query().Get("host") == "" {
		return fmt.Errorf("want postgres://user:password@host:port/name or sqlite:/absolute/path.db")
	}
	if p, ok := u.User.Password(); ok && IsPlaceholder(p) {
		return fmt.Errorf("the password is still a placeholder")
	}
	s.DatabaseURL = v
	return nil
}

func setBool(field func(*Settings) *bool) func(*Settings, string) error {
	return func(s *Settings, v string) error {
		b, err := strconv.ParseBool(v)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", v)
		}
		*field(s) = b
		return nil
	}
}

func setDays(field func(*Settings) *int) func(*Settings, string) error {
	return func(s *Settings, v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 3650 {
			return fmt.Errorf("%q is not a number of days from 1 to 3650", v)
		}
		*field(s) = n
		return nil
	}
}

func setBytes(field func(*Settings) *int64, least uint64) func(*Settings, string) error {
	return func(s *Settings, v string) error {
		n, err := humanize.ParseBytes(v)
		if err != nil || n > math.MaxInt64 {
			return fmt.Errorf("%q is not a size such as 512MiB", v)
		}
		if n < least {
			return fmt.Errorf("%q is less than %s", v, humanize.IBytes(least))
		}
		*field(s) = int64(n)
		return nil
	}
}

func setOneOf(field func(*Settings) *string, allowed ...string) func(*Settings, string) error {
	return func(s *Settings, v string) error {
		if !slices.Contains(allowed, v) {
			return fmt.Errorf("%q is none of %s", v, strings.Join(allowed, ", "))
		}
		*field(s) = v
		return nil
	}
}

func splitList(v string) []string {
	var list []string
	for part := range strings.SplitSeq(v, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func trimSlash(s string) string { return strings.TrimRight(s, "/") }

// setWebhook takes https alone, but for a stand-in on this machine: the address is a secret.
func setWebhook(s *Settings, v string) error {
	s.AlertWebhook = v
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || IsPlaceholder(v) {
		return fmt.Errorf("want https://discord.com/api/webhooks/…")
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if here := err == nil && ip.IsLoopback(); u.Scheme != "https" && (u.Scheme != "http" || !here) {
		return fmt.Errorf("want https://discord.com/api/webhooks/…")
	}
	return nil
}
