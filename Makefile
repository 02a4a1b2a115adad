# plugsheet: two commands matter, "make run" and "make test"; the others are for its developers.
.DEFAULT_GOAL := run

ADDR     ?= 127.0.0.1:8080
STUDIO   ?= 127.0.0.1:8090
FUZZTIME ?= 30s
RACE     ?= ./...
SOAK     ?= TestKilled|TestMutated|TestManySites|TestSitesComeAndGo|TestSlow|TestThousand|TestReloadUnderLoad|TestSecretUnderLoad|TestFaults|TestClock|TestFullDisk|TestFewFiles|TestNoFileLeft|TestRightsTaken|TestRenameFails
DEMO     := dist/demo
BIN      := bin/plugsheet
# nothing but Go is needed: no C compiler
export CGO_ENABLED ?= 0

.PHONY: run
run: build ## import the samples, serve them, show the studio on them and print a curl line for each endpoint
	@$(BIN) sample $(DEMO) >/dev/null
	@$(BIN) import $(DEMO)/shop -o $(DEMO)/bundle >/dev/null
	@$(BIN) studio $(DEMO) --studio-addr $(STUDIO) --addr $(ADDR) --addr-file $(DEMO)/addr --examples

.PHONY: build
build:
	@go build -trimpath -o $(BIN) ./cmd/plugsheet

.PHONY: test
test: ## all tests; TESTFLAGS are handed on
	go test ./... -timeout 30m $(TESTFLAGS)

.PHONY: race
race: ## tests with the race detector, which needs a C compiler; RACE names the packages
	CGO_ENABLED=1 go test -race $(if $(RACE_SKIP),-skip '$(RACE_SKIP)') $(RACE)

.PHONY: lint
lint: ## format, vet, staticcheck
	@test -z "$$(gofmt -l .)" || { echo "gofmt is needed in:"; gofmt -l .; exit 1; }
	go vet ./...
	go vet -C index/peers -tags sqlite_fts5 .
	go tool staticcheck ./...

.PHONY: bench
bench: ## the figures of the README, as ratios taken in one run
	go test -run '^$$' -bench . -benchtime 2s -timeout 30m ./...

.PHONY: relevance
relevance: ## how good the search is on judged catalogs, beside BM25 and the last commit; all but one need ../shared/data; UPDATE=1 keeps the figures
	@go test -count=1 -v -run '^TestRelevance$$' ./index/judge

.PHONY: bench-peers
bench-peers: ## the search beside bleve as usual, FTS5, PostgreSQL and MiniSearch; PEER_PRODUCTS, PEER_ENGINES; needs a C compiler
	CGO_ENABLED=1 go test -C index/peers -tags sqlite_fts5 -count=1 -timeout 0 -run '^TestCompare$$' -args -compare

.PHONY: fuzz
fuzz: ## each fuzz target for FUZZTIME
	@for pkg in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$target"; \
	    go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done

.PHONY: soak
soak: ## hours of faults in minutes: 200 kills of import, of a server, and of servers and nodes of a cluster, 1,000 websites, 1,000 slow clients, full disks, rights taken away, renames that fail; seeds are printed, PLUGSHEET_SEED=N repeats a run
	PLUGSHEET_SOAK=200 PLUGSHEET_SEED=$${PLUGSHEET_SEED:-$$(date +%s)} go test -count=1 -v -timeout 2h -run '$(SOAK)' ./cmd ./serve

.PHONY: golden
golden: ## rewrite the expected results of the tests; git diff must then be empty
	UPDATE=1 go test -count=1 ./...
	git diff --exit-code

.PHONY: tidy
tidy: ## go.mod and go.sum hold what is used and nothing else
	go mod tidy -diff
	go -C index/peers mod tidy -diff

.PHONY: man
man: build ## the manual pages, in dist/man
	$(BIN) man dist/man

PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
CYCLONEDX := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0

.PHONY: release
release: ## of what is committed: stripped, reproducible binaries for PLATFORMS in dist/release, with checksums and an SBOM (CycloneDX) of each
	@test -z "$$(git status --porcelain)" || { echo "commit first: a release is built from a commit"; exit 1; }
	@rm -rf dist/release dist/source && mkdir -p dist/release dist/tools
	@git clone -q . dist/source # in a worktree the Go tool finds no commit
	@GOFLAGS=-mod=mod GOBIN=$(CURDIR)/dist/tools go install $(CYCLONEDX)
	@for p in $(PLATFORMS); do \
	  out=$(CURDIR)/dist/release/plugsheet-$${p%/*}-$${p#*/}; \
	  case $$p in windows/*) out=$$out.exe;; esac; \
	  echo "$${out##*/}"; \
	  GOOS=$${p%/*} GOARCH=$${p#*/} go build -C dist/source -trimpath -buildvcs=true -ldflags='-s -w -buildid=' -o $$out ./cmd/plugsheet || exit 1; \
	  go version -m $$out | grep -q "vcs.revision=$$(git rev-parse HEAD)" || { echo "it does not know its commit"; exit 1; }; \
	  dist/tools/cyclonedx-gomod bin -json -noserial -notimestamp -std -licenses -output $$out.cdx.json $$out 2>/dev/null || exit 1; \
	done
	@rm -rf dist/source
	@cd dist/release && sha256sum plugsheet-* > SHA256SUMS && cat SHA256SUMS

.PHONY: cross
cross: ## vet for the platforms that the tests do not run on
	@for p in linux/arm64 darwin/arm64 windows/amd64; do \
	  echo "$$p"; GOOS=$${p%/*} GOARCH=$${p#*/} go vet ./... || exit 1; \
	done

.PHONY: clean
clean:
	rm -rf bin dist

.PHONY: help
help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:[^#]*## /	/'
