package numfmt

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// decimalDigits writes a number as workbooks are read: plain digits, at most 15 significant ones.
func decimalDigits(v float64) []byte {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'e', 14, 64), 64)
	if a := max(v, -v); a != 0 && (a < 1e-15 || a >= 1e21) {
		return strconv.AppendFloat(nil, v, 'E', -1, 64)
	}
	return strconv.AppendFloat(nil, v, 'f', -1, 64)
}

func show(t *testing.T, code, value string) string {
	t.Helper()
	f, err := Parse(code)
	if err != nil {
		return "! " + err.Error()
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return f.ShowText(value)
	}
	s, err := f.Show(decimalDigits(v), false)
	if err != nil {
		return "! " + err.Error()
	}
	return s.Text
}

var blanks = regexp.MustCompile(`\s+`)

// unpadded drops what only pads: blanks at both ends, more than one in a row, and those behind a minus. A
// text in a file of separated values has them where the screen has a gap.
func unpadded(text string) string {
	text = strings.TrimSpace(blanks.ReplaceAllString(text, " "))
	if rest, ok := strings.CutPrefix(text, "- "); ok && strings.ContainsAny(rest, "0123456789") {
		return "-" + rest
	}
	return text
}

// differing are the texts that are not LibreOffice's, with the reason.
var differing = []struct {
	reason string
	holds  func(format, value string) bool
	want   func(got string) bool
}{
	{
		"before 1 March 1900 Excel says another day than LibreOffice, and 0 and 60 are none: a question",
		func(format, value string) bool {
			v, err := strconv.ParseFloat(value, 64)
			dated := strings.ContainsAny(strings.NewReplacer(`"on "`, "", "[$-F800]", "").Replace(format),
				"yd")
			return err == nil && v < firstSure &&
				(dated || format[0] == 'm' && strings.Trim(format, "m") == "")
		},
		func(got string) bool { return strings.HasPrefix(got, "! ") },
	}, {
		"a section that takes negative numbers among others must not lose their sign: -12.50 is not 12.50",
		func(format, value string) bool {
			return value[0] == '-' &&
				(strings.HasPrefix(format, "[>1000]") || strings.HasSuffix(format, ";0"))
		},
		func(got string) bool { return strings.HasPrefix(got, "-") },
	}, {
		"seconds are rounded, as Excel does; LibreOffice cuts them off, but not of [h]:mm:ss",
		func(format, value string) bool {
			return value == "45351.999" && strings.Contains(format, ":ss") ||
				strings.HasSuffix(format, "mm:ss")
		},
		func(got string) bool { return strings.Contains(got, "58:34") },
	}, {
		"what follows the person's system is ISO 8601: the same on every machine",
		func(format, _ string) bool { return strings.HasPrefix(format, "[$-F") },
		func(got string) bool { return len(got) == len("2020-01-01") || len(got) == len("12:00:00") },
	}, {
		"LibreOffice gives up fractions of numbers beyond 32 bits",
		func(format, value string) bool {
			return value == "4012345678901" && strings.ContainsAny(format, "/")
		},
		func(got string) bool { return strings.HasPrefix(got, "4012345678901") },
	}, {
		"a and p are as large as in the format, as in Excel",
		func(format, _ string) bool { return strings.HasPrefix(format, "A/P") },
		func(got string) bool { return strings.HasPrefix(got, "A ") || strings.HasPrefix(got, "P ") },
	},
}

// allowed tells whether a text may be another than LibreOffice's.
func allowed(format, value, got string) bool {
	for _, d := range differing {
		if d.holds(format, value) && d.want(got) {
			return true
		}
	}
	return false
}

// TestLibreOffice holds every text against LibreOffice's, but for those that the list above allows.
func TestLibreOffice(t *testing.T) {
	data, err := os.ReadFile("testdata/numberformats.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")[2:]
	if len(rows) < 1000 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		f := strings.Split(row, "\t")
		got, want := show(t, f[0], f[1]), unpadded(f[2])
		if unpadded(got) != want && !allowed(f[0], f[1], got) {
			t.Errorf("%s of %s: got %q, LibreOffice shows %q", f[0], f[1], got, want)
		}
	}
}

