package samples

import (
	"bytes"
	"encoding/csv"
	"image"
	_ "image/jpeg"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"plugsheet/importer/config"
)

// sheets are the files of the shop, in the order of the workbook's sheets.
func sheets() []string {
	return []string{"Settings", "Categories", "Products", "Closing form", "Options",
		"Customer fields", "Customers", "Bot scenarios", "Bot answers", "Bot hours"}
}

func TestRootHoldsTheInputs(t *testing.T) {
	var got []string
	err := fs.WalkDir(FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			got = append(got, p)
		}
		return err
	})
	want := []string{"plugsheet.yaml", "shop.xlsx"}
	for _, s := range sheets() {
		want = append(want, "shop/"+s+".csv")
	}
	slices.Sort(want)
	slices.Sort(got)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("files %q (%v), want %q", got, err, want)
	}
}

// TestPictures: each product has its picture, small, and there is no other.
func TestPictures(t *testing.T) {
	left := map[string]bool{}
	all, err := fs.ReadDir(Pictures(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		left[one.Name()] = true
	}
	for _, row := range table(t, "Products") {
		name, ok := strings.CutPrefix(row["imageUrl"], PicturesURL)
		data, err := fs.ReadFile(Pictures(), name)
		if !ok || err != nil {
			t.Errorf("%s: no picture for %q (%v)", row["id"], row["imageUrl"], err)
			continue
		}
		c, format, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil || format != "jpeg" || c.Width != 320 || c.Height != 320 || len(data) > 12<<10 {
			t.Errorf("%s: %s of %d by %d, %d bytes (%v)", name, format, c.Width, c.Height, len(data), err)
		}
		delete(left, name)
	}
	if len(left) > 0 {
		t.Errorf("pictures of no product: %v", left)
	}
}

func TestProducts(t *testing.T) {
	products := table(t, "Products")
	paths := categoryNames(t)
	seen := map[string]bool{}
	for _, p := range products {
		for _, key := range []string{"id", "reference", "EAN"} {
			if p[key] == "" || seen[key+p[key]] {
				t.Errorf("%s: %s %q is empty or used twice", p["reference"], key, p[key])
			}
			seen[key+p[key]] = true
		}
		for _, key := range []string{"title", "title:fr", "description", "shortDescription",
			"brand", "priceCatalog"} {
			if p[key] == "" {
				t.Errorf("%s: no %s", p["reference"], key)
			}
		}
		if !validEAN(p["EAN"]) {
			t.Errorf("%s: EAN %s has a wrong check digit", p["reference"], p["EAN"])
		}
		for _, key := range []string{"priceCatalog", "pricePromotion", "priceSpecial"} {
			if !price.MatchString(p[key]) && (p[key] != "" || key == "priceCatalog") {
				t.Errorf("%s: %s is %q", p["reference"], key, p[key])
			}
		}
		for c := range strings.SplitSeq(p["categories"], "; ") {
			if !paths[c] && c != "Garden > Birds" {
				t.Errorf("%s: unknown category %q", p["reference"], c)
			}
		}
		slug := strings.ToLower(p["reference"])
		if p["productUrl"] != "https://shop.example/p/"+slug ||
			p["imageUrl"] != "https://shop.example/i/"+slug+".jpg" {
			t.Errorf("%s: URLs %s, %s", p["reference"], p["productUrl"], p["imageUrl"])
		}
	}
	if len(products) != 41 {
		t.Errorf("%d products; the package comment says 41", len(products))
	}
}

var price = regexp.MustCompile(`^\d{1,3}(,\d{3})*\.\d\d €$`)

// categoryNames are the ways to name a known category: its id, and its labels from the root.
func categoryNames(t *testing.T) map[string]bool {
	t.Helper()
	names, label := map[string]bool{}, map[string]string{}
	for _, c := range table(t, "Categories") {
		path := c["label"]
		if parent := c["idParent"]; parent != "" {
			if label[parent] == "" {
				t.Errorf("category %s stands before its parent %s", c["id"], parent)
			}
			path = label[parent] + " > " + path
		}
		label[c["id"]] = path
		names[c["id"]], names[path] = true, true
	}
	return names
}

// validEAN tells whether text is an EAN-13 with its check digit.
func validEAN(text string) bool {
	sum := 0
	for i, c := range text {
		if c < '0' || c > '9' {
			return false
		}
		sum += int(c-'0') * (1 + 2*(i%2))
	}
	return len(text) == 13 && sum%10 == 0
}

func TestClosingFormShowsEveryFieldType(t *testing.T) {
	ids, types := map[string]string{}, map[string]bool{}
	for _, f := range table(t, "Closing form") {
		if parent := f["idParent"]; parent != "" && ids[parent] == "" {
			t.Errorf("field %s has the unknown parent %s", f["id"], parent)
		}
		ids[f["id"]], types[f["fieldType"]] = f["fieldType"], true
	}
	for _, want := range []string{"TEXT", "CHECKBOX", "SELECT", "TEXTAREA", "INTEGER", "DECIMAL"} {
		if !types[want] {
			t.Errorf("no field of type %s", want)
		}
	}
	chosen := map[string]bool{}
	for _, o := range table(t, "Options") {
		if ids[o["field"]] != "SELECT" {
			t.Errorf("option %s belongs to %q, which is no SELECT", o["value"], o["field"])
		}
		chosen[o["field"]] = true
	}
	for id, fieldType := range ids {
		if fieldType == "SELECT" && !chosen[id] {
			t.Errorf("field %s has no options", id)
		}
	}
}

func TestCustomersUseReservedAddresses(t *testing.T) {
	address := regexp.MustCompile(`^$|@example\.(com|org)$`)
	customers := table(t, "Customers")
	for _, c := range customers {
		if !address.MatchString(c["email"]) || c["email"]+c["externalId"] == "" {
			t.Errorf("customer %q, %q", c["email"], c["externalId"])
		}
	}
	if len(customers) != 4 {
		t.Errorf("%d customers; the package comment says 4", len(customers))
	}
}

// The settings file is all comments; each of its keys, uncommented, is YAML.
func TestSettingsFileIsYAMLWhenUncommented(t *testing.T) {
	text, err := fs.ReadFile(FS(), "plugsheet.yaml")
	if err != nil {
		t.Fatal(err)
	}
	active := regexp.MustCompile(`(?m)^#(\S|  )`).ReplaceAll(text, []byte("$1"))
	var none map[string]any
	if err := yaml.Unmarshal(text, &none); err != nil || len(none) > 0 {
		t.Errorf("the file as it is sets %v (%v)", none, err)
	}
	if _, err := config.Read(bytes.NewReader(active), "plugsheet.yaml", "corrections"); err != nil {
		t.Error(err)
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[config.Config]()) {
		if key := field.Tag.Get("yaml"); !bytes.Contains(text, []byte("\n#"+key+":")) {
			t.Errorf("the key %s is not explained", key)
		}
	}
}

// table reads a csv of the shop, as one map a row, by header.
func table(t testing.TB, name string) []map[string]string {
	t.Helper()
	rows := grid(t, name)
	var table []map[string]string
	for n, r := range rows[1:] {
		row := map[string]string{"row": strconv.Itoa(n + 2)}
		for i, title := range rows[0] {
			row[title] = r[i]
		}
		table = append(table, row)
	}
	return table
}

// grid reads a csv of the shop, header included; every row has the header's length.
func grid(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := FS().Open(path.Join("shop", name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %d rows (%v)", name, len(rows), err)
	}
	return rows
}
