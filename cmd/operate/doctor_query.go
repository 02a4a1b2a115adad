package operate

import (
	"fmt"
	"iter"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// rewrites are what a proxy may have been given, if query is what it made of that, each with what it did
// then. The more there are of a kind the later they come.
func rewrites(query string) iter.Seq2[string, string] {
	return func(yield func(before, what string) bool) {
		for _, add := range []string{query + "&", "&" + query, strings.Trim(query, "&")} {
			if !yield(add, "an & at the beginning or the end of the query was taken away or added") {
				return
			}
		}
		parameters := strings.Split(query, "&")
		_ = respelled(parameters, yield) && withoutOne(parameters, yield) && withEmpty(parameters, yield) &&
			reordered(parameters, yield)
	}
}

// respelled gives the same parameters with their escapes written otherwise.
func respelled(parameters []string, yield func(before, what string) bool) bool {
	escape := regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	// encodeURIComponent
	script := strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")
	for _, spell := range []func(text, plain string) string{
		func(text, _ string) string { return escape.ReplaceAllStringFunc(text, strings.ToLower) },
		func(text, _ string) string { return escape.ReplaceAllStringFunc(text, strings.ToUpper) },
		func(_, plain string) string { return url.QueryEscape(plain) },
		func(_, plain string) string { return strings.ReplaceAll(url.QueryEscape(plain), "+", "%20") },
		func(_, plain string) string { return script.Replace(url.QueryEscape(plain)) },
		func(_, plain string) string { return url.PathEscape(plain) },
	} {
		var all []string
		for _, p := range parameters {
			name, value, is := strings.Cut(p, "=")
			plain, err := url.QueryUnescape(value)
			if err == nil && is {
				p = name + "=" + spell(value, plain)
			}
			all = append(all, p)
		}
		if !yield(strings.Join(all, "&"),
			"the escapes of the query (%…) were written otherwise, or decoded") {
			return false
		}
	}
	return true
}

// withoutOne leaves out one parameter after the other.
func withoutOne(parameters []string, yield func(before, what string) bool) bool {
	for i, p := range parameters {
		name, _, _ := strings.Cut(p, "=")
		if !yield(strings.Join(slices.Delete(slices.Clone(parameters), i, i+1), "&"),
			fmt.Sprintf("the parameter %q was added to the query", name)) {
			return false
		}
	}
	return true
}

// withEmpty puts in, at each place, each parameter of the contract (1.6) that the
// platform may send without a value.
func withEmpty(parameters []string, yield func(before, what string) bool) bool {
	for _, name := range []string{
		"idParent", "idCategory", "searchQuery", "emailVisitor", "idVisitorExternal",
		"idVisitorUnique", "operatorLocale", "idOperator"} {
		for i := range len(parameters) + 1 {
			for _, empty := range []string{name + "=", name} {
				if !yield(strings.Join(slices.Insert(slices.Clone(parameters), i, empty), "&"),
					fmt.Sprintf("the parameter %s, which had no value, was taken out of the query", name)) {
					return false
				}
			}
		}
	}
	return true
}

// mostOrdered is of how many parameters all orders are tried: 40,320.
const mostOrdered = 8

// reordered gives the parameters in every order.
func reordered(parameters []string, yield func(before, what string) bool) bool {
	if len(parameters) > mostOrdered {
		return true
	}
	all := slices.Clone(parameters)
	var from func(at int) bool
	from = func(at int) bool {
		if at >= len(all)-1 {
			return yield(strings.Join(all, "&"), "the query's parameters were put into another order")
		}
		for i := at; i < len(all); i++ {
			all[at], all[i] = all[i], all[at]
			if !from(at + 1) {
				return false
			}
			all[at], all[i] = all[i], all[at]
		}
		return true
	}
	return from(0)
}
