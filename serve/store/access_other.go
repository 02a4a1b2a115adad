//go:build !unix

package store

// mayWrite does not know, and hopes.
func mayWrite(string) bool { return true }
