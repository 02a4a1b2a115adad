//go:build unix

package store

import "golang.org/x/sys/unix"

// mayWrite tells whether this process may make files in a folder, without making one.
func mayWrite(dir string) bool { return unix.Access(dir, unix.W_OK|unix.X_OK) == nil }
