package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"plugsheet/importer/config"
	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

// IsUsage tells whether err is a mistake of the person's who gave the command or wrote the settings.
func IsUsage(err error) bool {
	var u *UsageError
	var c *config.Error
	return errors.As(err, &u) || errors.As(err, &c)
}

// Describe gives the words for an error, and what to do about it; the hint is empty
// where there is nothing helpful to say.
func Describe(err error, command string) (text, hint string) {
	if hint, ok := ownHint(err); ok {
		return err.Error(), hint
	}
	if hint := bundleHint(err); hint != "" {
		return err.Error(), hint
	}
	return cmp.Or(pathOf(err).text(), err.Error()), systemHint(err, command)
}

// ownHint is the hint that the error itself carries.
func ownHint(err error) (string, bool) {
	var h *hintedError
	var u *UsageError
	switch {
	case errors.As(err, &h):
		return h.hint, true
	case errors.As(err, &u):
		return u.hint, true
	case errors.Is(err, context.Canceled):
		return "nothing is half done: what was there before is still there", true
	}
	hint := advice(err)
	return hint, hint != ""
}

// advised is an error that may say itself what to do about it.
type advised interface {
	error
	Advice() string
}

// advice is that of the first error in the chain that has any.
func advice(err error) string {
	var a advised
	for ; errors.As(err, &a); err = errors.Unwrap(a) {
		if a.Advice() != "" {
			return a.Advice()
		}
	}
	return ""
}

func bundleHint(err error) string {
	var format *bundle.FormatError
	var damaged *bundle.DamagedError
	var key *bundle.KeyError
	switch {
	case errors.Is(err, bundle.ErrNotBundle):
		return "write one with: plugsheet import INPUT... -o BUNDLE"
	case errors.Is(err, bundle.ErrForeign):
		return "name an empty or a new folder: plugsheet import INPUT... -o BUNDLE"
	case errors.Is(err, bundle.ErrLocked):
		return "wait for the other import to end; the lock of one that died does not count"
	case errors.As(err, &key) && key.Missing:
		return "set " + customerKeyVariable +
			" as the import had it, put back private/key, or import the customers again"
	case errors.As(err, &key):
		return "set " + customerKeyVariable +
			" as it was when that file was made, or unset it where private/key was used; customers can be " +
			"imported again, whom to forget cannot"
	case errors.Is(err, bundle.ErrSealed):
		return "name an age identity that opens it with --customers-identity FILE, or delete " +
			"customers.age and customers.age.json to begin anew"
	case errors.Is(err, bundle.ErrNoRecipients):
		return "import again with --customers-for, or take customers.age.json back with git checkout"
	case errors.Is(err, bundle.ErrStranger):
		return "use the identity file of one of the recipients, or import again with --customers-for " +
			"and the public key of this one"
	case errors.As(err, &format):
		return "use a plugsheet at least as new as the one that wrote the bundle, or import again into " +
			"another folder"
	case errors.Is(err, index.ErrMissing):
		return "leave out --no-build, or run plugsheet import again: both build the index"
	case errors.As(err, &damaged):
		return "take it back with git checkout, or write it anew with plugsheet import"
	}
	return ""
}

func systemHint(err error, command string) string {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "another program listens there; choose another address, or a free port with: " + command +
			" --addr 127.0.0.1:0"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "this machine has no such address; try --addr 127.0.0.1:8080"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "the disk is full: make room and run the same command again; what was there before is " +
			"still there"
	case errors.Is(err, syscall.EROFS):
		return "the file system is read-only: name a folder that can be written"
	case errors.Is(err, fs.ErrPermission) && ownFolder(err) != "":
		return "it must belong to whoever runs this: sudo chown -R " + runner() + " " + ownFolder(err)
	case errors.Is(err, fs.ErrPermission):
		return "check who owns it and who may write there (ls -ld), or name another folder"
	}
	return pathHint(err)
}

// pathHint says what to do about a path that does not lead to where it should.
func pathHint(err error) string {
	p := pathOf(err)
	switch {
	case p.file != "" && slices.Contains([]string{".csv", ".tsv", ".xlsx", ".gz"},
		strings.ToLower(filepath.Ext(p.file))):
		return "name a folder with a bundle; a spreadsheet becomes one by: " +
			ShellLine("plugsheet", "import",
				p.file, "-o", "bundle")
	case p.file != "":
		return "name another folder"
	case p.missing != "":
		return "make it, or check the name"
	case errors.Is(err, fs.ErrNotExist):
		return "check the name and the folder"
	}
	return ""
}

// wrongPath is what is wrong with the path of an error: a file where a folder is needed,
// or a folder that is not there.
type wrongPath struct{ file, missing string }

// text says it; empty where nothing is wrong.
func (p wrongPath) text() string {
	switch {
	case p.file != "":
		return p.file + " is a file, not a folder"
	case p.missing != "":
		return "there is no folder " + p.missing
	}
	return ""
}

// ownFolder is the folder private/ or index/ of a bundle that an error of the disk is about; empty where it
// is about something else. A server writes there, and it is often another user that made the bundle.
func ownFolder(err error) string {
	var at *fs.PathError
	if !errors.As(err, &at) {
		return ""
	}
	for dir := filepath.Clean(at.Path); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if name := filepath.Base(dir); name != bundle.PrivateDir && name != bundle.IndexDir {
			continue
		}
		if _, err := bundle.Digest(filepath.Dir(dir)); err == nil {
			return dir
		}
	}
	return ""
}

// pathOf looks at the path on which the file system failed, from its end to its beginning.
func pathOf(err error) wrongPath {
	var at *fs.PathError
	notFolder, notThere := errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrNotExist)
	if !errors.As(err, &at) || !notFolder && !notThere {
		return wrongPath{}
	}
	for path := filepath.Clean(at.Path); ; path = filepath.Dir(path) {
		switch info, err := os.Stat(path); {
		case err == nil && info.IsDir():
			return wrongPath{}
		case err == nil && notFolder:
			return wrongPath{file: path}
		case err == nil:
			return wrongPath{}
		case notThere && path != filepath.Clean(at.Path) && errors.Is(err, fs.ErrNotExist):
			return wrongPath{missing: path}
		case path == filepath.Dir(path):
			return wrongPath{}
		}
	}
}

// runner is who runs this program, for a hint.
func runner() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return strconv.Itoa(os.Geteuid())
}
