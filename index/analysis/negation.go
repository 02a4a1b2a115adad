package analysis

// negations are the words that take away what stands behind them, whatever the language of the text.
var negations = Set("without sans ohne sin senza zonder sem")

// Negates tells whether a folded word takes away what stands behind it: without, sans, ohne.
func Negates(word string) bool { return negations[word] }
