package terms

// The weights that are folded into the terms stand here, each with the experiment that set it, as those of
// the ranking do in package index.

// saturation is how fast a word's repetition loses worth (the k1 of BM25F). 1 gives -.003 / +.004 / +.005
// [+.001 +.009], 3 gives -.003 / +.005 / -.001: no difference that holds everywhere.
const saturation = 2

// FieldWeights say what a word is worth in a field of mean length: a title has few words and a description
// many, so that one word of a title is worth several of a description all the same. fieldLength is how much
// the field's length counts (BM25's b).
//
// They are coarse on purpose: TestJudged tells what was tried and how little the judged queries can tell
// apart. Titles 2 and descriptions 0.7 give -.031 [-.053 -.009] / +.010 / +.001, descriptions 1 give -.011
// / +.003 / +.000, lengths of 0.4 give -.032 / .000 / -.001: where descriptions say what a thing is, they
// are needed.
var (
	FieldWeights = [FieldCount]float32{1.5, 2, 1, 2, 2, 0.1}
	fieldLength  = [FieldCount]float32{0.75, 0.75, 0.5, 0.75, 0.75, 0.75}
)

// absentWorth is what the words of a product that is not available are worth, beside those of one that is:
// two products whose texts fit about as well differ by less, and an agent has no use for the one that
// cannot be bought.
const absentWorth = 0.75

// What all products share is taken from a sample: some products of some files.
const (
	SampleFiles   = 8
	SamplePerFile = 400
)

// LengthStep is the ratio of two neighbours among the mean lengths that there are: so coarse that some
// changed texts seldom lead to another, which would be in each word's worth and have the whole index built.
const LengthStep = 1.15
