//go:build linux

package cmd

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// How many websites there are, and how many products in each; make soak has a thousand of a thousand.
const (
	fewSites, manySites           = 30, 1000
	fewSiteProducts, manyProducts = 20, 1000
	siteClients                   = 16
	mostResident                  = 512 // MiB
)

// A server with many websites is asked by several clients for pages and searches of all of them, in random
// order: each answer is that website's, and the process stays within its memory, mapped files included.
func TestManySites(t *testing.T) {
	sites, products, requests := fewSites, fewSiteProducts, 300
	if os.Getenv("PLUGSHEET_SOAK") != "" {
		sites, products, requests = manySites, manyProducts, 20_000
	}
	seed := seed(t)
	t.Logf("seed %d, %d websites of %d products, %d requests", seed, sites, products, requests)
	dir := sitesFolder(t, sites, products)
	s := launchServer(t, dir, "serve bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned --no-build")
	// The first walk opens each once; the second is random.
	var all sync.WaitGroup
	for client := range siteClients {
		all.Go(func() {
			random := rand.New(rand.NewPCG(seed, uint64(client)))
			for i := client; i < sites; i += siteClients {
				askSite(t, s.url, i, random)
			}
			for range requests / siteClients {
				askSite(t, s.url, random.IntN(sites), random)
			}
		})
	}
	all.Wait()
	now, peak := s.memory(t, "VmRSS"), s.memory(t, "VmHWM")
	t.Logf("resident: %d MiB, at most %d MiB (own %d, files %d); %d open files", now, peak,
		s.memory(t, "RssAnon"), s.memory(t, "RssFile"), s.openFiles(t))
	if peak > mostResident {
		t.Errorf("%d MiB were resident, and %d are allowed", peak, mostResident)
	}
}

// sitesFolder is a folder with a bundle of websites. Many take minutes to make: they are kept in dist,
// which git does not see, for the next run.
func sitesFolder(t *testing.T, sites, products int) string {
	t.Helper()
	if sites < manySites {
		dir := t.TempDir()
		writeSites(t, filepath.Join(dir, "bundle"), sites, products)
		return dir
	}
	dir, err := filepath.Abs(filepath.Join(benchFolder, fmt.Sprintf("sites-%d-%d", sites, products)))
	if err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(dir, "whole") // written at the end
	if _, err := os.Stat(whole); err == nil {
		return dir
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	writeSites(t, filepath.Join(dir, "bundle"), sites, products)
	if err := os.WriteFile(whole, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// siteWord is a word that only one website's catalog has.
func siteWord(i int) string { return fmt.Sprintf("Zirkon%dx", i) }

// askSite asks one website for a page or a search. The title of each of its products begins with its word.
func askSite(t *testing.T, url string, i int, random *rand.Rand) {
	target := fmt.Sprintf("%s/products?idWebsite=ha-%d&limit=10", url, i)
	switch random.IntN(3) {
	case 0:
		target += "&searchQuery=" + siteWord(i)
	case 1:
		target += "&offset=" + strconv.Itoa(random.IntN(10))
	}
	for range 30 { // a website that is being opened may say so once
		status, body, err := askBody(target)
		if err != nil {
			t.Error(err)
			return
		}
		if status == 503 {
			continue
		}
		if n := strings.Count(body, `"title":"`+siteWord(i)+" "); status != 200 || n != 10 {
			t.Errorf("%s: %d with %d products of that website: %.300s", target, status, n, body)
		}
		return
	}
	t.Errorf("%s: 503 again and again", target)
}

// writeSites makes websites of generated products, each with an index and titles of its own.
func writeSites(t *testing.T, dir string, sites, products int) {
	t.Helper()
	generateCatalog(t, filepath.Join(dir, "..", "catalog", "Products.csv"), products)
	output(t, plugsheet(t, filepath.Join(dir, ".."), "import catalog -o one"))
	b, err := bundle.Open(t.Context(), filepath.Join(dir, "..", "one"))
	if err != nil {
		t.Fatal(err)
	}
	var records []bundle.Record
	for _, f := range b.ProductFiles() {
		for l, err := range b.Records(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, l.Record)
		}
	}
	var writers sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		writers.Go(func() {
			for i := w; i < sites; i += runtime.GOMAXPROCS(0) {
				if err := writeSite(t.Context(), filepath.Join(dir, bundle.SitesDir, fmt.Sprintf("ha-%d", i)),
					siteWord(i), b, records); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
}

// writeSite writes one website's bundle and builds its index.
func writeSite(ctx context.Context, dir, word string, b *bundle.Bundle, records []bundle.Record) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: b.Manifest().IDs})
	if err != nil {
		return err
	}
	defer w.Close()
	for _, r := range records {
		r.Product.Title = word + " " + r.Product.Title
		err = errors.Join(err, w.Product(r))
	}
	err = errors.Join(err, w.Categories(b.Categories()), w.ClosingForm(b.ClosingForm()),
		w.CustomerFields(b.CustomerFields()))
	if err != nil {
		return err
	}
	if _, err := w.Commit(ctx); err != nil {
		return err
	}
	site, err := bundle.Open(ctx, dir)
	if err != nil {
		return err
	}
	return build.Build(ctx, site, build.Options{})
}

// memory is one of the figures of the process in MiB, as the kernel counts it.
func (s *server) memory(t *testing.T, figure string) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(figure + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		t.Fatalf("no %s in the status of the process", figure)
	}
	kib, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kib / 1024
}

// openFiles counts the process's file descriptors.
func (s *server) openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}
