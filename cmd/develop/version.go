package develop

import (
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

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
	c := cli.Command(p, "version", "Say which plugsheet this is", func(c *cobra.Command, _ []string) error {
		return runVersion(p, o)
	})
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
	if info, ok := debug.ReadBuildInfo(); ok {
		b.Version = cmp.Or(info.Main.Version, b.Version)
	}
	b.Commit, b.Modified = cli.BuildSetting("vcs.revision"), cli.BuildSetting("vcs.modified") == "true"
	return b
}

// NewMan is the command that writes the manual pages.
func NewMan(p cli.Process) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages into a folder",
		RunE:  func(c *cobra.Command, args []string) error { return runMan(p, c.Root(), args[0]) },
	}
}

func runMan(p cli.Process, root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the folder for the manual pages: %w", err)
	}
	root.DisableAutoGenTag = true
	h := &doc.GenManHeader{Title: "PLUGSHEET", Section: "1", Source: "plugsheet", Manual: "plugsheet",
		Date: &time.Time{}}
	if err := doc.GenManTree(root, h, dir); err != nil {
		return fmt.Errorf("writing the manual pages: %w", err)
	}
	_, err := fmt.Fprintf(p.Stdout, "%s written to %s\nnext: man %s\n", cli.Plural(pages(root), "file"), dir,
		cli.ShellLine(filepath.Join(dir, root.Name()+".1")))
	return err
}

// pages is the number of manual pages of a command and those below it.
func pages(c *cobra.Command) int {
	n := 1
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() && !sub.IsAdditionalHelpTopicCommand() {
			n += pages(sub)
		}
	}
	return n
}
