package scan

import (
	"path"
	"slices"
	"strings"
)

// ignore is one .gitignore: what it says of the paths below its folder.
type ignore struct {
	folder string // relative to the bundle, "." for the bundle itself
	rules  []rule
}

// rule is one line of it.
type rule struct {
	parts    []string // of the pattern, by slashes; ** is any number of folders
	negated  bool     // lets in what an earlier line leaves out
	onlyDirs bool
}

// newIgnore reads a .gitignore.
func newIgnore(folder, text string) ignore {
	g := ignore{folder: folder}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		r := rule{}
		if line, r.negated = strings.CutPrefix(line, "!"); line == "" || line[0] == '#' {
			continue
		}
		line, r.onlyDirs = strings.CutSuffix(line, "/")
		line, anchored := strings.CutPrefix(line, "/")
		if !anchored && !strings.Contains(line, "/") {
			line = "**/" + line
		}
		r.parts = slices.CompactFunc(strings.Split(line, "/"),
			func(a, b string) bool { return a == "**" && b == "**" })
		g.rules = append(g.rules, r)
	}
	return g
}

// ignored tells whether git leaves a path out. As in git, the last line that fits counts, an inner file
// before an outer one; below a folder that is left out nothing is looked at.
func ignored(ignores []ignore, name string, isDir bool) bool {
	for i := len(ignores) - 1; i >= 0; i-- {
		g := ignores[i]
		below := name
		if g.folder != "." {
			below = strings.TrimPrefix(name, g.folder+"/")
		}
		for n := len(g.rules) - 1; n >= 0; n-- {
			r := g.rules[n]
			if (isDir || !r.onlyDirs) && matches(r.parts, strings.Split(below, "/")) {
				return !r.negated
			}
		}
	}
	return false
}

// matches tells whether the parts of a pattern fit those of a path.
func matches(pattern, names []string) bool {
	if len(pattern) == 0 {
		return len(names) == 0
	}
	if pattern[0] == "**" {
		for i := range len(names) + 1 {
			if matches(pattern[1:], names[i:]) && (len(pattern) > 1 || i > 0) {
				return true
			}
		}
		return false
	}
	if len(names) == 0 {
		return false
	}
	ok, err := path.Match(pattern[0], names[0])
	return err == nil && ok && matches(pattern[1:], names[1:])
}
