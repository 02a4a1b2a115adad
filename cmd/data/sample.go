package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/samples"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

type sampleOptions struct {
	dir  string
	json bool
}

// NewSample is the command that writes the sample inputs.
func NewSample(p cli.Process) *cobra.Command {
	o := sampleOptions{}
	c := cli.Command(p, "sample DIR [flags]",
		"Write the sample inputs", func(c *cobra.Command, args []string) error {
			o.dir = args[0]
			return runSample(c.Context(), p, o)
		})
	c.Flags().BoolVar(&o.json, "json", false, "write the names of the files as JSON")
	return c
}

func runSample(ctx context.Context, p cli.Process, o sampleOptions) error {
	names, err := WriteSamples(ctx, o.dir)
	if err != nil {
		return err
	}
	if o.json {
		return cli.WriteJSON(p.Stdout, map[string]any{"files": names})
	}
	_, err = fmt.Fprintf(p.Stdout, "%s written to %s\nnext: plugsheet import %s -o bundle\n",
		cli.Plural(len(names), "file"), o.dir, cli.ShellLine(filepath.Join(o.dir, "shop")))
	return err
}

// WriteSamples writes the sample inputs into a folder and gives their names. Where one of them is there
// already and holds something else, nothing is written.
func WriteSamples(ctx context.Context, dir string) ([]string, error) {
	files, err := sampleFiles()
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := checkSample(dir, f); err != nil {
			return nil, err
		}
	}
	names := make([]string, len(files))
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if names[i], err = writeSample(dir, f); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// sample is one file to write; its name is slash-separated.
type sample struct {
	name string
	data []byte
}

func sampleFiles() ([]sample, error) {
	var files []sample
	for _, from := range []fs.FS{samples.FS(), samples.Deploy()} {
		err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(from, name)
			files = append(files, sample{path.Clean(name), data})
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading the samples: %w", err)
		}
	}
	return files, nil
}

// checkSample refuses a place where something else stands.
func checkSample(dir string, f sample) error {
	to := filepath.Join(dir, filepath.FromSlash(f.name))
	old, err := bounded.ReadFile(to, 16*bounded.MiB)
	if err == nil && !bytes.Equal(old, f.data) {
		return cli.WithHint(fmt.Errorf("%s is there already and holds something else", to),
			"name another folder")
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("writing the samples: %w", err)
	}
	return nil
}

func writeSample(dir string, f sample) (name string, err error) {
	name = filepath.Join(dir, filepath.FromSlash(f.name))
	if err := files.WriteBelow(name, f.data, 0o644, 0o755); err != nil {
		return "", fmt.Errorf("writing the samples: %w", err)
	}
	return name, nil
}
