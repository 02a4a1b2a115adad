package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"plugsheet/importer/value"
)

// Arguments checks the number of arguments against the usage line, in which names in brackets may be left
// out and a name that ends in "..." takes one or more.
func Arguments(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		for i, name := range names {
			if i >= len(args) && !strings.HasPrefix(name, "[") {
				return UsageErrorf("missing %s", strings.TrimSuffix(name, "...")).
					WithHint("usage: %s", c.UseLine())
			}
			if strings.HasSuffix(strings.TrimSuffix(name, "]"), "...") {
				return nil
			}
		}
		if len(args) > len(names) {
			return UsageErrorf("unexpected argument %q", args[len(names)]).WithHint("usage: %s", c.UseLine())
		}
		return nil
	}
}

// argumentsOf are the names of the arguments in a usage line, which stand before the flags.
func argumentsOf(use string) []string {
	names := strings.Fields(use)[1:]
	end := slices.IndexFunc(names, func(n string) bool { return n == "[flags]" || strings.HasPrefix(n, "-") })
	if end < 0 {
		return names
	}
	return names[:end]
}

// unknownCommand refuses what is no command of a group and names the ones that look like it.
func unknownCommand(group *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := UsageErrorf("unknown command %q", args[0])
	if near := group.SuggestionsFor(args[0]); len(near) > 0 {
		return err.WithHint("did you mean: %s %s", group.CommandPath(), strings.Join(near, ", "))
	}
	return err.WithHint("%s --help lists the commands", group.CommandPath())
}

// Equip gives a tree of commands what all of them share: where they print, how their help looks, and errors of
// wrong usage.
func Equip(root *cobra.Command, p Process) {
	root.Args = unknownCommand
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	root.SetVersionTemplate("plugsheet {{.Version}}\n")
	root.SetUsageFunc(printUsage)
	root.SuggestionsMinimumDistance = 2
	root.SetHelpTemplate(
		"{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.SetFlagErrorFunc(wrongFlag)
	root.SetHelpCommand(newHelp())
	root.InitDefaultCompletionCmd()
	usageErrors(root)
}

// wrongFlag says what is wrong with a flag; of one that stands there without its value, what the value is.
func wrongFlag(c *cobra.Command, err error) error {
	var bare *pflag.ValueRequiredError
	if errors.As(err, &bare) {
		flag := bare.GetFlag()
		value, usage := pflag.UnquoteUsage(flag)
		return UsageErrorf("--%s lacks its %s", flag.Name, value).
			WithHint("--%s %s: %s", flag.Name, value, usage)
	}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		typed := cmp.Or(unknown.GetSpecifiedShortnames(), unknown.GetSpecifiedName()) // -json is --json
		if near := nearFlag(c.Flags(), typed); near != "" {
			return UsageErrorf("%s", err).WithHint("did you mean --%s? %s --help lists the flags", near,
				c.CommandPath())
		}
	}
	return UsageErrorf("%s", err).WithHint("%s --help lists the flags", c.CommandPath())
}

// nearFlag is the one flag that is the beginning of what was typed, or begins with it; else the one that is
// written nearly so. It is empty for none.
func nearFlag(flags *pflag.FlagSet, typed string) string {
	var names, near []string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		names = append(names, f.Name)
		if len(typed) > 2 && (strings.HasPrefix(f.Name, typed) || strings.HasPrefix(typed, f.Name)) {
			near = append(near, f.Name)
		}
	})
	if len(near) == 1 {
		return near[0]
	}
	return value.Nearest(typed, names)
}

// usageErrors makes wrong arguments of commands that cobra brings along (completion), and of
// groups of commands, errors of usage too.
func usageErrors(c *cobra.Command) {
	for _, sub := range c.Commands() {
		usageErrors(sub)
	}
	if !c.Runnable() {
		c.SuggestionsMinimumDistance = c.Root().SuggestionsMinimumDistance
		c.Args = unknownCommand
		c.RunE = func(c *cobra.Command, _ []string) error {
			return UsageErrorf("no command given").WithHint("%s --help lists the commands", c.CommandPath())
		}
	}
	check := c.Args
	if check == nil {
		check = Arguments(argumentsOf(c.Use)...)
	}
	c.Args = func(c *cobra.Command, args []string) error {
		err := check(c, args)
		var u *UsageError
		if err == nil || errors.As(err, &u) {
			return err
		}
		return UsageErrorf("%s", err).WithHint("usage: %s", c.UseLine())
	}
}

const exitCodes = "  0 done · 1 failed · 2 wrong usage · 3 ran, and found problems in the data · 130 " +
	"interrupted\n"

// printUsage writes how a command is used: commands and flags, the exit codes, and
// worked examples at the end.
func printUsage(c *cobra.Command) error {
	var b bytes.Buffer
	if c.HasAvailableSubCommands() {
		b.WriteString("Usage:\n")
		if strings.Contains(c.Use, " ") { // it does something itself
			fmt.Fprintf(&b, "  %s\n", c.UseLine())
		}
		fmt.Fprintf(&b, "  %s COMMAND\n\nCommands:\n", c.CommandPath())
		printCommands(&b, c)
	} else {
		fmt.Fprintf(&b, "Usage:\n  %s\n", c.UseLine())
	}
	b.WriteString("\nFlags:\n")
	printFlags(&b, c.LocalFlags())
	b.WriteString("\nExit codes:\n" + exitCodes)
	if c.HasExample() {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", c.Example)
	}
	_, err := c.OutOrStdout().Write(b.Bytes())
	return err
}

func printCommands(b *bytes.Buffer, c *cobra.Command) {
	w := columns(b)
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			fmt.Fprintf(w, "  %s\t%s\n", sub.Name(), sub.Short)
		}
	}
	w.Flush() // into memory
}

func printFlags(b *bytes.Buffer, flags *pflag.FlagSet) {
	w := columns(b)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		short := "   "
		if f.Shorthand != "" {
			short = "-" + f.Shorthand + ","
		}
		value, usage := pflag.UnquoteUsage(f)
		switch f.DefValue {
		case "", "false", "0", "[]":
		default:
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(w, "  %s --%s\t%s\n", short, strings.TrimSpace(f.Name+" "+value), usage)
	})
	w.Flush() // into memory
}

func columns(b *bytes.Buffer) *tabwriter.Writer { return tabwriter.NewWriter(b, 0, 0, 3, ' ', 0) }

// newHelp replaces cobra's help command, which answers 0 for a topic that is not there.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		Args:  cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return UsageErrorf("no help about %q", strings.Join(args, " ")).
					WithHint("plugsheet --help lists the commands")
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			return about.Help()
		},
	}
}
