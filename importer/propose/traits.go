package propose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// traits are what the values of one column look like, counted over the rows of a sample.
type traits struct {
	rows     int // of the sample
	filled   int
	images   int             // absolute URLs of images
	pages    int             // other absolute URLs
	relative int             // paths of images or pages without a host, or with one but no scheme
	pictures int             // those of them that end as images
	base     string          // with what the first URL that names a host begins
	links    sheet.CellLinks // addresses behind cells
	money    int             // amounts with a currency or with a decimal mark
	numbers  int             // other numbers

	currencies int // amounts with a currency
	amounts    int // whatever could be money, or a part of it in percent

	yesNo   int               // words for yes and no, 0 and 1 among them
	paths   int               // labels with > between them
	long    int               // more than 80 letters
	texts   int               // with letters and a blank between words
	codes   int               // without blanks, and with a digit
	units   int               // ISO codes of currencies
	times   int               // dates and times
	bare    int               // prices without a currency
	bad     map[string]int    // by field: values that the import would refuse
	unfit   map[string]string // by field: the first of them
	length  int               // of all values together, in letters
	values  map[string]int    // how often each value comes
	example string            // the first value
	spoiled int               // long codes that a spreadsheet program has rounded
	unsure  bool              // among the prices are some of which the decimal mark is in doubt
	decided pricing.Evidence  // what the prices say of it
}

func newTraits() *traits {
	return &traits{
		bad: map[string]int{}, unfit: map[string]string{}, values: map[string]int{},
		decided: *pricing.NewEvidence(),
	}
}

// misfit counts a value that the import would refuse in a field.
func (t *traits) misfit(field, text string) {
	if t.bad[field]++; t.bad[field] == 1 {
		t.unfit[field] = text
	}
}

// share is the part of the filled cells that n is; 0 of none.
func (t *traits) share(n int) float64 {
	if t.filled == 0 {
		return 0
	}
	return float64(n) / float64(t.filled)
}

// unique tells whether no value comes twice.
func (t *traits) unique() bool { return t.filled > 0 && len(t.values) == t.filled }

// zeros tells whether all values are prices of 0: a shop without prices, for nothing is free everywhere.
func (t *traits) zeros() bool {
	for text := range t.values {
		if a, _ := pricing.Read(text); a.Number == "" || strings.Trim(a.Number, "0.,") != "" {
			return false
		}
	}
	return t.filled >= 3
}

// average is the mean length of the values in letters.
func (t *traits) average() float64 { return t.share(t.length) }

// see counts one cell.
func (t *traits) see(c table.Cell) {
	t.rows++
	text := c.Text
	if !saysSomething(text) || sheet.IsError(&c) {
		return
	}
	t.filled++
	t.length += utf8.RuneCountInString(text)
	t.values[text]++
	if t.example == "" {
		t.example = text
	}
	if sheet.IsMoney(c) {
		t.amounts++
	}
	t.seeLink(c)
	t.seeNumber(c)
	t.seeText(c)
}

// seeLink counts URLs and paths.
func (t *traits) seeLink(c table.Cell) {
	text := c.Text
	if c.Link != "" {
		t.links.See(c.Link)
	}
	first, _ := value.FirstURL(text)
	clean, why := value.WebURL(first)
	if t.base == "" {
		t.base = value.BaseOf(first)
	}
	switch {
	case why == "" && value.EndsAsImage(clean):
		t.images++
	case why == "":
		t.pages++
	case why == value.Relative && (value.EndsAsImage(first) || first[0] == '/' ||
		value.HostFirst(first) != "") && !strings.Contains(first, " "):
		if t.relative++; value.EndsAsImage(first) {
			t.pictures++
		}
	case c.Link != "":
	default:
		t.misfit("productUrl", text)
		t.misfit("imageUrl", text)
	}
}

