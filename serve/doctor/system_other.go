//go:build !unix

package doctor

// On this system these things are not looked at.

func freeBytes(string) (int64, bool) { return 0, false }

func maxFiles() (uint64, bool) { return 0, false }

func locked(string) bool { return false }
