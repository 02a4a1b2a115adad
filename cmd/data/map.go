package data

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/config"
	"plugsheet/importer/fetch"
	"plugsheet/importer/product"
	"plugsheet/importer/propose"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
	"plugsheet/schemas/problem"
)

type mapOptions struct {
	inputs   []string
	write    string // empty: only show
	force    bool
	json     bool
	profile  string
	encoding string
	fetch    cli.FetchOptions
	lang     string
	config   config.Config
}

// NewMap is the command that proposes what the columns of an export mean.
func NewMap(p cli.Process) *cobra.Command {
	o := mapOptions{}
	c := cli.Command(p, "map INPUT... [flags]",
		"Propose what each column of a spreadsheet is, and write it as plugsheet.yaml",
		func(c *cobra.Command, args []string) error {
			o.inputs = args
			o.config.Profile = o.profile
			return runMap(c.Context(), p, o)
		})
	c.Flags().StringVar(&o.write, "write", "",
		"write the proposal into `FILE`, such as plugsheet.yaml beside the input")
	c.Flags().BoolVar(&o.force, "force", false, "replace FILE when it is there already")
	c.Flags().BoolVar(&o.json, "json", false, "write the proposal as JSON")
	addProfileFlag(c, &o.profile)
	cli.AddEncodingFlag(c, &o.encoding)
	cli.AddLangFlag(c, &o.lang)
	o.fetch.AddFlags(c)
	return c
}

// addProfileFlag lets a command name the profile of the shop system.
func addProfileFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "profile", "",
		"read the sheets with the profile `NAME` of a shop system (default: found by the headers)")
}

func runMap(ctx context.Context, p cli.Process, o mapOptions) (err error) {
	if o.write != "" {
		if err := cli.MayWrite(o.write, o.force); err != nil {
			return err
		}
	}
	l, err := cli.Language(p, o.lang)
	if err != nil {
		return err
	}
	inputs, err := o.fetch.Open(ctx, p, o.inputs)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inputs.Close()) }()
	proposal, err := propose.Propose(ctx, propose.Options{
		Inputs: inputs.Paths, Names: inputs.Names, Encoding: o.encoding, Config: o.config,
	})
	if err != nil {
		return err
	}
	if err := problem.Print(p.Stderr, proposal.Problems, l); err != nil {
		return fmt.Errorf("writing the problems: %w", err)
	}
	if proposal.Problems.Errors() > 0 || len(proposal.Sheets) == 0 {
		return cli.ErrProblems
	}
	if err := writeProposal(o, proposal); err != nil {
		return err
	}
	examples, err := o.examples(ctx, inputs, proposal)
	if err != nil {
		return err
	}
	if o.json {
		return cli.WriteJSON(p.Stdout, offer{Proposal: proposal, Examples: examples})
	}
	printProposal(p.Stdout, proposal, l)
	printExamples(p.Stdout, examples, l)
	if o.write == "" {
		inputs := cli.ShellLine(o.inputs...)
		_, err = fmt.Fprintf(p.Stdout, "\n%s\n%s plugsheet map %s --write plugsheet.yaml\n",
			l.Say("to take it, and keep it in plugsheet.yaml: %s", "plugsheet import "+inputs+
				" -o bundle --accept-map"),
			l.Say("to look at it in an editor first:"), inputs)
		return err
	}
	_, err = fmt.Fprintf(p.Stdout, "\n%s\n%s plugsheet import %s -o bundle --config %s\n",
		l.Say("%s is written: review it", o.write), l.Say("next:"),
		cli.ShellLine(o.inputs...), cli.ShellLine(o.write))
	return err
}

// examples are the first products, as they would be with the proposal.
func (o mapOptions) examples(ctx context.Context, in *fetch.Set, p propose.Proposal) ([]product.Example,
	error) {
	data, err := p.YAML()
	if err != nil {
		return nil, err
	}
	c, err := config.Read(bytes.NewReader(data), cli.SettingsFile)
	if err != nil {
		return nil, err
	}
	return examplesOf(ctx, in, importer.Options{Encoding: o.encoding, Config: c})
}

func writeProposal(o mapOptions, proposal propose.Proposal) error {
	if o.write == "" {
		return nil
	}
	data, err := proposal.YAML()
	if err != nil {
		return err
	}
	return keepMapping(o.write, data)
}

func keepMapping(file string, text []byte) error {
	if err := files.WriteFile(file, text, 0o644); err != nil {
		return fmt.Errorf("writing the mapping: %w", err)
	}
	return nil
}

// accepted is a plugsheet.yaml with what was accepted of a proposal.
type accepted struct {
	file string
	text []byte // nil where there is nothing new

	proposal propose.Proposal
}

// accept completes the mapping by what plugsheet map proposes for the inputs. What the mapping says already
// stays, and what the proposal leaves open stays a question.
func (o *importOptions) accept(ctx context.Context, inputs *fetch.Set) (accepted, error) {
	a := accepted{file: o.settings}
	a.file = cmp.Or(a.file, filepath.Join(cli.FolderOf(o.inputs[0]), cli.SettingsFile))
	proposal, err := propose.Propose(ctx, propose.Options{
		Inputs: inputs.Paths, Names: inputs.Names, Encoding: o.encoding, Config: o.config,
	})
	a.proposal = proposal
	if err != nil || proposal.Problems.Errors() > 0 {
		return a, err // what is wrong the import tells
	}
	more, err := proposal.Additions(o.config)
	if err != nil || more == nil {
		return a, err
	}
	before, err := a.before()
	if err != nil {
		return a, err
	}
	text, err := config.Join(before, more, a.file, o.others...)
	return a, o.complete(&a, text, err)
}

// before is the plugsheet.yaml as it is; empty where there is none.
func (a accepted) before() ([]byte, error) {
	text, err := bounded.ReadFile(a.file, config.MaxSize)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the settings: %w", err)
	}
	return text, nil
}

// complete takes the text of the mapping with what was accepted; err is that of putting it together.
func (o *importOptions) complete(a *accepted, text []byte, err error) error {
	var c config.Config
	if err == nil {
		c, err = config.Read(bytes.NewReader(text), a.file, o.others...)
	}
	if err != nil {
		return cli.WithHint(fmt.Errorf("joining the proposal with the mapping: %w", err),
			"write the proposal into a file of its own with plugsheet map --write, and join the two by hand")
	}
	if o.profile != "" {
		c.Profile = o.profile
	}
	o.config, a.text = c, text
	return nil
}

// keep writes the plugsheet.yaml, as a whole or not at all, and says so.
func (a accepted) keep(p cli.Process, o importOptions) error {
	if a.text == nil || o.bundle == "" {
		return nil
	}
	if err := keepMapping(a.file, a.text); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.Stderr, o.spokenIn.Say("%s is written: review it", a.file))
	return err
}
