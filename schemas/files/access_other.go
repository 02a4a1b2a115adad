//go:build !unix

package files

// Writable does not know, and hopes.
func Writable(string) bool { return true }
