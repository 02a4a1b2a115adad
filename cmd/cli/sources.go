package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/importer/fetch"
)

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
	c.Flags().StringVar(to, EncodingFlag, "",
		"read text files in the encoding `NAME`, such as windows-1250 (default: found by their content)")
}
