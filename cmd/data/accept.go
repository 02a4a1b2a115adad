package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"plugsheet/cmd/cli"
	"plugsheet/importer/config"
	"plugsheet/importer/fetch"
	"plugsheet/importer/propose"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

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
	if a.file == "" {
		a.file = filepath.Join(cli.FolderOf(o.inputs[0]), cli.SettingsFile)
	}
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
	before, err := bounded.ReadFile(a.file, config.MaxSize)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return a, fmt.Errorf("reading the settings: %w", err)
	}
	text, err := config.Join(before, more, a.file, o.others...)
	var c config.Config
	if err == nil {
		c, err = config.Read(bytes.NewReader(text), a.file, o.others...)
	}
	if err != nil {
		return a, cli.WithHint(fmt.Errorf("joining the proposal with the mapping: %w", err),
			"write the proposal into a file of its own with plugsheet map --write, and join the two by hand")
	}
	if o.profile != "" {
		c.Profile = o.profile
	}
	o.config, a.text = c, text
	return a, nil
}

// keep writes the plugsheet.yaml, as a whole or not at all, and says so.
func (a accepted) keep(p cli.Process, o importOptions) error {
	if a.text == nil || o.bundle == "" {
		return nil
	}
	if err := files.WriteFile(a.file, a.text, 0o644); err != nil {
		return fmt.Errorf("writing the mapping: %w", err)
	}
	_, err := fmt.Fprintln(p.Stderr, o.spokenIn.Say("%s is written: review it", a.file))
	return err
}
