package serve

import (
	"net/http"
	"strings"
)

// patterns are the routes of the table whose paths have parts in braces. They are few and tried one after the other; the
// fixed paths, which is where the load is, are found in a map before.
type patterns []pattern

// pattern is one of them.
type pattern struct {
	path  string   // as it stands in the table, which is also what log and metrics say
	parts []string // of the path; one in braces stands for any
	route route
}

// newPatterns takes the paths with braces out of a table.
func newPatterns(table map[string]route) patterns {
	var all patterns
	for path, t := range table {
		if strings.Contains(path, "{") {
			all = append(all, pattern{path, strings.Split(path, "/"), t})
			delete(table, path)
		}
	}
	return all
}

// find gives the route of a request, and its path in the table, and sets the request's path values. No two patterns fit
// the same path.
func (all patterns) find(r *http.Request) (route, string, bool) {
	path := pathOf(r)
	for _, p := range all {
		if p.fits(path, nil) {
			p.fits(path, r.SetPathValue)
			return p.route, p.path, true
		}
	}
	return route{}, otherRoute, false
}

// fits tells whether a path is one of the pattern's, and hands on what stands for its parts in braces.
func (p pattern) fits(path string, set func(name, value string)) bool {
	for i, want := range p.parts {
		part, rest, more := strings.Cut(path, "/")
		if more == (i == len(p.parts)-1) {
			return false
		}
		path = rest
		name, variable := strings.CutPrefix(want, "{")
		switch {
		case !variable && part != want, variable && part == "":
			return false
		case variable && set != nil:
			set(strings.TrimSuffix(name, "}"), part)
		}
	}
	return true
}
