//go:build unix

package listen

import "syscall"

// openFiles is how many files this process may have open; 0 where that is not known. Go has raised the limit
// as far as it may.
func openFiles() int {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0
	}
	return int(min(uint64(l.Cur), 1<<30))
}
