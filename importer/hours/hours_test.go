package hours

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"plugsheet/schemas/words"
)

func TestDays(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "", "[]"}, {"en", "Mon-Fri", "[1 2 3 4 5]"}, {"en", "6-7", "[6 7]"},
		{"en", "Mon, Wed & Fri", "[1 3 5]"}, {"en", "Weekdays", "[1 2 3 4 5]"},
		{"en", "Monday through Saturday", "[1 2 3 4 5 6]"}, {"en", "Sat-Mon", "[1 6 7]"},
		{"en", "every day", "[1 2 3 4 5 6 7]"}, {"en", "Weekdays and Sundays", "[1 2 3 4 5 7]"},
		{"en", "weekend", "[6 7]"}, {"en", "Mo–Fr", "[1 2 3 4 5]"},
		{"fr", "lundi au vendredi", "[1 2 3 4 5]"}, {"fr", "Du lundi au samedi", "[1 2 3 4 5 6]"},
		{"fr", "di", "[7]"}, {"it", "di", "error"}, {"nl", "di", "[2]"}, {"fr", "ma", "[2]"},
		{"nl", "ma", "[1]"}, {"fr", "tous les jours", "[1 2 3 4 5 6 7]"}, {"fr", "7j/7", "[1 2 3 4 5 6 7]"},
		{"en", "24/7", "[1 2 3 4 5 6 7]"}, {"de", "Mo., Mi. und Fr.", "[1 3 5]"}, {"fr", "week-end", "[6 7]"},
		{"de", "Mo-Fr", "[1 2 3 4 5]"}, {"de", "Mo. - Fr.", "[1 2 3 4 5]"},
		{"de", "montags bis donnerstags", "[1 2 3 4]"}, {"de", "Sa/So", "[6 7]"},
		{"de", "Sa und So", "[6 7]"}, {"de", "werktags", "[1 2 3 4 5]"}, {"de", "täglich", "[1 2 3 4 5 6 7]"},
		{"es", "De lunes a viernes", "[1 2 3 4 5]"}, {"es", "miércoles y sábado", "[3 6]"},
		{"it", "lunedì - venerdì", "[1 2 3 4 5]"}, {"it", "sabato e domenica", "[6 7]"},
		{"nl", "ma t/m vr", "[1 2 3 4 5]"}, {"nl", "doordeweeks", "[1 2 3 4 5]"},
		{"pt", "segunda a sexta-feira", "[1 2 3 4 5]"}, {"pt", "sábado", "[6]"},
		{"pl", "pon.-pt.", "[1 2 3 4 5]"}, {"pl", "od poniedziałku do piątku", "[1 2 3 4 5]"},
		{"pl", "środa", "[3]"}, {"pl", "codziennie", "[1 2 3 4 5 6 7]"},
		// what the scenario does not speak: by words of three letters at least, where the others agree
		{"fr", "Mon-Fri", "[1 2 3 4 5]"}, {"en", "lundi", "[1]"}, {"", "Montag", "[1]"},
		{"fr", "so", "error"},
		// never a part of a word, and never the rest
		{"en", "Money", "error"}, {"en", "Mon-Xyz", "error"}, {"en", "Mon-", "error"},
		{"en", "-Fri", "error"}, {"en", "Monday except holidays", "error"}, {"en", "Mon-Fri-Sun", "error"},
		{"en", "8", "error"}, {"en", "weekdays to Sunday", "error"}, {"fr", "jours ouvrables", "error"},
		{"de", "Sommer", "error"},
	} {
		days, err := Days(c.text, c.lang)
		if got := fmt.Sprint(days); err == nil && got != c.want || err != nil && c.want != "error" {
			t.Errorf("%s %q: %s (%v), want %s", c.lang, c.text, got, err, c.want)
		}
	}
}

func TestDaysOfTwoLanguages(t *testing.T) {
	if _, err := Days("di", "fr", "nl"); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("di in French and Dutch: %v, want that it is ambiguous", err)
	}
	if days, err := Days("Samstag", "fr", "de"); err != nil || fmt.Sprint(days) != "[6]" {
		t.Errorf("Samstag in French and German: %v (%v)", days, err)
	}
}

