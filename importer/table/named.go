package table

import "errors"

// Named gives the errors about files the names that the person gave these.
func Named(err error, names map[string]string) error {
	var f *FileError
	if len(names) == 0 || !errors.As(err, &f) {
		return err
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			Named(e, names)
		}
		return err
	}
	if name := names[f.Path]; name != "" {
		f.Path = name
	}
	if name := names[f.At.File]; name != "" {
		f.At.File = name
	}
	return err
}
