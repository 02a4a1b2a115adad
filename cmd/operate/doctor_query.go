package operate

import (
	"fmt"
	"iter"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// rewrite is a query that a proxy may have been given, and what it did to it.
type rewrite struct{ before, what string }

// rewrites are those that end in a query. The more there are of a kind the later they come.
func rewrites(query string) iter.Seq[rewrite] {
	var few []rewrite
	for _, add := range []string{query + "&", "&" + query, strings.Trim(query, "&")} {
		few = append(few,
			rewrite{add, "an & at the beginning or the end of the query was taken away or added"})
	}
	parameters := strings.Split(query, "&")
	few = slices.Concat(few, respelled(parameters), withoutOne(parameters), withEmpty(parameters))
	return func(yield func(rewrite) bool) {
		for _, one := range few {
			if !yield(one) {
				return
			}
		}
		reordered(parameters, yield)
	}
}

// respelled gives the same parameters with their escapes written otherwise.
func respelled(parameters []string) (all []rewrite) {
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
		spelled := slices.Clone(parameters)
		for i, p := range parameters {
			name, value, is := strings.Cut(p, "=")
			if plain, err := url.QueryUnescape(value); err == nil && is {
				spelled[i] = name + "=" + spell(value, plain)
			}
		}
		all = append(all, rewrite{strings.Join(spelled, "&"),
			"the escapes of the query (%…) were written otherwise, or decoded"})
	}
	return all
}

// withoutOne leaves out one parameter after the other.
func withoutOne(parameters []string) (all []rewrite) {
	for i, p := range parameters {
		name, _, _ := strings.Cut(p, "=")
		all = append(all, rewrite{strings.Join(slices.Delete(slices.Clone(parameters), i, i+1), "&"),
			fmt.Sprintf("the parameter %q was added to the query", name)})
	}
	return all
}

// withEmpty adds each parameter of the platform without a value, at each place.
func withEmpty(parameters []string) (all []rewrite) {
	for name := range strings.FieldsSeq("idParent idCategory searchQuery emailVisitor idVisitorExternal " +
		"idVisitorUnique operatorLocale idOperator") {
		what := fmt.Sprintf("the parameter %s, which had no value, was taken out of the query", name)
		for i := range len(parameters) + 1 {
			for _, empty := range []string{name + "=", name} {
				all = append(all,
					rewrite{strings.Join(slices.Insert(slices.Clone(parameters), i, empty), "&"), what})
			}
		}
	}
	return all
}

// mostOrdered is of how many parameters all orders are tried: 40,320.
const mostOrdered = 8

// reordered gives the same parameters in each order, until yield wants no more.
func reordered(parameters []string, yield func(rewrite) bool) {
	if len(parameters) > mostOrdered {
		return
	}
	now := slices.Clone(parameters)
	var from func(at int) (more bool)
	from = func(at int) bool {
		if at >= len(now)-1 {
			return yield(rewrite{strings.Join(now, "&"),
				"the query's parameters were put into another order"})
		}
		for i := at; i < len(now); i++ {
			now[at], now[i] = now[i], now[at]
			if !from(at + 1) {
				return false
			}
			now[at], now[i] = now[i], now[at]
		}
		return true
	}
	from(0)
}
