package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// module is the prefix of our own import paths.
const module = "plugsheet"

// arrows says which of our packages each package may import. A package that is not in it fails the test, and
// so does one in it that is gone.
var arrows = map[string][]string{
	"cmd": {"cmd/cli", "cmd/data", "cmd/search", "cmd/operate", "cmd/develop"},
	"cmd/cli": {"importer", "importer/fetch", "index", "index/build", "schemas/bounded", "schemas/bundle",
		"schemas/bundle/seal", "schemas/problem", "importer/config", "serve/store/jetstream"},
	"cmd/data": {"schemas/files", "serve/feed", "cmd/cli", "importer", "importer/fetch", "samples",
		"schemas/bounded", "schemas/bundle", "schemas/bundle/diff", "schemas/problem", "serve",
		"importer/config", "importer/correct", "importer/profiles", "importer/shop", "importer/annotate",
		"importer/origin", "importer/product", "importer/propose", "importer/sheet",
		"importer/stage", "importer/template"},
	"cmd/search": {"schemas/files", "cmd/cli", "index", "index/gaps", "index/judge", "schemas/bounded",
		"schemas/bundle", "serve/bot", "serve/bot/judge"},
	"cmd/operate": {"serve/store/jetstream", "schemas/files", "cmd/cli", "importer", "schemas/bounded",
		"schemas/bundle", "schemas/bundle/scan", "schemas/problem", "serve", "serve/doctor", "serve/store",
		"serve/webhook", "importer/config", "serve/listen", "serve/site", "importer/workbook"},
	"cmd/develop": {"schemas/files", "cmd/cli", "cmd/operate", "samples", "schemas/bundle",
		"serve", "serve/conform", "serve/desk", "serve/listen", "cmd/studio",
		"serve/studio", "serve/loopback"},
	"cmd/studio": {"cmd/cli", "cmd/data", "cmd/search", "index/gaps", "importer", "importer/config",
		"importer/fetch", "importer/field", "importer/kind", "importer/product", "importer/propose",
		"importer/table", "importer/value", "importer/annotate", "importer/stage", "schemas/bounded",
		"schemas/bundle", "schemas/bundle/diff", "schemas/files", "schemas/problem", "serve/studio"},
	"cmd/plugsheet": {"cmd"},
	"importer": {"importer/table", "importer/value", "schemas/bundle", "schemas/bundle/scan",
		"schemas/problem", "importer/config", "importer/field", "importer/kind", "importer/shop",
		"importer/bot", "importer/category", "importer/correct", "importer/customer", "importer/form",
		"importer/header", "importer/origin", "importer/product", "importer/propose",
		"importer/sheet", "importer/stage"},
	"importer/annotate": {"importer/config", "importer/mark", "importer/table", "schemas/problem"},
	"importer/bot": {"importer/config", "importer/field", "importer/hours", "importer/kind",
		"importer/sheet", "importer/table", "importer/value", "schemas/bundle", "schemas/problem"},
	"importer/category": {"importer/field", "importer/kind", "importer/separator", "importer/sheet",
		"importer/value", "schemas/bundle", "schemas/problem"},
	"importer/config": {"importer/field", "importer/kind", "importer/profiles", "importer/value",
		"schemas/bundle", "schemas/problem"},
	"importer/correct": {"importer/table", "importer/value", "schemas/bounded",
		"schemas/files", "schemas/problem"},
	"importer/customer": {"importer/config", "importer/field", "importer/header", "importer/kind",
		"importer/person", "importer/sheet", "importer/value", "schemas/bundle", "schemas/problem"},
	"importer/hours": {},
	"importer/kind":  {},
	"importer/value": {"schemas/words"},
	"importer/fetch": {"schemas/problem"},
	"importer/field": {"importer/kind", "importer/profiles", "importer/value", "schemas/problem"},
	"importer/form": {"importer/config", "importer/field", "importer/kind", "importer/sheet",
		"importer/value", "schemas/bundle", "schemas/problem"},
	"importer/header": {"importer/config", "importer/field", "importer/kind", "importer/person",
		"importer/pricing", "importer/shop", "importer/table", "importer/value",
		"schemas/problem", "schemas/words"},
	"importer/mark": {"schemas/files", "importer/table", "importer/workbook", "schemas/problem"},
	"importer/odd":  {"schemas/bundle", "schemas/problem"},
	"importer/origin": {"importer/header", "importer/sheet", "importer/value", "schemas/bounded",
		"schemas/bundle", "schemas/problem"},
	"importer/person":  {"importer/value", "schemas/bundle/scan", "schemas/words"},
	"importer/pricing": {"schemas/words"},
	"importer/product": {"importer/category", "importer/config", "importer/field", "importer/header",
		"importer/kind", "importer/odd", "importer/origin", "importer/pricing", "importer/separator",
		"importer/sheet", "importer/shop", "importer/stage", "importer/table", "importer/value",
		"schemas/bundle", "schemas/problem"},
	"importer/profiles": {},
	"importer/propose": {"importer/annotate", "importer/config", "importer/correct",
		"importer/customer", "importer/field", "importer/header", "importer/kind", "importer/person",
		"importer/pricing", "importer/separator", "importer/sheet", "importer/shop", "importer/table",
		"importer/value", "schemas/problem"},
	"importer/separator": {},
	"importer/sheet": {"importer/config", "importer/field", "importer/header", "importer/kind",
		"importer/person", "importer/pricing", "importer/separator", "importer/shop", "importer/stage",
		"importer/table", "importer/value", "schemas/bundle", "schemas/bundle/scan", "schemas/problem"},
	"importer/shop": {"importer/config", "importer/field", "importer/kind", "importer/profiles",
		"importer/table", "importer/value"},
	"importer/stage": {},
	"importer/table": {"importer/table/numfmt", "importer/table/text", "importer/table/xlsx",
		"importer/value", "schemas/problem"},
	"importer/table/text": {"importer/table/codepage", "schemas/problem"},
	"importer/template": {"importer/config", "importer/field", "importer/form", "importer/kind",
		"importer/workbook", "importer/value", "schemas/bundle", "schemas/problem"},
	"importer/workbook":     {"schemas/problem"},
	"importer/table/numfmt": {},
	"index": {"index/analysis", "index/clause", "index/folder", "index/query", "index/reader", "index/terms",
		"schemas/bundle"},
	"index/clause": {"index/analysis", "index/reader", "index/terms", "index/vocabulary"},
	"index/reader": {"index/analysis", "index/folder", "index/segment",
		"index/terms", "schemas/bundle"},
	"index/build": {"index/analysis", "index/folder", "index/segment", "index/terms",
		"schemas/bounded", "schemas/bundle"},
	"index/folder": {"index/segment", "index/terms", "schemas/bundle",
		"schemas/bounded", "schemas/files"},
	"index/terms": {"index/analysis", "index/segment", "schemas/bundle",
		"schemas/price", "schemas/words"},
	"index/analysis": {},
	"index/gaps": {"index", "index/analysis", "schemas/bundle", "schemas/bounded",
		"schemas/files", "schemas/words"},
	"index/judge":       {"index", "schemas/bundle"},
	"index/segment":     {"index/analysis", "index/segment/zap"},
	"index/segment/zap": {},
	"index/query":       {"index/analysis", "schemas/price"},
	"index/vocabulary":  {"index/analysis"},
	"samples":           {},
	"schemas":           {"schemas/bounded", "schemas/problem"},
	"schemas/bundle": {"schemas", "schemas/bundle/privacy", "schemas/bundle/seal", "schemas/bounded",
		"schemas/files", "schemas/problem"},
	"schemas/bundle/scan": {"schemas/bounded", "schemas/problem", "schemas/words"},
	"schemas/bundle/seal": {},
	"schemas/bundle/diff": {"schemas/bundle", "schemas/price", "schemas/problem"},
	"schemas/bounded":     {"schemas/files"},
	"schemas/price":       {},
	"schemas/files":       {},
	"schemas/problem":     {},
	"schemas/words":       {},
	"serve": {"serve/feed", "index", "schemas/bundle", "schemas/files", "schemas/price",
		"serve/app", "serve/bot", "serve/store", "serve/webhook", "serve/listen", "serve/metrics",
		"serve/web", "serve/site", "serve/app/requests", "serve/bot/protocol", "index/gaps"},
	"serve/bot": {"index", "index/analysis", "schemas/bundle", "schemas/bounded", "schemas/price",
		"serve/bot/understand", "schemas/files", "schemas/words"},
	"serve/bot/understand": {"index/analysis"},
	"serve/bot/judge":      {"index/judge", "schemas/bundle", "serve/bot"},
	"serve/app":            {"index", "schemas/bundle"},
	"serve/conform":        {"schemas", "serve/loopback", "serve/web"},
	"serve/desk": {"index", "index/gaps", "schemas/bundle", "serve", "serve/app",
		"serve/conform", "serve/doctor", "serve/loopback"},
	"serve/doctor":   {"index", "index/folder", "schemas/bundle", "schemas/bounded", "serve", "serve/store"},
	"serve/loopback": {},
	"serve/studio": {"index", "index/gaps", "schemas/bounded", "schemas/bundle",
		"schemas/bundle/diff", "schemas/files", "schemas/problem", "serve/desk",
		"serve/loopback", "serve/studio/cases"},
	"serve/studio/cases": {"index", "index/build", "index/judge", "schemas/bounded", "schemas/bundle",
		"serve/bot", "serve/bot/judge"},
	"serve/pagetest": {},
	"serve/store":    {"schemas/bounded", "schemas/bundle", "schemas/files"},
	"serve/webhook":  {"schemas/files", "serve/store", "serve/loopback"},

	"serve/store/jetstream": {"schemas/bundle/privacy", "schemas/files", "serve/store"},
	"serve/store/storetest": {"index/gaps", "serve/bot", "serve/store"},

	"importer/table/codepage": {},
	"importer/table/xlsx":     {},
	"schemas/bundle/privacy":  {"schemas/bounded", "schemas/files"},
	"serve/listen":            {"serve/web", "schemas/files", "serve/loopback"},
	"serve/metrics":           {"index", "serve/bot", "serve/webhook"},
	"serve/web":               {"schemas/files"},
	"serve/feed":              {"schemas/bundle"},
	"serve/site": {"index", "index/build", "index/folder", "index/gaps", "schemas/bounded",
		"schemas/bundle", "schemas/files", "serve/bot", "serve/store", "serve/web"},
	"serve/app/requests": {"index", "schemas/bundle", "schemas/files", "schemas/price", "serve/app",
		"serve/listen", "serve/site", "serve/web"},
	"serve/bot/protocol": {"serve/store", "serve/bot", "serve/metrics", "serve/site", "serve/web"},
}

