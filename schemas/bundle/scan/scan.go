// Package scan looks for personal data in what would be committed of a bundle: e-mail addresses, telephone
// numbers, IBANs, payment card numbers and French social security numbers. It reads every file that the
// bundle's own .gitignore lets in, those of its websites and those that no bundle put there too.
//
// What is found is a guess by the shape of a text and its check digits. An EAN is no card number, a price no
// telephone number; names and addresses have no shape and are not found.
package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf16"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/problem"
)

// Options are the settings of a scan.
type Options struct {
	// Allow lists what is the shop's own: an e-mail address, all those of a domain (@shop.example), or a
	// number, which counts by its digits.
	Allow []string

	// Committed lists what git has of the folder, relative to it and with slashes. It is looked into also
	// where a .gitignore leaves it out: that came later, or was overruled.
	Committed []string
}

// Report is the outcome of a scan.
type Report struct {
	// never nil; errors for what looks personal, warnings for what could not be looked into
	Problems *problem.List
	Files    int // how many were looked into
}

// maxFile bounds a file that is looked into, 256 MiB.
const maxFile = 256 << 20

// privateDir is the folder of a bundle that must not be committed.
const privateDir = "private"

// Run looks through the folder dir. The error is for what cannot be read; what is found is in the report,
// with what was found made unreadable: only its place and its ends are told.
func Run(ctx context.Context, dir string, o Options) (Report, error) {
	s := &scan{allow: newAllowed(o.Allow), committed: map[string]bool{},
		report: Report{Problems: &problem.List{}}}
	for _, name := range o.Committed {
		for ; name != "." && name != "/" && !s.committed[name]; name = path.Dir(name) {
			s.committed[name] = true
		}
	}
	if err := s.folder(ctx, dir, place{at: "."}); err != nil {
		return s.report, err
	}
	return s.report, nil
}

// scan is one scan under way.
type scan struct {
	allow     allowed
	committed map[string]bool // files, and the folders above them
	report    Report
}

// place is a folder that is looked through: its path relative to the bundle, the ignore files above it, and
// whether it is left out, so that only what is committed all the same counts.
type place struct {
	at    string
	outer []ignore
	out   bool
}

// folder looks through one folder.
func (s *scan) folder(ctx context.Context, dir string, p place) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(dir, filepath.FromSlash(p.at)))
	if err != nil {
		return fmt.Errorf("looking into the bundle: %w", err)
	}
	rules, err := bounded.ReadFile(filepath.Join(dir, filepath.FromSlash(p.at), ".gitignore"), bounded.MiB)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading what git leaves out: %w", err)
	}
	ignores := append(p.outer[:len(p.outer):len(p.outer)], newIgnore(p.at, string(rules)))
	for _, e := range entries {
		name := path.Join(p.at, e.Name())
		out := p.out || ignored(ignores, name, e.IsDir())
		if e.Name() == ".git" || out && !s.committed[name] {
			continue
		}
		switch {
		case e.IsDir() && e.Name() == privateDir && s.committed[name]:
			s.report.Problems.Add(problem.Errorf(problem.Position{File: name}, "private-committed",
				"this folder holds personal data, and git has files of it").
				Hintf("git rm -r --cached %s, and take it out of the history: whoever has a copy has it",
					name))
		case e.IsDir() && e.Name() == privateDir:
			s.report.Problems.Add(problem.Errorf(problem.Position{File: name}, "private-committed",
				"this folder holds personal data, and the .gitignore does not leave it out").
				Hintf("write /private/ into the .gitignore beside it, and git rm -r --cached %s", name))
		case e.IsDir():
			err = s.folder(ctx, dir, place{name, ignores, out})
		case e.Type().IsRegular():
			err = s.file(filepath.Join(dir, filepath.FromSlash(name)), name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// file looks into one file.
func (s *scan) file(at, name string) error {
	// product files are named after ids
	s.text(problem.Position{File: name}, problem.Textf("the name of the file"),
		digits.ReplaceAllString(name, "#"))
	info, err := os.Stat(at)
	if err != nil {
		return fmt.Errorf("looking into the bundle: %w", err)
	}
	if info.Size() > maxFile {
		s.opaque(name)
		return nil
	}
	data, err := bounded.ReadFile(at, maxFile)
	if err != nil {
		return fmt.Errorf("looking into the bundle: %w", err)
	}
	if !s.content(name, data, &unpacking{left: maxUnpacked}, 0) {
		s.opaque(name)
		return nil
	}
	s.report.Files++
	return nil
}

// opaque tells of a file that cannot be looked into.
func (s *scan) opaque(name string) {
	s.report.Problems.Add(problem.Warnf(problem.Position{File: name}, "not-text",
		"this file, or a part of it, cannot be read here, and what is in it is not known").
		Hintf("look yourself, and delete it if it does not belong to the bundle"))
}

// sealed tells whether data is an age file, which nobody reads but those it is for.
func sealed(data []byte) bool {
	return bytes.HasPrefix(data, []byte("-----BEGIN AGE ENCRYPTED FILE-----")) ||
		bytes.HasPrefix(data, []byte("age-encryption.org/"))
}

// decode gives the text of a file in UTF-8, or in UTF-16 with a mark at its start; false where it is no text.
// Of other encodings everything that is looked for reads the same.
func decode(data []byte) ([]byte, bool) {
	if len(data) >= 2 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff) {
		high, low := 1, 0
		if data[0] == 0xfe {
			high, low = 0, 1
		}
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i+1 < len(data); i += 2 {
			units = append(units, uint16(data[i+high])<<8|uint16(data[i+low]))
		}
		return []byte(string(utf16.Decode(units))), true
	}
	return data, bytes.IndexByte(data[:min(len(data), 8<<10)], 0) < 0
}

// lines looks at a text line by line.
func (s *scan) lines(name string, text []byte) {
	number := 0
	for line := range bytes.Lines(text) {
		number++
		s.text(problem.Position{File: name, Line: number}, problem.Textf("the line"), string(line))
	}
}

// text tells of everything in a text that looks personal.
func (s *scan) text(at problem.Position, where problem.Text, text string) {
	for _, f := range personal(text) {
		if !s.allow.has(f) {
			s.add(at, where, f)
		}
	}
}

// written are the files of a bundle that an import writes; all others are a person's.
var written = regexp.MustCompile(
	`^(sites/[^/]+/)?(products/[^/]+|(manifest|categories|closing-form|customer-fields|` +
		`bot-[a-z]+)(\.[^/]+)?)\.json$`)

// add tells of one finding.
func (s *scan) add(at problem.Position, where problem.Text, f finding) {
	p := problem.Errorf(at, f.kind.code, "%s holds what looks like %s", where, f.kind.name()).
		WithValue(f.masked())
	own := "NUMBER"
	if f.kind == email {
		own = f.text[strings.LastIndex(f.text, "@"):]
	}
	if written.MatchString(at.File) {
		p = p.Hintf("take it out of the spreadsheet and import again; if it is the shop's own: --allow %s",
			own)
	} else {
		p = p.Hintf("take it out, or move the file out of this folder; if it is the shop's own: --allow %s",
			own)
	}
	s.report.Problems.Add(p)
}
