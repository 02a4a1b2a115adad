//go:build unix

package cmd

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	maxReadmeLines = 150
	commandsByLine = 12
)

// The README stays short, says what this is and how to run it at once.
func TestReadmeShape(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(readme(t)), "\n")
	if len(lines) > maxReadmeLines {
		t.Errorf("%d lines; at most %d", len(lines), maxReadmeLines)
	}
	if !strings.HasSuffix(lines[2], ".") || strings.Count(lines[2], ". ") > 0 {
		t.Errorf("line 3 is not one sentence: %q", lines[2])
	}
	top := strings.Join(lines[:commandsByLine], "\n")
	for _, command := range []string{"make run", "make test"} {
		if !strings.Contains(top, command) {
			t.Errorf("%q does not stand in the first %d lines", command, commandsByLine)
		}
	}
}

// The README's commands do what it says. Only two are changed: a free port is used, and
// the tests are not run again.
func TestReadmeCommands(t *testing.T) {
	commands := readmeCommands(t)
	if len(commands) < 8 {
		t.Fatalf("only %d commands found", len(commands))
	}
	dir := t.TempDir()
	for _, line := range commands {
		t.Run(line, func(t *testing.T) {
			switch program, args, _ := strings.Cut(line, " "); {
			case line == "make test":
				if out := output(t, exec.Command("make", "-C", "..", "-n", "test")); !strings.Contains(out,
					"go test ./...") {
					t.Errorf("make test does not run all tests: %s", out)
				}
			case line == "make run":
				makeRun(t)
			case program != "bin/plugsheet":
				t.Errorf("the test cannot run this line")
			case strings.HasPrefix(args, "serve "):
				serveUntilAsked(t, plugsheet(t, dir, args+" --addr 127.0.0.1:0 --addr-file addr"),
					filepath.Join(dir, "addr"))
			default:
				output(t, plugsheet(t, dir, args))
			}
		})
	}
}

// The problems that the README shows are what the program says, to the letter.
func TestReadmeProblems(t *testing.T) {
	c := plugsheet(t, filepath.Join("testdata", "readme"), "validate Products.csv")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	if err := c.Run(); c.ProcessState.ExitCode() != 3 {
		t.Fatalf("exit code %d (%v)\n%s", c.ProcessState.ExitCode(), err, stderr.String())
	}
	if want := "$ plugsheet validate Products.csv\n" + stderr.String() + "```"; !strings.Contains(readme(t),
		want) {
		t.Errorf("the README does not show this:\n%s", want)
	}
}

func readme(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// readmeCommands are the lines of the blocks that are marked as shell, without their comments.
func readmeCommands(t *testing.T) []string {
	t.Helper()
	var commands []string
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(readme(t), -1) {
		for line := range strings.Lines(block[1]) {
			line, _, _ = strings.Cut(line, " #")
			if line = strings.TrimSpace(line); line != "" {
				commands = append(commands, line)
			}
		}
	}
	return commands
}

// plugsheet is the program itself with arguments as a shell would split them, in a folder.
func plugsheet(t *testing.T, dir, args string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, shellWords(args)...)
	c.Args[0], c.Dir = "plugsheet", dir
	return c
}

// shellWords splits at blanks outside double quotes.
func shellWords(line string) []string {
	var words []string
	for _, w := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(line, -1) {
		words = append(words, strings.Trim(w, `"`))
	}
	return words
}

// output runs a command that must end well.
func output(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", c, err, out)
	}
	return string(out)
}

// makeRun runs make run with everything that it writes in a folder of the test's.
func makeRun(t *testing.T) {
	dir := t.TempDir()
	c := exec.Command("make", "--no-print-directory", "-C", "..", "run",
		"ADDR=127.0.0.1:0", "STUDIO=127.0.0.1:0", "DEMO="+dir, "BIN="+filepath.Join(dir, "plugsheet"))
	out := serveUntilAsked(t, c, filepath.Join(dir, "addr"))
	if !regexp.MustCompile(`^(make: .*\n)?the studio: http://127\.0\.0\.1:\d+/#\S+\n(# .*\n)+curl `).
		MatchString(out) {
		t.Errorf("the studio's address does not come before everything else:\n%s", out)
	}
	for _, path := range []string{
		"/categories", "/products", "/customer", "/customer/action", "/closing-form",
		"/health", "/ready"} {
		if !regexp.MustCompile(`curl '?http://127\.0\.0\.1:\d+` + path + `\b`).MatchString(out) {
			t.Errorf("no curl line for %s in:\n%s", path, out)
		}
	}
}

// serveUntilAsked starts a server, asks it whether it is ready, interrupts it and
// returns what it wrote to stdout.
func serveUntilAsked(t *testing.T, c *exec.Cmd, addrFile string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	// as a terminal does, an interrupt goes to make and its child
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	defer syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	err := askReady(ctx, addrFile, ended)
	syscall.Kill(-c.Process.Pid, syscall.SIGINT)
	if err == nil {
		err = <-ended
	}
	if err != nil && !strings.Contains(c.Path, "make") {
		// make itself ends with an error when it is interrupted
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if !strings.Contains(stderr.String(), "stopped") {
		t.Errorf("the server did not stop cleanly:\n%s", stderr.String())
	}
	return stdout.String()
}

// askReady waits for the address and asks for /ready until the answer is 200.
func askReady(ctx context.Context, addrFile string, ended chan error) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			ended <- err
			return fmt.Errorf("ended before it was ready: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		addr, err := os.ReadFile(addrFile)
		if err != nil {
			continue
		}
		answer, err := http.Get("http://" + strings.TrimSpace(string(addr)) + "/ready")
		if err != nil {
			return err
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return nil
		}
	}
}
