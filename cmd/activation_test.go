//go:build unix

package cmd

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"plugsheet/serve"
)

// handOver prepares plugsheet as a service manager starts it: with sockets that listen already
// (sd_listen_fds(3)), and with a socket that waits to be told (sd_notify(3)).
func handOver(t *testing.T, dir, args, notify string, sockets ...*os.File) (c *exec.Cmd,
	stderr *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "plugsheet") // by which name the test binary knows what it is
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	c = exec.Command("sh", append([]string{"-c", `LISTEN_PID=$$ exec "$0" "$@"`, program},
		strings.Fields(args)...)...)
	stderr = &bytes.Buffer{}
	c.Dir, c.ExtraFiles, c.Stderr = dir, sockets, stderr
	c.Env = append(os.Environ(), "LISTEN_FDS="+strconv.Itoa(len(sockets)), "NOTIFY_SOCKET="+notify)
	return c, stderr
}

// listening gives a socket's file and, for a client, the way to it.
func listening(t *testing.T, network, addr string) (*os.File, *http.Client) {
	t.Helper()
	l, err := net.Listen(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	f, err := l.(interface{ File() (*os.File, error) }).File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, l.Addr().String())
	}
	return f, &http.Client{Timeout: time.Minute,
		Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}
}

// A socket that a service manager hands over is served, wherever it listens, and the manager is
// told when it is ready and when it stops.
func TestHandedOverSocket(t *testing.T) {
	dir := t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	for network, addr := range map[string]string{"tcp": "127.0.0.1:0", "unix": filepath.Join(dir, "sock")} {
		t.Run(network, func(t *testing.T) {
			socket, client := listening(t, network, addr)
			told := filepath.Join(t.TempDir(), "told")
			manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: told, Net: "unixgram"})
			if err != nil {
				t.Fatal(err)
			}
			defer manager.Close()
			manager.SetReadDeadline(time.Now().Add(time.Minute))
			hears := func(want string) {
				t.Helper()
				message := make([]byte, 100)
				n, err := manager.Read(message)
				if got := string(message[:n]); err != nil || got != want {
					t.Errorf("the manager is told %q (%v), want %q", got, err, want)
				}
			}
			c, stderr := handOver(t, t.TempDir(), "serve "+filepath.Join(dir, "bundle"), told, socket)
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			defer c.Process.Kill()
			hears("READY=1")
			secret, err := serve.ReadOwnSecret(filepath.Join(dir, "bundle")) // no other one is set
			if err != nil {
				t.Fatalf("%v\n%s", err, stderr)
			}
			r, err := http.NewRequest(http.MethodGet, "http://localhost/products?limit=1", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("x-iadvize-signature", serve.Sign(secret, []byte("limit=1")))
			answer, err := client.Do(r)
			if err != nil {
				t.Fatalf("%v\n%s", err, stderr)
			}
			defer answer.Body.Close()
			if body, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusOK {
				t.Errorf("status %d: %s (%v)", answer.StatusCode, body, err)
			}
			if err := c.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			hears("STOPPING=1")
			if err := c.Wait(); err != nil {
				t.Errorf("%v\n%s", err, stderr)
			}
		})
	}
}

// What is handed over is looked at as --addr is.
func TestHandedOverSocketRefused(t *testing.T) {
	tcp, _ := listening(t, "tcp", "127.0.0.1:0")
	world, _ := listening(t, "tcp", "0.0.0.0:0")
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, c := range []struct {
		name    string
		sockets []*os.File
		want    string
	}{
		{"no socket", []*os.File{file}, "is no stream socket that listens"},
		{"two", []*os.File{tcp, tcp}, "2 sockets were handed over"},
		{"the world, without a secret", []*os.File{world},
			"can be reached from other machines, and there is no secret"},
	} {
		t.Run(c.name, func(t *testing.T) {
			run, stderr := handOver(t, t.TempDir(), "serve bundle", "", c.sockets...)
			run.Run() // its exit code tells
			if run.ProcessState.ExitCode() != 2 || !strings.Contains(stderr.String(), c.want) {
				t.Errorf("exit code %d, want %d with %q in:\n%s", run.ProcessState.ExitCode(),
					2, c.want, stderr)
			}
		})
	}
}