// testArrows are the imports that only tests may have, besides those of the package itself.
var testArrows = map[string][]string{
	"cmd": {"importer", "index", "index/build", "samples", "schemas", "schemas/bundle",
		"serve", "serve/store", "importer/config"},
	"importer": {"samples", "schemas", "importer/profiles", "importer/annotate", "importer/workbook",
		"importer/pricing", "importer/separator", "importer/template"},
	"cmd/develop":           {"serve/pagetest", "cmd/data", "index/gaps"},
	"cmd/studio":            {"samples", "serve/pagetest"},
	"serve/studio":          {"serve/pagetest"},
	"serve/studio/cases":    {"importer", "samples"},
	"index":                 {"index/build", "schemas/problem", "samples"},
	"index/gaps":            {"index/build"},
	"index/judge":           {"index/build", "importer", "samples", "importer/config"},
	"samples":               {"importer", "importer/config", "schemas", "schemas/bundle", "schemas/problem"},
	"serve":                 {"schemas", "samples", "index/gaps"},
	"serve/conform":         {"importer", "samples", "schemas/bundle", "serve"},
	"serve/store":           {"index/gaps", "schemas/bundle/privacy", "serve/bot", "serve/store/storetest"},
	"serve/store/jetstream": {"index/gaps", "serve/bot", "serve/store/storetest"},
	"serve/webhook":         {"schemas/bundle"},
	"serve/app":             {"importer", "index/gaps", "samples", "serve", "serve/pagetest"},
	"serve/bot/judge":       {"importer", "index", "index/build"},
	"serve/desk":            {"importer", "samples", "serve/pagetest"},
	"serve/doctor":          {"serve/listen"},
	"serve/web":             {"schemas"},
}

