package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
)

// Children are the lines of the categories below the one that a request names; an empty name means the roots.
func (n *Snapshot) Children(parent string) []Line {
	if parent == "" {
		return n.categories.children[bundle.ID{}]
	}
	id, ok := n.IDs.Find(parent)
	if !ok {
		return nil
	}
	return n.categories.children[id]
}

// Line is where a category's answer lies in the file.
type Line struct {
	offset int64
	length int
	sum    uint32 // CRC-32C of its bytes
}

// categoryFile is a bundle's categories.json, whose lines are the answers. They stay on the disk, as those of
// the products do: with a million products in small categories they are tens of megabytes.
type categoryFile struct {
	file     *os.File
	children map[bundle.ID][]Line // by parent; the roots under the zero id
	table    *crc32.Table
}

// openCategories opens the file, checks that it is the one that b was read from, and notes where each line
// lies.
func openCategories(b *bundle.Bundle) (_ *categoryFile, err error) {
	file, err := b.OpenFile(categoriesPath)
	if err != nil {
		return nil, fmt.Errorf("opening the categories: %w", err)
	}
	defer func() {
		if err != nil {
			file.Close()
		}
	}()
	data, err := io.ReadAll(bounded.Reader(file, categoriesPath, maxCategories))
	if err != nil {
		return nil, fmt.Errorf("reading the categories: %w", err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != digestOf(b, categoriesPath) {
		return nil, errors.New("the categories changed while the bundle was opened")
	}
	c := &categoryFile{file: file, children: map[bundle.ID][]Line{}, table: crc32.MakeTable(crc32.Castagnoli)}
	return c, c.scan(data, b.Categories())
}

// maxCategories bounds the file with the categories, in bytes.
const maxCategories = 1 << 30

// categoriesPath is the name of the file with the categories in a bundle.
const categoriesPath = "categories.json"

// digestOf is the SHA-256 of a bundle's file as its manifest has it.
func digestOf(b *bundle.Bundle, path string) string {
	for _, f := range b.Manifest().Files {
		if f.Path == path {
			return f.SHA256
		}
	}
	return ""
}

// scan notes the lines; categories are the same rows, decoded.
func (c *categoryFile) scan(data []byte, categories []bundle.Category) error {
	at := 0
	for offset := 0; offset < len(data); {
		text, _, _ := bytes.Cut(data[offset:], []byte("\n"))
		begin := offset
		offset += len(text) + 1
		if text = bytes.TrimSuffix(text, []byte(",")); len(text) == 0 || text[0] != '{' {
			continue
		}
		if at == len(categories) {
			return fmt.Errorf("%s has more lines than records", categoriesPath)
		}
		parent := categories[at].IDParent
		c.children[parent] = append(c.children[parent],
			Line{int64(begin), len(text), crc32.Checksum(text, c.table)})
		at++
	}
	if at != len(categories) {
		return fmt.Errorf("%s has %d lines and %d records", categoriesPath, at, len(categories))
	}
	return nil
}

// appendAnswer appends the JSON array of some categories.
func (c *categoryFile) appendAnswer(dst []byte, page []Line) ([]byte, error) {
	dst = append(dst, '[')
	for i, l := range page {
		if i > 0 {
			dst = append(dst, ',')
		}
		begin := len(dst)
		dst = append(dst, make([]byte, l.length)...)
		if _, err := c.file.ReadAt(dst[begin:], l.offset); err != nil {
			return dst, fmt.Errorf("reading the categories: %w", err)
		}
		if crc32.Checksum(dst[begin:], c.table) != l.sum {
			return dst, fmt.Errorf("%s has changed in place at byte %d", categoriesPath, l.offset)
		}
	}
	return append(dst, ']'), nil
}

// AppendCategories appends the JSON array of some categories. An error says that the file is damaged.
func (n *Snapshot) AppendCategories(dst []byte, page []Line) ([]byte, error) {
	dst, err := n.categories.appendAnswer(dst, page)
	if err != nil {
		return dst, n.harmed(err)
	}
	return dst, nil
}
