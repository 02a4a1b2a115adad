package operate

import (
	"fmt"
	"io"
	"strings"

	"plugsheet/serve"
)

// PrintExamples writes a line for each endpoint that can be pasted into a shell, signed
// where signatures are checked.
func PrintExamples(w io.Writer, url string, secrets []serve.Secret) error {
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
		line := "curl " + reach(url) + e.target + "'"
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

// reach is how curl is told to reach a server, up to the path. Of a socket in the file system it is told the
// socket's name, and a name of this machine for the URL.
func reach(url string) string {
	socket, is := strings.CutPrefix(url, "unix:")
	if !is {
		return "'" + url
	}
	flag := "--unix-socket"
	if name, abstract := strings.CutPrefix(socket, "@"); abstract {
		flag, socket = "--abstract-unix-socket", name
	}
	return flag + " '" + socket + "' 'http://localhost"
}
