package table

func (b *Book) openWorkbook(path string) error { return nil }
