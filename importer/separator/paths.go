package separator

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed roots.txt
var rootText string

var roots = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(rootText) {
		all[key(line)] = true
	}
	return all
})

// SureMarks stand between the labels of paths and in no name.
var sureMarks = []string{"->", "=>", "→", "»", "›", "＞", "::", "///"}

// doubtfulMarks stand between labels, and in names as well: TV/Hifi, T-Shirts - Tops. One that holds another
// comes first.
var doubtfulMarks = []string{" / ", "/", " | ", "|", `\`, " - ", " – ", " — "}

// longestLabel is the number of letters above which a text is no label of a category.
const longestLabel = 60

// Paths is how a column writes the paths of categories. The zero value is one that writes them as they are
// read.
type Paths struct {
	Mark  string // besides the sure ones: what stands between the labels; empty for nothing
	Root  string // the label above all others, which names no category; empty for none
	Doubt string // a mark of which nothing says whether it separates
	Like  string // a text of the column that has the mark, or the doubtful one
}

// JudgePaths finds by all texts of a column how their paths are written. Sep is the separator that is
// expected: where it is in use, only marks beside it count that are in no name. Lists tells that | separates
// several values.
func JudgePaths(texts []string, sep string, lists bool) Paths {
	var p Paths
	used := false
	for _, text := range texts {
		used = used || strings.Contains(p.Rewrite(text, sep), sep)
	}
	for _, mark := range doubtfulMarks {
		if used || p.Mark != "" || lists && strings.Contains(mark, "|") || strings.Contains(mark, sep) {
			break
		}
		f := look(texts, mark)
		switch {
		case f.isPath(mark):
			p.Mark, p.Doubt, p.Like = mark, "", f.example
		case f.unsure(mark) && p.Doubt == "":
			p.Doubt, p.Like = strings.TrimSpace(mark), f.example
		}
	}
	p.Root = rootOf(texts, sep, p)
	return p
}

// Rewrite is a text with sep between the labels of its paths.
func (p Paths) Rewrite(text, sep string) string {
	for _, mark := range sureMarks {
		if mark != sep && strings.Contains(text, mark) {
			text = strings.ReplaceAll(text, mark, " "+sep+" ")
		}
	}
	if p.Mark == "" {
		return text
	}
	return strings.ReplaceAll(text, p.Mark, " "+sep+" ")
}

// Others are the marks that separate several values where Mark stands between labels.
func (p Paths) Others(marks string) string {
	if p.Mark == "" {
		return marks
	}
	return strings.ReplaceAll(marks, strings.TrimSpace(p.Mark), "")
}

// findings are what the texts of a column say of one mark.
type findings struct {
	items, with int  // parts of lists, and those of them that have the mark
	deep        int  // with three labels or more
	shared      int  // whose first label goes on in several ways, or stands alone
	mixed       bool // a label stands below two others, or alone as well: it is an item of a list
	long        bool
	example     string
}

// looking is what is seen of labels while texts are taken apart at a mark.
type looking struct {
	findings
	mark   string
	firsts []string                   // the first label of each path
	next   map[string]map[string]bool // by a first label: the second ones
	above  map[string]string          // by label: the path above it, as last seen
	alone  map[string]bool            // labels without the mark
}

// look takes the texts apart at a mark.
func look(texts []string, mark string) findings {
	l := looking{mark: mark, next: map[string]map[string]bool{}, above: map[string]string{},
		alone: map[string]bool{}}
	for _, text := range texts {
		if mark == `\` && protects(text) {
			return findings{}
		}
		for _, item := range Split(text, otherMarks(mark), "") {
			switch labels := trimmed(strings.Split(item, mark)); len(labels) {
			case 0:
			case 1:
				l.items++
				l.alone[key(labels[0])] = true
			default:
				l.items++
				l.path(item, labels)
			}
		}
	}
	for _, first := range l.firsts {
		if len(l.next[first]) > 1 || l.alone[first] {
			l.shared++
		}
	}
	for label, path := range l.above {
		l.mixed = l.mixed || path != "" && l.alone[label]
	}
	return l.findings
}

// path takes in an item of several labels.
func (l *looking) path(item string, labels []string) {
	l.with++
	if l.example == "" || len(item) < len(l.example) {
		l.example = strings.TrimSpace(item)
	}
	if len(labels) > 2 {
		l.deep++
	}
	first := key(labels[0])
	l.firsts = append(l.firsts, first)
	if l.next[first] == nil {
		l.next[first] = map[string]bool{}
	}
	l.next[first][key(labels[1])] = true
	for i, label := range labels {
		l.long = l.long || utf8.RuneCountInString(label) > longestLabel
		path := key(strings.Join(labels[:i], l.mark))
		if before, known := l.above[key(label)]; known && before != path {
			l.mixed = true
		}
		l.above[key(label)] = path
	}
}

// protects tells whether a backslash protects what follows it.
func protects(text string) bool {
	at := strings.IndexByte(text, '\\')
	return at >= 0 && at+1 < len(text) && strings.IndexByte(`,;|>/\"`, text[at+1]) >= 0
}

// otherMarks are those that separate several values where a mark separates labels.
func otherMarks(mark string) string {
	if strings.Contains(mark, "|") {
		return "\n;"
	}
	return "\n;|,"
}

// isPath tells whether the mark separates labels.
func (f findings) isPath(mark string) bool {
	switch {
	case f.with == 0 || f.long:
		return false
	case strings.Contains(mark, "|"):
		return f.with > 1 && !f.mixed && f.shared*2 >= f.with
	case strings.Contains(mark, "/") || mark == `\`:
		return f.deep*2 >= f.with || f.with > 1 && f.shared*2 >= f.with
	}
	return f.with > 1 && f.shared*2 >= f.with && f.with*2 >= f.items
}

// unsure tells whether the mark might separate labels.
func (f findings) unsure(mark string) bool {
	return !f.long && strings.Contains(mark, "/") && (f.shared > 0 || f.with > 1 && f.with == f.items)
}

// rootOf is the label with which all paths of a column begin, where it names no category.
func rootOf(texts []string, sep string, p Paths) string {
	root, below := "", false
	for _, text := range texts {
		for _, item := range Split(p.Rewrite(text, sep), "\n;|,", sep) {
			labels := Path(item, sep)
			if len(labels) == 0 {
				continue
			}
			if root == "" {
				root = labels[0]
			}
			if key(labels[0]) != key(root) || !roots()[key(root)] {
				return ""
			}
			below = below || len(labels) > 1
		}
	}
	if !below {
		return ""
	}
	return root
}
