package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/mosswart/overlord/admin/bench/items"
)

// candidate is one server and what was measured of it.
type candidate struct {
	name      string
	databases []int // processes whose children work for it
	seed      []string
	serve     func(address string) []string
	auth      func(token string) string
	ready     string // path that answers 200 once the server is up
	ids       func(context.Context, *client) ([]string, error)
	requests  map[string]request

	cost, database map[string]float64 // ms a request
	rss            float64            // MiB
	start          time.Duration
}

// request is how an operation is asked for. "ID" in the path stands for a row's id; new makes a new row's body.
type request struct {
	method, path, body string
	headers            map[string]string
	create             bool
}

func ourServer(name, database string, databases []int) *candidate {
	page := "/items?limit=50&sort=-released"
	patch := request{method: "PATCH", path: "/items/ID", body: `{"price":%d.5,"state":"used"}`, headers: map[string]string{"If-Match": "*"}}
	return &candidate{
		name: name, databases: databases,
		seed:  []string{*ours, "-db", database, "-seed"},
		serve: func(address string) []string { return []string{*ours, "-db", database, "-http", address} },
		auth:  func(token string) string { return "Bearer " + token },
		ready: "/_meta",
		ids: func(ctx context.Context, c *client) ([]string, error) {
			var ids []string
			for next := ""; len(ids) < 2_000; {
				var page struct {
					Items []struct{ ID string }
					Next  string
				}
				if err := c.get(ctx, "/items?limit=500&fields=sku&after="+url.QueryEscape(next), &page); err != nil {
					return nil, err
				}
				for _, item := range page.Items {
					ids = append(ids, item.ID)
				}
				next = page.Next
			}
			return ids, nil
		},
		requests: map[string]request{
			"list, capped total": {path: page + "&count=capped"},
			"list, exact total":  {path: page + "&count=exact"},
			"list, no total":     {path: page + "&count=none"},
			"get":                {path: "/items/ID"},
			"create":             {method: "POST", path: "/items", create: true},
			"update":             patch,
			"filtered list":      {path: page + "&count=none&filter=" + url.QueryEscape("category:gem price>950")},
			"search":             {path: page + "&count=none&search=lantern"},
		},
	}
}

func pocketBase() *candidate {
	dir := filepath.Join(*work, "pocketbase")
	records := "/api/collections/items/records"
	page := records + "?page=1&perPage=50&sort=-released"
	return &candidate{
		name: "PocketBase",
		seed: []string{*pocketbase, "--dev=false", "--dir", dir, "seed"},
		serve: func(address string) []string {
			return []string{*pocketbase, "--dev=false", "--dir", dir, "serve", "--http", address}
		},
		auth:  func(token string) string { return token },
		ready: "/api/health",
		ids: func(ctx context.Context, c *client) ([]string, error) {
			var ids []string
			for n := 1; n <= 4; n++ {
				var page struct{ Items []struct{ ID string } }
				if err := c.get(ctx, fmt.Sprintf("%s?page=%d&perPage=500&skipTotal=1&fields=id", records, n), &page); err != nil {
					return nil, err
				}
				for _, item := range page.Items {
					ids = append(ids, item.ID)
				}
			}
			return ids, nil
		},
		requests: map[string]request{
			"list, capped total": {path: page},
			"list, exact total":  {path: page},
			"list, no total":     {path: page + "&skipTotal=1"},
			"get":                {path: records + "/ID"},
			"create":             {method: "POST", path: records, create: true},
			"update":             {method: "PATCH", path: records + "/ID", body: `{"price":%d.5,"state":"used"}`},
			"filtered list":      {path: page + "&skipTotal=1&filter=" + url.QueryEscape(`category="gem" && price>950`)},
			"search":             {path: page + "&skipTotal=1&filter=" + url.QueryEscape(`title~"lantern" || summary~"lantern"`)},
		},
	}
}

// measure makes the rows, starts the server twice, the second time to see how long that takes with all its tables in
// place, and drives it through all operations.
func (c *candidate) measure(ctx context.Context) error {
	seed := exec.CommandContext(ctx, c.seed[0], c.seed[1:]...) // #nosec G204 -- our own programs
	seed.Stderr = os.Stderr
	out, err := seed.Output()
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	lines := strings.Fields(string(out))
	token := c.auth(lines[len(lines)-1])
	for range 2 {
		server, began, err := c.launch(ctx, token)
		if err != nil {
			return err
		}
		c.start = began
		if err := server.stop(); err != nil {
			return err
		}
	}
	server, _, err := c.launch(ctx, token)
	if err != nil {
		return err
	}
	ids, err := c.ids(ctx, server.client)
	if err == nil {
		c.cost, c.database = map[string]float64{}, map[string]float64{}
		for _, o := range operations {
			if !wanted(o) {
				continue
			}
			if err = c.drive(ctx, o.name, server, ids); err != nil {
				err = fmt.Errorf("%s: %w", o.name, err)
				break
			}
			log.Printf("%s: %s: %.3f ms", c.name, o.name, c.cost[o.name])
		}
	}
	if err == nil {
		c.rss, err = rss(server.cmd.Process.Pid)
	}
	if stopped := server.stop(); err == nil {
		err = stopped
	}
	return err
}

