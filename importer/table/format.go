package table

import (
	"strconv"
	"strings"

	"plugsheet/importer/table/numfmt"
	"plugsheet/importer/table/xlsx"
)

// maxFormats is how many cell styles of a workbook are read, about Excel's own limit.
const maxFormats = 64_000

// cellStyle is what counts of a cell's style.
type cellStyle struct {
	format *numfmt.Format // nil for General, and for one that cannot be read
	broken bool           // the format cannot be read
	struck bool           // the font is struck out
}

// styleReading gathers the cell styles of a workbook.
type styleReading struct {
	codes  map[int]string            // formats that the workbook spells out
	parsed map[string]*numfmt.Format // by code, so that each is read once; nil for one that cannot be
	struck []bool                    // by font
	styles []cellStyle
}

// add adds a cell style.
func (s *styleReading) add(format, font int) {
	code, ok := s.codes[format]
	if !ok || code == "" {
		code = numfmt.Builtin(format)
	}
	st := cellStyle{struck: font >= 0 && font < len(s.struck) && s.struck[font]}
	if code != "@" && !strings.EqualFold(code, "general") {
		f, known := s.parsed[code]
		if !known {
			f, _ = numfmt.Parse(code) // a cell that has it says that it cannot be shown
			s.parsed[code] = f
		}
		st.format, st.broken = f, f == nil
	}
	s.styles = append(s.styles, st)
}

// number makes the cell of a number that is written as appendNumber does.
func (st cellStyle) number(number []byte, from1904 bool) Cell {
	raw := string(number)
	if st.broken {
		return Cell{Text: raw, Raw: raw, Kind: Unshown}
	}
	s, err := st.format.Show(number, from1904)
	switch {
	case err != nil:
		return Cell{Text: raw, Raw: raw, Kind: Unshown}
	case s.ISO != "":
		return Cell{Text: s.Text, Raw: s.ISO, Kind: Date}
	}
	return Cell{Text: s.Text, Raw: raw, Kind: Number, Code: s.Code, Other: s.Other}
}

// text makes the cell of a text.
func (st cellStyle) text(text string) Cell {
	c := textCell(text)
	if st.format != nil && c.Kind == Text && st.format.ChangesText() {
		c.Text = st.format.ShowText(c.Text)
	}
	return c
}

// readStyles reads the number format of each cell style, and whether its font is struck out.
func (w *workbook) readStyles() error {
	name := w.linked("styles", "styles.xml")
	if err := w.allow(name, maxPart); err != nil {
		return err
	}
	s := styleReading{codes: map[int]string{}, parsed: map[string]*numfmt.Format{}}
	part, depth := "", 0 // the part of the style sheet that is being read, and the depth of what is in it
	err := w.scan(name, func(x *xlsx.Scanner) error {
		if x.Depth <= depth {
			part = ""
		}
		switch string(x.Name) {
		case "fonts", "cellXfs":
			if part == "" {
				part, depth = string(x.Name), x.Depth
			}
		case "numFmt":
			if id, err := strconv.Atoi(x.Attr("numFmtId")); err == nil && len(s.codes) < maxFormats {
				s.codes[id] = strings.ToValidUTF8(x.Attr("formatCode"), "\uFFFD")
			}
		case "font":
			if part == "fonts" && len(s.struck) < maxFormats {
				s.struck = append(s.struck, false)
			}
		case "strike":
			if n := len(s.struck); part == "fonts" && n > 0 {
				v := x.Attr("val")
				s.struck[n-1] = v == "" || xlsx.IsTrue([]byte(v))
			}
		case "xf":
			if part == "cellXfs" && len(s.styles) < maxFormats {
				format, _ := strconv.Atoi(x.Attr("numFmtId")) // absent or unreadable: General
				font, _ := strconv.Atoi(x.Attr("fontId"))
				s.add(format, font)
			}
		}
		return nil
	})
	w.styles = s.styles
	return err
}

// style is a cell style by its number.
func (w *workbook) style(n int) cellStyle {
	if n < 0 || n >= len(w.styles) {
		return cellStyle{}
	}
	return w.styles[n]
}
