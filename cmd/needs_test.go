package cmd

import (
	"cmp"
	"os"
	"os/exec"
	"strconv"
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

// seed is that of a test's chance: PLUGSHEET_SEED, which repeats a run; without it the same one every day, so
// that a change is not held up by what it did not cause.
func seed(t testing.TB) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(cmp.Or(os.Getenv("PLUGSHEET_SEED"), "1"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
