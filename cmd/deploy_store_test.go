//go:build unix

package cmd

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	nats "github.com/nats-io/nats-server/v2/server"
)

// TestStoreConfig: the server of the store reads its configuration, keeps what it is given on the disk before
// it says so, and lets nobody in without the password.
func TestStoreConfig(t *testing.T) {
	t.Setenv("STORE_NAME", "plugsheet-store-0")
	t.Setenv("STORE_PASSWORD", "hush-hush")
	file := filepath.Join(t.TempDir(), "nats.conf")
	if err := os.WriteFile(file, []byte(deployed(t, "nats.conf")), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := nats.ProcessConfigFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !o.JetStream || !o.SyncAlways || o.StoreDir != "/data" || o.Password != "hush-hush" ||
		len(o.Routes) != 3 {
		t.Errorf("%+v", o)
	}
}

// TestStoreOfSamples: three servers with the configuration of the samples find each other, take a bundle from
// who has the password, and let nobody else in.
func TestStoreOfSamples(t *testing.T) {
	t.Setenv("STORE_PASSWORD", "hush-hush")
	config, dir := deployed(t, "nats.conf"), t.TempDir()
	ports := freePorts(t, 6)
	for i := range 3 { // of the cluster; the others are for clients
		config = strings.Replace(config, fmt.Sprintf("plugsheet-store-%d.plugsheet-store:6222", i),
			"127.0.0.1:"+ports[i], 1)
	}
	var urls []string
	for i := range 3 {
		name := fmt.Sprintf("plugsheet-store-%d", i)
		t.Setenv("STORE_NAME", name)
		file := filepath.Join(dir, name+".conf")
		own := strings.NewReplacer("port: 4222", "port: "+ports[3+i], "port: 6222", "port: "+ports[i],
			"http: 8222", "", "/data", filepath.Join(dir, name)).Replace(config)
		if err := os.WriteFile(file, []byte(own), 0o600); err != nil {
			t.Fatal(err)
		}
		o, err := nats.ProcessConfigFile(file)
		if err != nil {
			t.Fatal(err)
		}
		o.NoSigs, o.NoLog = true, true
		s, err := nats.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		go s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		urls = append(urls, "nats://plugsheet:PASSWORD@127.0.0.1:"+ports[3+i])
	}
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	publish := func(password string) *exec.Cmd {
		url := strings.ReplaceAll(strings.Join(urls, ","), "PASSWORD", password)
		return plugsheet(t, dir, "publish bundle --store "+url)
	}
	wait(t, "the bundle is published", func() bool { return publish("hush-hush").Run() == nil })
	out, err := publish("wrong").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "the store does not let this program in") {
		t.Errorf("%s", out)
	}
}

// TestStoreManifests: pods may do as little as the others', and the arguments are what the program takes.
func TestStoreManifests(t *testing.T) {
	kinds := map[string]int{}
	for _, m := range manifests(t, "kubernetes-store.yaml") {
		if kinds[m.Kind]++; m.Kind == "Deployment" || m.Kind == "StatefulSet" {
			if m.Spec.Replicas != 3 {
				t.Errorf("%s: %d replicas", m.Metadata.Name, m.Spec.Replicas)
			}
		}
	}
	if kinds["StatefulSet"] != 1 || kinds["Deployment"] != 1 || kinds["Service"] != 2 {
		t.Errorf("%v", kinds)
	}
	var compose struct {
		Services map[string]struct {
			Command     []string
			Environment map[string]string
		}
	}
	if err := yaml.Unmarshal([]byte(deployed(t, "compose.yaml")), &compose); err != nil {
		t.Fatal(err)
	}
	one := compose.Services["one"]
	if !slices.Contains(one.Command, "--cache") || one.Environment["PLUGSHEET_STORE"] != "nats://store:4222" {
		t.Errorf("%+v", one)
	}
	help := output(t, plugsheet(t, t.TempDir(), "serve --help"))
	for _, word := range one.Command {
		if strings.HasPrefix(word, "--") && !strings.Contains(help, word+" ") {
			t.Errorf("serve has no %s", word)
		}
	}
}