// seeNumber counts amounts and numbers.
func (t *traits) seeNumber(c table.Cell) {
	if c.Kind == table.Date || isTime(c.Text) {
		return
	}
	amount, fault := pricing.Read(c.Text)
	if fault != "" {
		if fault != pricing.InWords && fault != pricing.Free {
			t.misfit("priceCatalog", c.Text)
		}
		return
	}
	number, unit := amount.Number, amount.Unit
	if len(number) > 1 && number[0] == '0' && value.Digits(number) { // a code
		return
	}
	f, _ := pricing.FigureOf(number)
	t.unsure = t.unsure || f.Unsure && c.Kind != table.Number
	t.decided.Add(number)
	if unit == "" || unit == pricing.Several {
		t.bare++
	} else {
		t.currencies++
	}
	if unit != "" || f.Point {
		t.money++
		return
	}
	t.numbers++
}

// seeText counts words, codes and the like.
func (t *traits) seeText(c table.Cell) {
	text := c.Text
	letters := strings.ContainsFunc(text, unicode.IsLetter)
	if sheet.Spoiled(&c) {
		t.spoiled++
	}
	if _, ok := value.InStock(text); !ok {
		t.misfit("available", text)
	}
	if _, ok := value.YesNo(text); ok && (letters || text == "0" || text == "1") {
		t.yesNo++
	}
	if _, err := currency.ParseISO(text); err == nil && len(text) == 3 && strings.ToUpper(text) == text {
		t.units++
	}
	if c.Kind == table.Date || isTime(text) {
		t.times++
	}
	t.seeShape(text, letters)
}

// seeShape counts what a text looks like: a path, a code or words.
func (t *traits) seeShape(text string, letters bool) {
	if utf8.RuneCountInString(text) > 80 {
		t.long++
	}
	blank := strings.ContainsFunc(text, unicode.IsSpace)
	switch {
	case isTime(text):
	case letters && strings.Contains(text, ">") && !strings.Contains(text, ":") && len(text) <= 250 &&
		!value.HasTag(text):
		t.paths++
	case !blank && len(text) <= 40 && strings.ContainsFunc(text, unicode.IsDigit) &&
		!strings.Contains(text, "/") && !value.EndsAsImage(text) && !colour.MatchString(text):
		t.codes++
	case letters:
		t.texts++
	}
}

// colour is one as pages write it: #E8B4B0.
var colour = regexp.MustCompile(`^#(?:[0-9A-Fa-f]{3}){1,2}$`)

// isTime tells whether a text begins like 2024-07-31.
func isTime(s string) bool {
	return len(s) >= 10 && s[4] == '-' && s[7] == '-' && value.Digits(s[:4]) && value.Digits(s[5:7]) &&
		value.Digits(s[8:10])
}

// fit tells how well the values suit a field of a product, from 0 (not at all) to 1, how many of them do, and
// as what. Blank columns suit nothing.
func (t *traits) fit(f int) (score float64, n int, why problem.Text) {
	switch f {
	case field.ImageURL:
		if t.pictures > t.images {
			return t.counted(t.pictures, 0.9, problem.Textf("names of image files"))
		}
		return t.counted(t.images, 1, problem.Textf("URLs of images"))
	case field.ProductURL:
		return t.counted(t.pages, 1, problem.Textf("URLs of pages"))
	case field.PriceCatalog, field.PricePromotion, field.PriceSpecial:
		if t.share(t.money) > 0.2 {
			return t.counted(t.money+t.numbers, 1, problem.Textf("amounts"))
		}
		return t.counted(t.numbers, 0.7, problem.Textf("numbers"))
	case field.Available:
		return t.counted(t.yesNo, 1, problem.Textf("yes or no"))
	case field.Currency:
		return t.counted(t.units, 1, problem.Textf("codes of currencies"))
	case field.Description:
		return t.counted(t.long, 1, problem.Textf("texts of more than 80 letters"))
	case field.Categories:
		if t.paths > 0 && t.repeats() {
			return t.counted(t.paths, 1, problem.Textf("paths with >"))
		}
		return t.repeated(), t.filled - len(t.values), problem.Textf("repetitions")
	case field.Brand:
		return t.repeated(), t.filled - len(t.values), problem.Textf("repetitions")
	case field.ID, field.Reference:
		if t.unique() {
			return t.counted(t.codes, 1, problem.Textf("codes, each once"))
		}
	case field.Title:
		if t.filled >= 10 && t.average() >= 5 && t.average() <= 120 {
			return t.counted(min(len(t.values), t.texts), 1, problem.Textf("short texts, nearly each once"))
		}
	}
	return 0, 0, problem.Text{}
}

