package operate

import (
	"strings"
	"testing"

	"plugsheet/cmd/cli"
)

// What variables hold is a secret each, or is refused without a word of it.
func TestSecretsOfTheEnvironment(t *testing.T) {
	for _, c := range []struct{ current, previous, want string }{
		{" one\n", "", "1"},
		{"one", "two\r\n", "2"},
		{"", "", "0"},
		{"one\ntwo", "", "PLUGSHEET_SECRET holds several lines"},
		{"one", "two\u200b", "PLUGSHEET_SECRET_PREVIOUS holds characters that cannot be seen"},
		{"o\x00n\x00e", "", "PLUGSHEET_SECRET holds characters that cannot be seen"},
		{"\xff\xfeone", "", "PLUGSHEET_SECRET holds characters that cannot be seen"},
	} {
		p := cli.Process{LookupEnv: func(name string) (string, bool) {
			text := map[string]string{secretVariable: c.current, previousVariable: c.previous}[name]
			return text, text != ""
		}}
		secrets, err := ReadSecrets(p, "")
		got := string(rune('0' + len(secrets)))
		if err != nil {
			got = err.Error()
		}
		if got != c.want || strings.Contains(got, "one") || strings.Contains(got, "two") {
			t.Errorf("%q, %q: %s, want %s", c.current, c.previous, got, c.want)
		}
	}
}
