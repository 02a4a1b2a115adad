package develop

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
)

type versionOptions struct{ json bool }

// build says what this program is.
type build struct {
	Version      string `json:"version"`            // the module's version, "(devel)" where the build knows none
	Commit       string `json:"commit,omitempty"`   // of the source; empty where the build did not see a repository
	Modified     bool   `json:"modified,omitempty"` // whether the source had changes that were not committed
	Go           string `json:"go"`
	Platform     string `json:"platform"`
	BundleFormat int    `json:"bundleFormat"`
}

// NewVersion is the command that says which plugsheet this is.
func NewVersion(p cli.Process) *cobra.Command {
	o := versionOptions{}
	c := &cobra.Command{
		Use:   "version",
		Short: "Say which plugsheet this is",
		Long:  "Say which plugsheet this is, what it was built from, and which format of bundles it writes.",
		Example: `  plugsheet version
  plugsheet version --json`,
		Args: cli.Arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := cli.LoadSettings(c, p, cli.NoSettings); err != nil {
				return err
			}
			return runVersion(p, o)
		},
	}
	c.Flags().BoolVar(&o.json, "json", false, "write JSON")
	return c
}

func runVersion(p cli.Process, o versionOptions) error {
	b := ReadVersion()
	if o.json {
		return cli.WriteJSON(p.Stdout, b)
	}
	_, err := fmt.Fprintf(p.Stdout, "plugsheet %s, bundle format %d, %s, %s\n", b.Version, b.BundleFormat, b.Go, b.Platform)
	return err
}

// ReadVersion reads what the Go tool noted in the program.
func ReadVersion() build {
	b := build{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, BundleFormat: bundle.Format}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}