// doors says which packages may import a library, test files of theirs included. A library that is not in it
// is unknown, and fails.
var doors = map[string][]string{
	"filippo.io/age": {"schemas/bundle/seal"},
	// bleve's own sets of documents
	"github.com/RoaringBitmap/roaring": {"index", "index/clause", "index/reader",
		"index/segment", "index/segment/zap"},
	"github.com/blevesearch/":             {"index/segment"},
	"github.com/blevesearch/bleve_index":  {"index/segment", "index/segment/zap"},
	"github.com/blevesearch/snowballstem": {"serve/bot/understand"}, // bleve's own stemmers
	"github.com/blevesearch/vellum":       {"index/segment/zap"},
	"github.com/blevesearch/zapx":         {"index/segment", "index/segment/zap"},
	"github.com/coreos/go-systemd":        {"cmd/operate"},
	"github.com/cenkalti/backoff":         {"serve/webhook"},
	"github.com/fsnotify/fsnotify":        {"serve/site"},
	"github.com/goccy/go-yaml": {"cmd", "cmd/cli", "importer/config", "importer/field",
		"importer/profiles", "importer/shop"},
	"github.com/chromedp/":      {"serve/pagetest"}, // the one door to a browser
	"github.com/golang-jwt/jwt": {"serve/app", "serve/desk"},
	"github.com/gofrs/flock": {"index", "index/build", "index/gaps",
		"schemas/bundle", "serve/store"},
	"github.com/golang/snappy":       {"index/segment/zap"},
	"github.com/google/go-cmp":       {"*"},           // tests only, see below
	"github.com/google/licensecheck": {"cmd/develop"}, // tests only
	"github.com/klauspost/compress":  {"serve/store/jetstream"},
	"github.com/nats-io/nats-server": {}, // tests only, see testDoors
	// the one door to a store of several servers
	"github.com/nats-io/nats.go":            {"serve/store/jetstream"},
	"github.com/prometheus/client_golang":   {"serve/metrics"},
	"github.com/rogpeppe/go-internal":       {"cmd"},
	"github.com/santhosh-tekuri/jsonschema": {"schemas"},
	"github.com/schollz/progressbar":        {"cmd/cli"},
	"github.com/spf13/": {"cmd", "cmd/cli", "cmd/data", "cmd/search",
		"cmd/operate", "cmd/develop"},
	"github.com/xuri/":                {"importer/mark", "importer/workbook"},
	"golang.org/x/crypto/acme":        {"serve/listen"},
	"golang.org/x/net/html":           {"importer/value"},
	"golang.org/x/net/idna":           {"schemas/bundle/privacy"},
	"golang.org/x/net/publicsuffix":   {"importer/value"}, // which last labels make a host
	"golang.org/x/sys":                {"*"},
	"golang.org/x/term":               {"cmd/cli", "cmd/operate"},
	"golang.org/x/text":               {"*"},
	"golang.org/x/time":               {"serve/conform", "serve/listen"},
	"github.com/hashicorp/golang-lru": {"serve", "serve/bot", "serve/listen"},
}