// server is a candidate that runs.
type server struct {
	cmd    *exec.Cmd
	client *client
	token  string
}

func (c *candidate) launch(ctx context.Context, token string) (*server, time.Duration, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0") // to find a port that is free
	if err != nil {
		return nil, 0, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, 0, err
	}
	argv := c.serve(address)
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...) // #nosec G204 -- our own programs
	cmd.Stderr = os.Stderr
	s := &server{cmd: cmd, client: &client{"http://" + address, token}, token: token}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	for time.Since(began) < 30*time.Second {
		if s.client.get(ctx, c.ready, nil) == nil {
			return s, time.Since(began), nil
		}
		time.Sleep(time.Millisecond)
	}
	_ = s.stop()
	return nil, 0, errNoAnswer
}

func (s *server) stop() error {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	_ = s.cmd.Wait() // how it ends is of no interest
	return nil
}

// drive lets wrk ask for one thing over and over.
func (c *candidate) drive(ctx context.Context, name string, s *server, ids []string) error {
	script := filepath.Join(*work, "wrk.lua")
	if err := os.WriteFile(script, c.requests[name].script(s.token, ids), 0o600); err != nil {
		return err
	}
	if _, err := wrk(ctx, script, s.client.base, time.Second); err != nil { // warm up
		return err
	}
	stopProfile := s.profile(ctx, *work+"/"+c.name+" "+name+".pprof")
	pid := s.cmd.Process.Pid
	before, err := cpu(pid)
	if err != nil {
		return err
	}
	databaseBefore, err := childrenCPU(c.databases)
	if err != nil {
		return err
	}
	requests, err := wrk(ctx, script, s.client.base, time.Duration(*seconds)*time.Second)
	if err != nil {
		return err
	}
	after, err := cpu(pid)
	if err != nil {
		return err
	}
	databaseAfter, err := childrenCPU(c.databases)
	if err != nil {
		return err
	}
	stopProfile()
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) / float64(requests) }
	c.database[name] = ms(databaseAfter - databaseBefore)
	c.cost[name] = ms(after-before) + c.database[name]
	return nil
}

// script is the request in wrk's language. It takes the ids in an order that jumps about, the same one each time; the
// numbers in a body go round in another measure than the ids, so that a row is never given what it has already.
func (r request) script(token string, ids []string) []byte {
	var b bytes.Buffer
	method := r.method
	if method == "" {
		method = "GET"
	}
	fmt.Fprintf(&b, "local ids = {%s}\n", quoteAll(ids))
	b.WriteString("local n = 0\nlocal source = io.open(\"/dev/urandom\", \"rb\")\n" +
		"local run = string.gsub(source:read(6), \".\", function(c) return string.format(\"%02x\", string.byte(c)) end)\nsource:close()\n")
	fmt.Fprintf(&b, "local headers = {[\"Authorization\"] = %q, [\"Content-Type\"] = \"application/json\"}\n", token)
	for name, value := range r.headers {
		fmt.Fprintf(&b, "headers[%q] = %q\n", name, value)
	}
	body := r.body
	if r.create {
		fields := items.Make(7).Fields()
		fields["sku"] = "SKU-RUN-NUMBER"
		raw, err := json.Marshal(fields)
		if err != nil {
			panic(err) // a map of plain values
		}
		body = string(raw)
	}
	fmt.Fprintf(&b, "local body = %q\n", body)
	fmt.Fprintf(&b, `function request()
  n = n + 1
  local path = string.gsub(%q, "ID", ids[(n * 7919) %% #ids + 1])
  local text = string.gsub(body, "%%%%d", n %% 997)
  text = string.gsub(text, "RUN%%-NUMBER", run .. "-" .. n)
  if text == "" then text = nil end
  return wrk.format(%q, path, headers, text)
end
`, r.path, method)
	return b.Bytes()
}

func quoteAll(ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = fmt.Sprintf("%q", id)
	}
	return strings.Join(quoted, ",")
}

type client struct{ base, token string }

func (c *client) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", c.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %.300s", path, res.Status, body)
	}
	switch into := into.(type) {
	case nil:
		return nil
	case *[]byte:
		*into = body
		return nil
	}
	return json.Unmarshal(body, into)
}
