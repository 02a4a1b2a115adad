package table

func (b *Book) open(path string, o Options) error {
	return &FileError{Path: path, Reason: "cannot be read yet"}
}
