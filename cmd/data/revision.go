package data

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
)

// opened is a bundle, with the temporary folder that it was taken out of git into.
type opened struct {
	*bundle.Bundle
	temp string // empty for a bundle in place
}

// Close removes the temporary folder. An error of that is not worth a word: the system clears such folders.
func (o *opened) Close() {
	if o.temp != "" {
		os.RemoveAll(o.temp)
	}
}

// openBundle opens a folder, or what git has of BUNDLE@REVISION. A folder of that very name counts first.
func openBundle(ctx context.Context, name string) (*opened, error) {
	at := strings.LastIndex(name, "@")
	if _, err := os.Stat(name); at < 1 || err == nil {
		b, err := bundle.Open(ctx, name)
		if err != nil {
			return nil, err
		}
		return &opened{Bundle: b}, nil
	}
	temp, err := os.MkdirTemp("", "plugsheet-")
	if err != nil {
		return nil, fmt.Errorf("making a temporary folder: %w", err)
	}
	o := &opened{temp: temp}
	if err := checkOut(ctx, name[:at], name[at+1:], temp); err != nil {
		o.Close()
		return nil, err
	}
	if o.Bundle, err = bundle.Open(ctx, temp); err != nil {
		o.Close()
		return nil, revisionError(name, err)
	}
	return o, nil
}

// revisionError names the revision instead of the temporary folder.
func revisionError(name string, err error) error {
	var damaged *bundle.DamagedError
	switch {
	case errors.Is(err, bundle.ErrNotBundle):
		return cli.WithHint(fmt.Errorf("%s: %w", name, bundle.ErrNotBundle),
			"name the bundle's own folder, and a revision in which it was committed")
	case errors.As(err, &damaged):
		damaged.Dir = name
	}
	return err
}

// checkOut writes the committed files of a bundle at a revision to a folder, byte for byte as git has them.
func checkOut(ctx context.Context, dir, revision, to string) error {
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return cli.WithHint(fmt.Errorf("%s is no folder", dir),
			"a revision is named BUNDLE@REVISION, such as bundle@HEAD~1")
	}
	commit, err := cli.Git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options",
		revision+"^{commit}")
	if err != nil {
		return revisionFault(dir, revision, err)
	}
	list, err := cli.Git(ctx, dir, "ls-tree", "-r", "-z", strings.TrimSpace(string(commit)), ".")
	if err != nil {
		return fmt.Errorf("listing the files of %s at %s: %w", dir, revision, err)
	}
	files := committed(string(list))
	if len(files) == 0 {
		return cli.WithHint(fmt.Errorf("%s is not in git at %s", dir, revision),
			"git log -- %s lists the commits that have it", dir)
	}
	var ids bytes.Buffer
	for _, f := range files {
		fmt.Fprintln(&ids, f.id)
	}
	return catFiles(ctx, dir, &ids, files, to)
}

// revisionFault says why git does not know a revision.
func revisionFault(dir, revision string, err error) error {
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return cli.WithHint(errors.New("git is needed to read a revision, and is not installed"),
			"install git, or name two folders")
	case errors.As(err, &exit) && len(exit.Stderr) > 0:
		return cli.WithHint(fmt.Errorf("%s is in no git repository that can be read: %s", dir,
			strings.TrimSpace(string(exit.Stderr))),
			"name two folders, or commit the bundle first")
	case errors.As(err, &exit):
		return cli.WithHint(fmt.Errorf("git knows no revision %q of %s", revision, dir),
			"git log -- %s lists the commits that have it", dir)
	}
	return err
}

// blob is one committed file: git's name of its content, and its path in the bundle.
type blob struct{ id, path string }

// committed reads the output of ls-tree: the files that a bundle consists of, those of its sites left out.
func committed(list string) []blob {
	var files []blob
	for _, line := range strings.Split(list, "\x00") {
		meta, path, ok := strings.Cut(line, "\t")
		parts := strings.Fields(meta)
		if !ok || len(parts) != 3 || parts[1] != "blob" || parts[0] == "120000" || !filepath.IsLocal(path) ||
			strings.HasPrefix(path, bundle.SitesDir+"/") {
			continue
		}
		files = append(files, blob{parts[2], path})
	}
	return files
}

// catFiles writes the contents, which git gives one after the other: a line with the
// size, the bytes, a line end.
func catFiles(ctx context.Context, dir string, ids io.Reader, files []blob, to string) error {
	c := exec.CommandContext(ctx, "git", "-C", dir, "cat-file", "--batch")
	c.Stdin = ids
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return fmt.Errorf("running git: %w", err)
	}
	r := bufio.NewReader(out)
	for _, f := range files {
		if err = writeBlob(r, filepath.Join(to, filepath.FromSlash(f.path))); err != nil {
			out.Close()
			break
		}
	}
	err = cmp.Or(err, c.Wait())
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("reading %s out of git: %w", dir, err)
	}
	return nil
}

// writeBlob copies the next content to a file.
func writeBlob(r *bufio.Reader, path string) error {
	header, err := r.ReadString('\n')
	if err != nil {
		return err
	}
	parts := strings.Fields(header)
	size, err := strconv.ParseInt(parts[len(parts)-1], 10, 64)
	if err != nil {
		return fmt.Errorf("git says %q", strings.TrimSpace(header))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.CopyN(f, r, size)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	_, err = r.Discard(1)
	return err
}
