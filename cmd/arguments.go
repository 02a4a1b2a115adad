package cmd

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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

// unknownCommand refuses what is no command of a group and names the ones that look like it.
func unknownCommand(group *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := usageErrorf("unknown command %q", args[0])
	if near := group.SuggestionsFor(args[0]); len(near) > 0 {
		return err.withHint("did you mean: %s %s", group.CommandPath(), strings.Join(near, ", "))
	}
	return err.withHint("%s --help lists the commands", group.CommandPath())
}

// wrongFlag says what is wrong with a flag; of one that stands there without its value, what the value is.
func wrongFlag(c *cobra.Command, err error) error {
	var bare *pflag.ValueRequiredError
	if errors.As(err, &bare) {
		flag := bare.GetFlag()
		value, usage := pflag.UnquoteUsage(flag)
		return usageErrorf("--%s lacks its %s", flag.Name, value).withHint("--%s %s: %s", flag.Name, value, usage)
	}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		if near := nearFlag(c.Flags(), unknown.GetSpecifiedName()); near != "" {
			return usageErrorf("%s", err).withHint("did you mean --%s? %s --help lists the flags", near, c.CommandPath())
		}
	}
	return usageErrorf("%s", err).withHint("%s --help lists the flags", c.CommandPath())
}

// nearFlag is the one flag that is the beginning of what was typed, or begins with it; empty for none or several.
func nearFlag(flags *pflag.FlagSet, typed string) string {
	var near []string
	flags.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden && len(typed) > 2 && (strings.HasPrefix(f.Name, typed) || strings.HasPrefix(typed, f.Name)) {
			near = append(near, f.Name)
		}
	})
	if len(near) != 1 {
		return ""
	}
	return near[0]
}

// ownErrors makes wrong arguments of commands that cobra brings along (completion), and of groups of commands, errors of
// usage too.
func ownErrors(c *cobra.Command) {
	for _, sub := range c.Commands() {
		ownErrors(sub)
	}
	if !c.Runnable() {
		c.SuggestionsMinimumDistance = c.Root().SuggestionsMinimumDistance
		c.Args = unknownCommand
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
