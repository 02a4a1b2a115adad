//go:build unix

package cmd

import (
	"os"
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
