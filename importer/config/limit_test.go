package config

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// nested is what: a text that is repeated, each on a line that is indented further.
func nested(what string, levels int) string {
	var b strings.Builder
	for n := range levels {
		b.WriteString(strings.Repeat(" ", n) + what + "\n")
	}
	return b.String()
}

// laughs are levels of aliases, each of which names the one below ten times.
func laughs(levels int) string {
	text := "skip:\n  products:\n    a0: &a0 [l, l, l, l, l, l, l, l, l, l]\n"
	for n := range levels {
		below := strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", n), 10), ", ")
		text += fmt.Sprintf("    a%d: &a%[1]d [%s]\n", n+1, below)
	}
	return text
}

// TestReadConfigLimits shows that a file which would take the machine's memory is refused with its limit,
// before the YAML reader builds anything of it.
func TestReadConfigLimits(t *testing.T) {
	const n = 20_000
	for name, c := range map[string]struct{ text, want string }{
		"brackets": {"sheets: " + strings.Repeat("[", n), "1:40: more than 32 levels"},
		"closed brackets": {"sheets: " + strings.Repeat("[", n) + strings.Repeat("]", n),
			"1:40: more than 32 levels"},
		"braces":              {"sheets: " + strings.Repeat("{a: ", n), "more than 32 levels"},
		"mixed":               {"sheets: " + strings.Repeat("[{a: ", n), "more than 32 levels"},
		"over lines":          {"sheets:\n" + strings.Repeat(" [\n", n), "more than 32 levels"},
		"quoted closers":      {"sheets: " + strings.Repeat(`["]]]", `, n), "more than 32 levels"},
		"behind a block":      {"a: |\n  \"\nsheets: " + strings.Repeat("[", n), "more than 32 levels"},
		"entries":             {strings.Repeat("- ", n), "more than 32 levels"},
		"below a key":         {"ignore:\n  " + strings.Repeat("- ", n) + "a", "more than 32 levels"},
		"questions":           {strings.Repeat("? ", n), "more than 32 levels"},
		"indented keys":       {nested("a:", 600), "33:33: more than 32 levels"},
		"indented entries":    {nested("-", 600), "33:33: more than 32 levels"},
		"tags":                {"sheets: " + strings.Repeat("!a ", n), "more than 32 levels"},
		"anchors":             {"sheets: " + strings.Repeat("&a ", n), "more than 32 levels"},
		"aliases":             {laughs(9), "its aliases make more than 100000 values"},
		"an alias of its own": {"skip:\n  products:\n    a: &a [*a, *a]\n", "an alias of itself"},
		"many values": {"ignore:\n  products: [" + strings.Repeat("a,", 150_000) + "]\n",
			"more than 200000 words and marks"},
		"many marks":  {strings.Repeat("%", 250_000), "more than 200000 words and marks"},
		"huge scalar": {"baseUrl: " + strings.Repeat("a", 600<<10), "more than 512 KiB"},
		"huge line":   {"# " + strings.Repeat("a", 600<<10), "more than 512 KiB"},
		"huge block":  {"baseUrl: |\n" + strings.Repeat("  a\n", 200<<10), "more than 512 KiB"},
		"blanks":      {strings.Repeat(" ", 600<<10), "more than 512 KiB"},
		"NUL":         {"ids: string\nlanguage: \x00fr\n", "2:11: a NUL byte"},
		"only NUL":    {strings.Repeat("\x00", n), "1:1: a NUL byte"},
		"UTF-16":      {"\xff\xfei\x00d\x00s\x00", "not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Read(strings.NewReader(c.text), "p.yaml")
			runtime.ReadMemStats(&after)
			var wrong *Error
			if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want) || wrong.Advice() == "" {
				t.Errorf("error %.200v, hint of %+v; want %s", err, wrong, c.want)
			}
			if made := after.TotalAlloc - before.TotalAlloc; made > 160<<20 {
				t.Errorf("%d MiB were allocated", made>>20)
			}
		})
	}
}

// endlessFile never ends, as a pipe or a device that somebody named.
type endlessFile struct{}

func (endlessFile) Read(p []byte) (int, error) {
	for n := range p {
		p[n] = 'a'
	}
	return len(p), nil
}

// TestReadConfigEndless stops reading at the limit.
func TestReadConfigEndless(t *testing.T) {
	if _, err := Read(endlessFile{}, "p.yaml"); err == nil ||
		!strings.Contains(err.Error(), "more than 512 KiB") {
		t.Errorf("error %v", err)
	}
}

// TestReadConfigWithinLimits reads what is large, deep or odd, and no danger.
func TestReadConfigWithinLimits(t *testing.T) {
	headers := []string{}
	for n := range 16_384 { // as many columns as a sheet can have
		headers = append(headers, fmt.Sprintf("Header %d", n))
	}
	for name, text := range map[string]string{
		"each column": "headers:\n  products:\n    - " + strings.Join(headers, "\n    - ") + "\n",
		"in brackets": "headers: { products: [" + strings.Join(headers, ", ") + "] }\n",
		"text brackets": "sheets:\n" + strings.Repeat("  # [[[[ {{{{\n", 50) +
			"  \"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\": ignore\n",
		"aliases":   "columns:\n  products: &p { A: title }\n  variants: *p\n",
		"a merge":   "columns:\n  products: &p { A: title }\n  variants:\n    <<: *p\n    B: title\n",
		"documents": strings.Repeat("---\nignore: { products: [] }\n", 1),
	} {
		if _, err := Read(strings.NewReader(text), "p.yaml"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
