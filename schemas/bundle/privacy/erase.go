package privacy

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// visitorKeys are the keys under which files of lines hold what a person is known by (contract, 1.6).
var visitorKeys = []string{"idVisitorUnique", "idVisitorExternal", "emailVisitor"}

// Erase overwrites a person's e-mail and ids in the files of lines of a folder with as many stars, and counts
// how often. A server may append to those files meanwhile: nothing is moved in them, and only whole lines are
// touched. The ids count as values of visitorKeys only, since other things may be called the same; an e-mail
// counts wherever it stands.
func Erase(dir, who string) (n int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("looking into %s: %w", filepath.Base(dir), err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || filepath.Ext(e.Name()) != ".jsonl" {
			continue
		}
		found, err := eraseInFile(filepath.Join(dir, e.Name()), who)
		n += found
		if err != nil {
			return n, fmt.Errorf("erasing a person: %w", err)
		}
	}
	return n, nil
}

// EraseIn overwrites a person's e-mail and ids in one line as [Erase] does, and counts how often.
func EraseIn(line []byte, who string) int {
	found := places(line, who)
	for _, s := range found {
		copy(line[s.from:s.to], bytes.Repeat([]byte("*"), s.to-s.from))
	}
	return len(found)
}

// eraseInFile does it in one file.
func eraseInFile(name, who string) (n int, err error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r, at := bufio.NewReaderSize(f, 64<<10), int64(0)
	for {
		line, size, err := bounded.Line(r, name, 64*bounded.MiB)
		if errors.Is(err, io.EOF) {
			break // what is left is not whole, and was never acknowledged
		}
		if err != nil {
			return n, err
		}
		for _, s := range places(line, who) {
			if _, err := f.WriteAt(bytes.Repeat([]byte("*"), s.to-s.from), at+int64(s.from)); err != nil {
				return n, err
			}
			n++
		}
		at += size
	}
	if n == 0 {
		return 0, nil
	}
	return n, f.Sync()
}

// span is a part of a line, in bytes.
type span struct{ from, to int }

// places finds where a line of JSON holds what a person is known by.
func places(line []byte, who string) (found []span) {
	for _, text := range quoted(who) {
		if strings.Contains(who, "@") {
			found = append(found, emailsIn(line, text)...)
			continue
		}
		for _, key := range visitorKeys {
			value := []byte(`"` + key + `":"`)
			for at := 0; ; {
				i := bytes.Index(line[at:], value)
				if i < 0 {
					break
				}
				at += i + len(value)
				if end := at + len(text); end < len(line) && line[end] == '"' &&
					string(line[at:end]) == text {
					found = append(found, span{at, end})
				}
			}
		}
	}
	return found
}

// escape is a character that JSON writes with a backslash, at the end of a text.
var escape = regexp.MustCompile(`\\(?:u[0-9a-fA-F]{4}|[nrtbf])$`)

// emailsIn finds an e-mail in any case, where it is not part of a longer one.
func emailsIn(line []byte, email string) (found []span) {
	for at := 0; at+len(email) <= len(line); at++ {
		if !bytes.EqualFold(line[at:at+len(email)], []byte(email)) {
			continue
		}
		before, _ := utf8.DecodeLastRune(line[:at])
		begins := !ofEmail(before) || escape.Match(line[max(0, at-6):at])
		after, _ := utf8.DecodeRune(line[at+len(email):])
		if begins && !unicode.IsLetter(after) && !unicode.IsDigit(after) {
			found = append(found, span{at, at + len(email)})
		}
	}
	return found
}

// ofEmail tells whether a character may belong to the beginning of an e-mail.
func ofEmail(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._%+-", r)
}

// quoted are the ways in which JSON writes a text, without the quotes.
func quoted(text string) []string {
	plain, err := files.Encode(text)
	html, errHTML := json.Marshal(text)
	if err != nil || errHTML != nil || len(plain) < 2 {
		return nil
	}
	a, b := string(plain[1:len(plain)-1]), string(html[1:len(html)-1])
	if a == b {
		return []string{a}
	}
	return []string{a, b}
}
