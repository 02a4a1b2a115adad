package cmd

import (
	"io"
	"reflect"
	"slices"
	"testing"

	"plugsheet/cmd/cli"
	"plugsheet/importer/config"
)

// A key of plugsheet.yaml is a flag's or the importer's, never both, but for the profile: a
// mapping names it and a flag overrides it.
func TestSettingsAndMappingKeysAreApart(t *testing.T) {
	names := cli.SettingNames(newRoot(cli.Process{Stdout: io.Discard, Stderr: io.Discard}))
	for _, want := range []string{"addr", "addr-file", "bundle", "no-build", "site", "limit", "json"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s cannot be set in plugsheet.yaml; those that can: %q", want, names)
		}
	}
	// mean the same as the flag of their name, or never set it
	same := []string{"profile", "allow", "encoding"}
	for f := range reflect.TypeFor[config.Config]().Fields() {
		if key := f.Tag.Get("yaml"); key == "" || !slices.Contains(same, key) && slices.Contains(names, key) {
			t.Errorf("the importer's key %q is a flag too, or empty", key)
		}
	}
}
