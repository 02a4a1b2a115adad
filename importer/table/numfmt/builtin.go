package numfmt

// System is the format of a date as the person's system shows it: the same on every machine here.
const System = "[$-F800]"

// builtin are the formats that workbooks name by a number only (ECMA-376 part 1, 18.8.30), in English. The
// numbers 27 to 36 and 50 to 58 are dates that differ with the language of the program. Those of 5 to 8, 42
// and 44 show the currency of the person's system, which the file does not name: here they show none, so that
// it is asked for.
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
	5: "#,##0_);(#,##0)", 6: "#,##0_);[Red](#,##0)",
	7: "#,##0.00_);(#,##0.00)", 8: "#,##0.00_);[Red](#,##0.00)",
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
	20: "hh:mm", 21: "hh:mm:ss", 22: "yyyy-mm-dd hh:mm",
	37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
	39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
	41: `_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)`, 42: `_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)`,
	43: `_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`,
	44: `_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}

// Builtin is the format of a number that a workbook does not spell out; "General" where it has none.
func Builtin(id int) string {
	switch code, ok := builtin[id]; {
	case ok:
		return code
	case 27 <= id && id <= 36, 50 <= id && id <= 58:
		return System
	}
	return "General"
}
