//go:build !unix

package serve

import "os"

// lockFile does nothing where there are no advisory locks: there, whoever starts the server sees to it that it is one.
func lockFile(*os.File) error { return nil }

// awaitLock does as little.
func awaitLock(*os.File) error { return nil }