func TestOfDay(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "", ""}, {"en", "9:00-17:30", "09:00-17:30"}, {"en", "9am-5pm", "09:00-17:00"},
		{"en", "9 AM to 5:30 p.m.", "09:00-17:30"}, {"en", "9-5pm", "09:00-17:00"},
		{"en", "1-5pm", "13:00-17:00"}, {"en", "12am-12pm", "00:00-12:00"},
		{"en", "0900-1700", "09:00-17:00"}, {"en", "9-17", "09:00-17:00"},
		{"en", "22:00-02:00", "22:00-02:00"}, {"en", "0:00-24:00", "00:00-24:00"},
		{"en", "noon to midnight", "12:00-24:00"},
		{"en", "09:00-12:30, 14:00-18:00", "09:00-12:30 14:00-18:00"},
		{"en", "from 9 to 12 and from 14 to 18", "09:00-12:00 14:00-18:00"},
		{"fr", "9h00 à 18h00", "09:00-18:00"}, {"fr", "9h30-12h, 14h-18h30", "09:30-12:00 14:00-18:30"},
		{"fr", "de 9h à 12h et de 14h à 18h", "09:00-12:00 14:00-18:00"},
		{"fr", "de 9 h 30 à midi", "09:30-12:00"}, {"de", "9 bis 17 Uhr", "09:00-17:00"},
		{"de", "09.00–17.30 Uhr", "09:00-17:30"}, {"de", "9-12 Uhr und 13-17 Uhr", "09:00-12:00 13:00-17:00"},
		{"es", "de 9 a 14 h y de 16 a 20 h", "09:00-14:00 16:00-20:00"},
		{"it", "dalle 9 alle 18", "09:00-18:00"}, {"nl", "9 tot 17 uur", "09:00-17:00"},
		{"nl", "9u-17u30", "09:00-17:30"}, {"pt", "das 9h às 18h", "09:00-18:00"},
		{"pl", "od 9 do 17", "09:00-17:00"}, {"pl", "godz. 9-17", "09:00-17:00"},
		{"fr", "9am-5pm", "09:00-17:00"}, {"en", "24/7", "daily around"}, {"en", "closed", "closed"},
		{"de", "geschlossen", "closed"}, {"fr", "Fermé", "closed"}, {"fr", "24h/24", "around"},
		{"de", "rund um die Uhr", "around"}, {"en", "9-5", "ambiguous"}, {"en", "11:00-2:00", "ambiguous"},
		{"en", "9-25", "error"}, {"en", "9", "error"}, {"en", "9-12-17", "error"},
		{"en", "13pm-14pm", "error"}, {"en", "9:60-10:00", "error"}, {"en", "9-17 by phone", "error"},
		{"en", "10:00-10:00", "error"}, {"en", "24:00-02:00", "error"}, {"en", "9-12, closed", "error"},
		{"en", "930-1700", "error"}, {"en", "-", "error"},
	} {
		times, err := OfDay(c.text, c.lang)
		if got := written(times, err); got != c.want {
			t.Errorf("%s %q: %q (%v), want %q", c.lang, c.text, got, err, c.want)
		}
	}
}

