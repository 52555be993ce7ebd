package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/sim"
)

func newSimulateCommand(a *app) *cobra.Command {
	var (
		o       sim.Options
		seconds float64
		asJSON  bool
	)
	command := &cobra.Command{
		Use:   "simulate",
		Short: "Send a simulated guild's events to a tracker, over real sockets",
		Long: `Simulate connects as a guild of plugins would, and sends what they would: characters that rest in towns, travel, hunt,
explore dungeons, find rares, die, chat, and obey commands. The same seed gives the same guild. Stop it with Ctrl-C; it
then says what it sent.`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if o.Secret == "" {
				s, err := a.settings()
				if err != nil {
					return err
				}
				if o.Secret = s.SharedSecret; o.Secret == "" {
					return errors.New("simulate: no secret: give --secret, or --data with the folder of the server's secrets")
				}
			}
			o.Duration = time.Duration(seconds * float64(time.Second))
			o.Log = a.log
			sum, err := sim.Run(command.Context(), o)
			if sum.Connects > 0 { // it has run, if not to the end
				if printed := printSummary(command.OutOrStdout(), sum, asJSON); err == nil {
					err = printed
				}
			}
			return err
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.URL, "url", "ws://127.0.0.1:8770/ws/position", "the tracker's plugin endpoint")
	flags.StringVar(&o.Secret, "secret", "", "what to send as X-Plugin-Secret (default: SHARED_SECRET of the settings)")
	flags.IntVar(&o.Characters, "characters", 60, "size of the guild")
	flags.Uint64Var(&o.Seed, "seed", 1, "decides who there is and what happens")
	flags.Float64Var(&seconds, "seconds", 0, "simulated seconds to run for; 0: until stopped")
	flags.Float64Var(&o.Speed, "speed", 1, "simulated seconds per second")
	flags.Float64Var(&o.Drama, "drama", 1, "multiplies the chance of rares, deaths and journeys")
	flags.Float64Var(&o.Resend, "resend", 0, "fraction of frames to send twice, 0 to 1")
	flags.Float64Var(&o.Reorder, "reorder", 0, "fraction of frames to send late, 0 to 1")
	flags.DurationVar(&o.ReconnectEvery, "reconnect-every", 0, "mean simulated time between two cuts of a connection; 0: none")
	flags.IntVar(&o.Storms, "storms", 0, "how often to cut all connections at once, evenly over --seconds")
	flags.DurationVar(&o.Relog, "relog", 0, "mean simulated time between two logins of a character (default 90m)")
	flags.BoolVar(&asJSON, "json", false, "print the whole summary as JSON")
	return command
}

func printSummary(w io.Writer, s sim.Summary, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		if err := e.Encode(s); err != nil {
			return fmt.Errorf("print summary: %w", err)
		}
		return nil
	}
	var text strings.Builder
	_, _ = fmt.Fprintf(&text, "%d characters, %s simulated, %d connections, %d cut, %d storms, %d frames sent again, %d late, %d lost, %d commands received\n",
		s.Characters, s.Simulated.Round(time.Second), s.Connects, s.Cuts, s.Storms, s.Resent, s.Reordered, s.Lost, s.Received["command"])
	for _, kind := range slices.Sorted(maps.Keys(s.Frames)) {
		_, _ = fmt.Fprintf(&text, "  %-20s %7d frames, %7d events\n", kind, s.Frames[kind], s.Distinct[kind])
	}
	if _, err := io.WriteString(w, text.String()); err != nil {
		return fmt.Errorf("print summary: %w", err)
	}
	return nil
}
