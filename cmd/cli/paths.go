package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/importer/fetch"
	"plugsheet/schemas/bundle"
)

// CheckSite refuses what cannot be a website's id; none at all is fine.
func CheckSite(id string) error {
	if bundle.IsSiteName(id) {
		return nil
	}
	return UsageErrorf("--site %q is no website's id", id).
		WithHint("letters, digits, - and _, at most 64, such as ha-123")
}

// FolderOf is where plugsheet.yaml lies beside an input: in a folder itself, beside a file, and in the
// working directory for what comes from elsewhere.
func FolderOf(input string) string {
	if input == "-" || fetch.IsURL(input) {
		return "."
	}
	if st, err := os.Stat(input); err == nil && st.IsDir() {
		return input
	}
	return filepath.Dir(input)
}

// MayWrite refuses to write over a file unasked.
func MayWrite(name string, force bool) error {
	if _, err := os.Lstat(name); !force && !errors.Is(err, fs.ErrNotExist) {
		return UsageErrorf("%s is there already", name).
			WithHint("name another file, or replace it with --force")
	}
	return nil
}

// CheckMode refuses a file that holds a secret and that everybody may read or change. On
// Windows the bits say nothing.
func CheckMode(name string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o007 == 0 || runtime.GOOS == "windows" {
		return nil
	}
	return WithHint(fmt.Errorf("%s: everybody on this machine may read or change it (mode %04o)", name,
		info.Mode().Perm()), "chmod 600 %s", name)
}

// FetchOptions are the limits of what is fetched.
type FetchOptions struct {
	size    int // MiB
	timeout time.Duration
}

// AddFlags lets a command set the limits.
func (o *FetchOptions) AddFlags(c *cobra.Command) {
	c.Flags().IntVar(&o.size, "max-input", fetch.DefaultSize>>20,
		"at most so many `MIB` of a download, of stdin, or of an unpacked .gz")
	c.Flags().DurationVar(&o.timeout, "fetch-timeout", fetch.DefaultTimeout,
		"at most so much `TIME` for a download")
}

// Open brings the inputs onto the disk. The caller closes the set.
func (o *FetchOptions) Open(ctx context.Context, p Process, inputs []string) (*fetch.Set, error) {
	limits, err := o.Limits()
	if err != nil {
		return nil, err
	}
	limits.Stdin = p.Stdin
	return fetch.Open(ctx, inputs, limits)
}

// Limits are the limits, without stdin.
func (o *FetchOptions) Limits() (fetch.Options, error) {
	switch {
	case o.size < 1:
		return fetch.Options{}, UsageErrorf("--max-input %d is less than 1", o.size)
	case o.timeout <= 0:
		return fetch.Options{}, UsageErrorf("--fetch-timeout %s is no time", o.timeout)
	}
	return fetch.Options{Size: int64(o.size) << 20, Timeout: o.timeout}, nil
}

// AddEncodingFlag lets a command say what the content of text files does not.
func AddEncodingFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, encodingFlag, "",
		"read text files in the encoding `NAME`, such as windows-1250 (default: found by their content)")
}
