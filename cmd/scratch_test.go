//go:build linux

package cmd

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// nobody is the user of samples/deploy/Containerfile.
const nobody = 65532

// The program as a container from scratch has it: alone with a bundle, in a file system that holds nothing
// else, as an ordinary user who may write in private/ and index/ only. No engine is needed for that.
func TestRunsInAnEmptyFileSystem(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may change the root of a process's file system")
	}
	root := t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(root, "plugsheet"), "./plugsheet")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	output(t, build)
	work := t.TempDir()
	output(t, plugsheet(t, work, "sample demo"))
	output(t, plugsheet(t, work, "import demo/shop -o "+filepath.Join(root, "bundle")))
	if err := os.RemoveAll(filepath.Join(root, "bundle", "index")); err != nil {
		t.Fatal(err)
	}
	for _, own := range []string{"bundle/index", "bundle/private", "run"} {
		if err := os.MkdirAll(filepath.Join(root, own), 0o700); err != nil {
			t.Fatal(err)
		}
		err := filepath.WalkDir(filepath.Join(root, own), func(path string, _ fs.DirEntry, err error) error {
			return errors.Join(err, os.Lchown(path, nobody, nobody))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("/plugsheet", "serve", "/bundle", "--addr", "127.0.0.1:0", "--addr-file", "/run/addr")
	c.Dir, c.Env = "/", []string{"PLUGSHEET_SECRET=" + vectorSecret}
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: root,
		Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	ended := startProcess(t, c)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	addrFile := filepath.Join(root, "run", "addr")
	if err := askReady(ctx, addrFile, ended); err != nil {
		t.Fatal(err)
	}
	addr, err := os.ReadFile(addrFile)
	if err != nil {
		t.Fatal(err)
	}
	for target, body := range map[string]string{"/products?searchQuery=lantern": "",
		"/customer/action": "action=OPEN_CASE&idConversation=c-1&idOperator=o"} {
		if answer := askSigned(t, string(addr[:len(addr)-1]), target, body, ""); answer.Status != 200 {
			t.Errorf("%s: status %d: %s", target, answer.Status, answer.Body)
		}
	}
}