func TestShow(t *testing.T) {
	for _, c := range []struct{ format, value, want string }{
		{`[=0]"gratis";[>0]0.00\ "€"`, "5", "5.00 €"},
		{`[=0]"gratis";[>0]0.00\ "€"`, "0", "gratis"},
		{`[=0]"gratis";[>0]0.00\ "€"`, "-5",
			"! no section of the format is for this number: cannot be shown"},
		{`[<1]"Free";0.00\ [$€-407]`, "4", "4.00 €"},
		{`[<10]0`, "12", "! no section of the format is for this number: cannot be shown"},
		{`[>=0]0.00;0.00`, "-5", "5.00"}, // only negative numbers reach it, and it drops the sign on purpose
		{`[>0]0.00;-0.00`, "-5", "-5.00"},
		{`[>0]0.00;(0.00)`, "-5", "(5.00)"},
		{`[<>0]0.0;"none"`, "0", "none"},
		{`[<=-5]"low";0`, "-5", "low"},
		{`0;[<-5]"low"`, "-6", "low"},
		{`0;[<-5]"low"`, "-2", "-2"},
		{`[>100]"much";"minus "0;0`, "-3", "minus 3"},
		{`[>100]"much";"minus "0;0`, "3", "3"},
		{`.00`, "12.5", "12.50"},
		{`.00`, "0.5", ".50"},
		{`0.`, "5", "5."},
		{`0,000`, "5", "0,005"},
		{`0.##0`, "5", "5.000"},
		{`0.00`, "1.005", "1.01"},
		{`0.00`, "-0.001", "0.00"},
		{`0.00`, "999.995", "1000.00"},
		{`#,##0`, "999999.5", "1,000,000"},
		{`0.00E+00`, "9.999", "1.00E+01"},
		{`##0.0E+0`, "999.96", "1.0E+3"},
		{`0.0E-0`, "1234", "1.2E3"},
		{`0.0E-00`, "0.01", "1.0E-02"},
		{`0`, "1e300", "1" + strings.Repeat("0", 300)},
		{`0.0 EUR`, "5", "5.0 EUR"},
		{`0.00 [$€-x-euro2]`, "5", "5.00 €"},
		{`[$€-de-DE] 0.00`, "5", "€ 5.00"},
		{`# ??/??`, "0.99", "98/99"},
		{`# ?/?`, "0.99", "1"},
		{`# ?/?`, "-0.5", "-1/2"},
		{`# ???/???`, "3.14159265", "3 16/113"},
		{`# ??????/??????`, "0.000001", "1/999999"},
		{`0 0/0`, "5", "5 0/1"},
		{`?/100`, "0.256", "26/100"},
		{`# ?/? "in"`, "2.25", "2 1/4 in"},
		{`@`, "text", "text"},
		{`"<"@">"`, "text", "<text>"},
		{`0;0;0;`, "text", ""},
		{`;;;`, "text", ""},
		{`_-@_-`, "text", "text"},
		{`h:mm`, "0.99999", "23:59"},
		{`h:mm:ss`, "43831.999999", "0:00:00"},
		{`dd.mm.yyyy hh:mm`, "43831.999999", "02.01.2020 00:00"},
		{`mm/dd hh:mm`, "43831.25", "01/01 06:00"},
		{`mmss.0`, "0.5", "0000.0"},
		{`[h]:mm`, "-0.5", "-12:00"},
		{`h:mm`, "-0.5", "! -0.5 is no day that can be told for sure: cannot be shown"},
		{`yyyy`, "2958466", "! 2.958466e+06 is no day that can be told for sure: cannot be shown"},
		{`yyyy`, "0", "! 0 is no day that can be told for sure: cannot be shown"},
		{`[$-409]h:mm am/pm;@`, "0.75", "6:00 PM"},
		{`[$-C07]mmmm`, "43831", "Jänner"},
		{`[$-410]d mmmm yyyy`, "43831", "1 gennaio 2020"},
		{`[$-40A]dddd`, "43831", "miércoles"},
		{`[$-413]mmm`, "43891", "mrt"},
		{`[$-416]mmmm`, "43891", "março"},
		{`[$-415]d mmmm`, "43831", "1 stycznia"},
		{`[$-415]mmmm`, "43831", "styczeń"},
		{`[$-fr-FR]mmmmm`, "43831", "J"},
		{`[$-411]ggge"年"m"月"`, "43831", "2020-01-01"}, // a calendar and a language that are not known here
		{`[$-419]d mmmm`, "43831", "2020-01-01"},
		{`[$-419]dd.mm.yyyy`, "43831", "01.01.2020"},
		{`[$-1070000]dd/mm/yyyy`, "43831", "2020-01-01"},
		{`[DBNum1][$-804]General`, "12", "12"},
		{`"a`, "1", "! a quote of the format is not closed"},
		{`0\`, "1", "! the format ends too early"},
		{`[x]0`, "1", "! the format has brackets that cannot be read: [x]"},
		{`[>x]0`, "1", "! the format has a condition that cannot be read: [>x]"},
		{`0;0;0;@;0`, "1", "! the format has more than four sections"},
		{`@;0`, "1", "! the section for texts is not the last"},
		{`0 s`, "1", "! the format mixes digits, dates and texts"},
		{`0@`, "1", "! the format mixes digits, dates and texts"},
		{strings.Repeat("0", 1025), "1", "! the format is longer than 1024 bytes"},
	} {
		if got := show(t, c.format, c.value); got != c.want {
			t.Errorf("%s of %s: got %q, want %q", c.format, c.value, got, c.want)
		}
	}
}

// TestJudged says of which formats the text is a code, and of which it says another number than the value.
func TestJudged(t *testing.T) {
	for _, c := range []struct {
		format, value string
		code, other   bool
	}{
		{"0", "12", true, false},
		{"0", "12.5", false, false},
		{"0", "-12", false, false},
		{"General", "12", true, false},
		{"00000", "12", true, false},
		{`"SKU-"0000`, "12", true, false},
		{`"V2-"0000`, "12", true, true},
		{"0000-000", "1234567", true, true},
		{`"N°"General`, "12", true, false},
		{"00 000", "12345", true, false},
		{`# ###`, "1234567", false, false},
		{"#,##0", "1234", false, false},
		{"0.00", "12", false, false},
		{`0.00\ "€"`, "12.5", false, false},
		{`#,##0.00\ [$€-407]`, "12.5", false, false},
		{"0.00\" per 100 g\"", "12.5", false, false},
		{"0%", "0.12", false, true},
		{"0,", "1234", false, true},
		{`0.0,"k"`, "1234", false, true},
		{"0.00E+00", "1234", false, true},
		{"# ?/?", "1.5", false, true},
		{`"1"0`, "12", true, true},
		{`0".99"`, "12", true, true},
		{`0\.00`, "1299", true, true},
		{`"sold out"`, "0", false, true},
		{";;;", "12", false, true},
		{"#", "0", false, true},
		{`0.00;0.00`, "-12", false, true},
		{`0.00;(0.00)`, "-12", false, false},
		{`0.00;-0.00`, "-12", false, false},
		{"[h]:mm", "1.5", false, true},
		{"yyyy", "43831", false, true},
		{`_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-`, "12.5", false, false},
		{`_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-`, "0", false, true},
	} {
		f, err := Parse(c.format)
		if err != nil {
			t.Fatalf("%s: %v", c.format, err)
		}
		s, err := f.Show([]byte(c.value), false)
		if err != nil || s.Code != c.code || s.Other != c.other {
			t.Errorf("%s of %s: got %+v (%v), want code %v, other %v", c.format, c.value,
				s, err, c.code, c.other)
		}
	}
}

func Test1904(t *testing.T) {
	f, err := Parse("dd/mm/yyyy")
	if err != nil {
		t.Fatal(err)
	}
	for number, want := range map[string]string{"0": "01/01/1904", "42735": "01/01/2021"} {
		if s, err := f.Show([]byte(number), true); err != nil || s.Text != want {
			t.Errorf("%s: got %q (%v), want %q", number, s.Text, err, want)
		}
	}
}

func TestISO(t *testing.T) {
	for serial, want := range map[float64]string{
		0: "00:00:00", 1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01", 44197.999999: "2021-01-02",
		MaxSerial: "9999-12-31",
	} {
		got, ok := ISO(serial, false)
		if !ok || got != want {
			t.Errorf("%v: got %q, want %q", serial, got, want)
		}
	}
	for _, serial := range []float64{-1, MaxSerial + 1} {
		if got, ok := ISO(serial, false); ok {
			t.Errorf("%v: got %q, want none", serial, got)
		}
	}
}

func TestBuiltin(t *testing.T) {
	for id := range 60 {
		if _, err := Parse(Builtin(id)); err != nil {
			t.Errorf("%d: %v", id, err)
		}
	}
}

// FuzzShow demands that every format and number end in a text of bounded length or in an error.
func FuzzShow(f *testing.F) {
	for _, code := range []string{`[>=100]#,##0.00_);[Red](0.0%);"-"??;@`, "# ??/??", "[h]:mm:ss.00",
		"##0.0E+0", "dddd d mmmm yy"} {
		f.Add(code, 1234.5, false)
		f.Add(code, -1e300, true)
	}
	f.Fuzz(func(t *testing.T, code string, v float64, from1904 bool) {
		format, err := Parse(code)
		if err != nil {
			return
		}
		format.ShowText(code)
		number := decimalDigits(v)
		before := string(number)
		s, err := format.Show(number, from1904)
		if len(s.Text) > 20*maxCode || err != nil && s != (Shown{}) || string(number) != before {
			t.Errorf("%q of %s: %d bytes (%v), number now %s", code, before, len(s.Text), err, number)
		}
	})
}

func BenchmarkShow(b *testing.B) {
	for _, code := range []string{`#,##0.00 "€"`, "dd/mm/yyyy hh:mm"} {
		f, err := Parse(code)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(code, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f.Show([]byte("45351.25"), false); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
