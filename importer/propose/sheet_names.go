package propose

import (
	_ "embed"
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/separator"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

// nameSheets makes the names of equal sheets the category of their products, or the brand where the titles
// begin with it, when all names say something and no column does.
func (i *Inputs) nameSheets(one []*outline) {
	if len(one) < 2 {
		return
	}
	titles, seen := make([]string, len(one)), 0
	for n, o := range one {
		titles[n] = o.sheet.Title()
		if o.head.At[field.Categories] > 0 || !i.tellingName(titles[n]) {
			return
		}
		if o.named*2 > o.rows {
			seen++
		}
	}
	f, word := field.Categories, problem.Textf("category")
	if seen == len(one) {
		f, word = field.Brand, problem.Textf("brand")
		if slices.ContainsFunc(one, func(o *outline) bool { return o.head.At[field.Brand] > 0 }) {
			return
		}
	}
	name := field.Of(kind.Products)[f].Name
	if _, settled := i.Config.Defaults[string(kind.Products)][name]; settled {
		return
	}
	i.sheetNames = map[*table.Sheet]int{}
	for _, o := range one {
		i.sheetNames[o.sheet] = f
	}
	i.Tell(problem.Warnf(one[0].sheet.At(0, 0), "sheet-names",
		"the names of the sheets are taken for the %s of their products: %s", word, header.TitleList(titles)).
		Hintf("if that is wrong, in plugsheet.yaml: %s",
			problem.Pastef(`defaults: { products: { %s: "" } }`, name)))
}

// tellingName tells whether a sheet's name says something of its products: it has letters and no digit, and
// is no general word.
func (i *Inputs) tellingName(title string) bool {
	if strings.ContainsAny(title, "0123456789") || value.Fold(title) == "" {
		return false
	}
	return slices.ContainsFunc(value.WordsOf(title), func(word string) bool {
		_, known := i.Words.Sheets[value.Fold(word)]
		return !known && !generalNames()[value.Fold(word)]
	})
}

// nameOf makes a default of the sheet's name, where its products are to have it.
func (i *Inputs) nameOf(src *sheet.Source) {
	f, ok := i.sheetNames[src.Sheet]
	if !ok || src.Defaults[f] != nil {
		return
	}
	text := src.Sheet.Title()
	if f == field.Categories {
		text = separator.Escape(text, i.Config.Separator)
	}
	src.Defaults[f] = &sheet.Template{Field: src.Reader.Fields[f], Sep: i.Config.Separator,
		Parts: []sheet.Part{{Text: text, Field: -1}}}
}

// isCopyName tells whether a sheet's name says that it is an old list, a copy or an example.
func isCopyName(title string) bool {
	return hasWord(title, copyNames())
}

// hasWord tells whether one of some words stands in a name.
func hasWord(name string, list map[string]bool) bool {
	return slices.ContainsFunc(value.WordsOf(name), func(word string) bool { return list[value.Fold(word)] })
}

//go:embed names.txt
var nameText string

var nameWords = words.InFile(nameText)

// copyNames are words with which people name sheets that do not count any more, or not yet; stockNames are
// words in headers of quantities, besideNames in those of the names of something else than products, sizeNames
// and measureNames in headers of prices for sizes, and generalNames those in the names of sheets and files that
// say nothing of what is in them.
var (
	copyNames    = nameWords.Set("copy")
	stockNames   = nameWords.Set("stock")
	besideNames  = nameWords.Set("beside")
	generalNames = nameWords.Set("general")
	formNames    = nameWords.Set("form")
	sizeNames    = nameWords.Set("size")
	measureNames = nameWords.Set("measure")
	numberNames  = nameWords.Set("number")
	slugNames    = nameWords.Set("slug") // headers of the last part of a page's address
)
