package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"plugsheet/importer/fetch"
)

// IsSiteName tells whether a website's id can be the name of a folder; none at all is fine too.
func IsSiteName(id string) bool {
	return !strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// FolderOf is where plugsheet.yaml lies beside an input: in a folder itself, beside a file, and in the
// working directory for what comes from elsewhere.
func FolderOf(input string) string {
	if input == "-" || fetch.IsURL(input) {
		return "."
	}
	if st, err := os.Stat(input); err == nil && st.IsDir() {
		return input
	}
	return filepath.Dir(input)
}

// MayWrite refuses to write over a file unasked.
func MayWrite(name string, force bool) error {
	if _, err := os.Lstat(name); !force && !errors.Is(err, fs.ErrNotExist) {
		return UsageErrorf("%s is there already", name).
			WithHint("name another file, or replace it with --force")
	}
	return nil
}

// CheckMode refuses a file that holds a secret and that everybody may read or change. On
// Windows the bits say nothing.
func CheckMode(name string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o007 == 0 || runtime.GOOS == "windows" {
		return nil
	}
	return WithHint(fmt.Errorf("%s: everybody on this machine may read or change it (mode %04o)", name,
		info.Mode().Perm()), "chmod 600 %s", name)
}
