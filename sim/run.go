package sim

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// Run simulates a guild until its duration is over or ctx ends, and says what it sent. Every character has a socket
// of its own, which is opened again, with growing pauses, for as long as the server is away. The Summary is true also
// where an error comes with it. Errors: ErrRefused, when the server does not let a character in; ctx's, when it ended
// before the duration did (not when there is none); a wrong option.
//
// All goroutines have ended when Run returns.
func Run(ctx context.Context, o Options) (Summary, error) {
	o, err := o.withDefaults()
	if err != nil {
		return Summary{}, err
	}
	start := o.clock()
	t := newTally(o)
	weather := newStorms(o)
	group, running := errgroup.WithContext(ctx)
	for _, c := range guild(o, start) {
		p := newPlayer(c, o, t, weather)
		group.Go(func() error { return p.run(running) })
	}
	blowing, calm := context.WithCancel(running)
	blown := make(chan struct{})
	go func() {
		defer close(blown)
		weather.run(blowing)
	}()
	err = group.Wait()
	calm()
	<-blown
	s := t.summary()
	s.Seed, s.Characters, s.StartedAt, s.Storms = o.Seed, o.Characters, start.start, weather.passed()
	if err == nil && o.Duration > 0 {
		err = ctx.Err()
	}
	if err != nil {
		return s, fmt.Errorf("simulate: %w", err)
	}
	return s, nil
}
