package separator

import "strings"

// Split cuts a text at each of some marks of one byte. A backslash protects what follows it, and quotes what
// stands in them where they hold a whole label, as in "Body, Mind" > Oils. A mark that begins the path's
// separator cuts nothing. Backslashes and quotes are kept; see [Label].
func Split(text, marks, path string) []string {
	return cut(text, func(rest string) int {
		if path != "" && strings.HasPrefix(rest, path) || strings.IndexByte(marks, rest[0]) < 0 {
			return 0
		}
		return 1
	})
}

// splitPath cuts a text into the labels of a path.
func splitPath(text, path string) []string {
	return cut(text, func(rest string) int {
		if path != "" && strings.HasPrefix(rest, path) {
			return len(path)
		}
		return 0
	})
}

// Path cuts a text into the labels of a path, as they are to be read; blank ones are left out.
func Path(text, path string) []string {
	labels := trimmed(splitPath(text, path))
	for i, l := range labels {
		labels[i] = Label(strings.Join(strings.Fields(l), " "))
	}
	return labels
}

// cut cuts where width says how many bytes of a separator begin.
func cut(text string, width func(rest string) int) []string {
	var parts []string
	start, begins := 0, true // begins: nothing but blanks since the last separator
	for i := 0; i < len(text); {
		switch w := width(text[i:]); {
		case text[i] == '\\' && i+1 < len(text):
			i, begins = i+2, false
		case text[i] == '"' && begins && closing(text[i:]) > 0:
			i, begins = i+closing(text[i:]), false
		case w > 0:
			parts = append(parts, text[start:i])
			i, begins = i+w, true
			start = i
		default:
			begins = begins && text[i] == ' '
			i++
		}
	}
	return append(parts, text[start:])
}

// closing is the length of the quoted text that a text begins with; 0 where the quotes do not hold a whole
// label that needs them.
func closing(text string) int {
	end := strings.IndexByte(text[1:], '"') + 1
	if end < 2 || !strings.ContainsAny(text[1:end], ",;|>/") {
		return 0
	}
	rest := strings.TrimLeft(text[end+1:], " ")
	if rest != "" && !strings.ContainsRune(",;|>/\n", rune(rest[0])) {
		return 0
	}
	return end + 1
}

// isQuoted tells whether a whole label stands in quotes that protect a separator.
func isQuoted(label string) bool {
	label = strings.TrimSpace(label)
	return strings.HasPrefix(label, `"`) && closing(label) == len(label)
}

// Label is a label as it is to be read: without the quotes and the backslashes that protect separators in it.
func Label(text string) string {
	if isQuoted(text) {
		text = text[1 : len(text)-1]
	}
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// Escape protects a label that is put into a list of paths.
func Escape(label, sep string) string {
	return strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "|", `\|`, "\n", " ", sep[:1], `\`+sep[:1]).
		Replace(label)
}
