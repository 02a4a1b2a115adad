package develop

import (
	_ "embed"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
)

type versionOptions struct{ json, licences bool }

// licences are the licences of everything that is linked into the program on any platform: for each text the
// modules that are under it. TestLicences writes the file.
//
//go:embed licences.txt
var licences string

// build says what this program is.
type build struct {
	Version string `json:"version"` // the module's version, "(devel)" where the build knows none
	// of the source; empty where the build did not see a repository
	Commit       string `json:"commit,omitempty"`
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
		Args:  cli.Arguments(),
		RunE: cli.Run(p, cli.NoSettings, func(c *cobra.Command, _ []string) error {
			return runVersion(p, o)
		}),
	}
	c.Flags().BoolVar(&o.json, "json", false, "write JSON")
	c.Flags().BoolVar(&o.licences, "licences", false,
		"write the licences of what is linked, with their texts")
	c.MarkFlagsMutuallyExclusive("json", "licences")
	return c
}

func runVersion(p cli.Process, o versionOptions) error {
	if o.licences {
		_, err := io.WriteString(p.Stdout, licences)
		return err
	}
	b := ReadVersion()
	if o.json {
		return cli.WriteJSON(p.Stdout, b)
	}
	commit := b.Commit
	switch {
	case commit == "":
		commit = "unknown"
	case b.Modified:
		commit += " with changes"
	}
	_, err := fmt.Fprintf(p.Stdout, "plugsheet %s, commit %s, bundle format %d, %s, %s\n", b.Version, commit,
		b.BundleFormat, b.Go, b.Platform)
	return err
}

// ReadVersion reads what the Go tool noted in the program.
func ReadVersion() build {
	b := build{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		BundleFormat: bundle.Format}
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
