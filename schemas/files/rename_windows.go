package files

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// Rename is [os.Rename], but on Windows it comes back when the new name is on the disk; elsewhere
// [SyncFolder] sees to that.
func Rename(from, to string) error {
	old, oldErr := windows.UTF16PtrFromString(from)
	name, err := windows.UTF16PtrFromString(to)
	if err = errors.Join(oldErr, err); err == nil {
		err = windows.MoveFileEx(old, name, windows.MOVEFILE_REPLACE_EXISTING|windows.MOVEFILE_WRITE_THROUGH)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}
