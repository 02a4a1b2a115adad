package cmd

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"plugsheet/cmd/cli"
	"plugsheet/samples"
)

// deployed reads a file of samples/deploy with what stands for the test's own places replaced.
func deployed(t *testing.T, name string, replace ...string) string {
	t.Helper()
	data, err := fs.ReadFile(samples.Deploy(), "deploy/"+name)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(text, replace[i]) {
			t.Fatalf("%s does not hold %q any more", name, replace[i])
		}
		text = strings.ReplaceAll(text, replace[i], replace[i+1])
	}
	return text
}

// What the files of samples/deploy give to plugsheet is what it takes.
func TestDeployedCommandsParse(t *testing.T) {
	commands := map[string][]string{}
	unit := regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/plugsheet (.*)$`).
		FindStringSubmatch(deployed(t, "plugsheet.service"))
	container := regexp.MustCompile(`(?m)^CMD (.*)$`).FindStringSubmatch(deployed(t, "Containerfile"))
	if unit == nil || container == nil {
		t.Fatal("no command found")
	}
	commands["plugsheet.service"] = strings.Fields(unit[1])
	var words []string
	if err := yaml.Unmarshal([]byte(container[1]), &words); err != nil {
		t.Fatal(err)
	}
	commands["Containerfile"] = words
	for _, name := range []string{"kubernetes.yaml", "kubernetes-replicas.yaml"} {
		for _, m := range manifests(t, name) {
			for _, c := range m.Spec.Template.Spec.Containers {
				commands[name] = c.Args
			}
		}
	}
	for name, args := range commands {
		c, rest, err := newRoot(cli.Process{}).Find(args)
		if err != nil || c.Name() != "serve" {
			t.Errorf("%s: %q is no serve (%v)", name, args, err)
			continue
		}
		if err := c.ParseFlags(rest); err != nil || len(c.Flags().Args()) != 1 {
			t.Errorf("%s: %q: %v, arguments %q", name, args, err, c.Flags().Args())
		}
	}
}

// manifest is as much of a Kubernetes object as the tests look at.
type manifest struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		Replicas int
		Selector map[string]any
		Strategy struct{ Type string }
		Template struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct {
				AutomountServiceAccountToken *bool            `yaml:"automountServiceAccountToken"`
				SecurityContext              map[string]any   `yaml:"securityContext"`
				Volumes                      []map[string]any `yaml:"volumes"`
				Containers                   []struct {
					Args            []string
					Ports           []struct{ Name string }
					LivenessProbe   probe          `yaml:"livenessProbe"`
					ReadinessProbe  probe          `yaml:"readinessProbe"`
					StartupProbe    probe          `yaml:"startupProbe"`
					SecurityContext map[string]any `yaml:"securityContext"`
					VolumeMounts    []struct {
						Name      string
						MountPath string `yaml:"mountPath"`
					} `yaml:"volumeMounts"`
				}
			}
		}
		VolumeClaimTemplates []struct{ Metadata struct{ Name string } } `yaml:"volumeClaimTemplates"`
	}
}

type probe struct {
	HTTPGet struct{ Path, Port string } `yaml:"httpGet"`
}

// manifests reads the documents of a file.
func manifests(t *testing.T, name string) []manifest {
	t.Helper()
	var all []manifest
	for text := range strings.SplitSeq(deployed(t, name), "\n---\n") {
		var m manifest
		if err := yaml.Unmarshal([]byte(text), &m); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if m.APIVersion == "" || m.Kind == "" || m.Metadata.Name == "" {
			t.Errorf("%s: an object without apiVersion, kind or name:\n%s", name, text)
		}
		all = append(all, m)
	}
	return all
}

func TestManifests(t *testing.T) {
	for name, kind := range map[string]string{"kubernetes.yaml": "Deployment",
		"kubernetes-replicas.yaml": "StatefulSet"} {
		found := false
		for _, m := range manifests(t, name) {
			if m.Kind != kind {
				continue
			}
			found = true
			checkPods(t, name, m)
			if kind == "Deployment" && (m.Spec.Replicas != 1 || m.Spec.Strategy.Type != "Recreate") {
				t.Errorf("%s: %d replicas, %s: the journal's volume has one writer", name, m.Spec.Replicas,
					m.Spec.Strategy.Type)
			}
			if kind == "StatefulSet" && (len(m.Spec.VolumeClaimTemplates) != 1 ||
				m.Spec.VolumeClaimTemplates[0].Metadata.Name != "private") {
				t.Errorf("%s: private is no volume of each replica", name)
			}
		}
		if !found {
			t.Errorf("%s: no %s", name, kind)
		}
	}
}

// checkPods checks what keeps a pod healthy and harmless.
func checkPods(t *testing.T, name string, m manifest) {
	t.Helper()
	pod := m.Spec.Template.Spec
	c := pod.Containers[0]
	for _, p := range []struct {
		got  probe
		path string
	}{{c.LivenessProbe, "/health"}, {c.ReadinessProbe, "/ready"}, {c.StartupProbe, "/ready"}} {
		if p.got.HTTPGet.Path != p.path || p.got.HTTPGet.Port != c.Ports[0].Name {
			t.Errorf("%s: a probe asks %+v, want %s of port %s", name, p.got, p.path, c.Ports[0].Name)
		}
	}
	if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken ||
		pod.SecurityContext["runAsNonRoot"] != true ||
		c.SecurityContext["readOnlyRootFilesystem"] != true ||
		c.SecurityContext["allowPrivilegeEscalation"] != false {
		t.Errorf("%s: a pod that may do more than it needs: %v %v", name,
			pod.SecurityContext, c.SecurityContext)
	}
	there := map[string]bool{}
	for _, v := range pod.Volumes {
		there[v["name"].(string)] = true
	}
	for _, v := range m.Spec.VolumeClaimTemplates {
		there[v.Metadata.Name] = true
	}
	mounted := map[string]string{}
	for _, v := range c.VolumeMounts {
		if !there[v.Name] {
			t.Errorf("%s: %s is mounted and no volume", name, v.Name)
		}
		mounted[v.MountPath] = v.Name
	}
	if mounted["/bundle/private"] != "private" || mounted["/bundle/index"] != "index" {
		t.Errorf("%s: private/ and index/ cannot be written: %v", name, mounted)
	}
}

// Systemd has nothing to complain of, and finds little that the service could do to the
// machine (1.2 of 10 in version 252).
func TestUnitsVerify(t *testing.T) {
	analyze := needs(t, "systemd-analyze")
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"plugsheet.service": deployed(t, "plugsheet.service", "/usr/local/bin/plugsheet", self),
		"plugsheet.socket":  deployed(t, "plugsheet.socket"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(analyze, "verify", filepath.Join(dir, "plugsheet.service"),
		filepath.Join(dir, "plugsheet.socket")).CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("plugsheet.")) {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := exec.Command(analyze, "security", "--offline=true", "--threshold=20",
		filepath.Join(dir, "plugsheet.service")).CombinedOutput(); err != nil {
		t.Errorf("the service may do too much: %v\n%s", err, out)
	}
}

// Each file is explained in README.md, and no file is there without.
func TestDeployReadmeNamesEachFile(t *testing.T) {
	text := deployed(t, "README.md")
	names, err := fs.Glob(samples.Deploy(), "deploy/*")
	if err != nil || len(names) < 8 {
		t.Fatalf("%q (%v)", names, err)
	}
	for _, name := range names {
		if base := filepath.Base(name); base != "README.md" && !strings.Contains(text, "`"+base+"`") {
			t.Errorf("README.md does not say what %s is for", base)
		}
	}
}
