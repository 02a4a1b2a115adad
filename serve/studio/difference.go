package studio

import (
	"plugsheet/schemas/each"
	"strings"
)

// line is one line of two texts.
type line struct {
	Text string `json:"text"`
	Sign string `json:"sign"` // "+": only of the second; "-": only of the first; empty: of both
}

// maxLines bounds the texts that are compared line by line; longer ones differ as a whole.
const maxLines = 3000

// difference holds two texts against each other, by the longest common sequence of lines.
func difference(before, after string) []line {
	a, b := linesOf(before), linesOf(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	all := signed(nil, "", a[:head])
	all = append(all, between(a[head:len(a)-tail], b[head:len(b)-tail])...)
	return signed(all, "", a[len(a)-tail:])
}

// between compares what neither begins nor ends the same.
func between(a, b []string) (all []line) {
	if len(a) > maxLines || len(b) > maxLines || len(a) == 0 || len(b) == 0 {
		return signed(signed(nil, "-", a), "+", b)
	}
	common := make([][]int, len(a)+1) // of a from i and b from j
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			all, i, j = signed(all, "", a[i:i+1]), i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			all, i = signed(all, "-", a[i:i+1]), i+1
		default:
			all, j = signed(all, "+", b[j:j+1]), j+1
		}
	}
	return signed(signed(all, "-", a[i:]), "+", b[j:])
}

func signed(all []line, sign string, texts []string) []line {
	return append(all, each.Of(texts, func(text string) line { return line{text, sign} })...)
}

func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}
