package studio

import (
	"context"

	"plugsheet/schemas/problem"
)

// Progress tells how far a work is: what it is about, in a word that the page has a text for, and how much of
// how much is done; a total of 0 is not known.
type Progress func(stage string, done, total int64)

// Importer is the importer as the studio needs it, behind types of the studio's own.
type Importer interface {
	// Open reads inputs, as plugsheet import takes them, and finds out what they are. An error that has a
	// method In(problem.Language) (message, hint string) is told to the person in her language.
	Open(ctx context.Context, inputs []string, p Progress) (Table, error)
	// Samples writes the sample shop into a folder, and gives the input to open.
	Samples(ctx context.Context, folder string) (input string, err error)
	// Map is the command that shows what inputs are taken for.
	Map(inputs []string) Same
}

// Same are the commands that do what a step does.
type Same struct {
	Lines []string `json:"lines"`
	After bool     `json:"after"` // once the choices are kept
}

// Table is a spreadsheet that is open. Its methods are called one at a time.
type Table interface {
	// Mapping is what the sheets and columns are taken for, with the choices of now. It reads no file.
	Mapping(ctx context.Context, l problem.Language) (Mapping, error)
	// Choose decides what a sheet or a column is. A choice that makes no sense is an error, and changes
	// nothing.
	Choose(ctx context.Context, c Choice) error
	// Settings are the plugsheet.yaml as it is and as the choices make it.
	Settings() (Settings, error)
	// Keep writes the plugsheet.yaml.
	Keep() error
	// Importing gives a function that imports all of it, with the choices of now, into a bundle's folder. Rows
	// with errors are left out and told. Unlike the methods it may run beside them, but not after Close.
	Importing(l problem.Language) importing
	// Check gives what imports everything into a draft of the bundle of a website, with the choices and
	// corrections of now, and with a cell that she types into as if it were corrected; nil: none. It may be
	// called while the table is used otherwise, and reads what was chosen before.
	Check(draft, website string, typed *Corrected) func(ctx context.Context, p Progress) (*Check, error)
	// Try gives the problems that a row would have by itself if one of its cells held another value.
	Try(ctx context.Context, grid *Grid, at problem.Position, value string) ([]problem.Problem, error)
	// Correct has a cell read as a value from now on; with undo as it stands.
	Correct(ctx context.Context, at problem.Position, value string, undo bool) error
	// Mark writes a copy of the spreadsheet as a workbook with the problems marked.
	Mark(ctx context.Context, to string, problems *problem.List, l problem.Language) error
	// Publish gives what writes the settings and imports into the published bundle of a website, with its
	// index, as plugsheet import does; with accept however much changes.
	Publish(website string, accept bool) func(ctx context.Context, p Progress) (*Published, error)
	// Publication is the command that does the same.
	Publication(website string, accept bool) Same
	// Close lets go of the files.
	Close() error
}

// importing imports into a bundle's folder.
type importing = func(ctx context.Context, bundle string, p Progress) (Imported, error)

// Imported is what an import came to.
type Imported struct {
	Written  bool     `json:"written"` // with an error that is not one row's nothing is
	Products int      `json:"products"`
	Skipped  int      `json:"skipped"` // rows that are left out
	Errors   int      `json:"errors"`
	Warnings int      `json:"warnings"`
	First    []string `json:"first"` // of the errors, or else of the warnings, each with its cell
	Commands Same     `json:"commands"`
}

// Mapping is what a spreadsheet is taken for.
type Mapping struct {
	Inputs   []string  `json:"inputs"`
	Command  Same      `json:"command"`
	Sheets   []Sheet   `json:"sheets"`
	Left     []Left    `json:"left"`     // sheets that are not read
	Kinds    []string  `json:"kinds"`    // what a sheet can be
	Settings []Setting `json:"settings"` // of the whole import
	Needed   []Need    `json:"needed"`   // what each product must have
	Cards    []Card    `json:"cards"`    // the first products, as they would be
	Problems []string  `json:"problems"` // why nothing can be proposed
	Changed  bool      `json:"changed"`  // the plugsheet.yaml does not say all this yet
}

// Sheet is a sheet that is read.
type Sheet struct {
	File    string   `json:"file"`
	Title   string   `json:"title"`
	Kind    string   `json:"kind"`
	Why     string   `json:"why"`
	Rows    int      `json:"rows"` // that were looked at
	All     bool     `json:"all"`  // there are no more
	Columns []Column `json:"columns"`
	Fields  []string `json:"fields"` // what a column can be, besides keyword and ignore
}

// Column is a column of a sheet.
type Column struct {
	Letter string   `json:"letter"`
	Header string   `json:"header"`
	Values []string `json:"values"` // the first different ones, at most five
	Use    string   `json:"use"`    // a field, keyword or ignore
	Maybe  string   `json:"maybe"`  // a field that it could be
	Sure   float64  `json:"sure"`   // from 0 to 1
	Why    string   `json:"why"`
}

// Left is a sheet that is not read.
type Left struct {
	File  string `json:"file"`
	Title string `json:"title"`
	Why   string `json:"why"`
}

// Setting is a setting of the whole import that is proposed.
type Setting struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	Why   string `json:"why"`
	Open  bool   `json:"open"` // only a guess: it does not count as long as nobody says so
}

// Need is a field that each product must have, or one of several.
type Need struct {
	Fields []string `json:"fields"`
	By     string   `json:"by"`    // the header of the column, or the template of a default; empty: missing
	How    string   `json:"how"`   // column, default, missing, or example: a default that leads nowhere
	Guess  string   `json:"guess"` // a template that could stand for it; only with missing and example
}

// Card is a product as an agent would see it.
type Card struct {
	Reference   string   `json:"reference"`
	Title       string   `json:"title"`
	Brand       string   `json:"brand"`
	Description string   `json:"description"`
	Price       string   `json:"price"`
	Promotion   string   `json:"promotion"`
	Special     string   `json:"special"`
	Image       string   `json:"image"`
	Link        string   `json:"link"`
	Categories  []string `json:"categories"`
	Available   *bool    `json:"available"`
}

// Choice is what a person decides, of one thing: a sheet, a column, a field's default or a setting.
type Choice struct {
	Sheet   string `json:"sheet"`   // a sheet's title, of which Use is a kind or ignore
	Kind    string `json:"kind"`    // of the sheet, for what follows
	Header  string `json:"header"`  // of a column, of which Use is a field, keyword or ignore
	Default string `json:"default"` // a field, of which Use is the template
	Line    string `json:"line"`    // a line of plugsheet.yaml, as a hint has it; it stands by itself
	Setting string `json:"setting"` // a key of the whole import, of which Use is the value
	Use     string `json:"use"`     // empty: as it was before the choice
}

// Settings are a plugsheet.yaml before and after.
type Settings struct {
	File   string `json:"file"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// GitState is what git knows of a folder.
type GitState struct {
	Kept    bool   `json:"kept"`    // the folder is in a repository
	Branch  string `json:"branch"`  // empty: none
	Commit  string `json:"commit"`  // the last one of the folder, shortened; empty: none
	Subject string `json:"subject"` // its first line
	When    string `json:"when"`    // RFC 3339
	Changed int    `json:"changed"` // files that differ from it
}
