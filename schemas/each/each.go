// Package each is what package slices lacks: another list, a part, or a number made of the items of a list.
package each

// Of gives what each item of a list is for a function, in the same order.
func Of[T, V any](list []T, of func(T) V) []V {
	all := make([]V, len(list))
	for n, item := range list {
		all[n] = of(item)
	}
	return all
}

// That gives the items that fit, in the same order; nil where none does.
func That[T any](list []T, fits func(T) bool) (all []T) {
	for _, item := range list {
		if fits(item) {
			all = append(all, item)
		}
	}
	return all
}

// Count is how many items fit.
func Count[T any](list []T, fits func(T) bool) (n int) {
	for _, item := range list {
		if fits(item) {
			n++
		}
	}
	return n
}

// Once gives the items of a list, each once, in the order in which they come first.
func Once[T comparable](list []T) (all []T) {
	seen := map[T]bool{}
	for _, item := range list {
		if !seen[item] {
			seen[item], all = true, append(all, item)
		}
	}
	return all
}
