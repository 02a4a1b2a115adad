package data

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bundle"
	"plugsheet/serve"
)

type exportOptions struct {
	bundle, dir, feed string
	json              bool
}

// exported is index.json, the table of contents of an export, and the mark by which an older export is known.
type exported struct {
	By       string        `json:"by"` // always exportMark
	Digest   string        `json:"digest"`
	PageSize int           `json:"pageSize"`
	Language string        `json:"language"`
	Locales  []string      `json:"locales"` // of the closing form, beside the default language
	Counts   bundle.Counts `json:"counts"`
	Files    int           `json:"files"` // besides this one
	// the moment whose offers the answers show, RFC 3339; empty: none depends on it
	OffersAt string `json:"offersAt,omitempty"`
}

const exportMark = "plugsheet export"

// NewExport is the command that writes the answers of a server as files.
func NewExport(p cli.Process) *cobra.Command {
	o := exportOptions{}
	c := cli.SettingsCommand(p, "export BUNDLE [DIR] [flags]",
		"Write the answers that need no query as plain files, for any static host; or a feed",
		func(c *cobra.Command, args []string) error {
			o.bundle = args[0]
			if len(args) == 2 {
				o.dir = args[1]
			}
			if o.dir == "" && o.feed == "" {
				return cli.UsageErrorf("no folder and no feed named").
					WithHint("name the folder to write, such as public, or say --feed feed.csv")
			}
			if o.feed != "" {
				if err := exportFeed(c.Context(), p, o); err != nil || o.dir == "" {
					return err
				}
			}
			return runExport(c.Context(), p, o)
		})
	cli.FileFlag(c.Flags(), &o.feed, "feed",
		"write the feed of the platform's copilot to `FILE`; - is the standard output")
	c.Flags().BoolVar(&o.json, "json", false, "write the table of contents as JSON")
	return c
}

func runExport(ctx context.Context, p cli.Process, o exportOptions) error {
	b, err := bundle.Open(ctx, o.bundle)
	if err != nil {
		return err
	}
	to, err := stageFolder(o.dir)
	if err != nil {
		return err
	}
	defer to.discard()
	if err := cli.EnsureIndex(ctx, p, b); err != nil {
		return err
	}
	bar := cli.NewProgress(p)
	defer bar.End()
	now := time.Now() // the same for all answers
	s, err := serve.New(ctx, serve.Options{
		Bundle: o.bundle, AllowUnsigned: true, Clock: func() time.Time { return now }, // nobody else asks it
	})
	if err != nil {
		return fmt.Errorf("opening %s: %w", o.bundle, err)
	}
	defer s.Close()
	contents, err := (&exporter{ctx: ctx, handler: s.Handler(), to: to, bar: bar, now: now}).all(b)
	if err != nil {
		return err
	}
	if err := to.replace(); err != nil {
		return err
	}
	bar.End()
	if o.json {
		return cli.WriteJSON(p.Stdout, contents)
	}
	if contents.OffersAt != "" {
		fmt.Fprintf(p.Stderr, "offers are those of %s; export anew when one begins or ends\n",
			contents.OffersAt)
	}
	_, err = fmt.Fprintf(p.Stdout, "%s written to %s: %s, %s\n", cli.Plural(contents.Files+1, "file"), o.dir,
		cli.Plural(contents.Counts.Products, "product"), cli.Plural(contents.Counts.Categories, "category"))
	return err
}

// exporter writes the handler's answers into a folder.
type exporter struct {
	ctx     context.Context // of the one run that the exporter lives for
	handler http.Handler
	to      *staged
	bar     *cli.Progress
	files   int
	now     time.Time
}

// all writes everything and returns the table of contents, which it writes last.
func (x *exporter) all(b *bundle.Bundle) (exported, error) {
	m := b.Manifest()
	locales := slices.DeleteFunc(slices.Sorted(maps.Keys(b.ClosingForm())),
		func(l string) bool { return l == "" })
	for _, t := range x.targets(locales, b.Categories()) {
		if err := t.write(t.route, t.query, t.name); err != nil {
			return exported{}, err
		}
	}
	contents := exported{
		By: exportMark, Digest: b.Digest(), PageSize: cli.MaxLimit, Language: m.Language,
		Locales: append([]string{}, locales...),
		Counts:  m.Counts, Files: x.files,
	}
	if m.Counts.Offers > 0 {
		contents.OffersAt = x.now.UTC().Format(time.RFC3339)
	}
	var buf bytes.Buffer
	if err := cli.WriteJSON(&buf, contents); err != nil {
		return exported{}, err
	}
	return contents, x.to.write(exportIndex, buf.Bytes())
}

