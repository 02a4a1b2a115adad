package cmd

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	nats "github.com/nats-io/nats-server/v2/server"
)

// storeNode is one server of a store, in a process of its own: NAME FOLDER PORT ROUTES, of which the one that
// ends in the name's number is its own.
func storeNode() {
	name, port := os.Args[1], os.Args[3]
	routes := strings.Split(os.Args[4], ",")
	number, _ := strconv.Atoi(name[1:])
	o := &nats.Options{ServerName: name, Host: "127.0.0.1", JetStream: true,
		StoreDir: os.Args[2], NoLog: true, SyncAlways: true}
	o.Port, _ = strconv.Atoi(port)
	if len(routes) > 1 {
		_, own, _ := net.SplitHostPort(strings.TrimPrefix(routes[number], "nats://"))
		o.Cluster = nats.ClusterOpts{Name: "store", Host: "127.0.0.1", NoAdvertise: true,
			Advertise: "127.0.0.1:1"} // nobody hears of the way around a gate
		o.Cluster.Port, _ = strconv.Atoi(own)
		o.Routes = nats.RoutesFromStr(os.Args[4])
	}
	s, err := nats.NewServer(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s.Start()
	if !s.ReadyForConnections(time.Minute) { // it says nothing of a port that it does not get
		fmt.Fprintln(os.Stderr, "the store's server did not get its ports")
		os.Exit(1)
	}
	s.WaitForShutdown()
	os.Exit(0)
}

// node is a server of a store that runs in a process of its own.
type node struct {
	args    []string
	process *os.Process
	ended   chan struct{}
}

// startNodes starts the servers of a store, and gives where they are.
func startNodes(t *testing.T, n int) (nodes []*node, url string) {
	t.Helper()
	return startLinkedNodes(t, n, func(_, _ int, route string) string { return route })
}

// startLinkedNodes is [startNodes] where link gives the address under which one server finds another.
func startLinkedNodes(
	t *testing.T, n int, link func(from, to int, route string) string,
) (nodes []*node, url string) {
	t.Helper()
	dir := t.TempDir()
	var routes, urls []string
	for i, port := range freePorts(t, 2*n) {
		if url := "nats://127.0.0.1:" + port; i < n {
			urls = append(urls, url)
		} else {
			routes = append(routes, url)
		}
	}
	for i := range n {
		_, port, _ := net.SplitHostPort(strings.TrimPrefix(urls[i], "nats://"))
		name, ways := fmt.Sprintf("n%d", i), slices.Clone(routes)
		for j := range ways {
			if j != i {
				ways[j] = link(i, j, routes[j])
			}
		}
		one := &node{
			args: []string{"storenode", name, filepath.Join(dir, name), port, strings.Join(ways, ",")},
		}
		one.start(t)
		t.Cleanup(one.kill)
		nodes = append(nodes, one)
	}
	return nodes, strings.Join(urls, ",")
}

// nextPort counts the ports that were tried, in an order of the process's own: other tests run at the same time.
var nextPort atomic.Int64

// freePorts are ports that nobody listens on now. They lie below those which the system hands out, so that no
// connection takes one before whoever is told of it listens there, or while that is killed.
func freePorts(t *testing.T, n int) (ports []string) {
	t.Helper()
	const first, many = 15_000, 15_000
	for tried := 0; len(ports) < n; tried++ {
		if tried == many {
			t.Fatal("no free port")
		}
		port := strconv.Itoa(first + (os.Getpid()*97+int(nextPort.Add(1)))%many)
		l, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err == nil {
			l.Close()
			ports = append(ports, port)
		}
	}
	return ports
}

func (n *node) start(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Args, c.Stderr = n.args, os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	n.process, n.ended = c.Process, make(chan struct{})
	go func() {
		c.Wait()
		close(n.ended)
	}()
}

func (n *node) kill() {
	n.process.Kill()
	<-n.ended
}