// testDoors are libraries that only the tests of a package may import, besides its own.
var testDoors = map[string][]string{
	"cmd":                   {"github.com/nats-io/nats-server"},
	"serve/store/jetstream": {"github.com/nats-io/nats-server"},

	"importer/table": {"github.com/xuri/excelize"},
	// what map writes is read back
	"importer": {"github.com/goccy/go-yaml"},
	// the samples are held against independent readers
	"samples": {"github.com/goccy/go-yaml", "github.com/xuri/excelize"},
}

// testOnly are libraries that never get into the program.
var testOnly = []string{"github.com/chromedp/", "github.com/google/go-cmp", "github.com/google/licensecheck",
	"github.com/rogpeppe/go-internal"}

// forTests are packages of ours that only tests import, which is why they may import what is for tests. No
// arrow leads to them.
var forTests = []string{"serve/pagetest", "serve/store/storetest"}

// without says which libraries a package must not be built with, however far away they are imported.
var without = map[string][]string{
	"cmd/plugsheet":  {"github.com/nats-io/nats-server"}, // the store's servers run in tests only
	"serve":          {"github.com/xuri/excelize", "github.com/spf13/cobra", "github.com/goccy/go-yaml"},
	"importer":       {"github.com/blevesearch/", "github.com/spf13/cobra"},
	"index":          {"github.com/xuri/excelize", "github.com/spf13/cobra"},
	"schemas/bundle": {"github.com/blevesearch/bleve", "github.com/xuri/excelize", "github.com/spf13/cobra"},
}

// pkg is what go list says of a package.
type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Deps                               []string
}

func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

