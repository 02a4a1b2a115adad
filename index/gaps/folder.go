package gaps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
)

// Values keep what is counted of one website, by name. They are safe for concurrent use.
type Values interface {
	// Get gives a value; nil where there is none.
	Get(ctx context.Context, name string) ([]byte, error)

	// Update replaces a value by what change makes of it while nobody else does, no other process either; it
	// may call change again. Where change gives nil, nothing is written.
	Update(ctx context.Context, name string, change func(old []byte) ([]byte, error)) error
}

// Folder are the values of the bundle in dir, for the servers of one machine: files under its private/.
func Folder(dir string) Values { return folder(dir) }

type folder string

// path is where a value lies.
func (f folder) path(name string) string { return filepath.Join(string(f), bundle.PrivateDir, name) }

// Get reads a file.
func (f folder) Get(_ context.Context, name string) ([]byte, error) {
	data, err := bounded.ReadFile(f.path(name), 16*bounded.MiB)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading what is counted: %w", err)
	}
	return data, nil
}

// Update rewrites a file.
func (f folder) Update(
	ctx context.Context, name string, change func(old []byte) ([]byte, error),
) (err error) {
	private := f.path("")
	if err := files.NoLink(private, f.path(name), f.path(lockName)); err != nil {
		return fmt.Errorf("writing what is counted: %w", err)
	}
	if err := os.Mkdir(private, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("making the folder of what is counted: %w", err)
	}
	l := flock.New(f.path(lockName), flock.SetPermissions(0o600))
	if _, err := l.TryLockContext(ctx, 10*time.Millisecond); err != nil {
		return fmt.Errorf("locking what is counted: %w", err)
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	old, err := f.Get(ctx, name)
	if err != nil {
		return err
	}
	data, err := change(old)
	if err != nil || data == nil {
		return err
	}
	if err := files.WriteFile(f.path(name), data, 0o600); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// decode reads a value into v, which stays as it is where there is none.
func decode(at Values, name string, data []byte, v any) error {
	if data == nil {
		return nil
	}
	if err := json.Unmarshal(data, v); err != nil {
		return damaged(at, name, err.Error())
	}
	return nil
}

// damaged says that a value cannot be read, and where it lies.
func damaged(at Values, name, reason string) error {
	if f, ok := at.(folder); ok {
		name = f.path(name)
	}
	return &DamagedError{name, reason}
}
