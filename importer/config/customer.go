package config

import (
	"slices"

	"plugsheet/schemas/problem"
)

// CustomerField is a customer field that plugsheet.yaml gives, where there is no sheet of them: as a row of
// that sheet.
type CustomerField struct {
	ID        string `yaml:"id" json:"id"`
	Label     string `yaml:"label" json:"label"`
	Value     string `yaml:"value" json:"value"`               // with placeholders, such as {loyalty}
	FieldType string `yaml:"fieldType" json:"fieldType"`       // TEXT, URL or ACTION; empty is TEXT
	Message   string `yaml:"message" json:"message,omitempty"` // ACTION only
}

// checkCustomerFields checks the customer fields of a configuration.
func checkCustomerFields(list []CustomerField) *Mistake {
	seen := map[string]bool{}
	path := []string{"customerFields"}
	for _, f := range list {
		switch {
		case f.ID == "" || f.Label == "" || f.Value == "":
			return &Mistake{path, problem.Textf("a customer field lacks id, label or value"),
				pasted(`customerFields: [ { id: loyalty, label: "Loyalty", value: "{loyalty}" } ]`)}
		case seen[f.ID]:
			return &Mistake{path, problem.Textf("a second customer field with the id %q", f.ID),
				problem.Textf("give each field an id of its own")}
		case f.FieldType != "" && !slices.Contains(CustomerTypes(), f.FieldType):
			return &Mistake{path, problem.Textf("unknown field type %q", f.FieldType),
				Meaning(f.FieldType, CustomerTypes())}
		}
		seen[f.ID] = true
	}
	return nil
}

// CustomerTypes are the types of a customer field.
func CustomerTypes() []string { return []string{"ACTION", "TEXT", "URL"} }
