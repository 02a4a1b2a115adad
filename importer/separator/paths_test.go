package separator

import "testing"

func TestJudgePaths(t *testing.T) {
	tests := []struct {
		name  string
		texts []string
		want  Paths
	}{
		{"as expected", []string{"Kitchen > Knives", "Kitchen > Pots / Pans", "TV/Hifi"}, Paths{}},
		{"arrows", []string{"Kitchen -> Knives", "Kitchen → Pots"}, Paths{}},
		{"slashes", []string{"Kitchen/Knives", "Kitchen/Pots", "Garden"},
			Paths{Mark: "/", Like: "Kitchen/Pots"}},
		{"one long path", []string{"Kitchen/Knives/Steel"}, Paths{Mark: "/", Like: "Kitchen/Knives/Steel"}},
		{"slashes with blanks", []string{"Home / TV/Hifi / Sets", "Home / Pots"},
			Paths{Mark: " / ", Root: "Home", Like: "Home / Pots"}},
		{"slashes in names", []string{"TV/Hifi", "Garden", "CD/DVD"}, Paths{}},
		{"slashes everywhere", []string{"TV/Hifi", "CD/DVD"}, Paths{Doubt: "/", Like: "CD/DVD"}},
		{"bars", []string{"Kitchen | Knives", "Kitchen | Pots", "Garden | Tools"},
			Paths{Mark: " | ", Like: "Kitchen | Pots"}},
		{"a list with bars", []string{"Kitchen | Sale", "Kitchen | New", "Garden | Sale"}, Paths{}},
		{"a list with bars, alone", []string{"Kitchen|Sale", "Kitchen|New", "Sale"}, Paths{}},
		{"backslashes", []string{`Kitchen\Knives`, `Kitchen\Pots`}, Paths{Mark: `\`, Like: `Kitchen\Pots`}},
		{"a protected comma", []string{`Kitchen\, Bath > Knives`, "Kitchen > Pots"}, Paths{}},
		{"protected commas", []string{`Body\, Mind`, `Body\, Soul`}, Paths{}},
		{"dashes", []string{"Kitchen - Knives", "Kitchen - Pots", "Garden - Tools"},
			Paths{Mark: " - ", Like: "Kitchen - Pots"}},
		{"dashes in names", []string{"T-Shirts", "Men - Sale", "Garden"}, Paths{}},
		{"lists of paths", []string{"Kitchen/Knives,Sale", "Kitchen/Pots;Sale"},
			Paths{Mark: "/", Like: "Kitchen/Pots"}},
		{"a root", []string{"Default Category/Gear/Bags", "Default Category/Gear", "Default Category"},
			Paths{Mark: "/", Root: "Default Category", Like: "Default Category/Gear"}},
		{"a root in French", []string{"Accueil > Cuisine", "ACCUEIL > Jardin"}, Paths{Root: "Accueil"}},
		{"no root: not above all", []string{"Home > Kitchen", "Garden > Tools"}, Paths{}},
		{"no root: nothing below", []string{"Home", "Home"}, Paths{}},
		{"no root: a category", []string{"Shoes > Boots", "Shoes > Sandals"}, Paths{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := JudgePaths(test.texts, ">", false); got != test.want {
				t.Errorf("JudgePaths(%q) = %+v, want %+v", test.texts, got, test.want)
			}
		})
	}
	if got := JudgePaths([]string{"Kitchen | Knives", "Kitchen | Pots"}, ">", true); got != (Paths{}) {
		t.Errorf("where | separates values: %+v", got)
	}
	for text, want := range map[string]string{"A → B": "A  >  B", "A::B/C": "A > B > C", "A > B": "A > B",
		"/A/B": " > A > B"} {
		if got := (Paths{Mark: "/"}).Rewrite(text, ">"); got != want {
			t.Errorf("Rewrite(%q) = %q, want %q", text, got, want)
		}
	}
}
