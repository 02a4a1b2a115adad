package cmd

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/importer/fetch"
)

// fetchOptions are the limits of what is fetched.
type fetchOptions struct {
	size    int // MiB
	timeout time.Duration
}

func (o *fetchOptions) addFlags(c *cobra.Command) {
	c.Flags().IntVar(&o.size, "max-input", fetch.DefaultSize>>20, "at most so many `MIB` of a download, of stdin, or of an unpacked .gz")
	c.Flags().DurationVar(&o.timeout, "fetch-timeout", fetch.DefaultTimeout, "at most so much `TIME` for a download")
}

// open brings the inputs onto the disk. The caller closes the set.
func (o *fetchOptions) open(ctx context.Context, p process, inputs []string) (*fetch.Set, error) {
	switch {
	case o.size < 1:
		return nil, usageErrorf("--max-input %d is less than 1", o.size)
	case o.timeout <= 0:
		return nil, usageErrorf("--fetch-timeout %s is no time", o.timeout)
	}
	return fetch.Open(ctx, inputs, fetch.Options{Stdin: p.stdin, Size: int64(o.size) << 20, Timeout: o.timeout})
}

// addEncodingFlag lets a command say what the content of text files does not.
func addEncodingFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, encodingFlag, "", "read text files in the encoding `NAME`, such as windows-1250 (default: found by their content)")
}
