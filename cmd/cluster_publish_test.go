//go:build unix

package cmd

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// publishUnderLoad: releases reach all servers while they answer, and none of them fails to.
func (c *cluster) publishUnderLoad(t *testing.T) {
	t.Helper()
	stop := make(chan struct{})
	var load sync.WaitGroup
	var asked, failed atomic.Int64
	for range 4 {
		load.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				asked.Add(1)
				if status, _, err := askBody(c.balancer + "/products?searchQuery=lantern"); status != 200 ||
					err != nil {
					failed.Add(1)
				}
			}
		})
	}
	_, old, _ := c.ready(0)
	everywhere := func(want string) func() bool {
		return func() bool {
			for i := range 3 {
				if _, digest, _ := c.ready(i); digest != want {
					return false
				}
			}
			return true
		}
	}
	file := filepath.Join(c.dir, "demo", "shop", "Products.csv")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(text, []byte("antern"), []byte("ANTERN")),
		0o644); err != nil {
		t.Fatal(err)
	}
	output(t, plugsheet(t, c.dir, "import demo/shop -o bundle --accept-changes"))
	out, err := plugsheet(t, c.dir, "publish bundle").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(out), ": ")
	wait(t, "the new release is everywhere", func() bool {
		_, digest, _ := c.ready(0)
		return strings.HasPrefix(digest, after[:12]) && digest != old && everywhere(digest)()
	})
	output(t, plugsheet(t, c.dir, "publish --back"))
	wait(t, "the old release is everywhere", everywhere(old))
	close(stop)
	load.Wait()
	if failed.Load() > 0 || asked.Load() == 0 {
		t.Errorf("%d of %d reads failed", failed.Load(), asked.Load())
	}
}

// siteComesAndGoes: a website's own bundle is published, taken away, and comes back by going back.
func (c *cluster) siteComesAndGoes(t *testing.T) {
	t.Helper()
	output(t, plugsheet(t, c.dir, "import demo/shop -o bundle --site ha-123"))
	for _, one := range []struct {
		command string
		there   bool
	}{
		{"publish bundle --site ha-123", true}, {"publish --remove --site ha-123", false},
		{"publish --back --site ha-123", true},
	} {
		c.told(t, one.command)
		wait(t, one.command, func() bool {
			for _, dir := range c.dirs {
				_, err := os.Stat(filepath.Join(dir, "cache", "sites", "ha-123", "manifest.json"))
				if (err == nil) != one.there {
					return false
				}
			}
			return true
		})
	}
	if _, err := plugsheet(t, c.dir, "publish --remove --site ha-404").Output(); err == nil {
		t.Error("what was never published is taken away")
	}
}
