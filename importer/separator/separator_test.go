package separator

import (
	"slices"
	"testing"
)

func TestJudge(t *testing.T) {
	tests := []struct {
		name  string
		texts []string
		want  Verdict
	}{
		{"no comma", []string{"Lamps", "Desks"}, None},
		{"a decimal comma", []string{"1,5 l", "Flaschen > 0,7 l"}, None},
		{"parts stand alone", []string{"Lamps, Sale", "Lamps", "Sale"}, Lists},
		{"parts with other parts", []string{"Lamps, Sale", "Desks, Sale", "Sale, Chairs"}, Lists},
		{"paths whose parts recur", []string{"Clothing > Hoodies", "Clothing > Hoodies, Sale",
			"Clothing > Caps, Sale"}, Lists},
		{"without blanks", []string{"Kissen,Decken", "Lampen,Vasen"}, Lists},
		{"escaped", []string{`Body > Perfume\, Scents, Gifts`}, Lists},
		{"quoted", []string{`"Body, Mind" > Oils, Gifts`}, Lists},
		{"and", []string{"Food, Beverages & Tobacco", "Toys"}, Names},
		{"and in a path", []string{"Home, Garden & Tools > Lamps", "Toys"}, Names},
		{"German", []string{"Essen, Getränke & Tabak > Kaffee", "Haus"}, Names},
		{"French", []string{"Aliments, boissons et tabac", "Jouets"}, Names},
		{"Spanish", []string{"Alimentación, bebida y tabaco"}, Names},
		{"Polish", []string{"Żywność, napoje i tytoń", "Zabawki"}, Names},
		{"small letters go on", []string{"Soap, solid > Bars"}, Names},
		{"one name over several paths", []string{"Home, Garden > Lamps", "Home, Garden > Desks"}, Names},
		{"one path", []string{"Home, Garden > Lamps", "Toys > Cars"}, Names},
		{"another separator is in use", []string{"Cups, Mugs; Gifts", "Gifts", "Pots"}, Names},
		{"another separator, and all stands alone", []string{"Cups, Gifts", "Cups; Gifts", "Pots"}, Lists},
		{"a path beside labels that are none", []string{"Sale, Toys > Cars", "Lamps"}, Unsure},
		{"nothing tells", []string{"Cups, Mugs", "Pots"}, Unsure},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := NewColumn(">")
			for _, text := range test.texts {
				c.Add(text)
			}
			if got, _ := c.Judge(); got != test.want {
				t.Errorf("Judge(%q) = %d, want %d", test.texts, got, test.want)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	tests := []struct {
		text, marks string
		want        []string
	}{
		{`A > B, C`, ",", []string{"A > B", " C"}},
		{`A > B\, C, D`, ",", []string{`A > B\, C`, " D"}},
		{`"Body, Mind" > Oils, Gifts`, ",", []string{`"Body, Mind" > Oils`, " Gifts"}},
		{`19" Racks, 21" Racks`, ",", []string{`19" Racks`, ` 21" Racks`}},
		{`"Best" of, "Best, off`, ",", []string{`"Best" of`, ` "Best`, " off"}},
		{`A; B|C`, ";|", []string{"A", " B", "C"}},
		{`A, B`, "", []string{"A, B"}},
	}
	for _, test := range tests {
		if got := Split(test.text, test.marks, ">"); !slices.Equal(got, test.want) {
			t.Errorf("Split(%q, %q) = %q, want %q", test.text, test.marks, got, test.want)
		}
	}
	want := []string{"Body, Mind", "Oils"}
	if got := Path(`"Body, Mind" > Oils`, ">"); !slices.Equal(got, want) {
		t.Errorf("Path = %q, want %q", got, want)
	}
}
