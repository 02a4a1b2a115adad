package table

import (
	"bytes"
	"slices"
)

// sheetNotes are the parts of a sheet that hold its notes.
type sheetNotes struct {
	sheet    string          // the sheet's part
	links    map[string]link // of the sheet
	comments string          // the part that holds the texts; new when the sheet had none
	list     *commentList
	ids      []string // for new links: to the shapes, to the texts
	marks    []mark   // those with a note
}

// notesOf reads a sheet's notes. It gives nil when there is nothing to do: no new note, and none of an earlier annotation;
// and when what is there is not understood, in which case it is better left as it is.
func (b *bookCopy) notesOf(sheet string, marks []mark) (*sheetNotes, error) {
	n := &sheetNotes{sheet: sheet}
	for _, m := range marks {
		if m.note != "" {
			n.marks = append(n.marks, m)
		}
	}
	var err error
	if n.links, err = b.base.readLinks(sheet); err != nil {
		return nil, err
	}
	n.comments = linkedAs(n.links, "comments")
	doc, err := b.read(n.comments)
	if err != nil {
		return nil, err
	}
	if len(n.marks) == 0 && !bytes.Contains(doc, []byte(author)) {
		return nil, nil
	}
	if doc == nil {
		n.comments, doc = b.freePart("xl/comments%d.xml"), emptyComments(b.main)
		b.written[partKey(n.comments)] = true // taken
	}
	if n.list, err = readComments(doc, b.main); err != nil || len(n.marks) == 0 && n.list.ours < 0 {
		return nil, nil
	}
	n.ids, err = b.freeLinks(sheet, 2)
	return n, err
}

// linkedAs is the part that a link of that kind leads to; empty when there is none.
func linkedAs(links map[string]link, kind string) string {
	parts := make([]string, 0, 1)
	for _, l := range links {
		if l.kind == kind {
			parts = append(parts, l.target)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return slices.Min(parts)
}

// writeNotes writes the texts and shapes. legacy is the link to the shapes that the sheet had already, if any.
func (b *bookCopy) writeNotes(n *sheetNotes, legacy string) error {
	shapes, doc, err := "", []byte(emptyShapes), error(nil)
	if legacy != "" {
		shapes = n.links[legacy].target
		if doc, err = b.read(shapes); err != nil {
			return err
		}
		if !knownShapes(doc) {
			return nil
		}
	}
	fresh, old, err := n.list.mark(n.marks)
	if err != nil {
		return b.damaged(n.comments, err)
	}
	var more []newLink
	if shapes == "" && len(n.marks) > 0 {
		shapes = b.freePart("xl/drawings/vmlDrawing%d.vml")
		more = append(more, newLink{n.ids[0], "vmlDrawing", shapes})
	}
	if shapes != "" {
		if err := b.write(shapes, addShapes(dropShapes(doc, old), fresh, &b.shapes)); err != nil {
			return err
		}
	}
	if b.base.parts[partKey(n.comments)] == nil {
		b.addPart(n.comments, commentsType)
		more = append(more, newLink{n.ids[1], "comments", n.comments})
	}
	b.notes = true
	if err := b.write(n.comments, n.list.bytes()); err != nil {
		return err
	}
	return b.writeLinks(n.sheet, more)
}

// The links of a new sheet.
const newDrawing, newComments = "rId1", "rId2"

// writeNewNotes writes the notes of a new sheet, which has the link to their shapes already.
func (b *bookCopy) writeNewNotes(sheet string, marks []mark) error {
	comments, shapes := b.freePart("xl/comments%d.xml"), b.freePart("xl/drawings/vmlDrawing%d.vml")
	list, err := readComments(emptyComments(b.main), b.main)
	if err != nil {
		return err
	}
	if _, _, err := list.mark(marks); err != nil {
		return err
	}
	b.notes = true
	b.addPart(comments, commentsType)
	if err := b.write(comments, list.bytes()); err != nil {
		return err
	}
	if err := b.write(shapes, addShapes([]byte(emptyShapes), marks, &b.shapes)); err != nil {
		return err
	}
	return b.writeLinks(sheet, []newLink{{newDrawing, "vmlDrawing", shapes}, {newComments, "comments", comments}})
}

// countShapes finds the numbers of shapes that the workbook uses, so that new ones get others.
func (b *bookCopy) countShapes() error {
	for key, p := range b.base.parts {
		if !bytes.HasSuffix([]byte(key), []byte(".vml")) {
			continue
		}
		doc, err := b.read(p.Name)
		if err != nil {
			return err
		}
		b.shapes = max(b.shapes, lastBlock(doc))
	}
	return nil
}