// target is what is asked for, how it is written, and under which name.
type target struct {
	write       func(route string, query url.Values, name string) error
	route, name string
	query       url.Values
}

// targets are all that is exported: health, the closing form, the categories and the products, each as a
// whole and then by its parts.
func (x *exporter) targets(locales []string, categories []bundle.Category) []target {
	all := []target{{x.one, "/health", "health.json", nil}, {x.one, "/closing-form", "closing-form.json", nil}}
	for _, l := range locales {
		name := "closing-form." + fileName(l) + ".json"
		all = append(all, target{x.one, "/closing-form", name, url.Values{"operatorLocale": {l}}})
	}
	all = append(all, target{x.whole, "/categories", "categories.json", url.Values{}})
	products := []target{{x.pages, "/products", "products", url.Values{}}}
	for _, c := range categories {
		id := c.ID.String()
		name := fileName(id)
		all = append(all,
			target{x.whole, "/categories", "categories/" + name + ".json", url.Values{"idParent": {id}}})
		products = append(products,
			target{x.pages, "/products", "products/category-" + name, url.Values{"idCategory": {id}}})
	}
	return append(all, products...)
}

// one writes one answer as it is.
func (x *exporter) one(route string, query url.Values, name string) error {
	body, _, err := x.get(route, query)
	if err != nil {
		return err
	}
	return x.write(name, body)
}

// pages writes one file for each page of an answer, at least one.
func (x *exporter) pages(route string, query url.Values, dir string) error {
	return x.eachPage(route, query, func(page int, body []byte) error {
		return x.write(path.Join(dir, "page-"+strconv.Itoa(page)+".json"), body)
	})
}

// whole writes all pages of an answer as one array.
func (x *exporter) whole(route string, query url.Values, name string) error {
	var rows [][]byte
	err := x.eachPage(route, query, func(_ int, body []byte) error {
		inner := bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(body), []byte("[")),
			[]byte("]")))
		if len(inner) > 0 {
			rows = append(rows, inner)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return x.write(name, slices.Concat([]byte("["), bytes.Join(rows, []byte(",")), []byte("]")))
}

// eachPage asks for page after page, counted from 1, until it has all that the answer's total names.
func (x *exporter) eachPage(route string, query url.Values, use func(page int, body []byte) error) error {
	query = maps.Clone(query)
	query.Set("limit", strconv.Itoa(cli.MaxLimit))
	for page := 1; ; page++ {
		query.Set("offset", strconv.Itoa((page-1)*cli.MaxLimit))
		body, total, err := x.get(route, query)
		if err != nil {
			return err
		}
		if err := use(page, body); err != nil {
			return err
		}
		if page*cli.MaxLimit >= total {
			return nil
		}
	}
}

// get asks the server's handler as the platform does; total is 0 where the answer has none.
func (x *exporter) get(route string, query url.Values) (body []byte, total int, err error) {
	r, err := http.NewRequestWithContext(x.ctx, http.MethodGet,
		"http://localhost"+route+"?"+query.Encode(), nil)
	if err != nil {
		return nil, 0, fmt.Errorf("asking for %s: %w", route, err)
	}
	w := &answer{header: http.Header{}, status: http.StatusOK}
	x.handler.ServeHTTP(w, r)
	if err := x.ctx.Err(); err != nil {
		return nil, 0, err
	}
	if w.status != http.StatusOK {
		return nil, 0, fmt.Errorf("%s answers %d: %s", r.URL.RequestURI(), w.status,
			bytes.TrimSpace(w.body.Bytes()))
	}
	total, _ = strconv.Atoi(w.header.Get("X-Total-Count")) // absent where there are no pages
	return w.body.Bytes(), total, nil
}

func (x *exporter) write(name string, body []byte) error {
	x.files++
	x.bar.Step("exporting", int64(x.files), 0)
	return x.to.write(name, body)
}

// answer takes the answer of a handler in memory.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }
