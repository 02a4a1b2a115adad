package index

// The weights and constants of the ranking stand here, those of the terms in package terms, each with the
// experiment that set it: nDCG@10 on the halves of the judged catalogs that are at hand (electronics / mixed
// / home), and the interval of the difference by drawing the queries anew. "make relevance" measures; what
// TestJudged tells was measured before there were three catalogs.

// nearBonus is what two words of the query are worth more where they stand side by side in the title, as a
// part of what the rarer one is worth at most. 0.1 gives -.001 / +.002 / +.011, 0.2 gives -.001 / +.004 /
// +.014, 0.4 gives -.002 [-.008 +.003] / +.004 [-.002 +.009] / +.018 [+.013 +.023]; in either order 0.2
// gives less (home +.011), and 0.8 no more.
const nearBonus = 0.4

// headBonus is what a word of the query is worth more where it says what the title is of, as a part of what
// it is worth at most. 0.1 gives -.001 [-.013 +.016] / +.015 [+.006 +.025] / +.002 [-.002 +.005], 0.2 the
// same but -.007 for electronics, 0.3 -.013 / +.035 / +.015; only the last word of the query gives less
// (mixed +.009). That colors say it never: +.001 / .000 / .000; that the brand does not: -.002 / -.001 /
// .000, so it may, but where things are named first. 0.3 for queries of a single word alone, -.012 [-.023
// -.003] / -.002 [-.004 .000] / .000: few words for many products do not want it larger. That other words for
// the same thing say it too (shop / electronics / mixed / home): +.014 [+.005 +.026] / .000 / .000 / .000;
// then 0.2 gives +.018 / -.012 [-.021 -.004] / +.003 / -.002, and 0.3 +.015 / -.018 / +.005 / -.004. That
// attributes such as "type" say it (package terms): .000 / +.004 [-.003 +.013] / .000 / .000, and that what
// they deny is not said +.002 [-.003 +.009] on electronics; then 0.2 gives +.004 / -.001 / +.003 / +.001, 0.3
// -.002 / -.003 / +.005 / -.001. That products of the kind of which two in five of the first 10 are (by the
// heads of their titles) are worth a tenth more: +.003 / +.003 (+.020 on one half of the queries, -.014 on
// the other) / +.002 / .000, of the first 30 .000 / +.005 (+.017, -.006) / .000 / .000, and each search reads
// their records: not taken.
const headBonus = 0.1

// purposeShare is what a word is worth less that only says what a thing is for (a case for a phone), as a
// part of what it is worth at most. On shop / electronics / mixed / home: 0.1 gives +.002 / +.003 / +.003 /
// .000, 0.2 +.003 [.000 +.008] / +.003 [-.003 +.011] / +.002 [-.003 +.011] / +.001 [-.001 +.003], 0.4 no
// more. That what stands behind "with", "of" and the like is worth less, too: +.001 / -.001 / -.004
// [-.008 .000] / -.002. That a part names what it is for ("laptop sleeve", package vocabulary): +.004
// [+.001 +.008] / +.003 [-.008 +.017] / +.001 [-.002 +.005] / .000 [-.003 +.003]; that a thing before another
// one does, too: +.001 / -.010 / -.001 / -.001, not taken. That what another word of the query names is for
// nothing less: .000 / .000 / +.001 / .000. That the vocabulary knows heads before numbers and colors, too,
// gives +.001 / -.006 [-.012 .000] / +.001 / -.001, and the thing first for 6 of 467 queries on small shops
// made for it: not taken; where they count as the title's head elsewhere, too, -.010 [-.030 +.005] on
// electronics.
const purposeShare = 0.2

// enough is the number of products up to which those that fit less well are added behind those that fit:
// the largest page of the contract. It does not depend on the page asked for, so that totals are the same
// on all pages. 20, the default page, leaves nDCG@10 as it is, and has a recall@100 of .785 / .918 / .754
// instead of .802 / .957 / .758.
const enough = 100

// Of a title's words at least one in so many was typed, when the title counts as what was typed; one in
// fewer, when the product is not available, since such a product is wanted only by who names it. Without
// the rule: -.004 / -.007 / .000; with one in two: -.004 / .000 / .000. Only titles that are of something
// typed: .000 / +.013 / +.001, since a short title of something else, a lock for laptops, is not what was
// typed. That a quantity ends what the title is of, as a comma does, loses .004 / .002 / .002.
const (
	titleShare  = 3
	absentShare = 2
	nameShare   = 3 // halves: of a title of which fewer words were typed, one says what it is of
)

// meagre is the number of products with all words below which those with other words of the same meaning
// are added behind them. That they are of any language, and expressions too, gives +.157 [+.118 +.196] on
// the shop of three languages, .000 / .000 / .000 on the others. That the thing which another word names
// comes first (CallOtherwise in package clause) gives +.007 [.000 +.020] on electronics and nothing
// elsewhere; without the demand that the typed word names hardly any title, -.022 [-.064 +.008]. That it
// does so of expressions, too, gives +.010 [-.001 +.027] on electronics and nothing elsewhere; where up to
// ten titles may have the expression, -.005 [-.045 +.026].
//
// A word of at most so many products beside one of ten times as many, a typo away, may be misspelt, although
// the catalog has it: .000 / +.001 [.000 +.003] / +.002 [.000 +.005] / +.001 [-.001 +.004]; of 20 times as
// many .000 / .000 / +.002 / +.001; that it may be all that was typed, or the beginning of such a word: .000
// / .000 / +.001 [.000 +.004] / .000, recall +.007 on mixed. That titles may write a word as two: .000 / .000
// / -.002 [-.005 .000] / +.002 [.000 +.004]. That other words of the same meaning are added where few titles
// have all words: -.001 / -.020 [-.048 -.001] / -.001 / .000; that of answers to a part of the query those
// come first that are what its last word names: +.002 / -.003 / -.001 / -.002 [-.006 +.002], that have it,
// +.003 / -.004 / +.002 / -.008 [-.014 -.003]; that, where no title with all words is of the last one, such
// with fewer words come first: -.002 / -.063 / -.017 / -.043 [-.053 -.033].
const meagre = 10

// SentByTwo is the number of conversations from which on a product that was sent after a search is one that
// was meant: one alone may have been a slip, or a joke.
const SentByTwo = 2

// sentBonus is what a word of the query is worth more where the product was sent after a search with it, as
// a part of what it is worth at most; sentShare is the least part of the words that the two searches have
// in common. By simulation (TestRelevance, sends drawn from half of the judgments): +.075 [+.043 +.114] /
// +.087 [+.068 +.106] / +.103 [+.094 +.112] on all judgments, and .000 / -.001 [-.003 .000] / .000 on the
// other half alone. For any word in common, however small its part: -.002 on mixed.
const (
	sentBonus = 0.1
	sentShare = 0.5
)

// stopShare is what a stop word is worth at most, as a part of the least of the words that say something:
// in a catalog of bare names "with" is rarer than all that was meant. Without the rule nothing changes on
// the judged sets (home -.0001); it is there for catalogs whose titles have no such words. Lists of stop
// words twice as long: .000 / .000 / .000, and 2 codes of 997 that are typed in pieces are lost ("do",
// "me"): not taken.
const stopShare = 0.5