func TestLayers(t *testing.T) {
	packages := listPackages(t)
	seen := map[string]bool{}
	for _, p := range packages {
		seen[p.name()] = true
		for _, complaint := range complaints(p) {
			t.Error(complaint)
		}
	}
	for name := range arrows {
		if !seen[name] {
			t.Errorf("package %s stands in the table and does not exist", name)
		}
	}
}

// TestLayersNotices shows that the rules can fail.
func TestLayersNotices(t *testing.T) {
	for _, c := range []struct {
		p    pkg
		want string
	}{
		{pkg{ImportPath: "plugsheet/util"}, "package util is not in the table"},
		{pkg{ImportPath: "plugsheet/serve", Imports: []string{"plugsheet/importer"}},
			"serve may not import importer"},
		{pkg{ImportPath: "plugsheet/index", TestImports: []string{"plugsheet/cmd"}},
			"index (its tests) may not import cmd"},
		{pkg{ImportPath: "plugsheet/serve", Imports: []string{"github.com/xuri/excelize/v2"}},
			"serve may not import github.com/xuri/excelize/v2"},
		{pkg{ImportPath: "plugsheet/serve", Imports: []string{"example.com/new"}},
			"serve imports example.com/new, which has no door"},
		{pkg{ImportPath: "plugsheet/cmd", Imports: []string{"github.com/google/go-cmp/cmp"}},
			"cmd imports github.com/google/go-cmp/cmp outside its tests"},
		{pkg{ImportPath: "plugsheet/serve/desk", Imports: []string{"plugsheet/serve/pagetest"}},
			"serve/desk may not import serve/pagetest"},
		{pkg{ImportPath: "plugsheet/importer", Deps: []string{"github.com/blevesearch/bleve/v2"}},
			"importer is built with github.com/blevesearch/bleve/v2"},
	} {
		if got := complaints(c.p); !slices.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.p.ImportPath, got, c.want)
		}
	}
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	list := exec.Command("go", "list",
		"-json=ImportPath,Imports,TestImports,XTestImports,Deps", module+"/...")
	list.Env = append(os.Environ(), "GOWORK=off") // of this module only: index/peers is one of its own
	out, err := list.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var packages []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
}

// complaints are the rules that a package breaks.
func complaints(p pkg) []string {
	allowed, known := arrows[p.name()]
	if !known {
		return []string{fmt.Sprintf("package %s is not in the table", p.name())}
	}
	var found []string
	for _, path := range p.Imports {
		found = append(found, importComplaint(p.name(), path, allowed)...)
		if hasPrefix(path, testOnly) && !slices.Contains(forTests, p.name()) {
			found = append(found, fmt.Sprintf("%s imports %s outside its tests", p.name(), path))
		}
	}
	inTests := append(append([]string{p.name()}, allowed...), testArrows[p.name()]...)
	for _, path := range append(p.TestImports, p.XTestImports...) {
		found = append(found, importComplaint(p.name()+" (its tests)", path, inTests)...)
	}
	for _, path := range p.Deps {
		if hasPrefix(path, without[p.name()]) {
			found = append(found, fmt.Sprintf("%s is built with %s", p.name(), path))
		}
	}
	return found
}

func importComplaint(name, path string, allowed []string) []string {
	own, isOwn := strings.CutPrefix(path, module+"/")
	switch {
	case isOwn && !slices.Contains(allowed, own):
		return []string{fmt.Sprintf("%s may not import %s", name, own)}
	case isOwn, !strings.Contains(strings.Split(path, "/")[0], "."):
		return nil // checked, or of the standard library
	}
	users := doorOf(path)
	pkg, test := strings.CutSuffix(name, " (its tests)")
	switch {
	case test && hasPrefix(path, testDoors[pkg]):
		return nil
	case users == nil:
		return []string{fmt.Sprintf("%s imports %s, which has no door", name, path)}
	case slices.Contains(users, "*"), slices.Contains(users, pkg):
		return nil
	}
	return []string{fmt.Sprintf("%s may not import %s", name, path)}
}

// doorOf are the packages that may import the library, by the longest prefix that names it.
func doorOf(path string) []string {
	longest, users := "", []string(nil)
	for prefix, names := range doors {
		if strings.HasPrefix(path, prefix) && len(prefix) > len(longest) {
			longest, users = prefix, names
		}
	}
	return users
}

func hasPrefix(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}
