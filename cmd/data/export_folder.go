package data

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
	"plugsheet/serve/feed"
)

const exportIndex = "index.json"

// maxName is the longest file name that is written, in bytes; file systems commonly end at 255.
const maxName = 200

// staged is a folder that is filled beside the one whose place it takes, so that nobody sees it half full.
type staged struct {
	target, work string
}

// stageFolder begins a folder that will stand at target, which must not exist, be empty,
// or be an older export.
func stageFolder(target string) (*staged, error) {
	if err := checkTarget(target); err != nil {
		return nil, err
	}
	parent := filepath.Dir(filepath.Clean(target))
	err := os.MkdirAll(parent, 0o755)
	work := ""
	if err == nil {
		work, err = os.MkdirTemp(parent, "."+filepath.Base(target)+".*.new")
	}
	if err == nil {
		err = os.Chmod(work, 0o755)
	}
	if err != nil {
		return nil, fmt.Errorf("making the folder for the export: %w", err)
	}
	return &staged{target, work}, nil
}

// checkTarget refuses a folder with files that no export wrote.
func checkTarget(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking into the folder for the export: %w", err)
	case len(entries) == 0:
		return nil
	}
	data, err := bounded.ReadFile(filepath.Join(dir, exportIndex), 64*bounded.MiB)
	var old exported
	if err != nil || json.Unmarshal(data, &old) != nil || old.By != exportMark {
		return cli.WithHint(fmt.Errorf("%s holds files that no export wrote", dir),
			"name a new or an empty folder")
	}
	return nil
}

// write writes one file; its name is relative and slash-separated.
func (s *staged) write(name string, body []byte) error {
	to := filepath.Join(s.work, filepath.FromSlash(name))
	if err := files.WriteBelow(to, body, 0o644, 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// replace puts the folder in its place. An older export goes first aside, and comes back when that fails.
func (s *staged) replace() error {
	aside := s.work + ".old"
	err := os.Rename(s.target, aside)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("replacing the older export: %w", err)
	}
	if err := os.Rename(s.work, s.target); err != nil {
		return errors.Join(fmt.Errorf("putting the export in its place: %w", err),
			ignoreMissing(os.Rename(aside, s.target)))
	}
	if err := os.RemoveAll(aside); err != nil {
		return fmt.Errorf("removing the older export: %w", err)
	}
	return nil
}

// discard removes what was not put into place.
func (s *staged) discard() { os.RemoveAll(s.work) }

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// fileName writes an id as a file name that is the same on every file system that knows
// upper from lower case, and that a URL can hold as it is. An id that gets too long is
// cut; its hash keeps it apart from others.
func fileName(id string) string {
	var b strings.Builder
	for i := range len(id) {
		c := id[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "~%02X", c)
		}
	}
	name := b.String()
	if len(name) <= maxName {
		return name
	}
	return fmt.Sprintf("%s~~%x", name[:100], sha256.Sum256([]byte(id)))
}

// exportFeed writes the feed of a bundle as it is now: a whole file, or none.
func exportFeed(ctx context.Context, p cli.Process, o exportOptions) (err error) {
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return feed.Write(ctx, w, b, time.Now()) }
	if o.feed == "-" {
		return write(p.Stdout)
	}
	if err := files.WriteBy(o.feed, 0o644, write); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Stderr,
		"%s written: the catalog as it is now, for the platform's copilot\n", o.feed)
	return err
}
