package value

// months are the names of the months in eight languages, folded, with their usual short forms: 1 is January.
var months = func() map[string]int {
	all := map[string]int{}
	for _, year := range lists {
		for i, name := range year.Words {
			if year.Name == "month" {
				all[Fold(name)] = i + 1
			}
		}
	}
	return all
}()
