package cmd

import (
	"fmt"
	"io"
	"strings"

	"plugsheet/serve"
)

// printExamples writes a line for each endpoint that can be pasted into a shell, signed where signatures are checked.
func printExamples(w io.Writer, url string, secrets []serve.Secret) error {
	for _, e := range []struct{ target, body string }{
		{"/categories", ""},
		{"/products?limit=2", ""},
		{"/products?searchQuery=tent", ""},
		{"/customer?emailVisitor=jane.doe%40example.com", ""},
		{"/customer/action", "action=OPEN_CASE&idConversation=demo&idOperator=demo"},
		{"/closing-form?operatorLocale=fr", ""},
		{"/health", ""},
		{"/ready", ""},
	} {
		line := "curl '" + url + e.target + "'"
		signed := e.body
		if e.body != "" {
			line += " -d '" + e.body + "'"
		} else {
			_, signed, _ = strings.Cut(e.target, "?")
		}
		if len(secrets) > 0 {
			line += " -H 'x-iadvize-signature: " + serve.Sign(secrets[0], []byte(signed)) + "'"
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
