//go:build unix

package serve

import (
	"os"
	"syscall"
)

// lockFile takes the lock of a file for this process, until the file is closed; an error when another holds it.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
