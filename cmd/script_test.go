package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"plugsheet/serve"
)

// TestMain lets the test binary be the program itself when a script calls it by name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"plugsheet": func() { os.Exit(Main()) }, "storenode": storeNode})
}

// TestScripts runs what a user sees: every command, its output whole, its exit code.
// UPDATE=1 rewrites the expected outputs.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       os.Getenv("UPDATE") == "1",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":      scriptCode,
			"get":       scriptGet,
			"url":       scriptURL,
			"post":      scriptPost,
			"signed":    scriptSigned,
			"forwarded": scriptForwarded,
			"doctorurl": scriptDoctorURL,
			"occupy":    scriptOccupy,
			"flip":      scriptFlip,
			"replace":   scriptReplace,
			"generate":  scriptGenerate,
			"hash":      scriptHash,
			"binary":    scriptBinary,
			"terminate": scriptTerminate,
			"hangup":    scriptHangup,
			"until":     scriptUntil,

			"certificate": scriptCertificate,
			"waitfile":    scriptWaitFile,
			"repeat":      scriptRepeat,
			"mount":       scriptMount,
			"web":         scriptWeb,
			"pack":        scriptPack,
			"head":        scriptHead,
			"dear":        scriptDear,
			"alone":       scriptAlone,
		},
		Condition: scriptCondition,
	})
}

// scriptCode runs a program and checks its exit code: code 3 plugsheet validate x.csv. Its
// outputs are there for stdout, stderr and cmp.
func scriptCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N PROGRAM ARG...")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got := fmt.Sprint(code); got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// scriptURL puts where a server listens into $URL: url addr. It waits for the file.
func scriptURL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: url ADDR")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ts.Setenv("URL", "http://"+awaitAddress(ctx, ts, ts.MkAbs(args[0])))
}

// scriptGet asks the server that wrote an address file and writes status and body to stdout, with the
// headers that are named: get addr /categories X-Total-Count. It waits for the file.
func scriptGet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: get ADDR-FILE PATH HEADER...")
	}
	request(ts, args[0], args[1], func(url string) (*http.Request, error) {
		return http.NewRequest(http.MethodGet, url, nil)
	}, args[2:]...)
}

// scriptPost sends a form: post addr /customer/action action=OPEN_CASE.
func scriptPost(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: post ADDR-FILE PATH FORM")
	}
	request(ts, args[0], args[1], func(url string) (*http.Request, error) {
		r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(args[2]))
		if err == nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return r, err
	})
}

// scriptSigned is get with a signature by a secret: signed SECRET addr /products?limit=1.
func scriptSigned(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: signed SECRET ADDR-FILE PATH")
	}
	request(ts, args[1], args[2], func(url string) (*http.Request, error) {
		r, err := http.NewRequest(http.MethodGet, url, nil)
		if err == nil {
			r.Header.Set("x-iadvize-signature", serve.Sign(serve.Secret(args[0]), []byte(r.URL.RawQuery)))
		}
		return r, err
	})
}

// scriptForwarded is get as a proxy passes it on: forwarded addr /products?limit=1.
func scriptForwarded(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: forwarded ADDR-FILE PATH")
	}
	request(ts, args[0], args[1], func(url string) (*http.Request, error) {
		r, err := http.NewRequest(http.MethodGet, url, nil)
		if err == nil {
			r.Header.Set("X-Forwarded-For", "35.158.90.142")
		}
		return r, err
	})
}

// scriptDoctorURL looks at the server that wrote an address file, which must be well: doctorurl addr.
func scriptDoctorURL(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	ts.Check(ts.Exec("plugsheet", "doctor", "http://"+awaitAddress(ctx, ts, ts.MkAbs(args[0]))))
}

// scriptTerminate sends SIGTERM, which the kill of testscript does not know, to what runs in the background.
func scriptTerminate(ts *testscript.TestScript, _ bool, _ []string) {
	for _, c := range ts.BackgroundCmds() {
		ts.Check(c.Process.Signal(syscall.SIGTERM))
	}
}

// scriptHangup sends SIGHUP.
func scriptHangup(ts *testscript.TestScript, _ bool, _ []string) {
	for _, c := range ts.BackgroundCmds() {
		ts.Check(c.Process.Signal(syscall.SIGHUP))
	}
}

// scriptUntil asks again and again until the answer holds a text, or with ! until it
// does not: until addr /products 'Lamp two'.
func scriptUntil(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: [!] until ADDR-FILE PATH TEXT")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	addr := awaitAddress(ctx, ts, ts.MkAbs(args[0]))
	for {
		answer, err := http.Get("http://" + addr + args[1])
		ts.Check(err)
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		ts.Check(err)
		if strings.Contains(string(body), args[2]) != neg {
			return
		}
		select {
		case <-ctx.Done():
			ts.Fatalf("never: %q; the last answer is %s", args[2], body)
		case <-tick.C:
		}
	}
}

// scriptWaitFile waits for an address file.
func scriptWaitFile(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for _, file := range args {
		awaitAddress(ctx, ts, ts.MkAbs(file))
	}
}

func request(ts *testscript.TestScript, addrFile, path string, build func(url string) (*http.Request, error),
	headers ...string) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	addr := awaitAddress(ctx, ts, ts.MkAbs(addrFile))
	r, err := build("http://" + addr + path)
	ts.Check(err)
	answer, err := http.DefaultClient.Do(r.WithContext(ctx))
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	fmt.Fprintln(ts.Stdout(), answer.StatusCode)
	for _, h := range headers {
		fmt.Fprintf(ts.Stdout(), "%s: %s\n", h, answer.Header.Get(h))
	}
	fmt.Fprintln(ts.Stdout(), strings.TrimSpace(string(body)))
}

// awaitAddress reads the file once it is there.
func awaitAddress(ctx context.Context, ts *testscript.TestScript, file string) string {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if data, err := os.ReadFile(file); err == nil {
			return strings.TrimSpace(string(data))
		}
		select {
		case <-ctx.Done():
			ts.Fatalf("no address in %s: %v", file, ctx.Err())
		case <-tick.C:
		}
	}
}

// scriptOccupy listens on a free port until the script ends and sets the variable PORT: occupy. With a file
// it gives the port back at once and writes the address there: occupy metrics.
func scriptOccupy(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	_, port, err := net.SplitHostPort(l.Addr().String())
	ts.Check(err)
	for _, file := range args {
		ts.Check(l.Close())
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(l.Addr().String()), 0o644))
	}
	ts.Setenv("PORT", port)
}

// scriptFlip changes one bit of files, in their middle: flip bundle/categories.json bundle/index/*/codes.txt.
func scriptFlip(ts *testscript.TestScript, _ bool, args []string) {
	for _, pattern := range args {
		names, err := filepath.Glob(ts.MkAbs(pattern))
		ts.Check(err)
		if len(names) == 0 {
			ts.Fatalf("no file %s", pattern)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			ts.Check(err)
			data[len(data)/2] ^= 1
			ts.Check(os.WriteFile(name, data, 0o644))
		}
	}
}

// scriptReplace replaces a text in a file: replace '"format":1' '"format":2'
// bundle/manifest.json. The text must be there.
func scriptReplace(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	text := ts.ReadFile(args[2])
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%s does not hold %q", args[2], args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.ReplaceAll(text, args[0], args[1])), 0o644))
}
