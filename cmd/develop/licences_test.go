package develop

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/licensecheck"
)

// platforms are those for which a release is built; each links modules of its own.
var platforms = []string{"linux", "darwin", "windows"}

// TestLicences holds the list of licences against what is linked; UPDATE=1 writes it.
func TestLicences(t *testing.T) {
	dirs := map[string]string{"Go, its standard library": strings.TrimSpace(goTool(t, "", "env", "GOROOT"))}
	for _, platform := range platforms {
		for module, dir := range linked(t, platform) {
			dirs[module] = dir
		}
	}
	under := map[string][]string{} // text to modules
	for module, dir := range dirs {
		text := licenceOf(t, module, dir)
		under[text] = append(under[text], module)
	}
	var parts []string
	for text, modules := range under {
		slices.Sort(modules)
		parts = append(parts, strings.Join(modules, "\n")+"\n\n"+text)
	}
	slices.Sort(parts)
	got := strings.Join(parts, "\n"+strings.Repeat("=", 80)+"\n\n")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("licences.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != licences {
		t.Error("licences.txt is not what is linked: UPDATE=1 go test ./cmd/develop -run Licences")
	}
}

// linked are the modules of which something is in the program on a platform, with their folders.
func linked(t *testing.T, platform string) map[string]string {
	t.Helper()
	modules := map[string]string{}
	d := json.NewDecoder(strings.NewReader(goTool(t, platform, "list", "-deps", "-json=Module",
		"plugsheet/cmd/plugsheet")))
	for {
		var p struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return modules
		} else if err != nil {
			t.Fatal(err)
		}
		if m := p.Module; m != nil && !m.Main {
			modules[m.Path+" "+m.Version] = m.Dir
		}
	}
}

func goTool(t *testing.T, platform string, args ...string) string {
	t.Helper()
	c := exec.Command("go", args...)
	c.Env = append(os.Environ(), "GOPROXY=off")
	if platform != "" {
		c.Env = append(c.Env, "GOOS="+platform, "GOARCH=amd64", "CGO_ENABLED=0")
	}
	out, err := c.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && bytes.Contains(exit.Stderr, []byte("GOPROXY=off")) {
		t.Skip("modules of other platforms are not on this machine: go mod download brings them")
	}
	if err != nil {
		t.Fatalf("go %v: %v", args, err)
	}
	return string(out)
}

// licenceOf is the name of a module's licences and their texts.
func licenceOf(t *testing.T, module, dir string) string {
	t.Helper()
	var names []string
	var texts bytes.Buffer
	for _, pattern := range []string{"LICEN[SC]E*", "COPYING*", "NOTICE*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range licensecheck.Scan(text).Match {
				names = append(names, m.ID)
			}
			fmt.Fprintf(&texts, "\n%s\n",
				bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))))
		}
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 0 {
		t.Errorf("%s: no licence is known by its text", module)
	}
	return "Licence: " + strings.Join(names, ", ") + "\n" + texts.String()
}
