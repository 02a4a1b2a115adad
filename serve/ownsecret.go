package serve

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
)

const (
	ownSecretName = "secret"
	// OwnSecretPrefix begins every secret that was made here: whoever sees one knows that it is not the
	// platform's.
	OwnSecretPrefix = "plugsheet-own-"
)

// OwnSecretFile is where the secret is kept that a server made for itself, below a bundle's folder: one line.
const OwnSecretFile = bundle.PrivateDir + "/" + ownSecretName

// maxOwnSecret bounds the file, in bytes.
const maxOwnSecret = 4 << 10

// OwnSecret reads the secret that was made for the bundle in dir, and makes it first where there is none: all
// servers of a bundle share it, however many start at once. A crash leaves no secret or a whole one.
//
// Where private/ cannot be written the error is one of the disk; [NewOwnSecret] gives one for this process
// alone.
func OwnSecret(dir string) (Secret, error) {
	secret, err := ReadOwnSecret(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	private := filepath.Join(dir, bundle.PrivateDir)
	if err := files.NoLink(private); err != nil {
		return nil, fmt.Errorf("making a secret: %w", err)
	}
	if err := os.Mkdir(private, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("making a secret: %w", err)
	}
	if err := errors.Join(hideFromGit(dir), writeOwnSecret(private)); err != nil {
		return nil, fmt.Errorf("making a secret: %w", err)
	}
	return ReadOwnSecret(dir) // that of whoever came first
}

// NewOwnSecret makes a secret that is kept nowhere.
func NewOwnSecret() Secret { return Secret(OwnSecretPrefix + rand.Text() + rand.Text()) }

// ReadOwnSecret reads the secret that was made for the bundle in dir. Errors: [fs.ErrNotExist] where none was
// made yet.
func ReadOwnSecret(dir string) (Secret, error) {
	name := filepath.Join(dir, filepath.FromSlash(OwnSecretFile))
	st, err := os.Lstat(name)
	if err == nil && !st.Mode().IsRegular() {
		return nil, fmt.Errorf("reading the secret: %s is no file", name)
	}
	data, err := bounded.ReadFile(name, maxOwnSecret)
	if err != nil && !errors.As(err, new(*bounded.Error)) {
		return nil, fmt.Errorf("reading the secret: %w", err)
	}
	text := strings.TrimSuffix(string(data), "\n")
	if !strings.HasPrefix(text, OwnSecretPrefix) || strings.ContainsAny(text, " \t\r\n") ||
		len(text) < len(NewOwnSecret()) {
		return nil, fmt.Errorf("reading the secret: %s: %w", name, ErrOwnSecret)
	}
	return Secret(text), nil
}

// ErrOwnSecret says that what stands in [OwnSecretFile] was not made here, or is cut off.
var ErrOwnSecret = errors.New("it holds something else than the secret that was made here")

// writeOwnSecret writes a new secret, unless there is one. A name is put to a whole file: nobody ever reads a
// part of one.
func writeOwnSecret(private string) (err error) {
	f, err := os.CreateTemp(private, "."+ownSecretName+"-") // with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(string([]byte(NewOwnSecret())) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	name := filepath.Join(private, ownSecretName)
	switch err := os.Link(f.Name(), name); {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil: // a file system without links: of two at once the last one counts
		if err := files.Rename(f.Name(), name); err != nil {
			return err
		}
	}
	return files.SyncFolder(private)
}

// hideFromGit keeps private/ out of git where no bundle at the root has a .gitignore that does: a folder of
// websites.
func hideFromGit(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, ".gitignore")); err == nil {
		return nil
	}
	name := filepath.Join(dir, bundle.PrivateDir, ".gitignore")
	if _, err := os.Lstat(name); err == nil {
		return nil
	}
	return files.WriteFile(name, []byte("*\n"), 0o600)
}
