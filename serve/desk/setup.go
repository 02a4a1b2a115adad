package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"plugsheet/index"
	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/conform"
	"plugsheet/serve/doctor"

	"plugsheet/serve/loopback"
)

// setup is what the set-up view shows.
type setup struct {
	Fields   []pasted         `json:"fields"`
	Bundle   *contents        `json:"bundle"` // none of somebody else's connector
	Findings []doctor.Finding `json:"findings"`
	Gaps     []gaps.Count     `json:"gaps"`
	Problem  string           `json:"problem"` // why something of this is missing
}

// pasted is one field of the developer platform. Its value is a path below the connector's public URL, or a
// text as it is.
type pasted struct {
	Plugin string `json:"plugin"`
	Field  string `json:"field"`
	Path   string `json:"path,omitempty"`
	Text   string `json:"text,omitempty"`
}

// contents is what a bundle holds.
type contents struct {
	Folder   string        `json:"folder"`
	Digest   string        `json:"digest"`
	IDs      bundle.IDs    `json:"ids"`
	Language string        `json:"language"`
	Counts   bundle.Counts `json:"counts"`
	Imported time.Time     `json:"imported"` // when its manifest was written
	Websites []string      `json:"websites"` // with bundles of their own
}

// fields lists what is pasted into the developer platform (contract, 1.5, 1.6, 3.1, 4.1, 4.4).
func (d *Desk) fields() []pasted {
	all := []pasted{}
	base := strings.TrimSuffix(d.o.Connector, "/")
	for _, f := range []struct {
		plugin, field string
		endpoint      conform.Endpoint
	}{
		{"App information", "Health check URL", "health"},
		{"Product list", "Categories URL", "categories"},
		{"Product list", "Products URL", "products"},
		{"Customer information", "Information URL", "customer"},
		{"Customer information", "Action URL", "action"},
		{"Closing form", "Form URL", "closing-form"},
		{"External bot", "Base URL", "bot"},
		{"Custom app", "iFrame URL", "app"},
		{"Custom app", "On-message URL", "on-message"},
	} {
		p := pasted{Plugin: f.plugin, Field: f.field}
		if path, below := strings.CutPrefix(d.asking.Load().asker.URL(f.endpoint), base); below {
			p.Path = path
		} else {
			p.Text = d.asking.Load().asker.URL(f.endpoint)
		}
		all = append(all, p)
	}
	return append(all,
		pasted{Plugin: "Custom app", Field: "App name",
			Text: `{"default":"Products","EN":"Products","FR":"Produits","DE":"Produkte"}`},
		pasted{Plugin: "Custom app", Field: "Icon", Text: "SHOPPINGCART"},
		pasted{Plugin: "Custom app", Field: "Use authentication", Text: "yes"})
}

// setup answers GET /api/setup. Of somebody else's connector it says what can be seen from outside.
func (d *Desk) setup(w http.ResponseWriter, r *http.Request) {
	s := setup{Fields: d.fields(), Findings: []doctor.Finding{}, Gaps: []gaps.Count{}}
	var err error
	if d.started() {
		err = d.look(r.Context(), &s)
	} else {
		o := doctor.URLOptions{Clock: d.o.Clock}
		if len(d.o.Secret) > 0 {
			o.Secrets = append(o.Secrets, d.o.Secret)
		}
		s.Findings, err = doctor.URL(r.Context(), d.o.Connector, o)
	}
	if err != nil {
		s.Problem = err.Error()
	}
	loopback.Write(w, s)
}

// look reads the bundle's folder.
func (d *Desk) look(ctx context.Context, s *setup) (err error) {
	if s.Findings, err = doctor.Bundle(ctx, d.o.Bundle,
		doctor.BundleOptions{Customers: d.o.Customers, Clock: d.o.Clock}); err != nil {
		return fmt.Errorf("looking at the bundle: %w", err)
	}
	dir := d.folder()
	counts, err := gaps.Read(ctx, gaps.Folder(dir))
	if err != nil {
		return fmt.Errorf("reading the searches without result: %w", err)
	}
	s.Gaps = append(s.Gaps, counts...)
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		return fmt.Errorf("reading the bundle: %w", err)
	}
	st, err := os.Stat(filepath.Join(dir, bundle.ManifestFile))
	if err != nil {
		return fmt.Errorf("reading the bundle: %w", err)
	}
	m := b.Manifest()
	s.Bundle = &contents{Folder: dir, Digest: b.Digest(), IDs: m.IDs, Language: m.Language, Counts: m.Counts,
		Imported: st.ModTime().UTC(), Websites: []string{}}
	sites, err := bundle.SiteNames(d.o.Bundle)
	if err != nil {
		return fmt.Errorf("listing the websites: %w", err)
	}
	s.Bundle.Websites = append(s.Bundle.Websites, sites...)
	return nil
}

// folder is the bundle that answers for the website: its own where it has one (contract, 7.10).
func (d *Desk) folder() string {
	own := bundle.SiteDir(d.o.Bundle, d.o.Website)
	_, err := os.Stat(filepath.Join(own, bundle.ManifestFile))
	if err == nil && bundle.IsSiteName(d.o.Website) {
		return own
	}
	return d.o.Bundle
}

// explained is a search with the reasons of its order.
type explained struct {
	Total    int                `json:"total"`
	Products json.RawMessage    `json:"products"`
	Explain  *index.Explanation `json:"explain"`
}

// explain answers POST /api/explain, of the connector that this program started: a search as the index sees
// it.
func (d *Desk) explain(w http.ResponseWriter, r *http.Request, q struct{ Text string }) {
	if !d.started() {
		loopback.Refuse(w, http.StatusNotFound, "only of a bundle it is known why products are found")
		return
	}
	e, err := d.search(r.Context(), q.Text)
	if err != nil {
		loopback.Refuse(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	loopback.Write(w, e)
}

// explainedProducts is how many products a search shows.
const explainedProducts = 10

// search opens the index anew for each search: the bundle may have changed since the last.
func (d *Desk) search(ctx context.Context, text string) (*explained, error) {
	b, err := bundle.Open(ctx, d.folder())
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	x, err := index.Open(ctx, b)
	if err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	defer x.Close()
	page, err := x.Search(ctx, index.Query{Text: text, Limit: explainedProducts, Explain: true})
	if err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	answer, err := x.AppendAnswer(nil, page.Products, d.o.Clock())
	if err != nil {
		return nil, fmt.Errorf("reading the products: %w", err)
	}
	return &explained{page.Total, answer, page.Explain}, nil
}
