package cmd

import (
	"cmp"
	"os/exec"
	"testing"
)

// debianPackages have programs that are not called as they are.
var debianPackages = map[string]string{"systemd-analyze": "systemd"}

// needs finds a program that not every machine has, and skips the test without it.
func needs(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed (apt-get install %s)", program, cmp.Or(debianPackages[program], program))
	}
	return path
}
