// Command plugsheet turns a shop's spreadsheet into the answers of an iAdvize connector, and serves them.
package main

import (
	"os"

	"plugsheet/cmd"
)

func main() { os.Exit(cmd.Main()) }
