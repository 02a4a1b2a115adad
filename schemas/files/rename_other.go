//go:build !windows

package files

import "os"

// Rename is [os.Rename], but on Windows it comes back when the new name is on the disk; elsewhere
// [SyncFolder] sees to that.
func Rename(from, to string) error { return os.Rename(from, to) }
