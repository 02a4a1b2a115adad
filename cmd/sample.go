package cmd

import (
	"fmt"

	"github.com/spf13/cobra"
)

type sampleOptions struct {
	dir string
}

func newSample(p process) *cobra.Command {
	o := sampleOptions{}
	return &cobra.Command{
		Use:     "sample DIR",
		Short:   "Write the sample inputs",
		Long:    "TODO",
		Example: `  plugsheet sample demo`,
		Args:    arguments("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			o.dir = args[0]
			return fmt.Errorf("not yet")
		},
	}
}
