// Package cli is what all commands share: the process around them, errors with hints and exit codes,
// languages, settings from flags, variables and plugsheet.yaml, progress, and what is printed.
package cli

import "io"

// Process is what a command sees of the process around it.
type Process struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	LookupEnv      func(name string) (string, bool)
}
