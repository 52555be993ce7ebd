package auth

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// network knows which peers are our own.
type network struct{ internal []netip.Prefix }

func (n network) contains(addr netip.Addr) bool {
	return addr.IsValid() && slices.ContainsFunc(n.internal, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// peerAddr is the address at the other end of the request's socket, never what a header says. It is the zero Addr where
// that is not an IP address.
func peerAddr(r *http.Request) netip.Addr { return parseAddr(r.RemoteAddr) }

// clientAddr is the address that a request came from. X-Forwarded-For counts only as far as peers of ours vouch for it:
// read from the right, the first hop that is not ours is the client, whatever else stands to the left of it.
func (n network) clientAddr(r *http.Request) netip.Addr {
	client := peerAddr(r)
	if !n.contains(client) {
		return client
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		addr := parseAddr(strings.TrimSpace(hop))
		if !addr.IsValid() {
			return client
		}
		client = addr
		if !n.contains(addr) {
			return client
		}
	}
	return client
}

// parseAddr reads an address with or without a port, brackets or zone; the zero Addr where it is none.
func parseAddr(text string) netip.Addr {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap().WithZone("")
}

// throttlePrefix is the part of an address that one caller is likely to have for himself: all of an IPv4 address, the
// /64 of an IPv6 one.
func throttlePrefix(addr netip.Addr) netip.Prefix {
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	prefix, err := addr.Prefix(bits)
	if err != nil { // the zero Addr: all of those share one
		return netip.Prefix{}
	}
	return prefix
}
