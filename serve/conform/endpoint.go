package conform

import (
	"fmt"
	"maps"
	"net/url"
	"plugsheet/serve/loopback"
	"slices"
	"strings"
	"time"
)

// Endpoint is one thing that is asked of a connector. Each plugin has a URL of its own in the platform; the
// bot and the app have one base each.
type Endpoint string

// The endpoints.
const (
	healthCheck Endpoint = "health"
	categories  Endpoint = "categories"
	products    Endpoint = "products"
	information Endpoint = "customer"
	action      Endpoint = "action"
	form        Endpoint = "closing-form"
	botBase     Endpoint = "bot"
	appPage     Endpoint = "app"
	onMessage   Endpoint = "on-message"
)

// paths are where plugsheet has them, and what the check tries where no other URL is given.
var paths = map[Endpoint]string{
	healthCheck: "/health", categories: "/categories", products: "/products", information: "/customer",
	action: "/customer/action", form: "/closing-form", botBase: "/bot", appPage: "/app/",
	onMessage: "/app/messages",
}

// Endpoints lists the names that Options.URLs may have, sorted.
func Endpoints() []Endpoint { return slices.Sorted(maps.Keys(paths)) }

// addresses are the URLs of all endpoints.
func addresses(o Options) (map[Endpoint]string, error) {
	all := map[Endpoint]string{}
	if err := CheckURL(o.URL); err != nil {
		return nil, err
	}
	for e, path := range paths {
		all[e] = strings.TrimSuffix(o.URL, "/") + path
	}
	for e, text := range o.URLs {
		if _, ok := paths[e]; !ok {
			return nil, fmt.Errorf("no endpoint %q", e)
		}
		if err := CheckURL(text); err != nil {
			return nil, err
		}
		all[e] = text
	}
	return all, nil
}

// CheckURL refuses what cannot be the address of a connector: it must be http or https, with a host and
// without a query, a fragment or a name. The error quotes it.
func CheckURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return fmt.Errorf("%q is no URL: %w", text, err)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return fmt.Errorf("%q is no http or https URL", text)
	case u.RawQuery != "", u.Fragment != "", u.User != nil:
		return fmt.Errorf("%q: a query, a fragment or a name cannot stand in it", text)
	}
	return nil
}

// isLocal tells whether a URL is one of this machine, where nobody asks for HTTPS.
func isLocal(text string) bool {
	u, err := url.Parse(text)
	return err == nil && loopback.IsHere(u.Host)
}

// limits are the time that the platform waits for an answer, and a margin of which a connector should stay
// below. They are known for the bot only (contract, 1.4); for the others nothing is documented and 5 s and 1
// s are our assumption.
func (c *call) limits() (hard, margin time.Duration) {
	switch {
	case c.firstMessages:
		return 2 * time.Second, time.Second
	case c.endpoint == botBase:
		return 10 * time.Second, 5 * time.Second
	}
	return 5 * time.Second, time.Second
}
