//go:build unix

package serve

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// mayWrite tells whether this process may make files in a folder, without making one.
func mayWrite(dir string) bool { return unix.Access(dir, unix.W_OK|unix.X_OK) == nil }

// lockFile takes the lock of a file for this process, until the file is closed; an error when another holds it.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// awaitLock takes it as lockFile does, and waits for it.
func awaitLock(f *os.File) error {
	for {
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
			return err
		}
	}
}
