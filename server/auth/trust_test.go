package auth

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func request(remote, host string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/live", nil)
	r.RemoteAddr, r.Host = remote, host
	for i := 0; i < len(headers); i += 2 {
		r.Header[headers[i]] = append(r.Header[headers[i]], headers[i+1])
	}
	return r
}

func TestInternalTrust(t *testing.T) {
	n := network{append([]netip.Prefix{netip.MustParsePrefix("172.18.0.0/16")}, loopback...)}
	h := newHosts([]string{"overlord", "tracker.example:8443", "Upper.Example."}, "127.0.0.1:8770", nil)
	for _, tc := range []struct {
		name    string
		r       *http.Request
		trusted bool
	}{
		{"loopback", request("127.0.0.1:5000", "127.0.0.1:8770"), true},
		{"another loopback address", request("127.9.9.9:5000", "localhost"), true},
		{"IPv6 loopback", request("[::1]:5000", "[::1]:8770"), true},
		{"IPv6 loopback host without a port", request("[::1]:5000", "[::1]"), true},
		{"IPv4 mapped into IPv6", request("[::ffff:127.0.0.1]:5000", "localhost:8770"), true},
		{"mapped network of compose", request("[::ffff:172.18.0.4]:5000", "overlord:8770"), true},
		{"a host name without a port allows any", request("127.0.0.1:1", "overlord:9999"), true},
		{"a host name in capitals with a dot", request("127.0.0.1:1", "LOCALHOST.:8770"), true},
		{"an entry in capitals with a dot", request("127.0.0.1:1", "upper.example"), true},
		{"the entry's own port", request("127.0.0.1:1", "tracker.example:8443"), true},
		{"ordinary headers", request("127.0.0.1:1", "localhost", "User-Agent", "curl/8", "Accept", "*/*"), true},

		{"another port than the entry's", request("127.0.0.1:1", "tracker.example:8770"), false},
		{"no port where the entry has one", request("127.0.0.1:1", "tracker.example"), false},
		{"a peer elsewhere", request("192.0.2.1:5000", "localhost"), false},
		{"a neighbouring network", request("172.19.0.1:5000", "overlord"), false},
		{"no peer address", request("@", "localhost"), false},
		{"an empty peer", request("", "localhost"), false},
		{"a foreign host", request("127.0.0.1:1", "evil.example"), false},
		{"a foreign host that begins like ours", request("127.0.0.1:1", "localhost.evil.example"), false},
		{"a foreign host that ends like ours", request("127.0.0.1:1", "evil-localhost"), false},
		{"no host", request("127.0.0.1:1", ""), false},
		{"a host of just a port", request("127.0.0.1:1", ":8770"), false},
		{"a host with a user", request("127.0.0.1:1", "evil@localhost"), false},
		{"unspecified host", request("127.0.0.1:1", "0.0.0.0:8770"), false},
		{"X-Forwarded-For", request("127.0.0.1:1", "localhost", "X-Forwarded-For", "127.0.0.1"), false},
		{"X-Forwarded-For, empty", request("127.0.0.1:1", "localhost", "X-Forwarded-For", ""), false},
		{"X-Forwarded-For, in another spelling", request("127.0.0.1:1", "localhost", "x-forwarded-for", ""), false},
		{"Forwarded, empty", request("127.0.0.1:1", "localhost", "Forwarded", ""), false},
		{"X-Real-Ip, empty", request("127.0.0.1:1", "localhost", "X-Real-Ip", ""), false},
		{"Origin, even our own", request("127.0.0.1:1", "localhost", "Origin", "http://localhost"), false},
		{"Origin, empty", request("127.0.0.1:1", "localhost", "Origin", ""), false},
		{"Referer, empty", request("127.0.0.1:1", "localhost", "Referer", ""), false},
		{"Cookie, of something else", request("127.0.0.1:1", "localhost", "Cookie", "theme=dark"), false},
		{"Cookie, empty", request("127.0.0.1:1", "localhost", "Cookie", ""), false},
		{"Sec-Fetch-Site", request("127.0.0.1:1", "localhost", "Sec-Fetch-Site", "same-origin"), false},
		{"Sec-Fetch-Mode, empty", request("127.0.0.1:1", "localhost", "Sec-Fetch-Mode", ""), false},
		{"Sec-Fetch of the future", request("127.0.0.1:1", "localhost", "Sec-Fetch-Whatever", ""), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := isInternal(tc.r, n, h); got != tc.trusted {
				t.Errorf("trusted: %v, want %v", got, tc.trusted)
			}
		})
	}
}

func TestNobodyIsInternalWithoutNetworks(t *testing.T) {
	if isInternal(request("127.0.0.1:1", "localhost"), network{}, newHosts(nil, "", nil)) {
		t.Error("loopback is trusted though no network is")
	}
}

