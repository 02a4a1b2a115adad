package separator

import "strings"

// Escape protects a label that is put into a list of paths.
func Escape(label, sep string) string {
	return strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "|", `\|`, "\n", " ", sep[:1], `\`+sep[:1]).
		Replace(label)
}
