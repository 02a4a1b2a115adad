package text

import "testing"

func TestEscapes(t *testing.T) {
	for text, want := range map[string]bool{
		"a,b\n\"Tube 3/4\\\" brass\",1\n":       true,
		"a,b,c\n1,\"say \\\"hi\\\", ok\",2\n":   true,
		"a,b\n\"C:\\dir\\\",1\n\"D:\\x\\\",2\n": false,
		"a,b\n\"5\" TV\",12\n":                  false,
		"a,b\n\"a \"\"b\"\"\",1\n":              false,
		"a,b\nplain \\\"x,1\n":                  false,
		"a,b\n\"say \\\"\"hi\\\"\" 5\",1\n":     false, // both: the quotes are doubled
		"a,b\n\"say \\\"hi\\\"\",1\n":           true,
	} {
		if got := Escapes([]byte(text), ','); got != want {
			t.Errorf("Escapes(%q) = %t", text, got)
		}
	}
}
