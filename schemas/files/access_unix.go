//go:build unix

package files

import "golang.org/x/sys/unix"

// Writable tells whether this process may make files in a folder, without making one.
func Writable(dir string) bool { return unix.Access(dir, unix.W_OK|unix.X_OK) == nil }
