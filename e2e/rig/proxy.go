package rig

import (
	"context"
	"fmt"
	"strings"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Proxy is a way to a server that can be made bad.
type Proxy struct {
	t     testing.TB
	proxy *toxiproxy.Proxy
}

// StartProxy opens a way to an address, until the test's end.
func StartProxy(t testing.TB, to string) *Proxy {
	t.Helper()
	p := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "way", "127.0.0.1:0", to)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return &Proxy{t, p}
}

// Address is where the way begins.
func (p *Proxy) Address() string { return p.proxy.Listen }

// Add makes the way bad: kind is one of toxiproxy's toxics ("timeout", "reset_peer", "limit_data", …), stream
// "upstream" or "downstream", attributes its settings in JSON. Remove undoes it.
func (p *Proxy) Add(name, kind, stream, attributes string) {
	p.t.Helper()
	toxic := fmt.Sprintf(`{"name":%q,"type":%q,"stream":%q,"toxicity":1,"attributes":%s}`, name, kind, stream, attributes)
	if _, err := p.proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		p.t.Fatal(err)
	}
}

// Remove takes a toxic away.
func (p *Proxy) Remove(name string) {
	p.t.Helper()
	if err := p.proxy.Toxics.RemoveToxic(context.WithoutCancel(p.t.Context()), name); err != nil {
		p.t.Fatal(err)
	}
}
