package cmd

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
)

// arguments checks the number of arguments against the usage line, in which names in brackets may be left out and a
// name that ends in "..." takes one or more.
func arguments(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		for i, name := range names {
			if i >= len(args) && !strings.HasPrefix(name, "[") {
				return usageErrorf("missing %s", strings.TrimSuffix(name, "...")).withHint("usage: %s", c.UseLine())
			}
			if strings.HasSuffix(strings.TrimSuffix(name, "]"), "...") {
				return nil
			}
		}
		if len(args) > len(names) {
			return usageErrorf("unexpected argument %q", args[len(names)]).withHint("usage: %s", c.UseLine())
		}
		return nil
	}
}

// unknownCommand refuses what is no command and names the ones that look like it.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := usageErrorf("unknown command %q", args[0])
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return err.withHint("did you mean: %s %s", root.Name(), strings.Join(near, ", "))
	}
	return err.withHint("%s --help lists the commands", root.Name())
}

// ownErrors makes wrong arguments of commands that cobra brings along (completion) errors of usage too.
func ownErrors(c *cobra.Command) {
	for _, sub := range c.Commands() {
		ownErrors(sub)
	}
	if !c.Runnable() {
		c.RunE = func(c *cobra.Command, _ []string) error {
			return usageErrorf("no command given").withHint("%s --help lists the commands", c.CommandPath())
		}
	}
	check := c.Args
	if check == nil {
		check = cobra.ArbitraryArgs
	}
	c.Args = func(c *cobra.Command, args []string) error {
		err := check(c, args)
		var u *usageError
		if err == nil || errors.As(err, &u) {
			return err
		}
		return usageErrorf("%s", err).withHint("usage: %s", c.UseLine())
	}
}
