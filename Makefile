# One command each; everything CI does a person can do with these.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TOOLS   := $(CURDIR)/.tools
LINT    := $(TOOLS)/golangci-lint-v2.12.1
VERSION := $(shell TZ=UTC git log -1 --format=%cd-%h --date=format-local:%Y.%-m.%-d.%H%M 2>/dev/null)
LDFLAGS := -X github.com/mosswart/overlord/cmd.version=$(VERSION)
DATA    ?= ./data
ADDR    ?= 127.0.0.1:8770
DEMO    ?= 0

# Packages whose tests run without the race detector, which would cost minutes: they drive the binary or another process,
# compile projects, move many rows, or put together what has raced tests of its own.
UNRACED       := /(cmd|e2e/chaos|ent/migrations|notify|server/items|server/resources|sim|timeseries)$$
UNRACED_ADMIN := /(extension|query|transfer)$$

.PHONY: help run build frontend admin-ui generate generate-check lint test test-go test-suits test-admin test-frontend e2e lighthouse bench bench-admin bench-search bench-inventory bench-suits soak clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F"\t" "{ printf \"%-16s %s\\n\", \$$1, \$$2 }"

run: build ## build everything and serve the site on http://127.0.0.1:8770 (DEMO=60 adds a simulated guild)
	./overlord serve --addr $(ADDR) --data $(DATA) --demo $(DEMO)

build: frontend ## front end and binary
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w $(LDFLAGS)' -o overlord .

frontend: frontend/node_modules/.package-lock.json admin/ui/node_modules/.package-lock.json ## build the front end, the admin's pages in it, into static/app
	npm --prefix frontend run --silent build

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	npm --prefix frontend ci --no-audit --no-fund

admin/ui/node_modules/.package-lock.json: admin/ui/package.json admin/ui/package-lock.json
	npm --prefix admin/ui ci --no-audit --no-fund

admin-ui: admin/ui/node_modules/.package-lock.json ## build the admin's own pages into admin/ui/dist, which is committed
	npm --prefix admin/ui run --silent build

e2e/node_modules/.package-lock.json: e2e/package.json e2e/package-lock.json
	npm --prefix e2e ci --no-audit --no-fund

generate: frontend/node_modules/.package-lock.json admin-ui ## everything that is generated: ent, the admin, OpenAPI, typed client, .env.example
	cd admin && go generate ./...
	cd admin/examples/library && go generate ./...
	cd admin/bench && go run -mod=readonly entc.go
	go generate ./...
	npm --prefix frontend run --silent api

generate-check: generate ## fail when generated files are stale
	@test -z "$$(git status --porcelain)" || { git status --short; git diff | head -50; echo 'generated files are stale: run make generate and commit'; exit 1; }

$(LINT):
	mkdir -p $(TOOLS)
	GOBIN=$(TOOLS)/bin GOFLAGS=-mod=mod go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.1
	mv $(TOOLS)/bin/golangci-lint $@

lint: $(LINT) frontend/node_modules/.package-lock.json admin/ui/node_modules/.package-lock.json e2e/node_modules/.package-lock.json ## linters of Go and of the front end, no warnings
	$(LINT) run ./...
	cd admin && $(LINT) run -c ../.golangci.yml ./...
	npm --prefix frontend run --silent lint
	npm --prefix frontend run --silent typecheck
	npm --prefix admin/ui run --silent lint
	npm --prefix admin/ui run --silent typecheck
	cd e2e && npx --no-install biome lint --error-on-warnings .

test: test-go test-suits test-admin test-frontend e2e ## every test: Go with -race over SQLite and PostgreSQL, front end, browser

test-go: ## Go tests with the race detector, on SQLite, PostgreSQL and TimescaleDB (installs what is missing)
	@e2e/install gcc postgres python3-itsdangerous
	export OVERLORD_TEST_REQUIRE_POSTGRES=1 OVERLORD_TEST_REQUIRE_TIMESCALE=1 && \
	tested=$$(go list -f "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}" ./...) && \
	go test -race -timeout 15m $$(grep -vE "$(UNRACED)" <<<"$$tested") && \
	CGO_ENABLED=0 go test -timeout 15m $$(grep -E "$(UNRACED)" <<<"$$tested")

test-suits: ## the suit solver against CBC on 208 instances, every kind of rule (installs it where it is missing)
	@e2e/install coinor-cbc
	OVERLORD_CBC_INSTANCES=208 go test -timeout 15m -run CBC ./solver

test-admin: admin/ui/node_modules/.package-lock.json ## tests of the admin module, on SQLite and PostgreSQL, and of its pages
	@e2e/install gcc postgres
	cd admin && tested=$$(go list -f "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}" ./...) && \
	OVERLORD_TEST_REQUIRE_POSTGRES=1 go test -race -timeout 15m $$(grep -vE "$(UNRACED_ADMIN)" <<<"$$tested") && \
	OVERLORD_TEST_REQUIRE_POSTGRES=1 CGO_ENABLED=0 go test -timeout 15m $$(grep -E "$(UNRACED_ADMIN)" <<<"$$tested")
	cd admin/examples/library && go test -timeout 5m ./...
	npm --prefix admin/ui run --silent test

test-frontend: frontend/node_modules/.package-lock.json ## unit tests of the front end
	npm --prefix frontend run --silent test

e2e: build e2e/node_modules/.package-lock.json ## browser tests against the real binary (installs Chromium where it is missing)
	@e2e/install chromium
	cd e2e && node --test --test-concurrency=2 --test-reporter=spec browser/*.test.mjs
	npm --prefix admin/ui run --silent e2e

lighthouse: build e2e/lighthouse/node_modules/.package-lock.json ## Lighthouse on the map and the sign-in page, desktop and phone
	@e2e/install chromium
	node e2e/lighthouse/run.mjs

e2e/lighthouse/node_modules/.package-lock.json: e2e/lighthouse/package.json e2e/lighthouse/package-lock.json
	npm --prefix e2e/lighthouse ci --no-audit --no-fund

bench: ## benchmarks; figures are ratios to a reference in the same run
	@e2e/install postgres
	go test -p 1 -run '^$$' -bench . -benchtime 1s $$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...)

bench-inventory: ## 60 characters with 1,000 items each, by sockets into SQLite and PostgreSQL: seconds, rows written, doubled items
	@e2e/install postgres
	go test -p 1 -run '^$$' -bench '^BenchmarkInventories$$' -benchtime 1x ./e2e/bench

bench-admin: ## the admin beside PocketBase: processor a request, memory, start
	admin/bench/run

bench-suits: ## the suit builder beside CBC, a general solver: the same optimum, time from outside, memory
	@e2e/install coinor-cbc
	CGO_ENABLED=0 go build -trimpath -o .tools/suits-overlord . && go run ./e2e/bench/suits -overlord .tools/suits-overlord

bench-search: ## the search over 60,000 and 1,000,000 items: what each query takes, against its limits
	@e2e/install postgres
	go run ./e2e/bench/search

soak: ## long runs: fuzzers, and a big simulated guild
	@e2e/install postgres
	e2e/soak

clean: ## remove what was built
	rm -rf overlord static/app frontend/admin/dist .tools e2e/out admin/ui/e2e/out
