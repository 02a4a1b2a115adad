package value

// FoldedSet is the set of texts, folded.
func FoldedSet(list []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[Fold(s)] = true
	}
	return set
}
