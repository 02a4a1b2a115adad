package studio

import (
	"net/http"

	"plugsheet/schemas/problem"
)

// languageOf is the language of the page that asks: English for one that is none of ours.
func languageOf(r *http.Request) problem.Language {
	l, _ := problem.ParseLanguage(r.Header.Get("Accept-Language"))
	return l
}
