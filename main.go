// Command overlord turns the events of a guild's Asheron's Call clients into one website: see README.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/mosswart/overlord/cmd"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the process at once, should the graceful stop take too long for somebody.
	context.AfterFunc(ctx, stop)
	code := cmd.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
