//go:build !unix

package serve

import "os"

// mayWrite does not know, and hopes.
func mayWrite(string) bool { return true }

// lockFile does nothing where there are no advisory locks: there, whoever starts the server sees to it that it is one.
func lockFile(*os.File) error { return nil }

// awaitLock does as little.
func awaitLock(*os.File) error { return nil }
