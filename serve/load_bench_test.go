package serve

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"plugsheet/serve/listen"
)

// loadOf is how many connections a benchmark opens: PLUGSHEET_BENCH_CONNECTIONS, 1,000 by default.
func loadOf(b *testing.B) int {
	b.Helper()
	text := os.Getenv("PLUGSHEET_BENCH_CONNECTIONS")
	if text == "" {
		return 1000
	}
	n, err := strconv.Atoi(text)
	must(b, err)
	return n
}

// dialerAt is a client whose connections come from one address of this machine.
func dialerAt(address string) *net.Dialer {
	return &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
}

// serveLoad serves the sample to many connections.
func serveLoad(b *testing.B, connections int, o Options) (s *Server, addr string) {
	b.Helper()
	o.Logger = nil
	o.Limits = listen.Limits{
		Connections: connections, ReadHeader: time.Minute, Read: time.Minute, Write: time.Minute,
	}
	sample().write(b, o.Bundle)
	s = start(b, o)
	url, stop := run(b, s)
	b.Cleanup(func() { must(b, stop()) })
	return s, strings.TrimPrefix(url, "http://")
}

// answerTimes asks for products again and again as another source does, over connections that are kept,
// and gives the times in order.
func answerTimes(b *testing.B, addr string, times int) []time.Duration {
	b.Helper()
	c := &http.Client{
		Transport: &http.Transport{DialContext: dialerAt("127.0.0.99").DialContext},
		Timeout:   10 * time.Second,
	}
	defer c.CloseIdleConnections()
	took := make([]time.Duration, times)
	for i := range took {
		begin := time.Now()
		r, err := c.Get(fmt.Sprintf("http://%s/products?limit=10&offset=%d", addr, i%24))
		must(b, err)
		_, err = io.Copy(io.Discard, r.Body)
		r.Body.Close()
		if took[i] = time.Since(begin); err != nil || r.StatusCode != 200 {
			b.Fatalf("%s %v", r.Status, err)
		}
	}
	slices.Sort(took)
	return took
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// connectAll opens connections from a source and says the same over each, in a process with files of its own
// that holds them until the benchmark ends. What cannot be opened any more is left out.
func connectAll(b *testing.B, addr, source, says string, count int) {
	b.Helper()
	self, err := os.Executable()
	must(b, err)
	task, err := json.Marshal(holding{addr, source, says, count})
	must(b, err)
	c := exec.Command(self, "-test.run", "^TestHold$")
	c.Env = append(os.Environ(), holdTask+"="+string(task))
	in, err := c.StdinPipe()
	must(b, err)
	out, err := c.StdoutPipe()
	must(b, err)
	must(b, c.Start())
	b.Cleanup(func() {
		in.Close()
		c.Wait()
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		b.Fatalf("%q, %v", line, err)
	}
}

// holding is what a process of connections is told, in the variable holdTask.
type holding struct {
	Addr, Source, Says string
	Count              int
}

const holdTask = "PLUGSHEET_BENCH_HOLD"

// TestHold is the process of connections, and no test otherwise.
func TestHold(t *testing.T) {
	task := os.Getenv(holdTask)
	if task == "" {
		return
	}
	var h holding
	must(t, json.Unmarshal([]byte(task), &h))
	var held []net.Conn
	for range h.Count {
		c, err := dialerAt(h.Source).Dial("tcp", h.Addr)
		if err != nil {
			break
		}
		held = append(held, c)
		c.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		io.WriteString(c, h.Says)
	}
	fmt.Println("held")
	io.Copy(io.Discard, os.Stdin)
	for _, c := range held {
		c.Close()
	}
}

// BenchmarkOthersBesideIdle measures how long others wait without and with idle connections and slow
// clients, a twentieth of them, of each kind.
func BenchmarkOthersBesideIdle(b *testing.B) {
	idle := loadOf(b)
	s, addr := serveLoad(b, 4*idle, options(b, b.TempDir()))
	answerTimes(b, addr, 200)
	without := answerTimes(b, addr, 2000)
	for i := range 4 { // one source may have half of all at most
		connectAll(b, addr, fmt.Sprintf("127.0.0.%d", 11+i), "", idle/4)
	}
	for i, kind := range slowKinds {
		connectAll(b, addr, fmt.Sprintf("127.0.0.%d", 3+i), kind.at, idle/20/len(slowKinds))
	}
	var with []time.Duration
	for b.Loop() {
		with = answerTimes(b, addr, 2000)
	}
	b.ReportMetric(float64(s.conns.Count()), "connections")
	b.ReportMetric(milliseconds(without[len(without)*99/100]), "ms-p99-without")
	b.ReportMetric(milliseconds(with[len(with)*99/100]), "ms-p99-with")
}

// BenchmarkOthersBesideGreedy measures the longest answer of others while one source takes all
// connections that it gets.
func BenchmarkOthersBesideGreedy(b *testing.B) {
	most := loadOf(b)
	_, addr := serveLoad(b, most, options(b, b.TempDir()))
	connectAll(b, addr, "127.0.0.2", "GET /products HTTP/1.1\r\nX-A: ", 2*most)
	var longest time.Duration
	for b.Loop() {
		longest = max(longest, answerTimes(b, addr, 1000)[999])
	}
	b.ReportMetric(milliseconds(longest), "ms-longest")
}

// BenchmarkOthersBesideHealth measures the longest answer of others while one source floods /health.
func BenchmarkOthersBesideHealth(b *testing.B) {
	_, addr := serveLoad(b, loadOf(b), options(b, b.TempDir()))
	ctx, end := context.WithCancel(b.Context())
	defer end()
	flood := &http.Client{Transport: &http.Transport{
		DialContext: dialerAt("127.0.0.2").DialContext, MaxIdleConnsPerHost: 16,
	}}
	for range 16 {
		go func() {
			for ctx.Err() == nil {
				if r, err := flood.Get("http://" + addr + "/health"); err == nil {
					io.Copy(io.Discard, r.Body)
					r.Body.Close()
				}
			}
		}()
	}
	var longest time.Duration
	for b.Loop() {
		longest = max(longest, answerTimes(b, addr, 1000)[999])
	}
	b.ReportMetric(milliseconds(longest), "ms-longest")
}

// BenchmarkIdleTLS measures what an idle connection with TLS costs: the heap and the stacks of both its
// ends, as both are in this process.
func BenchmarkIdleTLS(b *testing.B) {
	count := min(loadOf(b), 1000)
	o, dir := options(b, b.TempDir()), b.TempDir()
	o.TLS = listen.TLS{CertFile: filepath.Join(dir, "cert.pem"), KeyFile: filepath.Join(dir, "key.pem")}
	writeCertificate(b, o.TLS, 1)
	_, addr := serveLoad(b, 4*count, o)
	for b.Loop() {
		before := inUse()
		conns := make([]*tls.Conn, count)
		for i := range conns {
			c, err := tls.Dial("tcp", addr,
				&tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}})
			must(b, err)
			conns[i] = c
			_, err = io.WriteString(c, "HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n")
			must(b, err)
			_, err = c.Read(make([]byte, 4096))
			must(b, err)
		}
		b.ReportMetric((inUse()-before)/1024/float64(count), "KiB-both-ends")
		for _, c := range conns {
			c.Close()
		}
	}
}

// inUse is the memory of heap and stacks, in bytes.
func inUse() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}
