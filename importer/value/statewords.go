package value

// The words of states, in en, fr, de, es, it, pt, nl and pl. They are compared folded.
var (
	// shownWords say that a product is on sale.
	shownWords = lists.Set("shown")
	// hiddenWords say that it is not.
	hiddenWords = lists.Set("hidden")
	// weakWords say that it is not where another word of the column is one of a state; alone they may mean a stock or an order.
	weakWords = lists.Set("weak")
	// otherWords say something else that columns called status hold: the stock, the condition. They leave a product as it is.
	otherWords = lists.Set("beside")
	// catalogWords say in a column of visibility where a product is seen.
	catalogWords = lists.Set("catalog")
	// noPlaceWords say in a column of visibility that it is seen nowhere.
	noPlaceWords = lists.Set("noplace")

	yesWords = lists.Set("yes")
	noWords  = lists.Set("no")
	// negations turn the word behind them.
	negations = lists.Set("negation")
)

// The headers of states. They are compared as they stand, then without the words of fillers.
var (
	shownHeaders      = lists.Set("shownheader")
	hiddenHeaders     = lists.Set("hiddenheader")
	statusHeaders     = lists.Set("statusheader")
	visibilityHeaders = lists.Set("visibilityheader")
	begunHeaders      = lists.Set("begunheader")
	endedHeaders      = lists.Set("endedheader")

	// turningWords turn what a header says.
	turningWords = lists.Set("turning")
	// sellingFillers are words for selling and publishing that stand beside others.
	sellingFillers = lists.Set("selling")
	// nounFillers are words for products that stand before or behind the others in headers.
	nounFillers = lists.Set("noun")
	// placeFillers are words for where it is sold, small words, and what is to be written in the cells.
	placeFillers = lists.Set("place")
)
