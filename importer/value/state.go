package value

import (
	"regexp"
	"strings"
	"unicode"
)

// State is what a cell says of whether a product is published.
type State int

// The states.
const (
	Unsaid  State = iota // a blank cell, or a word for something else, such as the stock
	Shown                // published, active, visible …
	Hidden               // a draft, hidden, archived, not for sale online …
	Unknown              // a word that nobody knows
)

// Role is what the header of a column of states promises.
type Role int

// The roles. No word is a column of its own where its header promises nothing.
const (
	NoRole     Role = iota
	ShownFlag       // active, published: yes is shown
	HiddenFlag      // archived, hidden: yes is hidden
	Status          // one word of several
	// where it is seen; of a variant it says nothing, since a variant is seen within its product
	Visibility
	Ended // a date since when it is gone
	Place // one of several places where it is sold, yes or no: sold nowhere is hidden
	Begun // a date since when it is there; none where it is not
)

var inBrackets = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]`)

// RoleOf tells what a header promises.
func RoleOf(header string) Role {
	if r := roleOf(Fold(header)); r != NoRole {
		return r
	}
	bare := inBrackets.ReplaceAllString(header, " ")
	words := strings.FieldsFunc(bare,
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	for _, fillers := range [][]map[string]bool{nil, {nounFillers()}, {nounFillers(), placeFillers()}} {
		var core strings.Builder
	next:
		for _, w := range words {
			folded := Fold(w)
			for _, filler := range fillers {
				if filler[folded] {
					continue next
				}
			}
			core.WriteString(folded)
		}
		if r := roleOf(core.String()); r != NoRole {
			return r
		}
	}
	return roleOfWords(words)
}

// roleOfWords tells what a header promises whose words are all known: those of states, what turns them, and
// what leaves them as they are. "Nicht online verkaufen" hides, "Estatus de publicación" is a status, "Active
// ingredient" is neither.
func roleOfWords(words []string) Role {
	role, turned := NoRole, false
	for n := 0; n < len(words); n++ {
		word := Fold(words[n])
		core, long := roleOf(word), 1
		for long < 3 && n+long < len(words) && core != ShownFlag && core != HiddenFlag { // en línea
			word += Fold(words[n+long])
			core, long = roleOf(word), long+1
		}
		word = Fold(words[n])
		switch {
		case core == ShownFlag || core == HiddenFlag:
			if role != HiddenFlag {
				role = core
			}
			n += long - 1
		case roleOf(word) == Status && role == NoRole:
			role = Status
		case turningWords()[word]:
			turned = true
		case !nounFillers()[word] && !placeFillers()[word] && !sellingFillers()[word]:
			return NoRole
		}
	}
	switch {
	case turned && role == ShownFlag:
		return HiddenFlag
	case turned:
		return NoRole
	}
	return role
}

// roles are what the headers of a list promise, in the order in which they count.
var roles = []struct {
	headers func() map[string]bool
	role    Role
}{
	{lists.Set("shownheader"), ShownFlag}, {lists.Set("hiddenheader"), HiddenFlag},
	{lists.Set("statusheader"), Status}, {lists.Set("visibilityheader"), Visibility},
	{lists.Set("endedheader"), Ended}, {lists.Set("begunheader"), Begun},
}

func roleOf(folded string) Role {
	for _, r := range roles {
		if r.headers()[folded] {
			return r.role
		}
	}
	return NoRole
}

// class is what a word is, whatever the column.
type class int

const (
	strange class = iota
	says          // shown or hidden, for sure
	weak          // hidden, where other words of the column are states
	beside        // something else, such as the stock
	yesOrNo
	number
)

// classify tells what a word of a column with a role says, and how sure that is.
func (r Role) classify(text string) (State, class) {
	if yes, ok := mark(text); ok {
		return r.flag(yes), yesOrNo
	}
	folded := Fold(text)
	switch {
	case r == Visibility && catalogWords()[folded]:
		return Shown, says
	case r == Visibility && noPlaceWords()[folded]:
		return Hidden, says
	case shownWords()[folded]:
		return Shown, says
	case hiddenWords()[folded]:
		return Hidden, says
	case yesWords()[folded] && folded != "1":
		return r.flag(true), yesOrNo
	case noWords()[folded] && folded != "0":
		return r.flag(false), yesOrNo
	case weakWords()[folded]:
		return Hidden, weak
	case otherWords()[folded]:
		return Unsaid, beside
	}
	return r.unlisted(text, folded)
}

// unlisted tells of a text that is no word of the lists: two of them, a day, a number.
func (r Role) unlisted(text, folded string) (State, class) {
	if first, rest, ok := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " "); ok &&
		negations()[Fold(first)] && shownWords()[Fold(rest)] {
		return Hidden, says
	}
	if _, day := ReadDate(text); r == HiddenFlag && (day || NoDate(text)) { // when it was deleted
		return choose(day, !day), yesOrNo
	}
	if strings.Trim(text, "-0123456789") == "" && folded != "" {
		return Unknown, number
	}
	return Unknown, strange
}

// flag is what a yes or a no says.
func (r Role) flag(yes bool) State {
	if yes == (r != HiddenFlag) {
		return Shown
	}
	return Hidden
}

// mark reads the signs of check boxes.
func mark(text string) (yes, ok bool) {
	switch strings.TrimRight(strings.TrimSpace(text), "\ufe0f") {
	case "✓", "✔", "☑", "✅", "●", "•", "■", "√", "🟢", "🟩", "👍", "⬤":
		return true, true
	case "✗", "✘", "☐", "❌", "✕", "✖", "×", "☒", "○", "□", "🔴", "🟥", "👎", "⛔", "🚫":
		return false, true
	}
	return false, false
}

// numbered is what a number says in a column of which the greatest is given: 0 and 1 everywhere, with 2 for
// off where there is no 0, and 1 to 4 of a visibility (Magento: 1 is not visible individually).
func (r Role) numbered(text string, has map[string]bool) State {
	switch {
	case text == "-1":
		return Hidden
	case r == Visibility && !has["0"] && (has["2"] || has["3"] || has["4"]):
		return choose(text == "1", text == "2" || text == "3" || text == "4")
	case text == "0" || text == "1":
		return r.flag(text == "1")
	case text == "2" && !has["0"] && (r == Status || r == ShownFlag):
		return Hidden
	}
	return Unknown
}

func choose(hidden, shown bool) State {
	switch {
	case hidden:
		return Hidden
	case shown:
		return Shown
	}
	return Unknown
}

// The words of states, in en, fr, de, es, it, pt, nl and pl. They are compared folded.
var (
	// shownWords say that a product is on sale.
	shownWords = lists.Set("shown")
	// hiddenWords say that it is not.
	hiddenWords = lists.Set("hidden")
	// weakWords say that it is not where another word of the column is one of a state; alone they may mean a
	// stock or an order.
	weakWords = lists.Set("weak")
	// otherWords say something else that columns called status hold: the stock, the condition. They leave a
	// product as it is.
	otherWords = lists.Set("beside")
	// catalogWords say in a column of visibility where a product is seen.
	catalogWords = lists.Set("catalog")
	// noPlaceWords say in a column of visibility that it is seen nowhere.
	noPlaceWords = lists.Set("noplace")

	yesWords = lists.Set("yes")
	noWords  = lists.Set("no")
	// negations turn the word behind them.
	negations = lists.Set("negation")
)

// The words beside those of states in headers.
var (
	// turningWords turn what a header says.
	turningWords = lists.Set("turning")
	// sellingFillers are words for selling and publishing that stand beside others.
	sellingFillers = lists.Set("selling")
	// nounFillers are words for products that stand before or behind the others in headers.
	nounFillers = lists.Set("noun")
	// placeFillers are words for where it is sold, small words, and what is to be written in the cells.
	placeFillers = lists.Set("place")
)
