//go:build !linux

package cmd

import (
	"fmt"

	"github.com/rogpeppe/go-internal/testscript"
)

func scriptCondition(cond string) (bool, error) {
	if cond != "mount" {
		return false, fmt.Errorf("unknown condition %q", cond)
	}
	return false, nil
}

func scriptMount(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("no file systems are mounted on this system")
}
