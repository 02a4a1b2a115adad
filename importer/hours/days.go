package hours

import (
	"slices"
	"strings"
)

// shortest is how long a word must be, in letters, to name a day in a language that the scenario does not
// speak.
const shortest = 3

// dayToken is a part of a text of days: days, or a word between them.
type dayToken struct {
	days []int
	from bool // a span begins with it: "from Monday" alone has no end
	to   bool // a span goes on to the next day
}

// days reads days of the week from a plain text.
func (v *vocabulary) days(text string, foreign bool) ([]int, error) {
	if v.whole[text] == classAround && strings.Contains(text, "7") {
		return span(1, 7), nil // 24/7
	}
	tokens, err := v.dayTokens(text, foreign)
	if err != nil {
		return nil, err
	}
	if len(tokens) == 0 && text != "" {
		return nil, &unknownError{text}
	}
	var days []int
	for i := 0; i < len(tokens); i++ {
		if tokens[i].to {
			return nil, &unknownError{text}
		}
		if i+1 >= len(tokens) || !tokens[i+1].to {
			if tokens[i].from {
				return nil, &unknownError{text}
			}
			days = append(days, tokens[i].days...)
			continue
		}
		if i+2 >= len(tokens) || len(tokens[i].days) != 1 || len(tokens[i+2].days) != 1 {
			return nil, &unknownError{text}
		}
		days = append(days, span(tokens[i].days[0], tokens[i+2].days[0])...)
		i += 2
	}
	slices.Sort(days)
	return slices.Compact(days), nil
}

// span are the days from one to another, past Sunday too.
func span(first, last int) (days []int) {
	for day := first; ; day = day%7 + 1 {
		if days = append(days, day); day == last {
			return days
		}
	}
}

// joining are the classes of words that may stand between days.
var joining = []class{classTo, classAnd, classFrom, classSkip}

// dayTokens takes a text apart. Commas and words such as "and" only separate.
func (v *vocabulary) dayTokens(text string, foreign bool) ([]dayToken, error) {
	var tokens []dayToken
	from := false
	for text != "" {
		if rest := strings.TrimLeft(text, "."); len(rest)+1 < len(text) {
			tokens, text = append(tokens, dayToken{to: true}), rest // Mon..Fri
			continue
		}
		if strings.ContainsRune(" ,/.", rune(text[0])) {
			text = text[1:]
			continue
		}
		word, c, ok := v.word(text)
		if !ok && numbered(text) {
			if v.ordinal && !foreign {
				return nil, ErrAmbiguous // where Monday is the second day, 2 is Monday or Tuesday
			}
			tokens = append(tokens, dayToken{days: []int{int(text[0] - '0')}})
			text = text[1:]
			continue
		}
		days := dayClasses[c]
		if !ok || days == nil && !slices.Contains(joining, c) ||
			foreign && len(days) == 1 && len(word) < shortest {
			return nil, &unknownError{text}
		}
		if days != nil || c == classTo {
			tokens = append(tokens, dayToken{days, from, c == classTo})
		}
		from = c == classFrom || from && days == nil
		text = text[len(word):]
	}
	return tokens, nil
}

// numbered tells whether a text begins with the number of a day: no ordinal ("2. Samstag"), and no share of a
// week ("5/7").
func numbered(text string) bool {
	if text[0] < '1' || text[0] > '7' || !boundary(text, 1) {
		return false
	}
	behind := strings.TrimLeft(text[1:], " ")
	return !strings.HasPrefix(behind, ".") && !strings.HasPrefix(behind, "/7")
}
