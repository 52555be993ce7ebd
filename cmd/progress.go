package cmd

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
)

// progressBar shows on a terminal how far a long work is; elsewhere it is silent. It is used by one goroutine.
type progressBar struct {
	out   io.Writer // nil: silent
	what  string
	total int
	began time.Time
}

// barWidth is the length of the bar in characters.
const barWidth = 30

func newProgressBar(out io.Writer, what string, total int) *progressBar {
	if !isTerminal(out) {
		out = nil
	}
	return &progressBar{out: out, what: what, total: total, began: time.Now()}
}

// set draws the bar for so many done.
func (b *progressBar) set(done int) {
	if b.out == nil || b.total == 0 {
		return
	}
	_, _ = fmt.Fprint(b.out, "\r"+b.text(done, time.Since(b.began)))
}

func (b *progressBar) text(done int, since time.Duration) string {
	share := min(float64(done)/float64(b.total), 1)
	full := int(share * barWidth)
	left := ""
	if done > 0 && share < 1 {
		left = fmt.Sprintf(", %s left", (time.Duration(float64(since) * (1/share - 1))).Round(time.Second))
	}
	return fmt.Sprintf("[%s%s] %3.0f %% %s of %s %s%s\x1b[K", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), share*100,
		humanize.Comma(int64(done)), humanize.Comma(int64(b.total)), b.what, left)
}

// close leaves the bar's line.
func (b *progressBar) close() {
	if b.out != nil && b.total > 0 {
		_, _ = fmt.Fprintln(b.out)
	}
}
