package config

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"plugsheet/schemas/problem"
)

// Group says which rows of a sheet of products are one product with its variants. Columns are named by their
// headers as they stand in the sheet, a list of headers where it has one of them. The zero value means that
// each row is a product.
//
//	group: {by: Handle, options: [Option1 Value, Option2 Value], plain: [Default Title]}    # Shopify
//	group: {kind: parent, parent: Parent, type: Type, variation: [variation]}               # WooCommerce
//	group: {kind: listed, list: configurable_variations}                                    # Magento 2
//
// Combinations that stand in a sheet of their own need no group: that sheet's kind is variants.
type Group struct {
	// Kind is consecutive (rows that follow each other with the same value in By; the default when By is
	// given), parent (a variation's row names its product in Parent; the rows may stand anywhere), or listed
	// (a product's row lists the references of its variations in List; the rows may stand anywhere).
	Kind string `yaml:"kind"`
	// By is the column whose value the rows of a product share; a row without a value is a product of its
	// own.
	By Headers `yaml:"by"`
	// Parent is the column in which a variation names its product: by its id, its reference, or id:741.
	Parent Headers `yaml:"parent"`
	// Type is the column that tells variations from products, and Variation the values that it has for
	// variations. Without them a row is a variation when its Parent is not blank. Of rows that follow each
	// other, a variation belongs to the product above it, whatever it has in By.
	Type      Headers  `yaml:"type"`
	Variation []string `yaml:"variation"`
	// List is the column of a product that holds its variations: sku=A,color=Red|sku=B,color=Blue, or
	// references separated by commas.
	List Headers `yaml:"list"`
	// Options are the columns that tell variants apart. Empty: those called like Option1 Value or Attribute 2
	// value(s).
	Options []string `yaml:"options"`
	// Plain are values of the options that say nothing, such as Default Title.
	Plain []string `yaml:"plain"`
	// Reference is the column of a variant's own code, when it is not the column of the field reference.
	Reference Headers `yaml:"reference"`
	// Image is the column of a variant's own picture, when that of the field imageUrl lists those of the
	// product.
	Image Headers `yaml:"image"`
}

// Headers are a column's header, or a list of headers of which a sheet has one.
type Headers []string

// UnmarshalYAML reads one header or a list of them.
func (h *Headers) UnmarshalYAML(data []byte) error {
	var one string
	if err := yaml.Unmarshal(data, &one); err == nil {
		*h = Headers{one}
		return nil
	}
	return yaml.Unmarshal(data, (*[]string)(h))
}

// What becomes of variants.
const (
	foldVariants  = "fold"
	VariantsApart = "products"
)

// The kinds of groups.
const (
	Consecutive = "consecutive"
	ByParent    = "parent"
	Listed      = "listed"
)

// KindOrDefault is the kind with its default.
func (g Group) KindOrDefault() string {
	switch {
	case g.Kind != "":
		return g.Kind
	case len(g.By) > 0:
		return Consecutive
	case len(g.Parent) > 0:
		return ByParent
	case len(g.List) > 0:
		return Listed
	}
	return ""
}

// check gives the first mistake in the group, or nil.
func (g Group) check() *Mistake {
	k := g.KindOrDefault()
	need, known := map[string]struct {
		key     string
		headers Headers
	}{Consecutive: {"by", g.By}, ByParent: {"parent", g.Parent}, Listed: {"list", g.List}}[k]
	switch {
	case k == "", len(need.headers) > 0:
		return nil
	case !known:
		return &Mistake{[]string{"group", "kind"}, problem.Textf("unknown kind of group %q", g.Kind),
			Meaning(g.Kind, []string{Consecutive, ByParent, Listed})}
	}
	return &Mistake{[]string{"group"}, problem.Textf("a group of kind %s needs the key %s", k, need.key),
		pasted("group: { kind: " + k + ", " + need.key + ": Header }")}
}

// checkVariants checks what becomes of variants.
func checkVariants(variants string) *Mistake {
	if slices.Contains([]string{"", foldVariants, VariantsApart}, strings.ToLower(variants)) {
		return nil
	}
	return &Mistake{[]string{"variants"}, problem.Textf("variants cannot be %q", variants),
		problem.Textf("variants: fold or variants: products")}
}