func written(times Times, err error) string {
	switch {
	case errors.Is(err, ErrAmbiguous):
		return "ambiguous"
	case err != nil:
		return "error"
	}
	var parts []string
	for word, is := range map[string]bool{"closed": times.Closed, "around": times.Around && !times.Daily,
		"daily around": times.Daily} {
		if is {
			parts = append(parts, word)
		}
	}
	for _, s := range times.Spans {
		parts = append(parts, s.From+"-"+s.To)
	}
	return strings.Join(parts, " ")
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2030-12-25": "2030-12-25", "12-25": "12-25", "25.12.2030": "2030-12-25", "25.12.": "12-25",
		"25. 12.": "12-25", "25/12/2030": "2030-12-25", "12/25/2030": "2030-12-25", "25/12": "12-25",
		"1/1": "01-01", "29/02": "02-29", "24.12.-26.12.": "12-24 12-25 12-26",
		"24.-26.12.2030":          "2030-12-24 2030-12-25 2030-12-26",
		"2030-12-24/2030-12-26":   "2030-12-24 2030-12-25 2030-12-26",
		"2030-12-31 - 2031-01-01": "2030-12-31 2031-01-01", "2030-12-31–2031-01-01": "2030-12-31 2031-01-01",
		"31.12. bis 1.1.": "01-01 12-31", "31.12.-1.1.2031": "2030-12-31 2031-01-01",
		"12-24..12-25": "12-24 12-25", "25 December": "12-25", "25. Dezember 2030": "2030-12-25",
		"1er mai": "05-01", "December 25, 2030": "2030-12-25", "1 maja": "05-01",
		"24 December to 26 December": "12-24 12-25 12-26", "05/06/2030": "ambiguous", "13/13/2030": "error",
		"25/12/30": "error", "0/12": "error", "30/02/2030": "error", "25/12/2030/1": "error", "x/y": "error",
		"": "error", "2030-13-01": "error", "26.12.2030-24.12.2030": "error", "Christmas": "error",
		"2030-01-01/2039-01-01": "error",
	} {
		days, err := Dates(text, "en")
		got := strings.Join(days, " ")
		if err != nil {
			got = "error"
		}
		if errors.Is(err, ErrAmbiguous) {
			got = "ambiguous"
		}
		if got != want {
			t.Errorf("%q: %q (%v), want %q", text, got, err, want)
		}
	}
}

// TestAsPeopleWrite reads what people write: what can be read in two ways, or not at all, is a question.
func TestAsPeopleWrite(t *testing.T) {
	text, err := os.ReadFile("testdata/written.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		c := strings.Split(strings.TrimSpace(line), "|")
		if line[0] == '#' {
			continue
		}
		var got string
		var err error
		switch c[0] {
		case "days":
			var days []int
			days, err = Days(c[2], c[1])
			got = fmt.Sprint(days)
		case "times":
			var times Times
			times, err = OfDay(c[2], c[1])
			got = written(times, nil)
		case "dates":
			var days []string
			days, err = Dates(c[2], c[1])
			got = strings.Join(days, " ")
		}
		if err != nil {
			got = "?"
		}
		if got != c[3] {
			t.Errorf("%s %s %q: %s (%v), want %s", c[0], c[1], c[2], got, err, c[3])
		}
	}
}

// TestWords finds words of the list that can never be found, and those that stand in two classes of a
// language.
func TestWords(t *testing.T) {
	if got := len(allLanguages()); got != 8 {
		t.Errorf("%d languages, want 8: %q", got, allLanguages())
	}
	seen := map[string]string{}
	for _, l := range words.ReadLists(wordList) {
		lang := l.Language
		if l.Name == string(classMonths) {
			if len(l.Words) != 12 {
				t.Errorf("%s has %d months", lang, len(l.Words))
			}
			continue
		}
		for _, word := range l.Words {
			if word != "" && plain(word) != word {
				t.Errorf("%s %s: %q can never match, a text is folded to %q", lang, l.Name, word, plain(word))
			}
			if before := seen[lang+word]; word != "" && before != "" {
				t.Errorf("%s: %q stands in %s and in %s", lang, word, before, l.Name)
			}
			seen[lang+word] = l.Name
		}
	}
}

func FuzzHours(f *testing.F) {
	for _, s := range []string{"Mon-Fri", "9am-5pm", "24.-26.12.2030", "24/7",
		"du lundi au vendredi", "31.12.-1.1."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		days, err := Days(s, "de")
		if err == nil && len(days) > 7 {
			t.Errorf("%q: %v", s, days)
		}
		times, err := OfDay(s, "fr")
		for _, span := range times.Spans {
			if err != nil || len(span.From) != 5 || len(span.To) != 5 || span.From == span.To {
				t.Errorf("%q: %v %v", s, times, err)
			}
		}
		if dates, err := Dates(s, "en"); err == nil && (len(dates) == 0 || len(dates) > mostDays+1) {
			t.Errorf("%q: %d days", s, len(dates))
		}
	})
}
