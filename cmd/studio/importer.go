// Package studio stands between the studio's page and the importer, git and the other things that commands
// do: it gives serve/studio functions with plain types.
package studio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"plugsheet/cmd/cli"
	"plugsheet/cmd/data"
	"plugsheet/importer/config"
	"plugsheet/importer/fetch"
	"plugsheet/importer/table"
	"plugsheet/schemas/bounded"
	"plugsheet/serve/studio"
)

// Importer is the importer of a studio.
type Importer struct {
	Folder  string        // of the studio, where the plugsheet.yaml of what comes from the web lies
	Fetch   fetch.Options // limits of what is brought in
	Bundle  string        // that is published
	Process cli.Process   // whose progress an index shows
	Others  []string      // keys of a plugsheet.yaml that are no mapping
}

// keptRows is how many rows of each sheet are held in memory: some more than a proposal looks at.
const keptRows = 1100

// Open implements [studio.Importer].
func (i Importer) Open(ctx context.Context, inputs []string, p studio.Progress) (studio.Table, error) {
	s, err := i.open(ctx, inputs, p)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (i Importer) open(ctx context.Context, inputs []string, p studio.Progress) (s *spreadsheet, err error) {
	p("fetching", 0, 0)
	set, err := fetch.Open(ctx, inputs, i.Fetch)
	if err != nil {
		return nil, err
	}
	s = &spreadsheet{of: i, inputs: inputs, set: set,
		file: filepath.Join(i.folderOf(inputs[0]), cli.SettingsFile)}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.before, err = s.readSettings(); err != nil {
		return nil, err
	}
	c, err := config.Read(bytes.NewReader(s.before), s.file, i.Others...)
	if err != nil {
		return nil, err
	}
	for n, path := range set.Paths {
		p("reading", int64(n), int64(len(set.Paths)))
		b, err := table.Open(path, table.Options{Otherwise: c.Encoding, Name: set.Names[path]})
		if err != nil {
			return nil, table.Named(err, set.Names)
		}
		s.books = append(s.books, b)
		if err := b.Keep(ctx, keptRows); err != nil {
			return nil, err
		}
	}
	p("looking", 0, 0)
	return s, s.settle(ctx, nil)
}

// folderOf is where the plugsheet.yaml of an input lies.
func (i Importer) folderOf(input string) string {
	if fetch.IsURL(input) {
		return i.Folder
	}
	return cli.FolderOf(input)
}

// readSettings reads the plugsheet.yaml beside the input; none is empty.
func (s *spreadsheet) readSettings() ([]byte, error) {
	text, err := bounded.ReadFile(s.file, config.MaxSize)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the settings: %w", err)
	}
	return text, nil
}

// Map implements [studio.Importer].
func (i Importer) Map(inputs []string) studio.Same {
	if len(inputs) == 0 {
		inputs = []string{"FILE"}
	}
	return studio.Same{Lines: []string{i.line(inputs, "map", inputs...)}}
}

// Samples implements [studio.Importer].
func (i Importer) Samples(ctx context.Context, folder string) (string, error) {
	if _, err := data.WriteSamples(ctx, folder); err != nil {
		return "", err
	}
	return filepath.Join(folder, "shop"), nil
}
