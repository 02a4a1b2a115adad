//go:build linux

package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"plugsheet/samples/testdata/catalog"
)

// benchFolder keeps generated catalogs and their bundles between runs; git does not see it.
const benchFolder = "../dist/bench"

// BenchmarkImport runs the program's own import of a generated csv, bundle and index, as a process of its
// own: rows/s, the peak of its memory, mapped files included, and the share of each stage; what is left of
// the whole is the index's. PLUGSHEET_BENCH_ROWS is the number of rows, 100,000 by default.
func BenchmarkImport(b *testing.B) {
	rows := benchNumber(b, "PLUGSHEET_BENCH_ROWS", 100_000)
	program := buildProgram(b)
	catalog := generated(b, rows)
	for b.Loop() {
		b.StopTimer()
		bundle := filepath.Join(b.TempDir(), "bundle")
		b.StartTimer()
		c := exec.Command(program, "import", catalog, "-o", bundle, "--json")
		begin := time.Now()
		out, err := c.Output()
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		reportShares(b, out, time.Since(begin))
		b.ReportMetric(float64(rows)/c.ProcessState.UserTime().Seconds(), "rows/cpu-s")
		if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
			b.ReportMetric(float64(u.Maxrss)/1024, "MiB-peak")
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkMillion serves a million generated products from a process of its own: the time from its start to
// its first answer with bundle and index in place, and its anonymous memory after listings and searches.
func BenchmarkMillion(b *testing.B) {
	rows := benchNumber(b, "PLUGSHEET_BENCH_PRODUCTS", 1_000_000)
	program := buildProgram(b)
	bundle := filepath.Join(benchFolder, strconv.Itoa(rows))
	if out, err := exec.Command(program, "import", generated(b, rows), "-o", bundle).
		CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var firsts []float64
	for b.Loop() {
		s := launch(b, program, bundle)
		firsts = append(firsts, s.first.Seconds()*1000)
		s.stop(b)
	}
	slices.Sort(firsts)
	b.ReportMetric(firsts[len(firsts)/2], "ms-to-first-answer")
	s := launch(b, program, bundle)
	defer s.stop(b)
	words := s.browse(b, rows)
	b.ReportMetric(s.anonymous(b), "MiB-RssAnon-listed")
	for i := range 1000 {
		s.get(b, "/products?limit=10&searchQuery="+
			url.QueryEscape(words[i*7%len(words)]+" "+words[i*13%len(words)]))
	}
	b.ReportMetric(s.anonymous(b), "MiB-RssAnon-searched")
}

// stageTime is one stage of an import, as its --json gives it.
type stageTime struct {
	Stage string        `json:"stage"`
	Time  time.Duration `json:"nanoseconds"`
}

// stageTimes reads the stages from the report of an import.
func stageTimes(b *testing.B, report []byte) []stageTime {
	b.Helper()
	var r struct {
		Stages []stageTime `json:"stages"`
	}
	if err := json.Unmarshal(report, &r); err != nil {
		b.Fatal(err)
	}
	return r.Stages
}

// reportShares reports the stages of an import as percentages of the whole.
func reportShares(b *testing.B, report []byte, whole time.Duration) {
	b.Helper()
	for _, s := range stageTimes(b, report) {
		b.ReportMetric(100*s.Time.Seconds()/whole.Seconds(), "%-"+s.Stage)
	}
}

func benchNumber(b *testing.B, name string, otherwise int) int {
	b.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatalf("%s: %v", name, err)
	}
	return n
}

// buildProgram builds the program as make does.
func buildProgram(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "plugsheet")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", program, "./plugsheet").
		CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return program
}

// generated is a csv of so many products; the same number gives the same file.
func generated(b *testing.B, rows int) string {
	b.Helper()
	name := filepath.Join(benchFolder, strconv.Itoa(rows)+".csv")
	if _, err := os.Stat(name); err == nil {
		return name
	}
	if err := os.MkdirAll(benchFolder, 0o755); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(name + ".new")
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(catalog.Write(f, rows), f.Close(), os.Rename(name+".new", name)); err != nil {
		b.Fatal(err)
	}
	return name
}

// served is a server in a process of its own.
type served struct {
	process *exec.Cmd
	base    string
	first   time.Duration // from its start to its first answer
}

// launch starts the server, with more flags, and waits for its first answer.
func launch(b *testing.B, program, bundle string, flags ...string) *served {
	b.Helper()
	file := filepath.Join(b.TempDir(), "addr")
	s := &served{process: exec.Command(program,
		append([]string{"serve", bundle, "--addr", "127.0.0.1:0", "--addr-file", file, "--no-build",
			"--allow-unsigned"}, flags...)...)}
	begin := time.Now()
	if err := s.process.Start(); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		if addr, err := os.ReadFile(file); err == nil {
			s.base = "http://" + strings.TrimSpace(string(addr))
			s.get(b, "/products?limit=10")
			s.first = time.Since(begin)
			return s
		}
	}
	b.Fatal("the server did not start")
	return nil
}

func (s *served) stop(b *testing.B) {
	b.Helper()
	if err := errors.Join(s.process.Process.Signal(os.Interrupt), s.process.Wait()); err != nil {
		b.Error(err)
	}
}

func (s *served) get(b *testing.B, path string) string {
	b.Helper()
	r, err := http.Get(s.base + path)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s %v", path, r.Status, err)
	}
	return string(body)
}

// browse opens pages all over the catalog and gives words of the titles on them.
func (s *served) browse(b *testing.B, rows int) []string {
	b.Helper()
	title := regexp.MustCompile(`"title":"([^"]*)"`)
	var words []string
	for i := range 1000 {
		page := s.get(b, fmt.Sprintf("/products?limit=10&offset=%d", i*(rows/1001)))
		for _, m := range title.FindAllStringSubmatch(page, -1) {
			words = append(words, strings.Fields(m[1])...)
		}
	}
	return words
}

// anonymous is the process's own memory in MiB, without mapped files.
func (s *served) anonymous(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		b.Skip("the memory of a process can only be read on Linux")
	}
	m := regexp.MustCompile(`RssAnon:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		b.Fatal("no RssAnon in the status of the process")
	}
	kib, err := strconv.Atoi(string(m[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kib) / 1024
}
