package index

// WholeCode tells whether the search found a code of the catalog as it stands there, and not only part of one.
func (e *Explanation) WholeCode() bool {
	return e != nil && len(e.Groups) > 0 && e.Groups[0].Why == whyCode
}

// AllWords is how many products have all words of the search that say something; they are the first ones.
func (e *Explanation) AllWords() int {
	if e == nil || len(e.Groups) == 0 || e.Groups[0].Why != whyAll {
		return 0
	}
	return e.Groups[0].Products
}