// counted is the share that n values are, weighed.
func (t *traits) counted(n int, weight float64, why problem.Text) (float64, int, problem.Text) {
	return t.share(n) * weight, n, why
}

// someLeft tells whether the values are whole numbers, some 0 and some not: nothing else is counted like that
// than what is in stock.
func (t *traits) someLeft() bool {
	return t.filled == t.rows && t.values["0"] > 0 && t.values["0"] < t.filled && t.money == 0 &&
		t.numbers == t.filled
}

// tellsStock tells whether all values say whether there are some, in words longer than yes and no: In stock.
func (t *traits) tellsStock() bool {
	for text := range t.values {
		if _, ok := value.InStock(text); !ok || len(value.Fold(text)) < 6 || value.Digits(text) {
			return false
		}
	}
	return len(t.values) > 0
}

// repeats tells whether values come again, as far as there are enough of them to tell.
func (t *traits) repeats() bool { return t.filled < 10 || len(t.values)*10 < t.filled*9 }

// repeated is near 1 for a column of few short texts.
func (t *traits) repeated() float64 {
	if t.filled < 4 || len(t.values) < 2 || t.average() > 40 {
		return 0
	}
	few := 1 - float64(len(t.values))/float64(t.filled)
	return min(few, t.share(t.texts+t.codes)) * t.share(t.texts)
}

// fitOther is how well the values suit a field that the header does not say. Below a header that is near to
// pictures any address counts: those of pictures need not end as such.
func (t *traits) fitOther(f int, near bool) float64 {
	if f == field.ImageURL && near {
		return t.share(t.images + t.pages + t.pictures)
	}
	fit, _, _ := t.fit(f)
	return fit
}

// shared is what makes addresses that come again less sure to be those of the products than others: they may be
// of categories or brands.
func (t *traits) shared(f int) float64 {
	if f != field.ImageURL && f != field.ProductURL {
		return 0
	}
	return 0.05 * (1 - t.share(len(t.values)))
}

// suitsNear tells whether the values leave a field possible that the header resembles: they suit it, or they
// cannot speak against it.
func (t *traits) suitsNear(f int, fit float64) bool {
	code := f == field.Reference && t.unique() && t.filled >= 3 && t.average() <= 24 && t.money == 0
	return fit > 0.3 || !testable(f) || code || f == field.Description && t.share(t.texts) > 0.5
}

// alone is how sure a field is by its values alone; 0 where that is too little to be told.
func (t *traits) alone(f int, fit float64) (float64, problem.Text) {
	score := fit * byValues[f]
	if f == field.Categories && t.paths > 0 {
		score = fit * byPaths
	}
	if score < sureMaybe {
		return 0, problem.Text{}
	}
	said, _ := t.say(f)
	return score, said
}

// byValues is how sure a field is by its values alone, when they suit it in full.
var byValues = map[int]float64{field.ImageURL: 0.80, field.Currency: 0.80, field.ProductURL: 0.75,
	field.PriceCatalog: 0.70, field.Description: 0.65, field.Title: 0.55, field.Reference: 0.55,
	field.Categories: 0.45, field.Brand: 0.40, field.Available: 0.35}

// byPaths is how sure categories are, where some of the values are paths.
const byPaths = 0.75

// testable tells whether values can speak for or against a field.
func testable(f int) bool { return f != field.ShortDescription && f != field.Title }

// say is what the values say for a field: "24 of 24 values are amounts"; it reports false where they say
// nothing.
func (t *traits) say(field int) (problem.Text, bool) {
	fit, n, why := t.fit(field)
	return problem.Textf("%d of %d values are %s", n, t.filled, why), fit > 0 && n > 0
}

// add puts what the values say for a field behind another reason.
func (t *traits) add(reason problem.Text, field int) problem.Text {
	if said, ok := t.say(field); ok {
		return problem.Textf("%s; %s", reason, said)
	}
	return reason
}
