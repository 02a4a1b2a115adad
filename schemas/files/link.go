package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrLink says that a path is a symbolic link where none is followed.
var ErrLink = errors.New("a symbolic link, which is not followed here")

// NoLink gives [ErrLink] where one of the paths is a symbolic link: whoever may write beside our own files,
// or sends a folder through git, must not choose which other file is written or read. Of a path that is not
// there nothing is said.
func NoLink(paths ...string) error {
	for _, path := range paths {
		st, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case st.Mode()&fs.ModeSymlink != 0:
			return fmt.Errorf("%s: %w", path, ErrLink)
		}
	}
	return nil
}
