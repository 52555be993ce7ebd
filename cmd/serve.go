package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/mosswart/overlord/config"
	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/ingest"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/ingest/writer"
	"github.com/mosswart/overlord/internal/control"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/notify"
	"github.com/mosswart/overlord/server"
	"github.com/mosswart/overlord/server/auth"
	"github.com/mosswart/overlord/server/resources"
	"github.com/mosswart/overlord/sim"
	"github.com/mosswart/overlord/static"
	"github.com/mosswart/overlord/timeseries"
)

// stopTimeout bounds the graceful stop of sockets and requests; the writer's last ranges have 4 s of their own.
const stopTimeout = 4 * time.Second

// gcPercent lets the heap, which is small beside the program, grow to three times what is in use before it is collected,
// instead of twice: half the collections for a few MiB. GOGC in the environment goes before.
const gcPercent = 200

func newServeCommand(a *app) *cobra.Command {
	var addr string
	var demo int
	c := &cobra.Command{
		Use: "serve", Short: "Serve the site", Args: cobra.NoArgs,
		Long: "Serve the site. Without any setting it keeps everything in the data folder: an embedded SQLite, and secrets that the first start makes.",
		RunE: func(c *cobra.Command, _ []string) error {
			made, err := config.EnsureSecrets(a.dataDir, os.LookupEnv)
			if err != nil {
				return err
			}
			s, err := a.settings()
			if err != nil {
				return err
			}
			if addr != "" {
				s.Addr = addr
			}
			if len(made) > 0 {
				a.log.Info("made secrets", slog.String("keys", strings.Join(made, " ")), slog.String("folder", s.DataDir))
			}
			return a.serve(c.Context(), s, demo, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&addr, "addr", "", "address to listen on (LISTEN_ADDR, 127.0.0.1:8770 by default; port 0 picks a free one)")
	c.Flags().IntVar(&demo, "demo", 0, "how many simulated characters to run beside the real ones")
	return c
}

// serve puts the house together and runs it until ctx ends or a part fails.
//
//	plugins → gateway → hub (live state, browsers), alerts and journal → writer → database ← server ← browsers
func (a *app) serve(ctx context.Context, s config.Settings, demo int, out io.Writer) (err error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer func() { _ = listener.Close() }() // closed already where it was served
	s.Addr = listener.Addr().String()
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	if !s.SkipSchemaInit {
		if err := migrations.Apply(ctx, s.DatabaseURL, a.log); err != nil {
			return fmt.Errorf("migrate the database: %w", err)
		}
	}
	db, err := database.Open(ctx, s.DatabaseURL)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	var users *auth.Service
	hub := live.NewHub(live.HubOptions{
		AllowedOrigin: func(r *http.Request) bool { return users.SameOrigin(r) }, Log: a.log, Metrics: metrics,
	})
	books := ledger.New(metrics)
	spool, err := journal.Open(ctx, journal.Options{
		Path: journalPath(s), MaxBytes: s.JournalMaxBytes, MinFree: s.JournalMinFree,
		Ledger: books, Log: a.log, Metrics: metrics,
	})
	if err != nil {
		return fmt.Errorf("open the journal: %w", err)
	}
	defer func() { err = errors.Join(err, spool.Close()) }()
	series, err := timeseries.Open(ctx, db, timeseries.Options{
		TelemetryDays: s.TelemetryDays, RawDays: s.RawDays, SpawnDays: s.SpawnDays, Log: a.log, Metrics: metrics,
	})
	if err != nil {
		return fmt.Errorf("open the time series: %w", err)
	}
	store, err := writer.New(ctx, writer.Options{
		DB: db, Series: series, Journal: spool, Ledger: books, Log: a.log, Metrics: metrics,
	})
	if err != nil {
		return err
	}
	posts := notify.NewSender(notify.SenderOptions{DB: db, URL: s.AlertWebhook, Log: a.log, Metrics: metrics})
	alerts := notify.New(notify.Options{
		DB: db, Live: hub, Health: func() notify.Health { return health(spool, store) }, Outbox: posts, CaughtUp: caughtUp(spool, store),
		Site: s.BaseURL(), Log: a.log, Metrics: metrics,
	})
	gateway := ingest.NewGateway(ingest.Options{Secret: s.SharedSecret, Live: ingest.Each{hub, alerts}, Writer: spool, Log: a.log, Metrics: metrics})
	users, err = auth.New(auth.Options{
		DB: db, SecretKeys: s.SecretKeys, Salt: s.SessionSalt,
		InternalNetworks: s.InternalNetworks, AllowedHosts: s.AllowedHosts, ListenAddr: s.Addr, PublicURL: s.PublicURL,
		Sockets: hub, Log: a.log, Metrics: metrics,
	})
	if err != nil {
		return err
	}
	var site *server.Server
	admin, err := resources.New(ctx, resources.Options{
		DB: db, Auth: users, Version: a.version(s), Site: func() *server.Server { return site }, Log: a.log,
	})
	if err != nil {
		return err
	}
	icons, err := openIcons(s.IconsDir)
	if err != nil {
		return err
	}
	site, err = server.New(server.Options{
		DB: db, Icons: icons, Auth: users, Hub: hub, Gateway: gateway, Series: series, Journal: spool, Writer: store, Alerts: alerts, Resources: admin, Static: static.Files,
		IssuesFile: filepath.Join(s.DataDir, "static", "openissues.json"), InternalCommands: s.InternalCommands, ReadOnly: s.ReadOnly, PublicURL: s.BaseURL(),
		Version: a.version(s), Log: a.log, Metrics: metrics,
	})
	if err != nil {
		return err
	}
	if err := site.PrepareIssues(ctx); err != nil {
		a.log.Warn("the board's flat file does not follow the board", slog.Any("error", err))
	}
	web := server.HTTPServer(site, a.log)

	if err := a.greet(ctx, out, s, users); err != nil {
		return err
	}

	// The writer outlives the gateway, so that what the last sockets sent is stored.
	storing, stopStoring := context.WithCancel(context.WithoutCancel(ctx))
	defer stopStoring()
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return store.Run(storing) })
	group.Go(func() error { return series.Run(running) })
	group.Go(func() error { return admin.Run(running) })
	group.Go(func() error { return site.Suits().Run(running) })
	group.Go(func() error { return alerts.Run(running) })
	if posts != nil {
		group.Go(func() error { return posts.Run(running) })
	}
	group.Go(func() error {
		if err := control.Serve(running, s.DataDir, spool.Handler()); err != nil {
			a.log.Warn("`overlord journal` cannot reach this server", slog.Any("error", err))
		}
		return nil
	})
	group.Go(func() error {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	if demo > 0 {
		group.Go(func() error { return a.demo(running, s, demo) })
	}
	group.Go(func() error {
		<-running.Done()
		defer stopStoring()
		a.log.Info("stopping")
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		return errors.Join(site.Shutdown(grace, web), users.Close(grace))
	})
	return group.Wait()
}

// caughtUp tells whether the database has what the journal holds now.
func caughtUp(spool *journal.Journal, store *writer.Writer) func() bool {
	held := spool.Status().Lanes
	return func() bool {
		for _, lane := range store.Status().Lanes {
			if lane.Position < held[lane.Lane].Last {
				return false
			}
		}
		return true
	}
}

// health is what the journal and the writer say to whom watches over them.
func health(spool *journal.Journal, store *writer.Writer) (h notify.Health) {
	if of := spool.Status(); of.ErrorSince != nil {
		h.JournalSince = *of.ErrorSince
	}
	for _, lane := range store.Status().Lanes {
		h.Pending += lane.Pending
		if lane.Error != "" && (h.DatabaseSince.IsZero() || lane.ErrorSince.Before(h.DatabaseSince)) {
			h.DatabaseSince = lane.ErrorSince
		}
	}
	return h
}

// openIcons is the folder of the game's icons, out of which no name leads; nil where none is set.
func openIcons(dir string) (fs.FS, error) {
	if dir == "" {
		return nil, nil //nolint:nilnil // no folder is no error
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("ICONS_DIR: %w", err)
	}
	return root.FS(), nil
}

// greet says where the site is and, while there is no admin, how to become the first one.
func (a *app) greet(ctx context.Context, out io.Writer, s config.Settings, users *auth.Service) error {
	link, err := users.FirstAdminLink(ctx, s.BaseURL())
	if err != nil {
		return fmt.Errorf("first admin: %w", err)
	}
	if _, err := fmt.Fprintf(out, "Mosswart Overlord %s\n  site         %s\n", a.version(s), s.BaseURL()); err != nil {
		return err
	}
	if link != "" {
		_, err = fmt.Fprintf(out, "  first admin  %s  (works once)\n", link)
	}
	return err
}

// demo runs a simulated guild against the site's own plugin endpoint until ctx ends.
func (a *app) demo(ctx context.Context, s config.Settings, characters int) error {
	local := s
	local.PublicURL = nil
	_, err := sim.Run(ctx, sim.Options{
		URL: "ws" + strings.TrimPrefix(local.BaseURL(), "http") + "/ws/position", Secret: s.SharedSecret, Characters: characters, Seed: 1, Log: a.log,
	})
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (a *app) version(s config.Settings) string {
	if s.BuildVersion != "" {
		return s.BuildVersion
	}
	return buildVersion()
}