func TestClientAddressIsTheRightmostHopThatIsNotOurs(t *testing.T) {
	n := network{append([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, loopback...)}
	const xff = "X-Forwarded-For"
	for _, tc := range []struct {
		name string
		r    *http.Request
		want string
	}{
		{"a direct peer", request("192.0.2.7:1", "x"), "192.0.2.7"},
		{"a direct peer that forges", request("192.0.2.7:1", "x", xff, "198.51.100.1"), "192.0.2.7"},
		{"our proxy", request("127.0.0.1:1", "x", xff, "198.51.100.1"), "198.51.100.1"},
		{"our proxy and a forged hop", request("127.0.0.1:1", "x", xff, "1.1.1.1, 198.51.100.1"), "198.51.100.1"},
		{"two proxies of ours", request("127.0.0.1:1", "x", xff, "1.1.1.1, 198.51.100.1, 10.0.0.3"), "198.51.100.1"},
		{"several headers", request("127.0.0.1:1", "x", xff, "1.1.1.1", xff, "198.51.100.1,10.0.0.3"), "198.51.100.1"},
		{"all of them ours", request("127.0.0.1:1", "x", xff, "10.0.0.9, 10.0.0.3"), "10.0.0.9"},
		{"no header", request("127.0.0.1:1", "x"), "127.0.0.1"},
		{"an empty header", request("127.0.0.1:1", "x", xff, ""), "127.0.0.1"},
		{"nonsense", request("127.0.0.1:1", "x", xff, "1.1.1.1, unknown"), "127.0.0.1"},
		{"nonsense left of a proxy", request("127.0.0.1:1", "x", xff, "unknown, 10.0.0.3"), "10.0.0.3"},
		{"with ports", request("127.0.0.1:1", "x", xff, "[2001:db8::1]:443"), "2001:db8::1"},
		{"mapped", request("[::ffff:127.0.0.1]:1", "x", xff, "::ffff:198.51.100.1"), "198.51.100.1"},
		{"a zone", request("[fe80::1%eth0]:1", "x"), "fe80::1"},
		{"no address", request("@", "x", xff, "1.1.1.1"), "invalid IP"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := n.clientAddr(tc.r).String(); got != tc.want {
				t.Errorf("client %s, want %s", got, tc.want)
			}
		})
	}
}

func TestThrottlePrefixJoinsAnIPv6Network(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.7": "192.0.2.7/32", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "@": "invalid Prefix",
	} {
		if got := throttlePrefix(parseAddr(addr)).String(); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
}

func TestCrossOriginRequestsAreTold(t *testing.T) {
	public, _ := url.Parse("https://overlord.example")
	h := newHosts([]string{"tracker.example", "other.example:8443"}, "127.0.0.1:8770", public)
	const origin, site = "Origin", "Sec-Fetch-Site"
	for _, tc := range []struct {
		name    string
		r       *http.Request
		foreign bool
	}{
		{"a program", request("1.1.1.1:1", "overlord.example"), false},
		{"our page", request("1.1.1.1:1", "overlord.example", origin, "https://overlord.example", site, "same-origin"), false},
		{"our page with the port spelled out", request("1.1.1.1:1", "overlord.example:443", origin, "https://overlord.example"), false},
		{"our page behind a proxy that drops the port", request("1.1.1.1:1", "backend:8770", origin, "https://overlord.example"), false},
		{"our page in an old browser", request("1.1.1.1:1", "127.0.0.1:8770", origin, "http://127.0.0.1:8770"), false},
		{"an allowed host", request("1.1.1.1:1", "backend", origin, "http://tracker.example"), false},
		{"an allowed host with its port", request("1.1.1.1:1", "backend", origin, "https://other.example:8443"), false},
		{"an allowed host, told as same-site", request("1.1.1.1:1", "backend", origin, "https://tracker.example", site, "same-site"), false},
		{"our form under no-referrer", request("1.1.1.1:1", "overlord.example", origin, "null", site, "same-origin"), false},
		{"typed into the address bar", request("1.1.1.1:1", "overlord.example", site, "none"), false},

		{"a foreign page", request("1.1.1.1:1", "overlord.example", origin, "https://evil.example"), true},
		{"a foreign page that says same-origin", request("1.1.1.1:1", "overlord.example", origin, "https://evil.example", site, "same-origin"), true},
		{"a foreign page without Origin", request("1.1.1.1:1", "overlord.example", site, "cross-site"), true},
		{"a sister domain without Origin", request("1.1.1.1:1", "overlord.example", site, "same-site"), true},
		{"another port of this machine", request("1.1.1.1:1", "127.0.0.1:8770", origin, "http://127.0.0.1:3000"), true},
		{"another port of an allowed host", request("1.1.1.1:1", "backend", origin, "https://tracker.example:3000"), true},
		{"the plain-text twin of the public site", request("1.1.1.1:1", "backend", origin, "http://overlord.example"), true},
		{"null", request("1.1.1.1:1", "overlord.example", origin, "null"), true},
		{"null from elsewhere", request("1.1.1.1:1", "overlord.example", origin, "null", site, "cross-site"), true},
		{"an empty Origin", request("1.1.1.1:1", "overlord.example", origin, ""), true},
		{"two Origins", request("1.1.1.1:1", "overlord.example", origin, "https://overlord.example", origin, "https://evil.example"), true},
		{"an Origin that begins like ours", request("1.1.1.1:1", "overlord.example", origin, "https://overlord.example.evil.example"), true},
		{"an Origin with a user", request("1.1.1.1:1", "overlord.example", origin, "https://overlord.example@evil.example"), true},
		{"an extension", request("1.1.1.1:1", "overlord.example", origin, "chrome-extension://overlord.example"), true},
		{"an unknown Sec-Fetch-Site", request("1.1.1.1:1", "overlord.example", site, "whatever"), true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := h.crossOrigin(tc.r); got != tc.foreign {
				t.Errorf("foreign: %v, want %v", got, tc.foreign)
			}
		})
	}
}
