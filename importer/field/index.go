package field

import "slices"

// Index is the index of the field with exactly this name, or -1.
func Index(fs []Field, name string) int {
	return slices.IndexFunc(fs, func(f Field) bool { return f.Name == name })
}
