package table

import "testing"

// The usual formats are written without excelize; they must come out as excelize writes them.
func TestPlainFormats(t *testing.T) {
	numbers := []string{"0", "1", "-1", "0.5", "-0.5", "12.5", "999.99", "999.994", "1234.5", "-1234.5", "1000000", "123456789.12", "0.001", "-0.001", "99999.999", "0.126", "5901234123457"}
	for _, code := range []string{"0", "0.00", "0.0", "#,##0", "#,##0.00", "#,##0.00 \"€\"", "#,##0.00\\ \"€\"", "\"EUR \"0.00", "[$€-407]#,##0.00", "#,##0.00 [$€-40C]", "[$$-409]0.00", "[$USD] 0.00", "0.000", "#,##0.00 \"€\";[Red]-#,##0.00 \"€\""} {
		nf := newNumberFormat(164, code)
		if !nf.plain.ok {
			t.Errorf("%s is not taken for a plain format", code)
		}
		for _, n := range numbers {
			got, ok := nf.plain.text([]byte(n))
			if !ok {
				if n[0] != '-' {
					t.Errorf("%s of %s is not written", code, n)
				}
				continue
			}
			want, err := (&formatter{}).ask(nf, n)
			if err != nil || got != want {
				t.Errorf("%s of %s: got %q, excelize says %q (%v)", code, n, got, want, err)
			}
		}
	}
	for _, code := range []string{"General", "0%", "0.00E+00", "# ?/?", "[h]:mm", "yyyy-mm-dd", "00000", "#", "#,##0,", "0.##", "@", "\"a", "[Red]0", "[$-409]0", "0 0", "_-* #,##0.00", "0,0", ".00", "0.", ";0", ""} {
		if newPlainFormat(164, code).ok {
			t.Errorf("%q is taken for a plain format", code)
		}
	}
	// where excelize multiplies binary fractions, decimal digits are rounded here, as a spreadsheet program does
	got, _ := newPlainFormat(2, "").text([]byte("1.005"))
	equal(t, "1.01", got)
}

func TestDateFormats(t *testing.T) {
	serials := []string{"61", "1462", "44197", "44197.5", "44561.123456", "45000.999", "45351.75", "0.5", "0.25", "0.000694444444444444"}
	for _, code := range []string{"", "yyyy-mm-dd", "dd/mm/yyyy", "d/m/yy", "dd.mm.yyyy hh:mm", "m/d/yy h:mm", "h:mm", "h:mm:ss", "mm:ss", "hh:mm:ss", "dd\\-mm\\-yyyy", "d/m/yyyy;@", "YYYY-MM-DD HH:MM:SS", "hh:mm dd/mm/yyyy"} {
		ids := []int{164}
		if code == "" {
			ids = []int{14, 20, 21, 22}
		}
		for _, id := range ids {
			nf := newNumberFormat(id, code)
			if nf.date.pieces == "" {
				t.Errorf("%d %s is not taken for a format of digits", id, code)
			}
			for _, from1904 := range []bool{false, true} {
				f := formatter{from1904: from1904}
				for _, n := range serials {
					v, _ := parseNumber(n)
					got, ok := nf.date.text(v, from1904)
					if !ok {
						continue
					}
					if want, err := f.ask(nf, n); err != nil || got != want {
						t.Errorf("%d %s of %s: got %q, excelize says %q (%v)", id, code, n, got, want, err)
					}
				}
			}
		}
	}
	for _, code := range []string{"mmm yyyy", "dddd", "h:mm am/pm", "[h]:mm", "ss.00", "yyyy\"x\"", "[$-409]d", "yyy", "ge", "d;m", "\\"} {
		if d := newDateFormat(164, code); d.pieces != "" {
			t.Errorf("%q is taken for a format of digits, %q", code, d.pieces)
		}
	}
}
