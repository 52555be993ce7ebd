package sim

import (
	"container/heap"
	"iter"
	"time"
)

// Script is what happens to one character besides what it does by itself: a command that it is told at a moment, as a
// player would type it into the game.
type Script struct {
	After   time.Duration // of simulated time
	Member  int           // of the guild, from 0
	Command string
}

// Told is one event of a guild that nobody carries anywhere.
type Told struct {
	At        time.Time
	Member    int
	Character string
	Text      []byte // the frame
}

// Play lets a guild live without a network, as fast as it is asked: every event in the order of its time. Of the
// options only Characters, Seed, Duration, Drama, Relog and Now count; a Duration is needed. The clock begins at Now.
func Play(o Options, scripts ...Script) (iter.Seq[Told], error) {
	o.URL, o.Secret, o.Speed = "ws://nowhere/", "-", 1
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	at := clock{start: o.Now().UTC().Truncate(time.Microsecond), pace: 1}
	return func(yield func(Told) bool) {
		members := playing(guild(o, at))
		heap.Init(&members)
		for len(members) > 0 {
			c := members[0]
			if c.now > o.Duration {
				heap.Pop(&members)
				continue
			}
			now := c.now
			var frames []frame
			for i, s := range scripts {
				if s.Member == c.order && s.After <= now && s.Command != "" {
					frames = append(frames, c.command(s.Command)...)
					scripts[i].Command = ""
				}
			}
			frames = append(frames, c.step().frames...)
			for _, f := range frames {
				if !yield(Told{At: f.at, Member: c.order, Character: c.name, Text: f.body}) {
					return
				}
			}
			heap.Fix(&members, 0)
		}
	}, nil
}

// playing is a heap of characters by the time of their next step.
type playing []*character

func (p playing) Len() int           { return len(p) }
func (p playing) Less(i, j int) bool { return p[i].now < p[j].now }
func (p playing) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }

// Push implements heap.Interface.
func (p *playing) Push(c any) { *p = append(*p, c.(*character)) } //nolint:forcetypeassert // nothing else is pushed

// Pop implements heap.Interface.
func (p *playing) Pop() any {
	last := len(*p) - 1
	c := (*p)[last]
	*p = (*p)[:last]
	return c
}
